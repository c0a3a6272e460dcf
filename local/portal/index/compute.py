"""Computes a profile of the index over a period, whole or broken down by unit or procedure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from local.portal.index import digitized, online, payment, progress, publicity, satisfaction
from local.portal.index.evidence import Evidence, Period, Tally, gather
from local.portal.index.profile import Group, Indicator, Profile, load
from local.portal.portal import Portal

Formula = Callable[[Evidence], Tally]
MODULES = (publicity, progress, online, payment, satisfaction, digitized)


def _formula(name: str) -> Formula:
    for module in MODULES:
        found = vars(module).get(name)
        if found is not None and found.__module__ == module.__name__:
            formula: Formula = found
            return formula
    raise ValueError(f"no formula {name!r}")


def index(
    portal: Portal, first: date, last: date, *, unit: str = "", procedure: str = "", profile: str = ""
) -> dict[str, Any]:
    """Points by group and indicator, with everything that cost a point.

    ``first`` and ``last`` are days in Asia/Ho_Chi_Minh, both included. ``max_applicable`` leaves out the
    indicators that are not applicable: their data reaches the portal by no wire and nobody told it.
    """
    chosen = load(profile or portal.config.profile)
    period = Period.of(first, last, portal.clock.now())
    evidence = gather(portal, chosen, period, unit, procedure)
    groups = [_group(group, evidence) for group in chosen.groups]
    return {
        **_heading(chosen, period, unit, procedure),
        "score": _sum(group["score"] for group in groups),
        "max": sum(group["max"] for group in groups),
        "max_applicable": sum(group["max_applicable"] for group in groups),
        "groups": groups,
    }


def breakdown(portal: Portal, first: date, last: date, by: str, profile: str = "") -> dict[str, Any]:
    """The index for each unit (``by="unit"``) or procedure (``by="procedure"``) that has dossiers."""
    held = portal.store.dossiers()
    if by == "unit":
        units = sorted({each.number.partition("-")[0] for each in held})
        return {unit: index(portal, first, last, unit=unit, profile=profile) for unit in units}
    if by == "procedure":
        codes = sorted({str(each.header.get("MaTTHC")) for each in held})
        return {code: index(portal, first, last, procedure=code, profile=profile) for code in codes}
    raise ValueError("by is unit or procedure")


def _heading(profile: Profile, period: Period, unit: str, procedure: str) -> dict[str, Any]:
    return {
        "profile": profile.name,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "until": period.until.isoformat(timespec="seconds"),
        "unit": unit,
        "procedure": procedure,
    }


def _group(group: Group, evidence: Evidence) -> dict[str, Any]:
    indicators = [_indicator(each, evidence) for each in group.indicators]
    return {
        "name": group.name,
        "max": group.max,
        "max_applicable": sum(each["max"] for each in indicators if each["score"] is not None),
        "split_is_sure": group.sure,
        "score": _sum(each["score"] for each in indicators),
        "indicators": indicators,
    }


def _indicator(indicator: Indicator, evidence: Evidence) -> dict[str, Any]:
    tally = _formula(indicator.formula)(evidence)
    score = indicator.score(tally.numerator, tally.denominator) if tally.known else None
    return {
        "key": indicator.key,
        "name": indicator.name,
        "max": indicator.max,
        "target": None if indicator.target is None else float(indicator.target),
        "numerator": float(tally.numerator),
        "denominator": float(tally.denominator),
        "score": None if score is None else float(score),
        "note": tally.note or ("" if score is not None else "không áp dụng"),
        "lost": [{"what": each.what, "why": each.why} for each in tally.lost],
    }


def _sum(scores: Any) -> float:
    """Two decimals stay two decimals."""
    return float(sum((Decimal(str(score)) for score in scores if score is not None), Decimal(0)))
