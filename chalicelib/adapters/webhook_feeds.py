"""Feeds in DynamoDB, each beside its dossier, on the sparse list of its subscription while something waits."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.transactions import MUST_BE_NEW
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
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :pk AND SK BETWEEN :first AND :last",
            ExpressionAttributeValues=items.wire(
                {":pk": keys.dossier(dossier_id), ":first": keys.HEAD, ":last": keys.webhook("~")}
            ),
            ConsistentRead=True,
        )
        found = [item for page in pages for item in page["Items"]]
        heads = [item for item in found if item["SK"]["S"] == keys.HEAD]
        if not heads:
            raise DossierNotFound
        feeds = (items.body(item, Feed) for item in found if item["item_type"]["S"] == "feed")
        return Telling(items.body(heads[0], Dossier), {feed.subscription_id: feed for feed in feeds})

    def get(self, subscription_id: str, dossier_id: str) -> Feed:
        """One GetItem."""
        answer = self._client.get_item(
            TableName=self._table,
            Key=items.wire({"PK": keys.dossier(dossier_id), "SK": keys.webhook(subscription_id)}),
            ConsistentRead=True,
        )
        if "Item" not in answer:
            return Feed(subscription_id=subscription_id, dossier_id=dossier_id)
        return items.body(answer["Item"], Feed)

    def write(self, feed: Feed) -> Feed | None:
        """One conditional PutItem."""
        written = feed.model_copy(update={"revision": feed.revision + 1})
        put: dict[str, Any] = {"TableName": self._table, "Item": items.wire(_item(written))}
        if feed.revision:
            put["ConditionExpression"] = "revision = :seen"
            put["ExpressionAttributeValues"] = items.wire({":seen": feed.revision})
        else:
            put["ConditionExpression"] = MUST_BE_NEW
        try:
            self._client.put_item(**put)
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return written

    def due(self, subscription_id: str, until: datetime, limit: int) -> tuple[str, ...]:
        """One Query on the sparse index."""
        answer = self._client.query(
            TableName=self._table,
            IndexName=keys.Index.UNSYNCED.value,
            KeyConditionExpression="GSI3PK = :list AND GSI3SK < :until",
            ExpressionAttributeValues=items.wire(
                {":list": keys.webhook(subscription_id), ":until": keys.since(until, "~")}
            ),
            Limit=limit,
        )
        return tuple(keys.id_of_dossier(item["PK"]["S"]) for item in answer["Items"])

    def count(self, subscription_id: str) -> int:
        """One Query for each megabyte of keys."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=keys.Index.UNSYNCED.value,
            KeyConditionExpression="GSI3PK = :list",
            ExpressionAttributeValues=items.wire({":list": keys.webhook(subscription_id)}),
            Select="COUNT",
        )
        return sum(page["Count"] for page in pages)


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
