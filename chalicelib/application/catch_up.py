"""Bring everything that waits up to date, the longest waiting first; stop early while the portal is down."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.application.sync_batch import Ending, SyncBatch
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_sync import Ledgers, Standing

#: Endings after which the dossier leaves the list or goes to its end, so that the next page holds others.
_MOVED_ON = frozenset(Ending) - {Ending.BUSY, Ending.BROKEN}


@dataclass(frozen=True, slots=True)
class CatchUp:
    """The first dossier goes alone and finds out whether the portal is back: an outage costs one call, no stampede."""

    ledgers: Ledgers
    sync: SyncBatch
    clock: Clock
    per_pass: int = 100

    def __call__(self, has_time: Callable[[], bool] = lambda: True) -> dict[str, int]:
        """How many dossiers ended how."""
        endings: Counter[str] = Counter()
        seen: set[str] = set()
        size = 1
        while has_time():
            due = self.ledgers.standing(Standing.WAITING, self.clock.now(), size + len(seen)).items
            fresh = [dossier_id for dossier_id in due if dossier_id not in seen][:size]
            if not fresh:
                break
            report = self.sync(fresh)
            endings.update(ending.value for ending in report.endings.values())
            seen |= {each for each, ending in report.endings.items() if ending not in _MOVED_ON}
            if report.count(Ending.WAITS) == len(fresh):
                break
            size = self.per_pass
        return dict(endings)
