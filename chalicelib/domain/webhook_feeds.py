"""How far one subscriber has been told of one dossier, and what is still to be said. Pure: values in, values out.

A later event is not sent before an earlier one was delivered or given up. Whoever sends holds the feed's claim.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.events import AnyEvent
from chalicelib.domain.states import State
from chalicelib.domain.webhooks import EventType

#: How long to wait after the first, second, … failed attempt. After the last one the event is given up: five days.
RETRY_AFTER: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
    timedelta(hours=24),
    timedelta(hours=24),
)
#: How much of a wait is left to chance, so that not all dossiers come back at the same instant.
_SPREAD = 0.2
#: A receiver may ask for more patience (Retry-After), but not for ever.
LONGEST_WISH = timedelta(hours=24)
#: How long a claim keeps others away: longer than a worker can live.
CLAIM = timedelta(minutes=2)


class Trouble(StrEnum):
    """Why an attempt failed."""

    REFUSED = "refused"
    NO_ANSWER = "no-answer"
    NO_TLS = "no-tls"
    ADDRESS_UNKNOWN = "address-unknown"
    ADDRESS_NOT_PUBLIC = "address-not-public"


class Attempt(BaseModel):
    """What came of sending once. ``status``: the receiver's, if it answered. ``wish``: its Retry-After."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    status: int | None = None
    trouble: Trouble | None = None
    milliseconds: int = 0
    wish: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        """Any 2xx; a redirect is a refusal, because it is not followed."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """410: the receiver wants to be left alone."""
        return self.status == 410


def wait_after(attempts: int, luck: float, wish: timedelta | None = None) -> timedelta | None:
    """How long to wait after so many failed attempts; ``None``: give up. ``luck`` in [0, 1)."""
    if attempts > len(RETRY_AFTER):
        return None
    planned = RETRY_AFTER[attempts - 1] * (1 + _SPREAD * luck)
    return max(planned, min(wish or timedelta(), LONGEST_WISH))


class Feed(BaseModel):
    """``told``: everything up to this event was delivered or given up. ``again``: earlier ones to be sent once more.

    ``attempts``: at what comes next. ``next_attempt``: set while something is left; it puts the feed on its
    subscription's list. ``claim``: who is sending, until ``claimed_until``. ``revision``: 0 was never written.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    subscription_id: str
    dossier_id: str
    revision: int = 0
    told: int = 0
    again: tuple[int, ...] = ()
    attempts: int = 0
    next_attempt: datetime | None = None
    claim: str = ""
    claimed_until: datetime | None = None

    @property
    def known_until(self) -> int:
        """The event after which events have to be read."""
        return min([self.told, *(seq - 1 for seq in self.again)])

    def left(self, wanted: Iterable[AnyEvent]) -> list[AnyEvent]:
        """What is still to be sent, in order: what was asked for again first, because it happened before."""
        return [event for event in wanted if event.seq > self.told or event.seq in self.again]

    def is_claimed(self, now: datetime) -> bool:
        """Whether somebody is sending right now."""
        return self.claimed_until is not None and now < self.claimed_until

    def is_resting(self, now: datetime) -> bool:
        """Whether it has to wait; news does not shorten the wait."""
        return self.next_attempt is not None and now < self.next_attempt

    def claimed(self, claim: str, now: datetime) -> "Feed":
        """The feed to write before sending. It stands on the list meanwhile, for the case that we are killed."""
        return self._changed(claim=claim, claimed_until=now + CLAIM, next_attempt=now + CLAIM)

    def done_with(self, event: AnyEvent) -> "Feed":
        """The event was delivered or given up."""
        again = tuple(seq for seq in self.again if seq != event.seq)
        return self._changed(told=max(self.told, event.seq), again=again, attempts=0)

    def put_off(self, at: datetime) -> "Feed":
        """Another attempt was in vain."""
        return self.waiting_until(at)._changed(attempts=self.attempts + 1)

    def waiting_until(self, at: datetime) -> "Feed":
        """Nobody sends before ``at``."""
        return self._changed(claim="", claimed_until=None, next_attempt=at)

    def rested(self, now: datetime) -> "Feed":
        """Nothing is left but what was asked for meanwhile."""
        return self._changed(claim="", claimed_until=None, next_attempt=now if self.again else None)

    def emptied(self) -> "Feed":
        """There is nothing to say at all, also of what was asked for."""
        return self._changed(again=(), next_attempt=None)

    def asked_again(self, seqs: Iterable[int], now: datetime) -> "Feed":
        """Send these once more, or at once if they are only waiting."""
        again = {*self.again, *(seq for seq in seqs if seq <= self.told)}
        return self._changed(again=tuple(sorted(again)), attempts=0, next_attempt=now)

    def _changed(self, **changes: object) -> "Feed":
        return self.model_copy(update=changes)


class DeliveryState(StrEnum):
    """How the sending of one event stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


class Delivery(BaseModel):
    """One event and one subscriber, as the log shows it: what was sent, and what came of the last attempt.

    ``id`` is the message's ``webhook-id``, the same in every attempt. ``happened_at``: the event, not the sending.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    subscription_id: str
    type: EventType
    dossier: str
    state: State
    happened_at: datetime
    standing: DeliveryState
    attempts: int
    last_attempt_at: datetime
    next_attempt_at: datetime | None = None
    answered: int | None = None
    trouble: Trouble | None = None
    milliseconds: int = 0


def delivery_id(event: AnyEvent) -> str:
    """``20261005T020000Z-<dossier id>-00000003``: sorts by when it happened; names nobody."""
    return f"{event.at:%Y%m%dT%H%M%SZ}-{event.dossier_id}-{event.seq:08d}"


def event_of_delivery(name: str) -> tuple[str, int] | None:
    """Dossier and event of a delivery's id; ``None`` if it is none."""
    dossier_id, _, seq = name.partition("-")[2].rpartition("-")
    return (dossier_id, int(seq)) if dossier_id and seq.isdecimal() else None


def by_dossier(names: Sequence[str]) -> dict[str, list[int]]:
    """The events of many deliveries, by dossier."""
    found: dict[str, list[int]] = {}
    for event in filter(None, map(event_of_delivery, names)):
        found.setdefault(event[0], []).append(event[1])
    return found
