"""Recompute the hashes of a slice of the store every day; what is damaged comes back from an older version."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from chalicelib.domain.calendar import local
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.holdings import MADE_UP_FOR, Holding, next_check
from chalicelib.domain.ports import Blobs, Clock
from chalicelib.domain.ports_papers import Holdings
from chalicelib.domain.ports_sync import Together, one_by_one

#: Objects looked at before the time is asked for again; several of them at once.
TOGETHER = 32


class Condition(StrEnum):
    """How an object was found."""

    SOUND = "sound"
    RESTORED = "restored"
    LOST = "lost"


@dataclass(slots=True)
class IntegrityReport:
    """How many were looked at, and each one that was not sound."""

    looked_at: int = 0
    restored: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def count(self, holding: Holding, condition: Condition) -> None:
        """One more."""
        self.looked_at += 1
        if condition is Condition.LOST:
            self.lost.append(holding.key)
        elif condition is Condition.RESTORED:
            self.restored.append(holding.key)


@dataclass(frozen=True, slots=True)
class CheckIntegrity:
    """A day that was missed is made up for: slices up to ``MADE_UP_FOR`` ago are taken first.

    A lost object is put on the list for tomorrow, every day, until somebody brings it back.
    """

    holdings: Holdings
    blobs: Blobs
    clock: Clock
    together: Together = one_by_one

    def __call__(
        self,
        go_on: Callable[[], bool] = lambda: True,
        tell: Callable[[Holding, Condition], None] = lambda holding, condition: None,
        and_then: Callable[[Holding], object] = lambda holding: None,
    ) -> IntegrityReport:
        """What was found; ``tell`` hears of each damaged object at once. Ends early when ``go_on`` says no.

        ``and_then``: what else is to be looked at with each object; several at once.
        """
        report = IntegrityReport()
        today = local(self.clock.now()).date()
        for back in range(MADE_UP_FOR.days, -1, -1):
            due = self.holdings.due(today - timedelta(days=back))
            while part := list(islice(due, TOGETHER)):
                if not go_on():
                    return report
                found = self.together(lambda holding: self._seen_to(holding, today, and_then), part)
                for holding, condition in zip(part, found, strict=True):
                    report.count(holding, condition)
                    if condition is not Condition.SOUND:
                        tell(holding, condition)
        return report

    def _seen_to(self, holding: Holding, today: date, and_then: Callable[[Holding], object]) -> Condition:
        """Looked at, mended where that is possible, and put off to its next turn."""
        condition = self._look_at(holding)
        and_then(holding)
        is_lost = condition is Condition.LOST
        self.holdings.checked(holding, today + timedelta(days=1) if is_lost else next_check(today))
        return condition

    def _look_at(self, holding: Holding) -> Condition:
        if self._is_sound(self._current(holding), holding):
            return Condition.SOUND
        for version in self.blobs.versions(holding.key):
            if self._is_sound(version.data, holding):
                self.blobs.write(holding.key, version.data, version.media_type)
                return Condition.RESTORED
        return Condition.LOST

    def _current(self, holding: Holding) -> bytes:
        try:
            return self.blobs.read(holding.key)
        except UploadMissing:
            return b""

    @staticmethod
    def _is_sound(data: bytes, holding: Holding) -> bool:
        return hashlib.sha256(data).hexdigest() == holding.sha256
