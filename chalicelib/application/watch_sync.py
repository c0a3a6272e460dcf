"""Look at the sync as a whole after a run of the catch-up, and keep what was seen for officers and operators."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.application.sync_batch import Ending
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_sync import Lists, Standing, SyncStates
from chalicelib.domain.sync_state import SyncState


@dataclass(frozen=True, slots=True)
class WatchSync:
    """Four calls to the store, whatever waits (more only for each megabyte of keys on a list)."""

    lists: Lists
    states: SyncStates
    clock: Clock

    def __call__(self, endings: Mapping[str, int]) -> SyncState:
        """The state after a run that ended so; a halt that people ordered is no silence of the portal."""
        before, now = self.states.read(), self.clock.now()
        waiting, oldest_due = self.lists.count(Standing.WAITING)
        parked, _ = self.lists.count(Standing.PARKED)
        seen = before.model_copy(
            update={"waiting": waiting, "parked": parked, "oldest_due": oldest_due, "seen_at": now}
        )
        if before.paused_since is None:
            silent_since = seen.silent_after(endings, Ending.WAITS, now)
            seen = seen.model_copy(update={"silent_since": silent_since})
        self.states.note(seen)
        return seen
