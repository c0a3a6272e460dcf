"""Uploads over links that break: which pieces are there, where to send the others, and putting them together."""

import base64
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.calls import Answer, Call, Nothing
from chalicelib.api.file_models import FileView
from chalicelib.api.http import Routes
from chalicelib.application.send_in_pieces import PieceWish
from chalicelib.bootstrap import container
from chalicelib.domain.files import SHA256_PATTERN
from chalicelib.domain.pieces import AT_A_TIME, PIECE_BYTES

routes = Routes("citizen")

PIECES = "/dossiers/{dossier_id}/files/{component}/{file_id}/pieces"


class PieceRequest(BaseModel):
    """A piece that will be sent: its number, from 1, and its SHA-256 in lower-case hexadecimal."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    number: int = Field(ge=1, le=10_000)
    sha256: str = Field(pattern=SHA256_PATTERN)


class PiecesRequest(BaseModel):
    """The next pieces, in any order."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    pieces: tuple[PieceRequest, ...] = Field(min_length=1, max_length=AT_A_TIME)


class PieceView(BaseModel):
    """PUT the piece's bytes to ``url`` with these ``headers``: they are signed, the store refuses the piece without."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    number: int
    url: str
    headers: dict[str, str]


class PieceAddresses(BaseModel):
    """Where to send each piece; the addresses last as long as an upload form (see /v1/limits)."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    items: tuple[PieceView, ...]


class ProgressView(BaseModel):
    """Every piece has ``piece_bytes`` but the last. ``arrived`` need not be sent again."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    piece_bytes: int
    total: int
    arrived: tuple[int, ...]


@routes.read(PIECES, out=ProgressView)
def read_pieces(call: Call[Nothing]) -> Answer:
    """What has arrived of a file that is sent in pieces."""
    found = container().send_in_pieces.progress(call.caller, **_file(call))
    return Answer(ProgressView(piece_bytes=PIECE_BYTES, total=found.total, arrived=found.arrived))


@routes.write("POST", PIECES, body=PiecesRequest, out=PieceAddresses)
def ask_for_pieces(call: Call[PiecesRequest]) -> Answer:
    """Where to send the next pieces."""
    wishes = [PieceWish(piece.number, piece.sha256) for piece in call.body.pieces]
    found = container().send_in_pieces.addresses(call.caller, **_file(call), wishes=wishes)
    sha256_of = {piece.number: piece.sha256 for piece in call.body.pieces}
    items = tuple(PieceView(number=n, url=url, headers=_signed(sha256_of[n])) for n, url in found.items())
    return Answer(PieceAddresses(items=items))


@routes.write("POST", "/dossiers/{dossier_id}/files/{component}/{file_id}/assembly", out=FileView)
def assemble_pieces(call: Call[Nothing]) -> Answer:
    """Put the pieces together; they must have the SHA-256 that was declared."""
    return Answer(FileView.of(container().send_in_pieces.assemble(call.caller, **_file(call))))


def _signed(sha256: str) -> dict[str, str]:
    return {"x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(sha256)).decode()}


def _file(call: Call[Any]) -> dict[str, Any]:
    return {name: call.path[name] for name in ("dossier_id", "component", "file_id")}
