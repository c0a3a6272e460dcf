"""Judges what a well-shaped dossier or progress row says: catalogue, identity, addresses, dates, status."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from local.portal.catalogue import Procedure
from local.portal.clock import VIETNAM, written
from local.portal.config import Config
from local.portal.rules import Violation, broken

NUMBER = re.compile(r"(?P<unit>[A-Z0-9]+(?:\.[A-Z0-9]+)*)-(?P<day>\d{6}|\d{8})-\d{4,}", re.ASCII)
AGENCY = re.compile(r"[A-Y]\d{2}", re.ASCII)
IDENTITY_LENGTHS = {"1": 12, "2": 9}
DUMMIES = re.compile(r"0+1?|(\d)\1+", re.ASCII)
IN_ORDER = ("NgayNopHoSo", "NgayTiepNhan", "NgayKetThucXuLy", "NgayTra")
#: A dossier may be refused (3), supplemented (5), withdrawn (7) and stopped (8) without ever being received.
BEFORE_RECEPTION = {"1", "3", "5", "7", "8"}

NEXT_STATUSES = {
    "1": "2 3 5 7",
    "2": "4 5 6 7 8",
    "4": "5 6 7 8 9",
    "5": "2 4 7 8",
    "6": "2 4 7 8",
    "7": "8 2 4 5 6",
    "9": "10",
}


@dataclass(frozen=True)
class Sent:
    """One dossier in the light of what the portal knows: the sender, the procedure, what was before."""

    header: dict[str, Any]
    agency: str
    procedure: Procedure | None
    before: dict[str, Any] | None
    asked_for_supplement: bool
    now: datetime
    config: Config

    def __getitem__(self, name: str) -> str:
        return str(self.header.get(name) or "")

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A nested list, empty when it was not sent."""
        return list(self.header.get(name) or [])


def dossier(sent: Sent) -> Iterator[Violation]:
    """Every rule of content that one header breaks."""
    for check in (_number, _catalogue, _owner, _addresses, _dates, _reception, _status, _order):
        yield from check(sent)


def progress(row: dict[str, Any], now: datetime) -> Iterator[Violation]:
    """Rules of content for one progress row."""
    if str(row.get("ThoiDiemXuLy") or "") > written(now):
        yield broken("future-date", name="ThoiDiemXuLy")


def address(value: str, where: str) -> Iterator[Violation]:
    """A file is one absolute address; several glued together with ## are none."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or "##" in value or " " in value:
        yield broken("file-url", where=where)


def agency_codes(unit: str) -> set[str]:
    """Codes of ministry or province in a unit's identifier, in old or new order: 000.00.01.G18, G18.01."""
    return {part for part in unit.split(".") if AGENCY.fullmatch(part)}


def number(value: str, agency: str, also: Collection[str] = ()) -> Iterator[Violation]:
    """A dossier number is well formed and belongs to the agency that sends it, or to one that it speaks for."""
    match = NUMBER.fullmatch(value)
    if match is None or not _is_day(match["day"]):
        yield broken("number-format", value=value)
    elif not agency_codes(match["unit"]) & (agency_codes(agency) | set(also)):
        yield broken("foreign-prefix", value=value)


def _number(sent: Sent) -> Iterator[Violation]:
    yield from number(sent["MaHoSo"], sent.agency, sent.config.speaks_for.get(sent.agency, ()))


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%y%m%d" if len(text) == 6 else "%Y%m%d").replace(tzinfo=VIETNAM)
    except ValueError:
        return False
    return True


def _catalogue(sent: Sent) -> Iterator[Violation]:
    procedure = sent.procedure
    if procedure is None:
        yield broken("unknown-procedure", value=sent["MaTTHC"])
        return
    if " ".join(sent["TenTTHC"].split()) != " ".join(procedure.name.split()):
        yield broken("procedure-name", value=sent["MaTTHC"])
    if procedure.fields and sent["MaLinhVuc"] not in procedure.fields:
        yield broken("procedure-field", value=sent["MaLinhVuc"])
    for paper in sent.rows("TaiLieuNop"):
        component = paper.get("MaThanhPhanHoSo")
        if component and procedure.components and component not in procedure.components:
            yield broken("component-code", value=component)
    for result in sent.rows("DanhSachGiayToKetQua"):
        named = result.get("MaGiayToKetQua")
        if named and procedure.results and named not in procedure.results:
            yield broken("result-code", value=named)


