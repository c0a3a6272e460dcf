"""Dossiers filed at the portal: the list, and a paper at a time.

The shape is that of a ministry's provider of the same dialect; the national portal's own service is not public.
"""

import binascii
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import Field, ValidationError

from chalicelib.domain.filed_there import FiledThere, PaperThere
from chalicelib.domain.ports_portal import Verdict
from chalicelib.portal.answers import Reading
from chalicelib.portal.client import PortalClient
from chalicelib.portal.codes import SUPPLEMENT, WITHDRAWAL, national_code
from chalicelib.portal.services import PortalDidNotAnswer
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal.wire.base import Told
from chalicelib.portal.wire.lenient import bytes_of, entries
from chalicelib.portal.wire.values import Instant, Text


class HoSoDinhKem(Told):
    """A paper in the list."""

    magiayto: Text = ""
    tengiayto: Text = ""
    filedinhkem: Text = ""


class TepTin(Told):
    """A file with its bytes."""

    Base64: Text = Field(min_length=1)


class SuKien(Told):
    """Something that the applicant did there."""

    loai: Text = ""
    thoiDiem: Instant = None
    noiDung: Text = ""


class HoSoNop(Told):
    """A dossier in the list."""

    maHoSo: Text
    maTTHC: Text
    hoTen: Text = ""
    soCmnd: Text = ""
    techId: Text = ""
    ngayNhanHoSo: Instant
    hoSoDinhKem: tuple[HoSoDinhKem, ...] = ()
    lichSu: tuple[SuKien, ...] = Field(default=())


class Inbox:
    """``PortalInbox`` by DanhSachHoSo and LayTaiLieuHoSo. Raises ``PortalDidNotAnswer``."""

    def __init__(self, client: PortalClient, dialect: SessionDialect, unit_code: str) -> None:
        self._client = client
        self._dialect = dialect
        self._unit = unit_code

    def filed(self, first: date, last: date) -> tuple[FiledThere, ...]:
        """Everything filed or changed in these days; a row that cannot be read is left for the next poll."""
        reading = self._ask("DanhSachHoSo", ngayNhan1=first.isoformat(), ngayNhan2=last.isoformat())
        return tuple(_filed(row) for row in _rows(reading.part("data") or reading.part("result")))

    def fetch(self, path: str) -> bytes:
        """The bytes of one paper."""
        reading = self._ask("LayTaiLieuHoSo", duongdanteptin=path)
        try:
            file = TepTin.model_validate(next(iter(entries(reading.part("TepTinDinhKem"))), None))
            return bytes_of(file.Base64)
        except (ValidationError, binascii.Error):
            raise PortalDidNotAnswer(service="LayTaiLieuHoSo", verdict="no-file") from None

    def _ask(self, service: str, **values: Any) -> Reading:
        def build(session: str) -> Any:
            return self._dialect.service(session, service, donViXuLy=self._unit, **values)

        answer, reading = self._client.ask(build)
        if answer.verdict is not Verdict.DONE:
            raise PortalDidNotAnswer(service=service, verdict=answer.verdict.value)
        return reading


def _rows(data: object) -> Iterator[HoSoNop]:
    for row in entries(data):
        try:
            filed = HoSoNop.model_validate(row)
        except ValidationError:
            continue
        if filed.ngayNhanHoSo is not None and filed.maHoSo:
            yield filed


def _filed(row: HoSoNop) -> FiledThere:
    later = _latest(row)
    withdrawn = later.get(WITHDRAWAL)
    assert row.ngayNhanHoSo is not None
    return FiledThere(
        number=row.maHoSo,
        procedure_code=national_code(row.maTTHC),
        owner_number=row.soCmnd,
        owner_name=row.hoTen,
        tech_id=row.techId,
        filed_at=row.ngayNhanHoSo,
        papers=tuple(PaperThere(p.magiayto, p.tengiayto, p.filedinhkem) for p in row.hoSoDinhKem),
        supplemented_at=_at(later.get(SUPPLEMENT)),
        withdrawn_at=_at(withdrawn),
        withdrawal_reason=withdrawn.noiDung if withdrawn else "",
    )


def _latest(row: HoSoNop) -> Mapping[str, SuKien]:
    return {event.loai: event for event in row.lichSu}


def _at(event: SuKien | None) -> datetime | None:
    return event.thoiDiem if event else None
