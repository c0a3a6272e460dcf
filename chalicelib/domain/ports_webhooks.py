"""What the webhooks need of the world: where subscriptions, feeds and the log are kept, and how a message is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.ports import Page
from chalicelib.domain.webhook_feeds import Attempt, Delivery, Feed
from chalicelib.domain.webhook_messages import Message
from chalicelib.domain.webhook_notices import Notice
from chalicelib.domain.webhooks import Subscription


class Subscriptions(Protocol):
    """All subscriptions; there are few, and they stand together."""

    def all(self) -> tuple[Subscription, ...]:
        """Every one that was not ended, the oldest first."""
        ...

    def get(self, subscription_id: str) -> Subscription:
        """Also one that was ended. Raises ``WebhookNotFound``."""
        ...

    def add(self, subscription: Subscription) -> Subscription:
        """Keep a new one; the one that stands under its id already, if there is one."""
        ...

    def change(self, subscription: Subscription) -> bool:
        """Replace the version before; false if somebody else was faster."""
        ...


@dataclass(frozen=True, slots=True)
class Telling:
    """A dossier, and how far each subscriber was told of it, by subscription."""

    dossier: Dossier
    feeds: dict[str, Feed]


class Feeds(Protocol):
    """Feeds, each beside its dossier."""

    def telling(self, dossier_id: str) -> Telling:
        """The head with every feed, in one query. Raises ``DossierNotFound``."""
        ...

    def get(self, subscription_id: str, dossier_id: str) -> Feed:
        """The feed; a fresh one if nothing was ever sent."""
        ...

    def write(self, feed: Feed) -> Feed | None:
        """The feed at its new revision, or ``None``, nothing written, if it is not at ``revision`` any more."""
        ...

    def due(self, subscription_id: str, until: datetime, limit: int) -> tuple[str, ...]:
        """The dossiers of which a subscriber is to be told by then, the longest waiting first."""
        ...

    def count(self, subscription_id: str) -> int:
        """How many dossiers wait."""
        ...


class Deliveries(Protocol):
    """The log of what was sent, kept for ninety days after the last attempt."""

    def note(self, delivery: Delivery) -> None:
        """Write or replace the line of one event."""
        ...

    def has(self, subscription_id: str, delivery_id: str) -> bool:
        """Whether there is such a line."""
        ...

    def of(
        self,
        subscription_id: str,
        since: datetime | None,
        until: datetime | None,
        limit: int,
        cursor: str = "",
    ) -> Page[Delivery]:
        """The lines whose event happened between two instants, the newest first."""
        ...


class Post(Protocol):
    """Sends one message, once."""

    def __call__(self, url: str, message: Message) -> Attempt:
        """Never raises for what the receiver or the network does."""
        ...


class Notices(Protocol):
    """Carries a letter to the people behind a subscription."""

    def __call__(self, notice: Notice) -> bool:
        """Whether it was handed over. Never raises: a letter that is not taken holds up no message."""
        ...


class Secrets(Protocol):
    """Derives secrets."""

    def __call__(self, subscription_id: str, serials: Sequence[str]) -> list[bytes]:
        """The same bytes for the same names, known to nobody who has only the database."""
        ...
