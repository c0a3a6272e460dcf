"""The service index of QĐ 766/QĐ-TTg as far as it follows from dossiers: pure, over what was told of each.

Indicators that do not follow from dossiers (publication of procedures, feedback, certified copies, the list of online
services) are no part of it; their points are named in ``ELSEWHERE``, so that nobody takes the sum for the whole.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.dossier import Channel
from chalicelib.domain.told import Told


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier: what was told of it (``None``: nothing), and whether its procedure yields a paper."""

    number: str
    told: Told | None
    yields_paper: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A period, its end not included. UTC."""

    start: datetime
    end: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether an instant lies in it."""
        return at is not None and self.start <= at < self.end


Counts = Callable[[Told, bool, Span], bool | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """``counts`` answers for one dossier: true and false count, ``None`` leaves it out. ``target``: the share that
    earns all points."""

    code: str
    group: int
    points: float
    counts: Counts
    target: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator over many dossiers; ``lost``: the numbers of those that cost points."""

    code: str
    group: int
    good: int
    of: int
    score: float
    points: float
    lost: tuple[str, ...]


def on_time(told: Told, yields_paper: bool, span: Span) -> bool | None:
    """§3.2: the end, less the applicant's time, against the due instant; no end told means the period's end."""
    if told.received_at is None:
        return None
    end = told.ended_at
    if len(told.asked) > 1 and end is None:
        return False
    if end is None and len(told.asked) == 1 and told.waited.total_seconds() == 0:
        end = told.asked[0]
    if end is None:
        return None if told.due is None or told.due >= span.end else False
    return None if told.due is None else end - told.waited <= told.due


def _is_online(told: Told, yields_paper: bool, span: Span) -> bool:
    return told.channel is Channel.ONLINE and (told.has_result or not yields_paper)


def _paid_online(told: Told, yields_paper: bool, span: Span) -> bool | None:
    return told.paid_online if told.fee else None


def _has_result(told: Told, yields_paper: bool, span: Span) -> bool | None:
    return told.has_result if yields_paper else None


def _is_digitized(told: Told, yields_paper: bool, span: Span) -> bool | None:
    return told.has_papers and told.digitized and told.has_result if told.is_solved else None


#: Profile of 2022; a new one is a new table. Splits that were inferred are marked in the regulation's §3.
QD766_2022: tuple[Indicator, ...] = (
    Indicator("dossier-on-time", 2, 20, on_time),
    Indicator("dossier-online", 3, 6, _is_online, target=0.5),
    Indicator("dossier-paid-online", 4, 6, _paid_online),
    Indicator("result-available", 6, 6, _has_result),
    Indicator("papers-digitized", 6, 4, _is_digitized, target=0.8),
    Indicator("papers-reused", 6, 2, lambda told, _, __: told.reused, target=0.8),
    Indicator("in-national-repository", 6, 4, lambda told, _, __: told.from_repository or told.has_result),
    Indicator("population-data", 6, 2, lambda told, _, __: told.identity_verified),
)
SYNCED_POINTS = 6.0

#: Points that no dossier can earn, by group.
ELSEWHERE: Mapping[int, float] = MappingProxyType({1: 12, 3: 6, 4: 4, 5: 18, 6: 4})


def scores(cases: Sequence[Case], span: Span, profile: Sequence[Indicator] = QD766_2022) -> tuple[Score, ...]:
    """Every indicator over the dossiers of a period. ``cases``: all that we received in it, told or not."""
    told = [
        (case, case.told) for case in cases if case.told is not None and span.holds(case.told.received_at)
    ]
    missing = {case.number for case in cases} - {case.number for case, _ in told}
    synced = Score(
        "dossier-synced",
        1,
        len(told),
        len(cases),
        _points(len(told), len(cases), SYNCED_POINTS, 1),
        SYNCED_POINTS,
        tuple(sorted(missing)),
    )
    return (synced, *(_score(indicator, told, span) for indicator in profile))


def _score(indicator: Indicator, told: Sequence[tuple[Case, Told]], span: Span) -> Score:
    answers = {case.number: indicator.counts(each, case.yields_paper, span) for case, each in told}
    good = sum(answer is True for answer in answers.values())
    lost = tuple(sorted(number for number, answer in answers.items() if answer is False))
    points = _points(good, good + len(lost), indicator.points, indicator.target)
    return Score(indicator.code, indicator.group, good, good + len(lost), points, indicator.points, lost)


def _points(good: int, of: int, points: float, target: float) -> float:
    """§3.7: two decimals; nothing to count earns nothing."""
    return round(min(points, good / of * points / target), 2) if of else 0.0
