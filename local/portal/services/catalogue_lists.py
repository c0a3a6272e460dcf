"""LayDanhSachTTHC, LayThuTuc and the other lists of the national catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from local.portal.catalogue import FIELD, SERVICE, UNIT
from local.portal.portal import Call, Portal

UNIT_GROUPS = ("COQUANTHUCHIEN", "COQUANCOTHAMQUYEN", "COQUANDUOCUYQUYEN", "COQUANPHOIHOP")


def procedures(portal: Portal, _call: Call) -> dict[str, Any]:
    """Code and name of every published procedure."""
    return _found(portal, [_short(each.detail) for each in portal.catalogue.procedures()])


def procedures_of_a_unit(portal: Portal, call: Call) -> dict[str, Any]:
    """The same for the unit in ``maDonVi``, which publishes or performs them."""
    unit = str(call.body.get("maDonVi") or "")
    details = [each.detail for each in portal.catalogue.procedures()]
    return _found(portal, [_short(detail) for detail in details if unit in _units(detail)])


def procedure(portal: Portal, call: Call) -> dict[str, Any]:
    """The whole detail of the procedure in ``maTTHC``; an empty list when it is not published."""
    known = portal.catalogue.procedure(str(call.body.get("maTTHC") or ""))
    return _found(portal, [known.detail] if known else [])


def online_services(portal: Portal, _call: Call) -> dict[str, Any]:
    """Online services, one level deeper than the other lists."""
    return _found(portal, {"data": portal.catalogue.rows(SERVICE)})


def rows(kind: str) -> Callable[[Portal, Call], dict[str, Any]]:
    """The service that lists everything of one kind."""

    def service(portal: Portal, _call: Call) -> dict[str, Any]:
        return _found(portal, portal.catalogue.rows(kind))

    return service


units = rows(UNIT)
fields = rows(FIELD)


def _found(portal: Portal, result: Any) -> dict[str, Any]:
    return {"error_code": portal.config.code_ok, "message": "", "result": result}


def _short(detail: Any) -> dict[str, Any]:
    return {"MATTHC": detail["MATTHC"], "TENTTHC": detail["TENTTHC"]}


def _units(detail: Any) -> set[str]:
    performing = {str(row.get("MADONVI")) for group in UNIT_GROUPS for row in detail.get(group) or []}
    return performing | {str(detail.get("MACOQUANCONGBO"))}
