"""The national repository and the national databases, over the same connection as the portal (§7.1, §7.2)."""

import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from chalicelib.domain.paper_errors import FetchedFileDamaged, SourceNotAnswering
from chalicelib.domain.ports_papers import Inquiry, NationalPaper
from chalicelib.domain.ports_portal import Verdict
from chalicelib.portal.client import PortalClient
from chalicelib.portal.http import Call
from chalicelib.portal.wire.lenient import bytes_of
from chalicelib.portal.wire.repository import GiayToKetQua, LayTep, TraCuuKetQua
from chalicelib.portal_settings import PortalSettings

_SHA256_IN_PATH = re.compile(r"(?:^|/)([0-9a-f]{64})(?:\.\w+)?$")
_OFFICER, _CITIZEN = "1", "2"


class _Listed(BaseModel):
    DanhSachGiayToKetQua: tuple[GiayToKetQua, ...] = ()


class PortalRepository:
    """Implements ``ports_papers.NationalRepository``.

    ``client`` is a function, because connecting costs time that a request without a look-up should not pay.
    """

    def __init__(self, client: Callable[[], PortalClient], settings: PortalSettings) -> None:
        self._client = client
        self._settings = settings

    def papers(self, inquiry: Inquiry) -> tuple[NationalPaper, ...]:
        """One call. A result without a file is left out: there would be nothing to hand in."""
        asked = TraCuuKetQua(
            SoDinhDanhChuSoHuu=inquiry.owner_number,
            HoTenNguoiYeuCau=inquiry.asker_name,
            KenhThucHien=_OFFICER if inquiry.at_counter else _CITIZEN,
            SoDinhDanhNguoiYeuCau=inquiry.asker_number,
            MaThuTuc=inquiry.procedure,
        )
        try:
            listed = _Listed.model_validate(self._ask(self._settings.repository_path, asked.on_the_wire()))
        except ValidationError as problem:
            raise SourceNotAnswering from problem
        return tuple(
            NationalPaper(
                result_code=held.MaKetQua,
                name=held.TenGiayTo,
                number=held.SoKyHieu,
                agency=held.CoQuanChuQuan,
                file_name=file.TenTep,
                path=file.DuongDan,
            )
            for held in listed.DanhSachGiayToKetQua
            for file in held.DanhSachTepDinhKem
        )

    def fetch(self, paper: NationalPaper) -> bytes:
        """One call. Where the address names a SHA-256, the bytes must have it; how the answer's own ``signature`` is
        verified is not public, so that a signature inside the file is what the reading afterwards looks at.
        """
        asked = LayTep(CoQuanChuQuan=paper.agency, DuongDan=paper.path).on_the_wire()
        told = self._ask(self._settings.repository_path, asked)
        try:
            data = bytes_of(told if isinstance(told, str) else "")
        except (binascii.Error, ValueError) as problem:
            raise FetchedFileDamaged from problem
        promised = _SHA256_IN_PATH.search(paper.path)
        if not data or (promised and hashlib.sha256(data).hexdigest() != promised[1]):
            raise FetchedFileDamaged
        return data

    def _ask(self, path: str, body: dict[str, Any]) -> Any:
        return ask(self._client(), path, body)


class PortalRegisters:
    """Implements ``ports_papers.NationalRegisters``; which databases there are is configuration."""

    def __init__(self, client: Callable[[], PortalClient], settings: PortalSettings) -> None:
        self._client = client
        self._settings = settings

    def serves(self, database: str) -> bool:
        """Whether the settings name it."""
        return database in self._settings.registers

    def entry(self, database: str, number: str) -> Mapping[str, str] | None:
        """One call; values that are no text are written as text, nested ones are left out."""
        path = f"{self._settings.registers_path}/{self._settings.registers[database]}"
        found = ask(self._client(), path, {"number": number})
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise SourceNotAnswering  # what cannot be understood does not mean that there is nothing
        if not found:
            return None
        return {name: str(value) for name, value in found[0].items() if not isinstance(value, dict | list)}


def ask(client: PortalClient, path: str, body: dict[str, Any]) -> Any:
    """What the answer carries as ``result``, or is: an agency's proxy answers with a bare string (§7.2). Raises
    ``SourceNotAnswering`` for anything but a good answer.
    """
    answer, reading = client.ask(
        lambda session: Call(path, body, {"Authorization": f"Bearer {session}"} if session else {})
    )
    if reading.status == 200 and isinstance(reading.body.get("value"), str):
        return reading.body["value"]
    if answer.verdict is not Verdict.DONE:
        raise SourceNotAnswering
    return reading.part("result")
