"""Bring everything that waits up to date, the longest waiting first; stop early while the portal is down."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.application.sync_batch import Ending, SyncBatch
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_sync import Ledgers, Standing

#: Endings after which the dossier still stands where it stood: it is passed over for the rest of the run.
_STAYS = frozenset({Ending.BUSY, Ending.BROKEN, Ending.GONE, Ending.PAUSED, Ending.SETTLES})
#: How long the stream and the queue have for bringing news; what is older was lost on the way.
ON_THE_WAY = timedelta(minutes=3)

#: How many passes in a row may be in vain.
PROBES = 2

Found = Callable[[int], object]
Listed = Callable[[int], Sequence[str]]


def _nobody(_: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class CatchUp:
    """The first dossier goes alone and finds out whether the portal is back, and if it is in vain one more, lest it be
    the dossier: an outage costs two calls, no stampede.

    After what waits comes what no message ever told of: the news that was noted beside the dossiers and that nobody has
    taken note of. Last comes what is in doubt, and is only looked at.

    What was lost for the portal was lost on a way that all share. ``retell`` tells everybody else of it, and comes
    first: the sync takes the note off, and then nobody would know any more. While the portal is down it is repeated
    every time, which harms nobody: whoever is told looks what is left to do.
    """

    ledgers: Ledgers
    sync: SyncBatch
    clock: Clock
    per_pass: int = 100
    retell: Callable[[Sequence[str]], object] = _nobody

    def __call__(self, has_time: Callable[[], bool] = lambda: True, found: Found = _nobody) -> dict[str, int]:
        """How many dossiers ended how; ``found`` is told how many of them had been lost on the way."""
        waiting = self._run(self._waiting, has_time)
        if _is_in_vain(waiting):
            self._retold(self.per_pass)
            return dict(waiting)
        lost = self._run(self._retold, has_time)
        found(lost.total())
        return dict(waiting + lost + self._run(self._doubtful, has_time))

    def _waiting(self, limit: int) -> Sequence[str]:
        return self.ledgers.standing(Standing.WAITING, self.clock.now(), limit).items

    def _doubtful(self, limit: int) -> Sequence[str]:
        return self.ledgers.standing(Standing.DOUBTFUL, self.clock.now(), limit).items

    def _retold(self, limit: int) -> Sequence[str]:
        """What was lost, once everybody else was told of it."""
        lost = self.ledgers.unheard(self.clock.now() - ON_THE_WAY, limit)
        if lost:
            self.retell(lost)
        return lost

    def _run(self, listed: Listed, has_time: Callable[[], bool]) -> Counter[str]:
        endings: Counter[str] = Counter()
        passed_over: set[str] = set()
        size, in_vain = 1, 0
        while has_time() and in_vain < PROBES:
            due = listed(size + len(passed_over))
            fresh = [dossier_id for dossier_id in due if dossier_id not in passed_over][:size]
            if not fresh:
                break
            report = self.sync(fresh)
            endings.update(ending.value for ending in report.endings.values())
            passed_over |= {each for each, ending in report.endings.items() if ending in _STAYS}
            if report.count(Ending.WAITS) == len(fresh):
                in_vain += 1
            else:
                size, in_vain = self.per_pass, 0
        return endings


def _is_in_vain(endings: Counter[str]) -> bool:
    return endings.total() > 0 and endings[Ending.WAITS] == endings.total()