def _owner(sent: Sent) -> Iterator[Violation]:
    for identity in sent.rows("DinhDanhCHS"):
        yield from _identity(
            str(identity.get("LoaiDinhDanh") or ""),
            str(identity.get("SoDinhDanh") or ""),
            "DinhDanhCHS",
            sent.config,
        )
    stated = sent["SoGiayToChuHoSo"]
    if stated and sent["LoaiDoiTuong"] == "1":
        kind = "2" if len(stated) == IDENTITY_LENGTHS["2"] else "1"
        yield from _identity(kind, stated, "SoGiayToChuHoSo", sent.config)


def _identity(kind: str, stated: str, where: str, config: Config) -> Iterator[Violation]:
    if DUMMIES.fullmatch(stated):
        yield broken("dummy-identity", where=where)
    elif kind in IDENTITY_LENGTHS:
        if not re.fullmatch(rf"[0-9]{{{IDENTITY_LENGTHS[kind]}}}", stated):
            yield broken("identity", where=where)
    elif config.other_identity_types == "refuse":
        yield broken("identity", where=where)


def _addresses(sent: Sent) -> Iterator[Violation]:
    for name, field in (
        ("TaiLieuNop", "DuongDanTaiTepTin"),
        ("DanhSachGiayToKetQua", "DuongDanTepTinKetQua"),
    ):
        for index, row in enumerate(sent.rows(name), start=1):
            if row.get(field):
                yield from address(row[field], f"{name}[{index}]")


def _dates(sent: Sent) -> Iterator[Violation]:
    present = [name for name in IN_ORDER if sent[name]]
    for earlier, later in pairwise(present):
        if sent[later] < sent[earlier]:
            yield broken("date-order", earlier=earlier, later=later)
    for name in ("NgayKetThucXuLy", "NgayTra"):
        if sent[name] > written(sent.now):
            yield broken("future-date", name=name)


def _reception(sent: Sent) -> Iterator[Violation]:
    status, stated = sent["TrangThaiHoSo"], bool(sent["NgayTiepNhan"])
    open_question = sent.config.reception_date_if_never_received
    if status not in BEFORE_RECEPTION or open_question == "required":
        wrong = not stated
    else:
        wrong = stated and open_question == "forbidden" and status == "1"
    if wrong:
        yield broken("reception-date", value=status)


def _status(sent: Sent) -> Iterator[Violation]:
    status = sent["TrangThaiHoSo"]
    if status == "3" and not sent["NgayTuChoi"]:
        yield broken("status-3")
    if status == "5" and not sent.rows("DanhSachHoSoBoSung") and not sent.asked_for_supplement:
        yield broken("status-5")
    if status == "6" and not sent.rows("DanhSachLePhi"):
        yield broken("status-6")
    if status in ("9", "10"):
        yield from _finished(sent, status)


def _finished(sent: Sent, status: str) -> Iterator[Violation]:
    if not sent["NgayKetThucXuLy"]:
        yield broken("status-9-end", value=status)
    results = sent.rows("DanhSachGiayToKetQua")
    if sent.procedure and sent.procedure.yields_a_paper:
        coded = bool(sent.procedure.results)
        complete = (
            row.get("DuongDanTepTinKetQua") and (row.get("MaGiayToKetQua") or not coded) for row in results
        )
        if not any(complete):
            yield broken("status-9-result", value=status)
    if status == "10" and not sent["NgayTra"]:
        yield broken("status-10")


def _order(sent: Sent) -> Iterator[Violation]:
    before, after = str((sent.before or {}).get("TrangThaiHoSo") or ""), sent["TrangThaiHoSo"]
    if before and before != after and after not in NEXT_STATUSES.get(before, "").split():
        yield broken("state-order", before=before, after=after)
