"""Dossiers filed at the portal: the agency polls for them, fetches their files and answers with states.

The portal's own service is not public; the shape is that of a ministry's provider of the same dialect.
"""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Any

from local.portal import checks, fields, shape
from local.portal.clock import written
from local.portal.portal import Call, Portal
from local.portal.rules import refuse

KIND = "portal-born"
OWN_NUMBER = "own-number-of-portal-born"
COLLAPSED = ("2", "5")


def file_at_portal(portal: Portal, told: dict[str, Any]) -> dict[str, Any]:
    """A citizen files: ``MaTTHC``, ``unit``, and what else the person states; returns the dossier.

    ``files`` is a list of ``{"MaThanhPhanHoSo", "TenTepDinhKem", "base64"}``.
    """
    with portal.store.transaction():
        day = portal.clock.now().strftime("%y%m%d")
        number = f"G22-{day}-{portal.store.next_value(f'portal-born-{day}'):06d}"
        stated = {name: value for name, value in told.items() if name not in ("files", "unit")}
        dossier = {
            "HoTen": "",
            "SoDinhDanh": "",
            "MaDoiTuong": "",
            **stated,
            "MaHoSo": number,
            "unit": told["unit"],
            "TrangThai": "1",
            "NgayNop": written(portal.clock.now()),
            "TaiLieuNop": _kept(portal, number, 0, told.get("files", [])),
            "events": [],
            "answers": [],
        }
        return _event(portal, dossier, "nop", "")


def supplement(portal: Portal, number: str, told: dict[str, Any]) -> dict[str, Any]:
    """The citizen adds papers (``files``) with a word (``NoiDung``)."""
    with portal.store.transaction():
        dossier = known(portal, number)
        added = _kept(portal, number, len(dossier["TaiLieuNop"]), told.get("files", []))
        dossier["TaiLieuNop"] = [*dossier["TaiLieuNop"], *added]
        return _event(portal, dossier, "bo-sung", str(told.get("NoiDung") or ""))


def withdraw(portal: Portal, number: str, told: dict[str, Any]) -> dict[str, Any]:
    """The citizen asks to withdraw, with a reason (``NoiDung``)."""
    with portal.store.transaction():
        dossier = known(portal, number)
        dossier["TrangThai"] = "7"
        return _event(portal, dossier, "rut", str(told.get("NoiDung") or ""))


def known(portal: Portal, number: str) -> dict[str, Any]:
    """A dossier filed here; refused when there is none."""
    dossier = portal.store.get(KIND, number)
    if dossier is None:
        raise refuse("unknown-portal-dossier", number, value=number)
    return dict(dossier)


def new_and_changed(portal: Portal, call: Call) -> dict[str, Any]:
    """DanhSachHoSo: dossiers of ``donViXuLy`` filed or changed from day ``ngayNhan1`` to ``ngayNhan2``."""
    try:
        first, last = (date.fromisoformat(str(call.body.get(name))) for name in ("ngayNhan1", "ngayNhan2"))
    except ValueError:
        raise refuse("bad-date", where="DanhSachHoSo", name="ngayNhan1, ngayNhan2") from None
    unit = str(call.body.get("donViXuLy") or call.unit)
    found = [
        _listed(each)
        for each in portal.store.all(KIND).values()
        if each["unit"] == unit and _may_read(call, unit) and first <= _changed(each) <= last
    ]
    return {"error_code": portal.config.code_ok, "message": "", "data": found}


def look_up(portal: Portal, call: Call) -> dict[str, Any]:
    """TraCuuHoSo for a dossier filed here; dates read dd/MM/yyyy HH:mm:ss, as that provider writes them."""
    dossier = portal.store.get(KIND, str(call.body.get("mahoso") or ""))
    rows = [] if dossier is None or not _may_read(call, dossier["unit"]) else [_shown(dossier)]
    return {"error_code": portal.config.code_ok, "message": "", "data": rows}


def fetch(portal: Portal, call: Call) -> dict[str, Any]:
    """LayTaiLieuHoSo: one file by the ``duongdanteptin`` of the list."""
    path = str(call.body.get("duongdanteptin") or "")
    number = path.split("/")[1] if path.startswith(f"{KIND}/") else ""
    kept = portal.store.file(path)
    if kept is None or not _may_read(call, known(portal, number)["unit"]):
        raise refuse("unknown-portal-dossier", value=path)
    name, content = kept
    row = {"Base64": base64.b64encode(content).decode(), "DuongDan": path, "TenTaiLieu": name}
    return {"error_code": portal.config.code_ok, "message": "", "TepTinDinhKem": [row]}


