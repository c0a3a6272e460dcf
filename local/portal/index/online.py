"""Group 3, cung cấp dịch vụ trực tuyến: services offered, used, and dossiers truly filed online."""

from __future__ import annotations

from fractions import Fraction

from local.portal.catalogue import Procedure
from local.portal.index.evidence import Case, Evidence, Tally
from local.portal.index.publicity import synced

ONLINE = "2"


def procedures_online(evidence: Evidence) -> Tally:
    """Procedures with an online service among all."""
    offered = _offered(evidence)
    tally = Tally()
    for procedure in evidence.procedures:
        code = str(procedure.detail["MATTHC"])
        tally.count(code in offered, code, "không có DVCTT")
    return tally


def services_used(evidence: Evidence) -> Tally:
    """Services with at least one online dossier in the period."""
    used = {case["MaTTHC"] for case in evidence.received() if case["KenhThucHien"] == ONLINE}
    tally = Tally()
    for code in sorted(_offered(evidence)):
        tally.count(code in used, code, "không phát sinh hồ sơ trực tuyến")
    return tally


def dossiers_online(evidence: Evidence) -> Tally:
    """Online dossiers among all received, times the sync ratio."""
    tally = Tally()
    for case in evidence.received():
        tally.count(_is_online(case), case.number, _why_not_online(case))
    sync = synced(evidence)
    ratio = Fraction(sync.numerator) / Fraction(sync.denominator) if sync.denominator else Fraction(0)
    note = f"nhân với tỷ lệ đồng bộ {float(ratio):.4f}"
    return Tally(tally.numerator * ratio, tally.denominator, tally.lost, note)


def _is_online(case: Case) -> bool:
    return case["KenhThucHien"] == ONLINE and (not case.yields_a_paper or case.result_registered)


def _why_not_online(case: Case) -> str:
    return "chưa có kết quả điện tử" if case["KenhThucHien"] == ONLINE else "không nộp trực tuyến"


def _offered(evidence: Evidence) -> set[str]:
    named = {str(row.get("MATTHC")) for row in evidence.online_services}
    own = {str(each.detail["MATTHC"]) for each in evidence.procedures if _has_online_channel(each)}
    return named | own


def _has_online_channel(procedure: Procedure) -> bool:
    ways = procedure.detail.get("CACHTHUCTHUCHIEN") or []
    return any(str(way.get("KENH")) == ONLINE for way in ways)
