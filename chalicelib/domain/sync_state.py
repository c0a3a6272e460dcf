"""How the sync as a whole stands: whether people have halted it, whether the portal answers, how much waits."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Speaking(StrEnum):
    """Whether the portal is being told anything."""

    ANSWERING = "answering"
    SILENT = "silent"
    PAUSED = "paused"


class SyncState(BaseModel):
    """As of ``seen_at`` (``None``: nobody has looked yet). All instants are UTC.

    ``paused_since``: people have halted the whole sync. ``silent_since``: since then every attempt was in vain.
    ``oldest_due``: for when the longest waiting dossier was due.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    paused_since: datetime | None = None
    silent_since: datetime | None = None
    waiting: int = 0
    parked: int = 0
    oldest_due: datetime | None = None
    seen_at: datetime | None = None

    @property
    def speaking(self) -> Speaking:
        """What people are told first."""
        if self.paused_since is not None:
            return Speaking.PAUSED
        return Speaking.SILENT if self.silent_since is not None else Speaking.ANSWERING

    @property
    def since(self) -> datetime | None:
        """Since when the portal hears nothing."""
        return self.paused_since or self.silent_since

    def silent_after(self, endings: Mapping[str, int], in_vain: str, now: datetime) -> datetime | None:
        """Since when the portal is silent: a run with nothing to say changes nothing, one that got through ends it."""
        if not self.waiting:
            return None
        if not endings:
            return self.silent_since
        return (self.silent_since or now) if set(endings) == {in_vain} else None
