"""Group 5, mức độ hài lòng: petitions (PAKN), which no wire carries, and dossiers without complaint."""

from __future__ import annotations

from datetime import date
from typing import Any

from local.portal.index.evidence import Evidence, Tally
from local.portal.index.progress import on_time

NEEDS_PETITIONS = "cần số liệu PAKN (fact petitions)"
SINCE = {"published_on": "answered_on"}


def petitions_on_time(evidence: Evidence) -> Tally:
    """Refused within 2, asked back within 5, answered within 15, published within 2 working days."""
    tally = _noted(evidence)
    for petition in _petitions(evidence):
        tally.count(_in_time(petition, evidence), str(petition["id"]), "xử lý quá hạn")
    return tally


def petitions_satisfied(evidence: Evidence) -> Tally:
    """Without those with more dislikes than likes, repeated or late."""
    tally = _noted(evidence)
    for petition in _petitions(evidence):
        disliked = petition.get("dislikes", 0) > petition.get("likes", 0)
        good = not disliked and not petition.get("repeated") and _in_time(petition, evidence)
        tally.count(good, str(petition["id"]), "không hài lòng, lặp lại hoặc quá hạn")
    return tally


def dossiers_satisfied(evidence: Evidence) -> Tally:
    """100 % less the rate of overdue dossiers and the rate of dossiers with a petition or a dislike."""
    timed = on_time(evidence)
    if not timed.denominator:
        return timed
    numbers = {case.number for case in evidence.cases}
    complained = {each.get("MaHoSo") for each in _petitions(evidence)} & numbers
    note = "" if "petitions" in evidence.facts else f"coi như không có PAKN: {NEEDS_PETITIONS}"
    return Tally(timed.numerator - len(complained), timed.denominator, timed.lost, note)


def _petitions(evidence: Evidence) -> list[dict[str, Any]]:
    period = evidence.period
    told = evidence.facts.get("petitions") or []
    return [each for each in told if period.first <= date.fromisoformat(each["received_on"]) <= period.last]


def _in_time(petition: dict[str, Any], evidence: Evidence) -> bool:
    limits: dict[str, int] = evidence.profile.parameters["petition_days"]
    working_days = evidence.working_days
    if not any(petition.get(step) for step in limits):
        received = date.fromisoformat(petition["received_on"])
        return working_days.between(received, evidence.period.until.date()) <= limits["answered_on"]
    for step, days in limits.items():
        since = petition.get(SINCE.get(step, "received_on"))
        if petition.get(step) and since:
            first, last = date.fromisoformat(since), date.fromisoformat(petition[step])
            if working_days.between(first, last) > days:
                return False
    return True


def _noted(evidence: Evidence) -> Tally:
    return Tally() if "petitions" in evidence.facts else Tally(note=NEEDS_PETITIONS, known=False)
