"""Subscriptions of other systems in DynamoDB, all in one partition: there are few, and every event asks for all."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.queries import Query, every, item_at
from chalicelib.adapters.transactions import MUST_BE_NEW, Write, write_alone
from chalicelib.domain.webhook_errors import WebhookNotFound
from chalicelib.domain.webhooks import Subscription

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: A subscription that was ended is still known for a while: a repeated request must not bring it back.
_KEPT_AFTER_END = timedelta(days=30)


class DynamoSubscriptions:
    """Implements ``ports_webhooks.Subscriptions``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def all(self) -> tuple[Subscription, ...]:
        """One Query for each megabyte, some 500 subscriptions."""
        all_of_them = every(self._client, Query(self._table, keys.WEBHOOKS, consistent=True))
        found = (items.body(item, Subscription) for item in all_of_them)
        standing = (each for each in found if each.ended_at is None)
        return tuple(sorted(standing, key=lambda each: (each.made_at, each.id)))

    def get(self, subscription_id: str) -> Subscription:
        """One GetItem."""
        item = item_at(self._client, self._table, keys.WEBHOOKS, keys.webhook(subscription_id))
        if item is None:
            raise WebhookNotFound
        return items.body(item, Subscription)

    def add(self, subscription: Subscription) -> Subscription:
        """One PutItem, which gives back what stands there already."""
        new = Write("subscription", self._table, _item(subscription), MUST_BE_NEW)
        stands = write_alone(self._client, new)
        return subscription if stands is None else items.body(stands, Subscription)

    def change(self, subscription: Subscription) -> bool:
        """One conditional PutItem."""
        seen = {":seen": subscription.version - 1}
        put = Write("subscription", self._table, _item(subscription), "version = :seen", seen)
        return write_alone(self._client, put) is None


def _item(subscription: Subscription) -> dict[str, Any]:
    item: dict[str, Any] = {
        "PK": keys.WEBHOOKS,
        "SK": keys.webhook(subscription.id),
        "item_type": "subscription",
        "schema": items.SCHEMA,
        "version": subscription.version,
        "body": subscription.model_dump_json(),
    }
    if subscription.ended_at is not None:
        item["expires_at"] = int((subscription.ended_at + _KEPT_AFTER_END).timestamp())
    return item
