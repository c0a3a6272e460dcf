"""When a schedule of EventBridge is due: rate(...) and cron(...), asked for a span of time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
CRON = re.compile(r"cron\((.+)\)")
#: Field of a cron expression: its name, lowest and highest value, and the names that stand for numbers.
FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    ("weekday", 1, 7, ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")),
    ("year", 1970, 2199, ()),
)


class Schedule(Protocol):
    """Instants are in UTC, as EventBridge counts."""

    def due_between(self, last: datetime, now: datetime) -> bool:
        """Did the schedule come due after ``last`` and until ``now``?"""


@dataclass(frozen=True)
class Rate:
    """Every so often, counted from the last time."""

    every: timedelta

    def due_between(self, last: datetime, now: datetime) -> bool:
        """Enough time has gone by."""
        return now - last >= self.every


@dataclass(frozen=True)
class Cron:
    """At the minutes whose six fields are all among the allowed ones."""

    allowed: tuple[frozenset[int], ...]

    def due_between(self, last: datetime, now: datetime) -> bool:
        """Some minute in between matches; a span of more than a year is taken to contain one."""
        if now - last > timedelta(days=366):
            return True
        return any(self._matches(minute) for minute in _minutes(last, now))

    def _matches(self, at: datetime) -> bool:
        weekday = at.isoweekday() % 7 + 1  # AWS counts from Sunday = 1
        values = (at.minute, at.hour, at.day, at.month, weekday, at.year)
        return all(value in allowed for value, allowed in zip(values, self.allowed, strict=True))


def _minutes(last: datetime, now: datetime) -> Iterator[datetime]:
    minute = last.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while minute <= now:
        yield minute
        minute += timedelta(minutes=1)


def parse(expression: str) -> Schedule:
    """``rate(5 minutes)`` or ``cron(0 1 * * ? *)``; ValueError for anything else, L, W and # included."""
    if rate := RATE.fullmatch(expression):
        return Rate(timedelta(**{f"{rate[2]}s": int(rate[1])}))
    cron = CRON.fullmatch(expression)
    parts = cron[1].split() if cron else []
    if len(parts) != len(FIELDS):
        raise ValueError(f"not a schedule expression: {expression!r}")
    return Cron(tuple(_allowed(part, *field[1:]) for part, field in zip(parts, FIELDS, strict=True)))


def _allowed(text: str, low: int, high: int, names: tuple[str, ...]) -> frozenset[int]:
    values: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = ("", "", "") if span in ("*", "?") else span.partition("-")
        start = _number(first, low, names) if first else low
        stop = _number(last, low, names) if last else (high if step or not first else start)
        values.update(range(start, stop + 1, int(step or 1)))
    if not values <= set(range(low, high + 1)):
        raise ValueError(f"{text!r} is not between {low} and {high}")
    return frozenset(values)


def _number(text: str, low: int, names: tuple[str, ...]) -> int:
    return names.index(text) + low if text in names else int(text)
