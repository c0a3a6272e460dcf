"""The newer REST dialect: token, next number, files, create, progress, status. Kept as the session dialect keeps.

One vendor's view; the address of creation and of the look-up are assumptions, and so is code 200 for success.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from local.portal import checks, rest_fields, shape
from local.portal.clock import VIETNAM, written
from local.portal.exchange import Speech
from local.portal.portal import Portal
from local.portal.rules import Refused, broken, refuse

LISTS_ONLY_AT = ("5", "6", "9")
SUCCESS, FAILURE = 200, 400
STATUS_OF = {
    "session": 401,
    "login": 401,
    "update-before-create": 404,
    "progress-before-dossier": 404,
    "service": 404,
}


@dataclass(frozen=True)
class Asked:
    """One authenticated call of this dialect."""

    unit: str
    body: dict[str, Any]
    request: Request

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The array that the two updates take as their whole body."""
        data = self.body.get("data")
        if not isinstance(data, list) or not data:
            raise refuse("data")
        return data


def serve(portal: Portal, request: Request, name: str, body: dict[str, Any]) -> dict[str, Any]:
    """``{code, message, data}`` for one address below ``rest_prefix``."""
    if name == "GetToken":
        return done(_token(portal, body))
    unit = portal.unit_of(request.headers.get("Authorization", "").removeprefix("Bearer "))
    service = SERVICES.get(name)
    if service is None:
        raise refuse("service", value=name)
    return done(service(portal, Asked(unit, body, request)))


def done(data: Any) -> dict[str, Any]:
    """Success."""
    return {"code": SUCCESS, "message": "Thành công", "data": data}


def _token(portal: Portal, body: dict[str, Any]) -> dict[str, Any]:
    client = str(body.get("client_id") or "")
    secret = portal.config.rest_clients.get(client)
    if secret is None or secret != body.get("client_secret"):
        raise refuse("login")
    token = portal.open_session(client)
    return {
        "access_token": token,
        "expires_in": portal.config.session_seconds,
        "token_type": "Bearer",
        "scope": "",
    }


def _next_value(portal: Portal, asked: Asked) -> str:
    unit = asked.request.args.get("code", "")
    if not checks.agency_codes(unit) & checks.agency_codes(asked.unit):
        raise refuse("foreign-prefix", value=unit)
    day = portal.clock.now().strftime("%y%m%d")
    return f"{unit}-{day}-{portal.store.next_value(f'number-{unit}-{day}'):04d}"


def _upload(portal: Portal, asked: Asked) -> list[dict[str, str]]:
    rows = []
    for each in asked.request.files.getlist("files"):
        content = each.read()
        digest = hashlib.sha256(content).hexdigest()
        portal.store.put_file(f"rest/{digest}", each.filename or "", content)
        rows.append({"IdTepTin": digest, "HashTepTin": digest})
    if not rows:
        raise refuse("data")
    return rows


def _create(portal: Portal, asked: Asked) -> dict[str, str]:
    body = asked.body
    portal.judge(shape.violations(body, rest_fields.DOSSIER, "Hồ sơ"))
    number = str(body["MaHoSo"])
    procedure = portal.catalogue.procedure(str(body["MaTTHC"]))
    if procedure is None:
        portal.judge([broken("unknown-procedure", value=body["MaTTHC"])], number)
    portal.judge(checks.number(number, asked.unit), number)
    header = {
        **body,
        "TenTTHC": procedure.name if procedure else "",
        "KenhThucHien": "2",
        "LoaiDoiTuong": str(int(body["LoaiDoiTuong"]) + 1),
        "NgayNopHoSo": _from_spaced(body["NgayNop"]),
        "NgayTiepNhan": _from_spaced(body.get("NgayTiepNhan")),
        "TrangThaiHoSo": "2" if body.get("NgayTiepNhan") else "1",
    }
    with portal.store.transaction():
        if portal.store.dossier(number) is not None:
            raise refuse("duplicate", number, value=number)
        portal.store.save_dossier(number, asked.unit, header, portal.stamp())
    return {"idHoSo": hashlib.sha256(number.encode()).hexdigest()[:24], "maHoSo": number}


def _progress(portal: Portal, asked: Asked) -> None:
    with portal.store.transaction():
        for row in asked.rows:
            portal.judge(shape.violations(row, rest_fields.PROGRESS, "Tiến trình"))
            number = _number_of(portal, row, "IDHoSo", "Tiến trình")
            if portal.store.dossier(number) is None:
                raise refuse("progress-before-dossier", number, value=number)
            instants = ("ThoiDiemXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh")
            kept = {
                **row,
                **{name: _from_iso(row.get(name)) for name in instants},
                "TrangThai": str(row["TrangThai"]),
            }
            portal.store.add_progress(number, kept, portal.stamp())


def _status(portal: Portal, asked: Asked) -> None:
    with portal.store.transaction():
        for row in asked.rows:
            portal.judge(shape.violations(row, rest_fields.STATUS, "Trạng thái"))
            number, status = _number_of(portal, row, "IdHoSo", "Trạng thái"), str(row["TrangThai"])
            known = portal.store.dossier(number)
            if known is None:
                raise refuse("update-before-create", number, value=number)
            lists = {name: row[name] for name in ("DanhSachLePhi", "DanhSachGiayToKetQua") if row.get(name)}
            if lists and status not in LISTS_ONLY_AT:
                name = next(iter(lists))
                portal.judge([broken("bad-value", where="Trạng thái", name=name, value=status)], number)
            header = {**known.header, **lists, "TrangThaiHoSo": status}
            portal.store.save_dossier(number, asked.unit, header, portal.stamp())


def _number_of(portal: Portal, row: dict[str, Any], name: str, where: str) -> str:
    """MaHoSo, once what stands beside it as the dossier's id was judged as this installation does."""
    number, said = str(row["MaHoSo"]), str(row.get(name) or "")
    if portal.config.rest_dossier_id == "number" and said != number:
        portal.judge([broken("bad-value", where=where, name=name, value=said)], number)
    return number


def _look_up(portal: Portal, asked: Asked) -> dict[str, Any] | None:
    known = portal.store.dossier(asked.request.args.get("maHoSo") or str(asked.body.get("maHoSo") or ""))
    if known is None or not checks.agency_codes(known.unit) & checks.agency_codes(asked.unit):
        return None
    return {**known.header, "DanhSachTienTrinh": [each.row for each in portal.store.progress(known.number)]}


SERVICES: dict[str, Callable[[Portal, Asked], Any]] = {
    "GetNextValue": _next_value,
    "UploadFile": _upload,
    "TaoHoSo": _create,
    "CapNhatTienTrinh": _progress,
    "CapNhatTrangThai": _status,
    "TraCuuHoSo": _look_up,
}


def _refusal(_portal: Portal, refused: Refused) -> dict[str, Any]:
    return {"code": _http_status(refused), "message": str(refused), "data": None}


def _http_status(refused: Refused) -> int:
    return next((STATUS_OF[rule] for rule in refused.rules if rule in STATUS_OF), FAILURE)


def _say(_portal: Portal, text: str, *, well: bool) -> dict[str, Any]:
    return {"code": SUCCESS if well else FAILURE, "message": text, "data": None}


SPEECH = Speech(refusal=_refusal, say=_say, status=_http_status)


def _from_spaced(text: Any) -> str:
    if not text:
        return ""
    return written(datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=VIETNAM))


def _from_iso(text: Any) -> str:
    if not text:
        return ""
    instant = datetime.fromisoformat(text)
    return written(instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM))
