"""DongBoHoSoMC, CapNhatTienDoHoSoMC and TraCuuHoSo: dossiers, their progress, and asking for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from local.portal import checks, fields, files, shape
from local.portal.answers import SUCCESS
from local.portal.portal import Call, Portal
from local.portal.rules import Refused, refuse
from local.portal.services import portal_born, results

BRIEF = (
    *("MaHoSo", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "LoaiDoiTuong"),
    *("TrangThaiHoSo", "HinhThuc", "DonViXuLy"),
)


def sync(portal: Portal, call: Call) -> dict[str, Any]:
    """Create (``isUpdating`` "False") or replace ("True") every dossier of ``data``."""
    updating = call.body.get("isUpdating")
    if updating not in ("True", "False"):
        raise refuse("is-updating")
    entries = _entries(portal, call)
    for index, entry in enumerate(entries, start=1):
        portal.judge(shape.violations(entry, fields.DOSSIER, f"Hồ sơ {index}"), _number(entry))
        files.must_be_reachable(portal, entry)
    return _keep_each(portal, entries, lambda entry: _keep(portal, call, entry, updating == "True"))


def progress(portal: Portal, call: Call) -> dict[str, Any]:
    """Append every row of ``data``; a row that came before is kept again and stays visible as such."""
    entries = _entries(portal, call)
    for index, row in enumerate(entries, start=1):
        portal.judge(shape.violations(row, fields.PROGRESS, f"Tiến độ {index}"), _number(row))
    return _keep_each(portal, entries, lambda row: _append(portal, row))


def look_up(portal: Portal, call: Call) -> dict[str, Any]:
    """A non-empty ``result`` means that the number is known.

    How much it tells is configuration (``lookup``): only that the existence can be seen is confirmed;
    the whole header with ``DanhSachTienDo`` is an assumption that makes honest reconciliation possible.
    """
    number = str(call.body.get("mahoso") or "")
    known = portal.store.dossier(number)
    if known is None or not checks.agency_codes(known.unit) & checks.agency_codes(call.unit):
        return {"error_code": portal.config.code_ok, "message": "Không tìm thấy hồ sơ", "result": []}
    found = dict(known.header)
    if portal.config.lookup == "brief":
        found = {name: found.get(name) or "" for name in BRIEF}
    elif portal.config.lookup == "full":
        found["DanhSachTienDo"] = [each.row for each in portal.store.progress(number)]
    return {"error_code": portal.config.code_ok, "message": "Tra cứu thành công", "result": [found]}


def _entries(portal: Portal, call: Call) -> list[dict[str, Any]]:
    data = call.body.get("data")
    if not isinstance(data, list) or not data:
        raise refuse("data")
    limit = portal.config.rows_per_call
    if limit and len(data) > limit and portal.enforces("rows-per-call"):
        raise refuse("rows-per-call", limit=limit)
    return data


def _keep_each(
    portal: Portal, entries: list[dict[str, Any]], keep: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    """All or nothing, or each for itself with the first refusal as the answer: configuration ``batch``."""
    refusals: list[Refused] = []
    if portal.config.batch == "atomic":
        with portal.store.transaction():
            for entry in entries:
                keep(entry)
    else:
        for entry in entries:
            try:
                with portal.store.transaction():
                    keep(entry)
            except Refused as refusal:
                refusals.append(refusal)
    if refusals:
        raise refusals[0]
    return {"error_code": portal.config.code_ok, "message": SUCCESS}


def _keep(portal: Portal, call: Call, header: dict[str, Any], updating: bool) -> None:
    number = str(header["MaHoSo"])
    before = portal.store.dossier(number)
    if portal.enforces("portal-born-twin") and _filed_here(portal, number):
        raise refuse("portal-born-twin", number, value=number)
    if updating and before is None and portal.enforces("update-before-create"):
        raise refuse("update-before-create", number, value=number)
    if not updating and before is not None and portal.enforces("duplicate"):
        raise refuse("duplicate", number, value=number)
    sent = checks.Sent(
        header=header,
        agency=call.unit,
        procedure=portal.catalogue.procedure(str(header.get("MaTTHC") or "")),
        before=before.header if before else None,
        asked_for_supplement=any(each.row["TrangThai"] == "5" for each in portal.store.progress(number)),
        now=portal.clock.now(),
        config=portal.config,
    )
    portal.judge(checks.dossier(sent), number)
    portal.store.save_dossier(number, call.unit, header, portal.stamp())
    results.register(portal, sent.before, header, call.unit)


def _append(portal: Portal, row: dict[str, Any]) -> None:
    number = str(row["MaHoSo"])
    if portal.store.dossier(number) is None and portal.enforces("progress-before-dossier"):
        raise refuse("progress-before-dossier", number, value=number)
    portal.judge(checks.progress(row, portal.clock.now()), number)
    portal.store.add_progress(number, row, portal.stamp())


def _filed_here(portal: Portal, number: str) -> bool:
    kinds = (portal_born.KIND, portal_born.OWN_NUMBER)
    return any(portal.store.get(kind, number) is not None for kind in kinds)


def _number(entry: Any) -> str | None:
    number = entry.get("MaHoSo") if isinstance(entry, dict) else None
    return number if isinstance(number, str) else None
