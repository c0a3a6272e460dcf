"""The session dialect: log-in, and one address for every service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from local.portal.answers import wrapped
from local.portal.exchange import Speech
from local.portal.portal import Call, Portal
from local.portal.rules import Refused, refuse
from local.portal.services import catalogue_lists, dossiers, portal_born, ratings

SERVICES: dict[str, Callable[[Portal, Call], dict[str, Any]]] = {
    "DongBoHoSoMC": dossiers.sync,
    "CapNhatTienDoHoSoMC": dossiers.progress,
    "TraCuuHoSo": dossiers.look_up,
    "DongBoTrangThaiHoSo": portal_born.answer,
    "DanhSachHoSo": portal_born.new_and_changed,
    "LayTaiLieuHoSo": portal_born.fetch,
    "DongBoDanhGia": ratings.sync,
    "LayDanhSachTTHC": catalogue_lists.procedures,
    "LayDanhSachTTHCDonVi": catalogue_lists.procedures_of_a_unit,
    "LayThuTuc": catalogue_lists.procedure,
    "LayDanhMucCoQuan": catalogue_lists.units,
    "LayDanhMucLinhVuc": catalogue_lists.fields,
    "LayDVC": catalogue_lists.online_services,
}


def log_in(portal: Portal, body: dict[str, Any]) -> dict[str, Any]:
    """``{username, password}`` in, ``{error_code, session, result}`` out."""
    session = portal.log_in(str(body.get("username") or ""), str(body.get("password") or ""))
    return {"error_code": portal.config.code_ok, "session": session, "result": ""}


def serve(portal: Portal, body: dict[str, Any], base: str) -> dict[str, Any]:
    """One call with its session in the body."""
    unit = portal.unit_of(body.get("session"))
    if body.get("madonvi") != unit and "donViXuLy" not in body and portal.enforces("madonvi"):
        raise refuse("madonvi", value=body.get("madonvi"))
    return perform(portal, Call(str(body.get("service") or ""), unit, body, base))


def perform(portal: Portal, call: Call) -> dict[str, Any]:
    """The service for a caller who is known already."""
    polled = call.service == "TraCuuHoSo" and "donViXuLy" in call.body
    service = portal_born.look_up if polled else SERVICES.get(call.service)
    if service is None:
        raise refuse("service", value=call.service)
    return service(portal, call)


def refusal(portal: Portal, refused: Refused) -> dict[str, Any]:
    """How this dialect says no: one code for a duplicate, one for the session, one for all else."""
    codes = {"duplicate": portal.config.code_duplicate, "session": portal.config.code_session}
    code = next((codes[rule] for rule in refused.rules if rule in codes), portal.config.code_failure)
    return {"error_code": code, "message": str(refused)}


def say(portal: Portal, text: str, *, well: bool) -> dict[str, Any]:
    """Any sentence, with the code of success or of failure."""
    return {"error_code": portal.config.code_ok if well else portal.config.code_failure, "message": text}


SPEECH = Speech(refusal=refusal, say=say)
PROXY_SPEECH = Speech(refusal=refusal, say=say, finish=wrapped)
