"""Subscriptions of other systems in DynamoDB, all in one partition: there are few, and every event asks for all."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.transactions import MUST_BE_NEW
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
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :all",
            ExpressionAttributeValues=items.wire({":all": keys.WEBHOOKS}),
            ConsistentRead=True,
        )
        found = [items.body(item, Subscription) for page in pages for item in page["Items"]]
        standing = (each for each in found if each.ended_at is None)
        return tuple(sorted(standing, key=lambda each: (each.made_at, each.id)))

    def get(self, subscription_id: str) -> Subscription:
        """One GetItem."""
        answer = self._client.get_item(
            TableName=self._table,
            Key=items.wire({"PK": keys.WEBHOOKS, "SK": keys.webhook(subscription_id)}),
            ConsistentRead=True,
        )
        if "Item" not in answer:
            raise WebhookNotFound
        return items.body(answer["Item"], Subscription)

    def add(self, subscription: Subscription) -> Subscription:
        """One PutItem, and one GetItem if it was there already."""
        try:
            self._client.put_item(
                TableName=self._table,
                Item=items.wire(_item(subscription)),
                ConditionExpression=MUST_BE_NEW,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return self.get(subscription.id)
        return subscription

    def change(self, subscription: Subscription) -> bool:
        """One conditional PutItem."""
        try:
            self._client.put_item(
                TableName=self._table,
                Item=items.wire(_item(subscription)),
                ConditionExpression="version = :seen",
                ExpressionAttributeValues=items.wire({":seen": subscription.version - 1}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


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
