"""What a statement needs of a dossier's history beside its head: small, and carried on event by event.

Because the ledger keeps it, no event is ever read twice, however long the history grows.
"""

from datetime import datetime
from functools import reduce

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.events import (
    Amended,
    AnyEvent,
    PaymentRecorded,
    Received,
    Submitted,
    Supplemented,
    SupplementRequested,
)


class Round(BaseModel):
    """One supplement, asked for and perhaps answered. ``seq`` is the event that asked."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    seq: int
    asked_by: str
    asked_for: str
    asked_at: datetime
    due_before: datetime | None
    answered_by: str = ""
    answered_at: datetime | None = None
    due_after: datetime | None = None
    file_ids: tuple[str, ...] = ()


class Story(BaseModel):
    """The history up to event ``seq``. ``filed_until``: files announced later are not handed in yet."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    seq: int = 0
    at: datetime | None = None
    due: datetime | None = None
    filed_until: datetime | None = None
    rounds: tuple[Round, ...] = ()

    def after(self, event: AnyEvent) -> "Story":
        """The story one event later; the event must be the next one."""
        assert event.seq == self.seq + 1, f"event {event.seq} does not follow {self.seq}"
        told = self.model_copy(update={"seq": event.seq, "at": event.at})
        match event:
            case Submitted():
                return told.model_copy(update={"filed_until": event.at})
            case Received() | PaymentRecorded():
                return told.model_copy(update={"due": event.due})
            case SupplementRequested():
                return told.model_copy(update={"rounds": (*self.rounds, self._asked(event))})
            case Supplemented():
                rounds = (*self.rounds[:-1], _answered(self.rounds[-1], event))
                return told.model_copy(update={"rounds": rounds, "due": event.due, "filed_until": event.at})
            case Amended():
                return told.model_copy(update={"at": self.at})
            case _:
                return told

    def told(self, events: "tuple[AnyEvent, ...]") -> "Story":
        """The story after all of ``events``."""
        return reduce(Story.after, events, self)

    def _asked(self, event: SupplementRequested) -> Round:
        return Round(
            seq=event.seq,
            asked_by=event.actor.name,
            asked_for=event.reason,
            asked_at=event.at,
            due_before=self.due,
        )


def _answered(asked: Round, event: Supplemented) -> Round:
    return asked.model_copy(
        update={
            "answered_by": event.actor.name,
            "answered_at": event.at,
            "due_after": event.due,
            "file_ids": tuple(paper.file_id for paper in event.papers),
        }
    )
