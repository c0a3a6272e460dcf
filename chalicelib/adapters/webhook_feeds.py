"""Feeds in DynamoDB, each beside its dossier, on the sparse list of its subscription while something waits."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.queries import Query, every, first_of, item_at
from chalicelib.adapters.transactions import MUST_BE_NEW, Write, write_alone
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.ports_webhooks import Telling
from chalicelib.domain.webhook_feeds import Feed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoFeeds:
    """Implements ``ports_webhooks.Feeds``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def telling(self, dossier_id: str) -> Telling:
        """One Query: in the key order the feeds stand behind the head, with nothing but the ledger between."""
        partition, within = keys.dossier(dossier_id), (keys.HEAD, keys.webhook("~"))
        found = list(every(self._client, Query(self._table, partition, between=within, consistent=True)))
        heads = [item for item in found if item["SK"]["S"] == keys.HEAD]
        if not heads:
            raise DossierNotFound
        feeds = (items.body(item, Feed) for item in found if item["item_type"]["S"] == "feed")
        return Telling(items.body(heads[0], Dossier), {feed.subscription_id: feed for feed in feeds})

    def get(self, subscription_id: str, dossier_id: str) -> Feed:
        """One GetItem."""
        item = item_at(self._client, self._table, keys.dossier(dossier_id), keys.webhook(subscription_id))
        if item is None:
            return Feed(subscription_id=subscription_id, dossier_id=dossier_id)
        return items.body(item, Feed)

    def write(self, feed: Feed) -> Feed | None:
        """One conditional PutItem."""
        written = feed.model_copy(update={"revision": feed.revision + 1})
        if feed.revision:
            put = Write("feed", self._table, _item(written), "revision = :seen", {":seen": feed.revision})
        else:
            put = Write("feed", self._table, _item(written), MUST_BE_NEW)
        return written if write_alone(self._client, put) is None else None

    def due(self, subscription_id: str, until: datetime, limit: int) -> tuple[str, ...]:
        """One Query on the sparse index."""
        before = keys.since(until, "~")
        waiting = Query(self._table, keys.webhook(subscription_id), index=keys.Index.UNSYNCED, before=before)
        return tuple(map(items.id_of_dossier, first_of(self._client, waiting, limit)))

    def count(self, subscription_id: str) -> int:
        """One Query for each megabyte of keys."""
        waiting = Query(self._table, keys.webhook(subscription_id), index=keys.Index.UNSYNCED)
        return sum(1 for _ in every(self._client, waiting))


def _item(feed: Feed) -> dict[str, Any]:
    """A feed with nothing left carries no index key, so it stands on no list."""
    item: dict[str, Any] = {
        "PK": keys.dossier(feed.dossier_id),
        "SK": keys.webhook(feed.subscription_id),
        "item_type": "feed",
        "schema": items.SCHEMA,
        "revision": feed.revision,
        "body": feed.model_dump_json(),
    }
    if feed.next_attempt is not None:
        item["GSI3PK"] = keys.webhook(feed.subscription_id)
        item["GSI3SK"] = keys.since(feed.next_attempt, feed.dossier_id)
    return item