def answer(portal: Portal, call: Call) -> dict[str, Any]:
    """DongBoTrangThaiHoSo (``type`` "2", ``data`` an object): the agency's state of a dossier filed here."""
    told = call.body.get("data")
    if call.body.get("type") != "2" or not isinstance(told, dict):
        raise refuse("data")
    portal.judge(shape.violations(told, fields.PORTAL_BORN_STATUS, "Trạng thái"), told.get("MaHoSo"))
    for index, paper in enumerate(told.get("TaiLieuXuLy") or [], start=1):
        portal.judge(checks.address(paper["DuongDanTaiTepTin"], f"TaiLieuXuLy[{index}]"))
    if portal.config.portal_born_states == "collapsed" and told["TrangThai"] not in COLLAPSED:
        raise refuse("bad-value", where="Trạng thái", name="TrangThai", value=told["TrangThai"])
    with portal.store.transaction():
        dossier = known(portal, str(told["MaHoSo"]))
        if not _may_read(call, dossier["unit"]):
            raise refuse("unknown-portal-dossier", value=told["MaHoSo"])
        dossier["answers"] = [*dossier["answers"], told]
        dossier["TrangThai"] = told["TrangThai"]
        dossier["MaHoSoDonVi"] = told.get("MaHoSoDonVi") or dossier.get("MaHoSoDonVi", "")
        portal.store.put(KIND, dossier["MaHoSo"], dossier)
        if dossier["MaHoSoDonVi"]:
            portal.store.put(OWN_NUMBER, dossier["MaHoSoDonVi"], dossier["MaHoSo"])
    return {"error_code": portal.config.code_ok, "message": "Cập nhật trạng thái thành công"}


def _may_read(call: Call, unit: str) -> bool:
    return bool(checks.agency_codes(call.unit) & checks.agency_codes(unit))


def _kept(portal: Portal, number: str, start: int, files: list[dict[str, Any]]) -> list[dict[str, str]]:
    rows = []
    for index, each in enumerate(files, start=start + 1):
        path = f"{KIND}/{number}/{index}"
        portal.store.put_file(path, each["TenTepDinhKem"], base64.b64decode(each["base64"], validate=True))
        component = str(each.get("MaThanhPhanHoSo") or "")
        rows.append({"magiayto": component, "tengiayto": each["TenTepDinhKem"], "filedinhkem": path})
    return rows


def _event(portal: Portal, dossier: dict[str, Any], kind: str, text: str) -> dict[str, Any]:
    event = {"loai": kind, "thoiDiem": written(portal.clock.now()), "noiDung": text}
    dossier["events"] = [*dossier["events"], event]
    portal.store.put(KIND, dossier["MaHoSo"], dossier)
    return dossier


def _changed(dossier: dict[str, Any]) -> date:
    return datetime.strptime(dossier["events"][-1]["thoiDiem"][:8], "%Y%m%d").date()  # noqa: DTZ007


def _listed(dossier: dict[str, Any]) -> dict[str, Any]:
    return {
        "maHoSo": dossier["MaHoSo"],
        "maTTHC": dossier["MaTTHC"],
        "maDangKyDvc": dossier["MaHoSo"],
        "hoTen": dossier["HoTen"],
        "soCmnd": dossier["SoDinhDanh"],
        "techId": dossier["MaDoiTuong"],
        "maDonVi": dossier["unit"],
        "ngayNhanHoSo": dossier["NgayNop"],
        "trangThai": dossier["TrangThai"],
        "hoSoDinhKem": dossier["TaiLieuNop"],
        "lichSu": dossier["events"],
    }


def _shown(dossier: dict[str, Any]) -> dict[str, Any]:
    filed = dossier["NgayNop"]
    year, month, day, clock = filed[:4], filed[4:6], filed[6:8], filed[8:]
    return {
        "MaTTHC": dossier["MaTTHC"],
        "MaHoSo": dossier["MaHoSo"],
        "HoTenNguoiNop": dossier["HoTen"],
        "MaTrangThai": dossier["TrangThai"],
        "MaDonViXuLy": dossier["unit"],
        "NgayNop": f"{day}/{month}/{year} {clock[:2]}:{clock[2:4]}:{clock[4:]}",
    }
