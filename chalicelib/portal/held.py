"""What the portal shows of a dossier, in a form that can be compared with ours field by field."""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from chalicelib.domain.ports_portal import Held
from chalicelib.portal.wire.values import read_instant, written

#: Our names (of ``Statement``) and the wire's, for everything that two sides can hold differently.
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "procedure_code": "MaTTHC",
        "procedure_name": "TenTTHC",
        "field_code": "MaLinhVuc",
        "field_name": "TenLinhVuc",
        "channel": "KenhThucHien",
        "owner.kind": "LoaiDoiTuong",
        "owner.number": "SoGiayToChuHoSo",
        "owner.name": "ChuHoSo",
        "owner.tech_id": "MaDoiTuong",
        "owner.email": "Email",
        "owner.phone": "SoDienThoai",
        "owner.identities": "DinhDanhCHS",
        "summary": "TrichYeuHoSo",
        "unit_name": "DonViXuLy",
        "state": "TrangThaiHoSo",
        "filed_at": "NgayNopHoSo",
        "received_at": "NgayTiepNhan",
        "due": "NgayHenTra",
        "finished_at": "NgayKetThucXuLy",
        "returned_at": "NgayTra",
        "refused_at": "NgayTuChoi",
        "papers": "TaiLieuNop",
        "fees": "DanhSachLePhi",
        "supplements": "DanhSachHoSoBoSung",
        "results": "DanhSachGiayToKetQua",
        "digitized": "HoSoCoThanhPhanSoHoa",
        "identity_verified": "TaiKhoanDuocXacThucVoiVNeID",
        "online_payment": "DuocThanhToanTrucTuyen",
        "databases": "DSKetNoiCSDL",
    }
)
_INSTANTS = frozenset({"filed_at", "received_at", "due", "finished_at", "returned_at", "refused_at"})

_SPEAKS_OF_PROGRESS = re.compile(r"tien(do|trinh)|quatrinh|lichsu|progress", re.IGNORECASE)

#: What makes a progress row the same row: state, instant, person, text.
STEP_FIELDS = ("TrangThai", "ThoiDiemXuLy", "NguoiXuLy", "NoiDungXuLy")


def held_from(header: Mapping[str, Any], rows: list[Mapping[str, Any]] | None) -> Held:
    """``Held`` from a header as the wire shows it, whole or in part; names are found whatever their case."""
    shown = {name.lower(): value for name, value in header.items()}
    if "matrangthai" in shown:
        # One provider of the dialect puts the code here and the name of the state under TrangThaiHoSo.
        shown["trangthaihoso"] = shown["matrangthai"]
    fields = {
        ours: _canonical(ours, shown[theirs.lower()])
        for ours, theirs in FIELDS.items()
        if theirs.lower() in shown
    }
    steps = None if rows is None else tuple(map(step_from, rows))
    return Held(number=str(shown.get("mahoso", "")), fields=fields, steps=steps)


def step_from(row: Mapping[str, Any]) -> tuple[str, ...]:
    """One row of ``Held.steps``; the instant in the one form, however the portal writes it."""
    state, at, *words = (str(row.get(name, "") or "").strip() for name in STEP_FIELDS)
    with contextlib.suppress(ValueError):
        at = written(read_instant(at))
    return (state, at, *words)


def find_header(body: Any, number: str, depth: int = 4) -> Mapping[str, Any] | None:
    """The object that describes ``number``, wherever an installation puts it in its answer."""
    for each in _objects(body, depth):
        named = {name.lower(): value for name, value in each.items()}
        if str(named.get("mahoso", "")).strip() == number and len(named) > 1 and "thoidiemxuly" not in named:
            return each
    return None


def find_rows(body: Any, number: str, depth: int = 4) -> list[Mapping[str, Any]] | None:
    """The progress rows in an answer, or ``None`` if it holds no list for them.

    An empty list is taken as "no rows" only under a name that speaks of progress.
    """
    for each in _objects(body, depth):
        for name, value in each.items():
            if not isinstance(value, list):
                continue
            if value and all(isinstance(row, dict) and "ThoiDiemXuLy" in row for row in value):
                return [row for row in value if str(row.get("MaHoSo", number)) == number]
            if not value and _SPEAKS_OF_PROGRESS.search(name):
                return []
    return None


def _objects(body: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth < 0:
        return
    if isinstance(body, dict):
        yield body
        for value in body.values():
            yield from _objects(value, depth - 1)
    elif isinstance(body, list):
        for value in body:
            yield from _objects(value, depth - 1)


def _canonical(field: str, value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(_texts(value), ensure_ascii=False, sort_keys=True)
    if field in _INSTANTS:
        return written(read_instant(value))
    return "" if value is None else str(value)


def _texts(value: Any) -> Any:
    """Numbers and truths as the wire writes them, so that 1 and "1" are no difference."""
    if isinstance(value, dict):
        return {name: _texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return "" if value is None else str(value)
