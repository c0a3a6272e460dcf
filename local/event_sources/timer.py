"""A schedule in front of a function."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from local.event_sources.function import Invoke
from local.schedules import Schedule


class ScheduleTimer:
    """One schedule, told in simulated time: a jump of the clock over many dates fires it once."""

    def __init__(self, schedule: Schedule, now: Callable[[], datetime], invoke: Invoke) -> None:
        self._schedule, self._now, self._invoke = schedule, now, invoke
        self._last = now()

    def step(self) -> int:
        """Fire if due; returns how often it fired."""
        now = self._now()
        if not self._schedule.due_between(self._last, now):
            return 0
        self._last = now
        self._invoke(
            {
                "version": "0",
                "id": now.isoformat(),
                "detail-type": "Scheduled Event",
                "source": "aws.events",
                "account": "000000000000",
                "time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "region": "local",
                "resources": [],
                "detail": {},
            }
        )
        return 1


def simulated_now(clock: Path) -> datetime:
    """The present in UTC as the clock file of the local machine shifts it."""
    told = json.loads(clock.read_text(encoding="utf-8")) if clock.exists() else {}
    return datetime.now(UTC) + timedelta(seconds=told.get("offset", 0))
