"""Copies on request, made in a sandboxed child: searchable PDF, preview, thumbnail, photos joined to one PDF."""

from collections.abc import Sequence
from typing import Any

from chalicelib.digitization.archive import ArchiveMetadata
from chalicelib.digitization.copy_makers import PREVIEW_SIDE, THUMBNAIL_SIDE, SearchableCopy
from chalicelib.digitization.job import Limits
from chalicelib.digitization.model import Digitized
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sandbox import ChildLost, nursery
from chalicelib.digitization.sidecar import DIGITIZED
from chalicelib.digitization.wire import Frame

PATIENCE = 60.0  # seconds by the wall clock; processor time is limited in the child


def searchable_copy(
    data: bytes, digitized: Digitized, metadata: ArchiveMetadata | None = None, limits: Limits | None = None
) -> SearchableCopy | None:
    """See ``copy_makers.make_searchable``. Raises ``Rejected`` when the file cannot be rewritten."""
    value = {
        "digitized": DIGITIZED.dump_python(digitized, mode="json"),
        "metadata": None if metadata is None else vars(metadata),
    }
    answer = _ask(Frame("searchable", value, data), limits)
    if answer.value is None:
        return None
    return SearchableCopy(answer.blob, bool(answer.value["is_pdfa"]), tuple(answer.value["failed_checks"]))


def preview(data: bytes, page: int = 1, side: int = PREVIEW_SIDE, rotation: int = 0) -> bytes:
    """A JPEG of one page without metadata. Raises ``Rejected``."""
    return _ask(Frame("preview", {"page": page, "side": side, "rotation": rotation}, data), None).blob


def thumbnail(data: bytes, rotation: int = 0) -> bytes:
    """A small JPEG of the first page without metadata. Raises ``Rejected``."""
    return preview(data, 1, THUMBNAIL_SIDE, rotation)


def join_photos(photos: Sequence[bytes], limits: Limits | None = None) -> bytes:
    """Several photos of one paper as one PDF, order kept; the photos stay the originals. Raises ``Rejected``."""
    return _ask(Frame("join", {"lengths": [len(photo) for photo in photos]}, b"".join(photos)), limits).blob


def _ask(request: Frame, limits: Limits | None) -> Frame:
    limits = limits or Limits()
    value: dict[str, Any] = {**request.value, "seconds": limits.copy_seconds}
    try:
        with nursery().child(limits.memory) as child:
            child.send(Frame(request.kind, value, request.blob))
            answer = child.receive(PATIENCE)
    except ChildLost as lost:
        raise Rejected(lost.code) from lost
    if answer.kind == "rejected":
        raise Rejected(str(answer.value))
    return answer
