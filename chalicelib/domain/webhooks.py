"""Who wants to be told over HTTPS of what happens to dossiers: subscriptions, their secrets, and their pauses."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.events import DossierEvent
from chalicelib.domain.principals import PrincipalKind

#: After a rotation the secret before is signed with for so long: time enough to bring the new one to every receiver.
OVERLAP = timedelta(hours=24)
#: A receiver that takes nothing for so long is left alone until somebody resumes; shorter than any giving up
#: (webhook_feeds.RETRY_AFTER), so that nothing is lost by an outage.
PAUSE_AFTER = timedelta(days=3)
#: So many subscriptions may one keeper have.
MOST_SUBSCRIPTIONS = 20


class EventType(StrEnum):
    """What a subscriber may ask to be told of: every event of a dossier since it was filed."""

    SUBMITTED = "dossier.submitted"
    RECEIVED = "dossier.received"
    REFUSED = "dossier.refused"
    SUPPLEMENT_REQUESTED = "dossier.supplement-requested"
    SUPPLEMENTED = "dossier.supplemented"
    PROCESSING_STARTED = "dossier.processing-started"
    PAYMENT_REQUESTED = "dossier.payment-requested"
    PAYMENT_RECORDED = "dossier.payment-recorded"
    WITHDRAWAL_ASKED = "dossier.withdrawal-asked"
    WITHDRAWAL_CONFIRMED = "dossier.withdrawal-confirmed"
    WITHDRAWAL_DECLINED = "dossier.withdrawal-declined"
    RESCHEDULED = "dossier.rescheduled"
    STOPPED = "dossier.stopped"
    CLOSED = "dossier.closed"
    DECIDED = "dossier.decided"
    RETURNED = "dossier.returned"
    RESULT_REVOKED = "dossier.result-revoked"
    AMENDED = "dossier.amended"


_TYPES = {str(each) for each in EventType}


def type_of(event: DossierEvent) -> EventType | None:
    """The event's type; ``None`` for what no other system is told of: a draft."""
    name = f"dossier.{getattr(event, 'kind', '')}"
    return EventType(name) if name in _TYPES else None


class PauseReason(StrEnum):
    """Why a subscription is paused."""

    ORDERED = "ordered"
    FAILING = "failing"
    GONE = "gone"


class SecretRef(BaseModel):
    """A secret by its ``serial``: the secret itself is derived from a key that is not in the database."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    serial: str
    since: datetime
    until: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether messages are signed with it."""
        return self.until is None or now < self.until


class Subscription(BaseModel):
    """``keeper`` registered it. ``units``: of whose dossiers it tells; those they have taken the place of come along.

    ``secrets``: the newest last. ``failing_since``: since then every attempt was in vain. ``fingerprint``: of the
    request that made it. ``contact``: the e-mail address of the people who look after it, if they left one.
    ``version`` counts the changes.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    version: int = 1
    fingerprint: str = ""
    keeper: str
    keeper_kind: PrincipalKind
    name: str
    url: str
    contact: str = ""
    types: tuple[EventType, ...]
    units: tuple[str, ...]
    secrets: tuple[SecretRef, ...]
    made_at: datetime
    paused_at: datetime | None = None
    pause_reason: PauseReason | None = None
    failing_since: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Whether anything is sent to it."""
        return self.ended_at is None and self.paused_at is None

    def wants(self, event: DossierEvent) -> bool:
        """Whether it is to be told; what happened before it was made is none of its business."""
        return event.at >= self.made_at and type_of(event) in self.types

    def signing(self, now: datetime) -> tuple[SecretRef, ...]:
        """The secrets to sign with, the newest first: the one before is valid for a while."""
        return tuple(each for each in reversed(self.secrets) if each.is_valid(now))

    # What its keeper orders

    def rotated(self, serial: str, now: datetime) -> "Subscription":
        """With a new secret; of those before only the latest stays valid, for ``OVERLAP``."""
        if any(each.serial == serial for each in self.secrets):
            return self
        before = self.secrets[-1].model_copy(update={"until": now + OVERLAP})
        return self._changed(secrets=(before, SecretRef(serial=serial, since=now)))

    def paused(self, reason: PauseReason, now: datetime) -> "Subscription":
        """Nothing is sent any more; what happens meanwhile waits."""
        if self.paused_at is not None:
            return self
        return self._changed(paused_at=now, pause_reason=reason)

    def resumed(self) -> "Subscription":
        """What waits is sent, the oldest first."""
        if self.paused_at is None:
            return self
        return self._changed(paused_at=None, pause_reason=None, failing_since=None)

    def ended(self, now: datetime) -> "Subscription":
        """For good."""
        return self if self.ended_at else self._changed(ended_at=now)

    # What its receiver does

    def answered(self) -> "Subscription":
        """It took a message."""
        return self if self.failing_since is None else self._changed(failing_since=None)

    def failed(self, now: datetime) -> "Subscription":
        """It did not; after ``PAUSE_AFTER`` of nothing else it is paused."""
        if self.failing_since is None:
            return self._changed(failing_since=now)
        return self.paused(PauseReason.FAILING, now) if now - self.failing_since >= PAUSE_AFTER else self

    def _changed(self, **changes: object) -> "Subscription":
        return self.model_copy(update={**changes, "version": self.version + 1})
