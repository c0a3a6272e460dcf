"""Group 1, công khai, minh bạch: publication of procedures, and how many dossiers reached the portal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from local.portal.catalogue import Procedure
from local.portal.index.evidence import Evidence, Tally

NEEDS_PUBLICATIONS = "cần số liệu công bố (fact publications)"
PARTS = (
    *("TENTTHC", "TRINHTUTHUCHIEN", "CACHTHUCTHUCHIEN"),
    *("THANHPHANHOSO", "DOITUONGTHUCHIEN", "COQUANTHUCHIEN"),
)
MONTHS_IN = {"month": 12, "quarter": 4, "year": 1}


def published_on_time(evidence: Evidence) -> Tally:
    """Decided 20 working days before the text takes effect; one late decision spoils its procedure."""
    days = evidence.profile.parameters["working_days"]["publish"]

    def in_time(row: dict[str, Any]) -> bool:
        effective = date.fromisoformat(row["effective_on"])
        return date.fromisoformat(row["decided_on"]) <= evidence.working_days.after(effective, -days)

    return _by_procedure(evidence, in_time)


def updated_on_time(evidence: Evidence) -> Tally:
    """Made public at most 10 working days after the decision."""
    days = evidence.profile.parameters["working_days"]["update"]

    def in_time(row: dict[str, Any]) -> bool:
        if not row.get("published_on"):
            return False
        decided = date.fromisoformat(row["decided_on"])
        return date.fromisoformat(row["published_on"]) <= evidence.working_days.after(decided, days)

    return _by_procedure(evidence, in_time)


def content_full(evidence: Evidence) -> Tally:
    """All seven parts of a procedure stand in the catalogue; not bound to the period."""
    tally = Tally()
    for procedure in evidence.procedures:
        missing = _missing_parts(procedure)
        tally.count(not missing, str(procedure.detail["MATTHC"]), f"thiếu {', '.join(missing)}")
    return tally


def synced(evidence: Evidence) -> Tally:
    """Dossiers received in the period that the portal has, by the larger of its own and the reported count.

    Without a report the last year's total counts in proportion; without that the indicator is 0.
    """
    held = len(evidence.received())
    reports = evidence.facts.get("reported", {})
    key = f"{evidence.period.first}/{evidence.period.last}"
    if key in reports.get("periods", {}):
        return Tally(held, max(int(reports["periods"][key]), held))
    last_year = reports.get("years", {}).get(str(evidence.period.first.year - 1))
    if last_year is None:
        return Tally(note="không có báo cáo kỳ này và năm trước: 0 điểm")
    share = Fraction(int(last_year), MONTHS_IN[_length(evidence)])
    return Tally(held, max(share, Fraction(held)), note="ước theo tổng số năm trước")


def _by_procedure(evidence: Evidence, in_time: Callable[[dict[str, Any]], bool]) -> Tally:
    publications = evidence.facts.get("publications")
    if publications is None:
        return Tally(note=NEEDS_PUBLICATIONS, known=False)
    late: dict[str, bool] = defaultdict(bool)
    for row in publications:
        if evidence.period.first <= date.fromisoformat(row["decided_on"]) <= evidence.period.last:
            late[row["procedure"]] |= not in_time(row)
    tally = Tally()
    for code, is_late in sorted(late.items()):
        tally.count(not is_late, code, "quá hạn")
    return tally


def _missing_parts(procedure: Procedure) -> list[str]:
    missing = [part for part in PARTS if not procedure.detail.get(part)]
    return missing if procedure.maximum_times else [*missing, "THOIGIANGIAIQUYET"]


def _length(evidence: Evidence) -> str:
    days = (evidence.period.last - evidence.period.first).days + 1
    return "month" if days <= 31 else "quarter" if days <= 92 else "year"
