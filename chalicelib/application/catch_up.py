"""Bring everything that waits up to date, the longest waiting first; stop early while the portal is down."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.application.sync_batch import Ending, SyncBatch
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_sync import Ledgers, Standing

#: Endings after which the dossier still stands where it stood: it is passed over for the rest of the run.
_STAYS = frozenset({Ending.BUSY, Ending.BROKEN, Ending.GONE, Ending.PAUSED})


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
        passed_over: set[str] = set()
        size = 1
        while has_time():
            due = self.ledgers.standing(Standing.WAITING, self.clock.now(), size + len(passed_over)).items
            fresh = [dossier_id for dossier_id in due if dossier_id not in passed_over][:size]
            if not fresh:
                break
            report = self.sync(fresh)
            endings.update(ending.value for ending in report.endings.values())
            passed_over |= {each for each, ending in report.endings.items() if ending in _STAYS}
            if report.count(Ending.WAITS) == len(fresh):
                break
            size = self.per_pass
        return dict(endings)
