"""What an indicator may look at, dossiers, procedures and the working calendar; and what it finds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.durations import Duration
from chalicelib.domain.procedures import Channel, Procedure, ServiceLevel
from chalicelib.domain.told import Told

#: The national population database, by our code (domain/national_sources.py).
POPULATION = "L-CSDL-DANCU"


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier: what was told of it (``None``: nothing), whether its procedure yields a paper, how long it may take.

    ``received_at``: when it was, by our own data, whatever was told.
    """

    number: str
    told: Told | None
    yields_paper: bool
    received_at: datetime
    procedure: str = ""
    longest: Duration | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A period, its end not included; one that is not over ends now. UTC."""

    start: datetime
    end: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether an instant lies in it."""
        return at is not None and self.start <= at < self.end


class Lost(NamedTuple):
    """A dossier or a procedure that costs points, and why."""

    what: str
    why: str


@dataclass(slots=True)
class Tally:
    """``good`` of ``of``, who is missing and why. ``share`` multiplies what is good.

    ``known``: false where this system has no data, or not all; ``note`` says what is missing, or what was assumed.
    """

    good: int = 0
    of: int = 0
    share: float = 1.0
    lost: list[Lost] = field(default_factory=list)
    note: str = ""
    known: bool = True

    def count(self, is_good: bool, what: str, why: str) -> None:
        """One more, among the good or among the lost."""
        self.of += 1
        self.good += is_good
        if not is_good:
            self.lost.append(Lost(what, why))


@dataclass(frozen=True, slots=True)
class Evidence:
    """``cases``: all dossiers that we received until the period's end, told or not. ``procedures``: the unit's."""

    cases: Sequence[Case]
    span: Span
    procedures: Sequence[Procedure] = ()
    calendar: WorkingCalendar | None = None

    def told(self) -> Iterable[tuple[Case, Told]]:
        """Every dossier that the portal has with a date of reception; without that it is in no indicator."""
        for case in self.cases:
            if case.told is not None and case.told.received_at is not None:
                yield case, case.told

    def received(self) -> list[tuple[Case, Told]]:
        """Those received in the period."""
        return [(case, told) for case, told in self.told() if self.span.holds(told.received_at)]

    def solved(self) -> list[tuple[Case, Told]]:
        """Those decided or returned in the period."""
        return [(case, told) for case, told in self.told() if self.span.holds(told.solved_at)]

    def online_services(self) -> list[Procedure]:
        """Procedures of ours that can be filed online, whole or in part."""
        return [each for each in self.own() if each.service_level is not ServiceLevel.UNKNOWN]

    def own(self) -> list[Procedure]:
        """Procedures whose dossiers live here."""
        return [each for each in self.procedures if each.channel is Channel.OWN]


Formula = Callable[[Evidence], Tally]


def unknown(note: str) -> Formula:
    """An indicator of which this system holds nothing, and says so."""
    return lambda evidence: Tally(note=note, known=False)
