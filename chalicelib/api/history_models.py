"""What is shown of a dossier's past."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.events import AnyEvent
from chalicelib.domain.states import State


class EventView(BaseModel):
    """One thing that happened. Applicants learn the officer's name and position (NĐ 224/2026 Đ.15); ``acting_for`` is
    whose place the person took, where they acted under a delegation.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    seq: int
    kind: str
    at: datetime
    state: State
    by: str
    acting_for: str
    position: str
    unit: str
    reason: str

    @classmethod
    def of(cls, event: AnyEvent) -> "EventView":
        """The view of ``event``."""
        actor = event.actor
        return cls(
            seq=event.seq,
            kind=event.kind,
            at=event.at,
            state=event.state,
            by=actor.name,
            acting_for=actor.acting_for,
            position=actor.position,
            unit=actor.unit,
            reason=event.reason,
        )


class HistoryView(BaseModel):
    """Every event of a dossier, in order."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    items: tuple[EventView, ...]
