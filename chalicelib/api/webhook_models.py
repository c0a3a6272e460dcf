"""Subscriptions and the log of their deliveries, as their keepers see them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.domain.principals import PrincipalKind
from chalicelib.domain.states import State
from chalicelib.domain.webhook_feeds import Delivery, DeliveryState, Trouble
from chalicelib.domain.webhooks import EventType, PauseReason, Subscription


class _View(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class SecretView(_View):
    """When a secret began to be valid and when it ends; the secret itself is shown only once."""

    since: datetime
    until: datetime | None


class WebhookView(_View):
    """A subscription. ``failing_since``: since then its receiver took nothing. ``contact`` is told of a pause."""

    id: str
    version: int
    name: str
    url: str
    contact: str
    types: tuple[EventType, ...]
    units: tuple[str, ...]
    kept_by: PrincipalKind
    made_at: datetime
    secrets: tuple[SecretView, ...]
    failing_since: datetime | None
    paused_at: datetime | None
    pause_reason: PauseReason | None
    ended_at: datetime | None

    @classmethod
    def of(cls, subscription: Subscription) -> "WebhookView":
        """Everything but the secrets."""
        return cls(**_shown(subscription))


class WebhookDetailView(WebhookView):
    """The same, with how many dossiers it is still to be told of."""

    dossiers_waiting: int

    @classmethod
    def with_waiting(cls, subscription: Subscription, waiting: int) -> "WebhookDetailView":
        """``waiting``: dossiers."""
        return cls(**_shown(subscription), dossiers_waiting=waiting)


class WebhookSecretView(WebhookView):
    """The same, with the secret that was just made: it is never shown again."""

    secret: str

    @classmethod
    def with_secret(cls, subscription: Subscription, secret: str) -> "WebhookSecretView":
        """``secret``: ``whsec_`` and base64."""
        return cls(**_shown(subscription), secret=secret)


def _shown(subscription: Subscription) -> dict[str, object]:
    kept = subscription.model_dump(exclude={"keeper", "keeper_kind", "fingerprint", "secrets"})
    secrets = tuple(SecretView(since=each.since, until=each.until) for each in subscription.secrets)
    return {**kept, "kept_by": subscription.keeper_kind, "secrets": secrets}


class WebhooksView(_View):
    """All subscriptions that the caller keeps; there are few."""

    items: tuple[WebhookView, ...]


class DeliveryView(_View):
    """What became of one event. ``id`` is the ``webhook-id`` of every attempt; instants are UTC."""

    id: str
    type: EventType
    dossier: str
    state: State
    happened_at: datetime
    standing: DeliveryState
    attempts: int
    last_attempt_at: datetime
    next_attempt_at: datetime | None
    answered: int | None
    trouble: Trouble | None
    milliseconds: int

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryView":
        """A line of the log."""
        return cls(**delivery.model_dump(exclude={"subscription_id"}))


class ReplayWish(BaseModel):
    """Either one ``delivery``, or everything that happened from ``since`` until ``until``."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    delivery: str = Field(default="", max_length=64)
    since: datetime | None = None
    until: datetime | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "ReplayWish":
        is_range = self.since is not None and self.until is not None
        if bool(self.delivery) is is_range or (self.since is None) is not (self.until is None):
            raise ValueError("name a delivery, or since and until")
        if any(at is not None and at.tzinfo is None for at in (self.since, self.until)):
            raise ValueError("instants need an offset, such as Z")
        return self


class ReplayView(_View):
    """How many deliveries will be sent again, within a minute or as soon as the subscription is resumed."""

    deliveries: int
