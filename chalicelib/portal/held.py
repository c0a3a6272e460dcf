"""What the portal shows of a dossier, in a form that can be compared with ours field by field."""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, get_origin

from pydantic import BaseModel

from chalicelib.domain.ports_portal import Held
from chalicelib.portal.wire.dossier import (
    DinhDanhChuHoSo,
    GiayToKetQua,
    GiayToNop,
    HoSo,
    HoSoBoSung,
    KetNoiCSDL,
    LePhi,
    TepDinhKemKhac,
)
from chalicelib.portal.wire.lenient import entries, named, parsed, value_of
from chalicelib.portal.wire.progress import TienDo
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
_MODELS: tuple[type[BaseModel], ...] = (
    HoSo, TienDo, GiayToNop, LePhi, HoSoBoSung, GiayToKetQua, DinhDanhChuHoSo, KetNoiCSDL, TepDinhKemKhac,
)  # fmt: skip
#: The wire's own writing of each name.
_NAMES = {name.lower(): name for model in _MODELS for name in model.model_fields}
_LISTS = frozenset(
    name
    for model in _MODELS
    for name, field in model.model_fields.items()
    if get_origin(field.annotation) is tuple
)
_INSTANTS = frozenset(name for name in _NAMES.values() if name.startswith(("Ngay", "ThoiDiem")))
_TRUTHS = {"true": "1", "false": "0"}
_WHOLE = re.compile(r"^-?\d+\.0+$")

_SPEAKS_OF_PROGRESS = re.compile(r"tien(do|trinh)|quatrinh|lichsu|progress", re.IGNORECASE)

#: What makes a progress row the same row: state, instant, person, text.
STEP_FIELDS = ("TrangThai", "ThoiDiemXuLy", "NguoiXuLy", "NoiDungXuLy")


def held_in(body: Any, number: str) -> Held | None:
    """What the answer to a look-up shows of ``number``: its header, and its progress rows where it shows them."""
    header = find_header(body, number) or _the_only_one(body)
    return None if header is None else held_from(header, find_rows(body, number))


def held_from(header: Mapping[str, Any], rows: list[Mapping[str, Any]] | None) -> Held:
    """``Held`` from a header as the wire shows it, whole or in part; names are found whatever their case."""
    shown = named(header)
    if "matrangthai" in shown:
        # One provider of the dialect puts the code here and the name of the state under TrangThaiHoSo.
        shown["trangthaihoso"] = shown["matrangthai"]
    fields = {
        ours: canonical(theirs, shown[theirs.lower()])
        for ours, theirs in FIELDS.items()
        if _tells(shown, theirs)
    }
    steps = None if rows is None else tuple(map(step_from, rows))
    return Held(number=str(shown.get("mahoso", "")), fields=fields, steps=steps)


def step_from(row: Mapping[str, Any]) -> tuple[str, ...]:
    """One row of ``Held.steps``; the instant in the one form, however the portal writes it."""
    shown = named(row)
    return tuple(canonical(name, shown.get(name.lower())).strip() for name in STEP_FIELDS)


def find_header(body: Any, number: str, depth: int = 4) -> Mapping[str, Any] | None:
    """The object that describes ``number``, wherever an installation puts it in its answer."""
    for each in _objects(body, depth):
        shown = named(each)
        if str(shown.get("mahoso", "")).strip() == number and len(shown) > 1 and "thoidiemxuly" not in shown:
            return each
    return None


def find_rows(body: Any, number: str, depth: int = 4) -> list[Mapping[str, Any]] | None:
    """The progress rows in an answer, or ``None`` if it holds no list for them.

    An empty list is taken as "no rows" only under a name that speaks of progress.
    """
    for each in _objects(body, depth):
        for name, value in each.items():
            rows = parsed(value)
            if not isinstance(rows, list):
                continue
            if rows and all(isinstance(row, dict) and "thoidiemxuly" in named(row) for row in rows):
                return [row for row in rows if str(value_of(row, "MaHoSo") or number).strip() == number]
            if not rows and _SPEAKS_OF_PROGRESS.search(name):
                return []
    return None


def _the_only_one(body: Any) -> Mapping[str, Any] | None:
    """The one entry of an answer that repeats no number: what was asked for is what is shown."""
    result = (
        entries(parsed(value_of(body, "result") or value_of(body, "data"))) if isinstance(body, dict) else []
    )
    if len(result) != 1 or not isinstance(result[0], dict):
        return None
    shown = named(result[0])
    return result[0] if "mahoso" not in shown and "trangthaihoso" in shown else None


def _objects(body: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth < 0:
        return
    told = parsed(body) if isinstance(body, str) and body[:1] in ("{", "[") else body
    if isinstance(told, dict):
        yield told
        for value in told.values():
            yield from _objects(value, depth - 1)
    elif isinstance(told, list):
        for value in told:
            yield from _objects(value, depth - 1)


def _tells(shown: Mapping[str, Any], name: str) -> bool:
    """A list that is null is not shown; a value that is null is shown to be empty."""
    return name.lower() in shown and not (name in _LISTS and shown[name.lower()] is None)


def canonical(name: str, value: Any) -> str:
    """One way of writing for every way in which providers write the same: what the wire's own is compared in."""
    if name in _LISTS:
        return json.dumps(
            [_entry(each) for each in entries(parsed(value))], ensure_ascii=False, sort_keys=True
        )
    if name in _INSTANTS:
        with contextlib.suppress(ValueError):
            return written(read_instant(value))
    text = "" if value is None else str(value)
    if text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    return text.partition(".")[0] if _WHOLE.match(text) else text


def _entry(told: Any) -> Any:
    """An entry by the wire's own names; what is null or nothing is left out like what is not there."""
    if not isinstance(told, dict):
        return canonical("", told)
    known = {
        _NAMES.get(str(name).lower(), str(name)): value for name, value in told.items() if value is not None
    }
    return {
        name: [_entry(each) for each in entries(value)] if name in _LISTS else canonical(name, value)
        for name, value in known.items()
    }
