"""What the index may look at: dossiers with their rows in a period, the catalogue, and facts told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from local.portal.catalogue import Procedure
from local.portal.clock import VIETNAM, written
from local.portal.index.profile import Profile
from local.portal.index.working_time import WorkingDays
from local.portal.portal import Portal


@dataclass(frozen=True)
class Period:
    """Whole days in Asia/Ho_Chi_Minh, both included; ``until`` is the last instant that counts."""

    first: date
    last: date
    until: datetime

    @classmethod
    def of(cls, first: date, last: date, now: datetime) -> Period:
        """A period that is not over yet ends now."""
        end = datetime.combine(last, time(23, 59, 59), VIETNAM)
        return cls(first, last, min(end, now))

    @property
    def opens(self) -> str:
        """First instant, as on the wire."""
        return written(datetime.combine(self.first, time(), VIETNAM))

    @property
    def closes(self) -> str:
        """Last instant that counts, as on the wire."""
        return written(self.until)

    def holds(self, instant: str) -> bool:
        """Whether an instant of the wire lies in the period; an empty one never does."""
        return bool(instant) and self.opens <= instant <= self.closes


@dataclass(frozen=True)
class Case:
    """A dossier as the portal knows it."""

    number: str
    header: dict[str, Any]
    rows: list[dict[str, Any]]
    procedure: Procedure | None

    def __getitem__(self, name: str) -> str:
        return str(self.header.get(name) or "")

    def list(self, name: str) -> list[dict[str, Any]]:
        """A nested list, empty when it was not sent."""
        return list(self.header.get(name) or [])

    @property
    def unit(self) -> str:
        """The unit in the dossier's number."""
        return self.number.partition("-")[0]

    @property
    def yields_a_paper(self) -> bool:
        """Whether the catalogue promises a paper at the end."""
        return self.procedure is not None and self.procedure.yields_a_paper

    @property
    def result_linked(self) -> bool:
        """Whether a result with a link to its file was synced."""
        return any(row.get("DuongDanTepTinKetQua") for row in self.list("DanhSachGiayToKetQua"))

    @property
    def result_registered(self) -> bool:
        """Whether a result with code and link was synced, which is how it enters the repository."""
        results = self.list("DanhSachGiayToKetQua")
        return any(row.get("MaGiayToKetQua") and row.get("DuongDanTepTinKetQua") for row in results)

    @property
    def papers(self) -> Iterator[dict[str, Any]]:
        """Submitted papers that were not deleted."""
        return (
            row for row in self.list("TaiLieuNop") if str(row.get("IsDeleted")) not in ("True", "true", "1")
        )


@dataclass(frozen=True)
class Lost:
    """A dossier or procedure that costs points, and why."""

    what: str
    why: str


@dataclass
class Tally:
    """What a formula found: the fraction, who is missing in the numerator, and what to know about it.

    ``known`` is False where the data reaches the portal by no wire and nobody told it.
    """

    numerator: Fraction | int = 0
    denominator: Fraction | int = 0
    lost: list[Lost] = field(default_factory=list)
    note: str = ""
    known: bool = True

    def count(self, good: bool, what: str, why: str) -> None:
        """One more in the denominator; in the numerator when good, among the lost when not."""
        self.denominator += 1
        if good:
            self.numerator += 1
        else:
            self.lost.append(Lost(what, why))


@dataclass(frozen=True)
class Evidence:
    """Everything a formula may read."""

    period: Period
    profile: Profile
    cases: list[Case]
    procedures: list[Procedure]
    online_services: list[dict[str, Any]]
    facts: dict[str, Any]

    def received(self) -> list[Case]:
        """Dossiers with NgayTiepNhan in the period; without that date they are left out of everything."""
        return [case for case in self.cases if self.period.holds(case["NgayTiepNhan"])]

    @property
    def working_days(self) -> WorkingDays:
        """As told in the fact ``working_days``."""
        return WorkingDays.told(self.facts.get("working_days", {}))


def gather(portal: Portal, profile: Profile, period: Period, unit: str, procedure: str) -> Evidence:
    """Evidence of a period; an empty unit or procedure means all."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in portal.store.progress():
        rows[each.number].append(each.row)
    procedures = {str(each.detail["MATTHC"]): each for each in portal.catalogue.procedures()}
    cases = [
        Case(each.number, each.header, rows[each.number], procedures.get(each.header.get("MaTTHC", "")))
        for each in portal.store.dossiers()
        if procedure in ("", each.header.get("MaTTHC"))
    ]
    services = portal.catalogue.rows("online-service")
    return Evidence(
        period=period,
        profile=profile,
        cases=[case for case in cases if unit in ("", case.unit)],
        procedures=[each for code, each in procedures.items() if procedure in ("", code)],
        online_services=[row for row in services if procedure in ("", row.get("MATTHC"))],
        facts=portal.store.all("fact"),
    )
