"""Working days and the maximum time of a procedure, as far as the index needs them."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

HOURS_OF_A_WORKING_DAY = 8
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday, without the days off, with the Saturdays that are worked instead."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @classmethod
    def told(cls, fact: Mapping[str, Any]) -> WorkingDays:
        """From ``{"off": [ISO days], "worked": [ISO days]}``."""
        days = {kind: frozenset(map(date.fromisoformat, fact.get(kind, []))) for kind in ("off", "worked")}
        return cls(days["off"], days["worked"])

    def has(self, day: date) -> bool:
        """Whether offices work on that day."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """The day ``count`` working days after ``day``, before it when negative."""
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.has(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; 0 when ``last`` is not later."""
        return sum(self.has(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def latest_end(start: datetime, amount: str, unit: str, working_days: WorkingDays) -> datetime | None:
    """When a dossier received at ``start`` may end at the latest; None when the catalogue says no time.

    Days run to their last second, and an immediate procedure may end on the day of reception: the
    catalogue names no hour, so the reading is ours.
    """
    kind = unit.strip().lower()
    found = re.search(r"\d+(?:[.,]\d+)?", amount)
    if found is None or "ngay" in kind:
        immediate = "ngay" in kind or "ngay" in amount.lower()
        return _last_second(start.date(), start) if immediate else None
    number = float(found[0].replace(",", "."))
    working = "làm việc" in kind
    if "giờ" in kind and not working:
        return start + timedelta(hours=number)
    if "tháng" in kind:
        return _last_second(_months_after(start.date(), round(number)), start)
    days = math.ceil(number / HOURS_OF_A_WORKING_DAY if "giờ" in kind else number)
    last = working_days.after(start.date(), days) if working else start.date() + timedelta(days=days)
    return _last_second(last, start)


def _last_second(day: date, start: datetime) -> datetime:
    return datetime.combine(day, END_OF_DAY, start.tzinfo)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
