"""The table's stream: every event of a dossier is told to the queues that react to it. Nothing is published otherwise.

Idempotency: none needed. A message says only that a dossier has news, so a doubled one changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from chalicelib.adapters.queues import News
from chalicelib.bootstrap import container
from chalicelib.domain import events as happened
from chalicelib.domain.audit import event_line
from chalicelib.domain.calendar import local
from chalicelib.domain.events import DossierEvent
from chalicelib.observability import LogEvent, log
from chalicelib.workers.batches import Event


class Listener(StrEnum):
    """The queues that listen, by the name of their setting."""

    PORTAL = "portal_queue"
    ARCHIVE = "archive_queue"


#: The whole reaction graph of the system. A draft is nobody's business but its owner's.
REACTIONS: dict[type[DossierEvent], tuple[Listener, ...]] = {
    happened.DraftOpened: (),
    happened.Submitted: (Listener.PORTAL,),
    happened.Received: (Listener.PORTAL, Listener.ARCHIVE),
    happened.Refused: (Listener.PORTAL,),
    happened.SupplementRequested: (Listener.PORTAL,),
    happened.Supplemented: (Listener.PORTAL, Listener.ARCHIVE),
    happened.ProcessingStarted: (Listener.PORTAL,),
    happened.PaymentRequested: (Listener.PORTAL,),
    happened.PaymentRecorded: (Listener.PORTAL,),
    happened.WithdrawalAsked: (Listener.PORTAL,),
    happened.WithdrawalConfirmed: (Listener.PORTAL,),
    happened.WithdrawalDeclined: (Listener.PORTAL,),
    happened.Rescheduled: (Listener.PORTAL,),
    happened.Stopped: (Listener.PORTAL,),
    happened.Closed: (Listener.PORTAL,),
    happened.Decided: (Listener.PORTAL, Listener.ARCHIVE),
    happened.Returned: (Listener.PORTAL, Listener.ARCHIVE),
    happened.ResultRevoked: (Listener.PORTAL,),
}

_BY_KIND = {event.model_fields["kind"].default: listeners for event, listeners in REACTIONS.items()}


def handle(event: Event) -> None:
    """``event``: records of the table's stream. Raising makes the stream deliver the whole batch again."""
    news_by_listener: defaultdict[Listener, list[News]] = defaultdict(list)
    for kind, news in _events_in(event):
        for listener in _BY_KIND[kind]:
            news_by_listener[listener].append(news)
    lines = [event_line(*place) for place in _places_in(event)]
    if lines:
        container().journal.append(local(container().clock.now()).date(), lines)
    for listener, news_list in news_by_listener.items():
        container().queues.tell(getattr(container().settings, listener), news_list)
        log(LogEvent.NEWS_RELAYED, queue=listener, count=len(news_list))


def _events_in(event: Event) -> Iterator[tuple[str, News]]:
    for item in _new_events(event):
        yield item["kind"]["S"], News(item["dossier_id"]["S"], int(item["seq"]["N"]))


def _places_in(event: Event) -> Iterator[tuple[str, int, str]]:
    for item in _new_events(event):
        yield item["dossier_id"]["S"], int(item["seq"]["N"]), item["hash"]["S"]


def _new_events(event: Event) -> Iterator[Any]:
    for record in event["Records"]:
        item = record["dynamodb"].get("NewImage", {})
        if record["eventName"] == "INSERT" and item.get("item_type", {}).get("S") == "event":
            yield item
