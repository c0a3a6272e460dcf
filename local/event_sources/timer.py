"""A schedule in front of a function."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from local.event_sources.function import Invoke
from local.schedules import Schedule


@dataclass(frozen=True)
class SimulatedClock:
    """The clock file of the local machine: by how much it shifts the present, and whether a story is turning it."""

    file: Path

    def now(self) -> datetime:
        """The shifted present, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._told().get("offset", 0))

    def is_being_turned(self) -> bool:
        """Does it jump from step to step of a story just now?"""
        return bool(self._told().get("turning", False))

    def turn(self, to: datetime, turning: bool) -> None:
        """Let it stand at ``to`` and go on from there."""
        offset = (to - datetime.now(UTC)).total_seconds()
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps({"offset": offset, "turning": turning}), encoding="ascii")
        draft.replace(self.file)

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else {}
        return told


class ScheduleTimer:
    """One schedule, told in simulated time: a jump of the clock over many dates fires it once.

    It rests while a story turns the clock: leases are told by that clock as well, and a jump would end one under a
    call that is still on its way, which no clock of production does. Whoever cannot wait leaves an ``order``.
    """

    def __init__(self, schedule: Schedule, clock: SimulatedClock, invoke: Invoke, order: Path) -> None:
        self._schedule, self._clock, self._invoke, self._order = schedule, clock, invoke, order
        self._last = clock.now()

    def step(self) -> int:
        """Fire if due or ordered; returns how often it fired. An order that failed stands until it succeeds."""
        now = self._clock.now()
        if self._order.exists():
            self._fire(now)
            self._order.unlink(missing_ok=True)  # whoever gave it may have lost patience
            return 1
        if self._clock.is_being_turned():
            self._last = now
            return 0
        self._last = min(self._last, now)
        if not self._schedule.due_between(self._last, now):
            return 0
        self._fire(now)
        return 1

    def _fire(self, now: datetime) -> None:
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
