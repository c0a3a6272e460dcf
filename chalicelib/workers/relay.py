"""The table's stream: every event of a dossier is told to the queues that react to it, and whatever awaits something
made is told to the queue where it is made. Nothing is published otherwise.

Idempotency: none needed. A message says only that a dossier has news, so a doubled one changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from chalicelib.adapters.items import place_of
from chalicelib.adapters.queues import News
from chalicelib.bootstrap import container
from chalicelib.correlation import following, together
from chalicelib.domain import events as happened
from chalicelib.domain.audit import event_line
from chalicelib.domain.calendar import local
from chalicelib.domain.events import DossierEvent
from chalicelib.observability import LogEvent, log
from chalicelib.workers.batches import Event


class Listener(StrEnum):
    """The queues that listen, by the name of their setting, in the order in which they are told.

    The portal's comes last: the note of news that its worker takes off then vouches for the others too.
    """

    ARCHIVE = "archive_queue"
    WEBHOOKS = "webhooks_queue"
    PORTAL = "portal_queue"


#: The whole reaction graph of the system. A draft is nobody's business but its owner's.
REACTIONS: dict[type[DossierEvent], tuple[Listener, ...]] = {
    happened.DraftOpened: (),
    happened.Submitted: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.Received: (Listener.PORTAL, Listener.ARCHIVE, Listener.WEBHOOKS),
    happened.Refused: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.SupplementRequested: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.Supplemented: (Listener.PORTAL, Listener.ARCHIVE, Listener.WEBHOOKS),
    happened.ProcessingStarted: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.PaymentRequested: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.PaymentRecorded: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.WithdrawalAsked: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.WithdrawalConfirmed: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.WithdrawalDeclined: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.Rescheduled: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.Stopped: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.Closed: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.Decided: (Listener.PORTAL, Listener.ARCHIVE, Listener.WEBHOOKS),
    happened.Returned: (Listener.PORTAL, Listener.ARCHIVE, Listener.WEBHOOKS),
    happened.ResultRevoked: (Listener.PORTAL, Listener.WEBHOOKS),
    happened.Amended: (Listener.PORTAL, Listener.ARCHIVE, Listener.WEBHOOKS),
}

_ORDER = tuple(Listener)
_BY_KIND = {event.model_fields["kind"].default: listeners for event, listeners in REACTIONS.items()}


def handle(event: Event) -> None:
    """``event``: records of the table's stream. Raising makes the stream deliver the whole batch again."""
    news_by_listener: defaultdict[Listener, list[News]] = defaultdict(list)
    for kind, news in _events_in(event):
        for listener in _BY_KIND[kind]:
            news_by_listener[listener].append(news)
    for order in _orders_in(event):
        container().queues.send(container().settings.prepare_queue, order)
    lines = [event_line(*place) for place in _places_in(event)]
    for item in _newly_looked(event):
        lines.append(item["look"]["S"])
        if "act" in item:
            from chalicelib.adapters.delegations import act_noted_on

            container().acts.keep(*act_noted_on(item))
    if lines:
        container().journal.append(local(container().clock.now()).date(), lines)
    for listener, news_list in sorted(news_by_listener.items(), key=lambda told: _ORDER.index(told[0])):
        container().queues.tell(getattr(container().settings, listener), news_list)
        with following(together(news.trace for news in news_list)):
            log(LogEvent.NEWS_RELAYED, queue=listener, count=len(news_list))


def _events_in(event: Event) -> Iterator[tuple[str, News]]:
    for item in _new_events(event):
        trace = item.get("trace", {}).get("S", "")
        yield item["kind"]["S"], News(item["dossier_id"]["S"], int(item["seq"]["N"]), trace)


def _places_in(event: Event) -> Iterator[tuple[str, int, str]]:
    for item in _new_events(event):
        yield item["dossier_id"]["S"], int(item["seq"]["N"]), item["hash"]["S"]


def _orders_in(event: Event) -> Iterator[dict[str, str]]:
    """Items that await something since this change (domain/making.py)."""
    for record in event["Records"]:
        after, before = (record["dynamodb"].get(name, {}) for name in ("NewImage", "OldImage"))
        if "awaits" in after and "awaits" not in before:
            yield {"make": after["awaits"]["S"], **place_of(after)}


def _newly_looked(event: Event) -> Iterator[Any]:
    """Items on which a look or an act was noted with this change: its line for the journal stands there."""
    for record in event["Records"]:
        after, before = (record["dynamodb"].get(name, {}) for name in ("NewImage", "OldImage"))
        if "look" in after and after["look"] != before.get("look"):
            yield after


def _new_events(event: Event) -> Iterator[Any]:
    for record in event["Records"]:
        item = record["dynamodb"].get("NewImage", {})
        if record["eventName"] == "INSERT" and item.get("item_type", {}).get("S") == "event":
            yield item
