"""Stores of webhooks in memory, and a receiver that believes nobody."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.ports import Page
from chalicelib.domain.ports_webhooks import Telling
from chalicelib.domain.webhook_errors import WebhookNotFound
from chalicelib.domain.webhook_feeds import Attempt, Delivery, Feed, Trouble
from chalicelib.domain.webhook_messages import Message
from chalicelib.domain.webhooks import Subscription


class Killed(Exception):
    """The process ends here."""


class InMemoryWebhooks:
    """Subscriptions, feeds, log and histories. ``step`` is called before each write."""

    def __init__(self) -> None:
        self.kept: dict[str, Subscription] = {}
        self.dossiers: dict[str, tuple[Dossier, list[AnyEvent]]] = {}
        self.written: dict[tuple[str, str], Feed] = {}
        self.lines: dict[tuple[str, str], Delivery] = {}
        self.step: Callable[[], None] = lambda: None

    # Subscriptions

    def all(self) -> tuple[Subscription, ...]:
        return tuple(each for each in self.kept.values() if each.ended_at is None)

    def get_subscription(self, subscription_id: str) -> Subscription:
        if subscription_id not in self.kept:
            raise WebhookNotFound
        return self.kept[subscription_id]

    def add(self, subscription: Subscription) -> Subscription:
        return self.kept.setdefault(subscription.id, subscription)

    def change(self, subscription: Subscription) -> bool:
        self.step()
        fits = self.kept[subscription.id].version == subscription.version - 1
        if fits:
            self.kept[subscription.id] = subscription
        return fits

    # Feeds

    def telling(self, dossier_id: str) -> Telling:
        if dossier_id not in self.dossiers:
            raise DossierNotFound
        feeds = {s: feed for (s, d), feed in self.written.items() if d == dossier_id}
        return Telling(self.dossiers[dossier_id][0], feeds)

    def get(self, subscription_id: str, dossier_id: str) -> Feed:
        fresh = Feed(subscription_id=subscription_id, dossier_id=dossier_id)
        return self.written.get((subscription_id, dossier_id), fresh)

    def write(self, feed: Feed) -> Feed | None:
        self.step()
        if self.get(feed.subscription_id, feed.dossier_id).revision != feed.revision:
            return None
        written = feed.model_copy(update={"revision": feed.revision + 1})
        self.written[feed.subscription_id, feed.dossier_id] = written
        return written

    def due(self, subscription_id: str, until: datetime, limit: int) -> tuple[str, ...]:
        waiting = [
            (feed.next_attempt, feed.dossier_id)
            for (s, _), feed in self.written.items()
            if s == subscription_id and feed.next_attempt is not None and feed.next_attempt <= until
        ]
        return tuple(dossier_id for _, dossier_id in sorted(waiting)[:limit])

    def count(self, subscription_id: str) -> int:
        waiting = [f for (s, _), f in self.written.items() if s == subscription_id and f.next_attempt]
        return len(waiting)

    def events(self, dossier_id: str, after: int = 0) -> tuple[AnyEvent, ...]:
        return tuple(event for event in self.dossiers[dossier_id][1] if event.seq > after)

    # Deliveries

    def note(self, delivery: Delivery) -> None:
        self.step()
        self.lines[delivery.subscription_id, delivery.id] = delivery

    def has(self, subscription_id: str, delivery_id: str) -> bool:
        return (subscription_id, delivery_id) in self.lines

    def of(self, subscription_id, since, until, limit, cursor=""):
        found = [
            line
            for (s, _), line in sorted(self.lines.items(), reverse=True)
            if s == subscription_id
            and (since is None or line.happened_at >= since)
            and (until is None or line.happened_at <= until)
        ]
        return Page(tuple(found))


class KeptSubscriptions:
    """The subscriptions of ``InMemoryWebhooks`` alone: feeds are asked for by the same name."""

    def __init__(self, store: InMemoryWebhooks) -> None:
        self.all, self.get, self.add = store.all, store.get_subscription, store.add
        self.change = store.change


class Receivers:
    """What was sent, in order: URL and message. ``fate`` decides what is answered: a status, or a trouble."""

    def __init__(self, fate: Callable[[str, Message], int | Trouble] = lambda url, message: 204) -> None:
        self.fate = fate
        self.sent: list[tuple[str, Message, bool]] = []
        self.step: Callable[[], None] = lambda: None

    def __call__(self, url: str, message: Message) -> Attempt:
        self.step()
        answer = self.fate(url, message)
        taken = not isinstance(answer, Trouble) and 200 <= answer < 300
        self.sent.append((url, message, taken))
        self.step()
        if isinstance(answer, Trouble):
            return Attempt(trouble=answer)
        return Attempt(status=answer, trouble=None if taken else Trouble.REFUSED)
