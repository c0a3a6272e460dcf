"""The log of what subscribers were sent, in DynamoDB; the table forgets a line ninety days after its last attempt."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.queries import Query, page_of
from chalicelib.domain.ports import Page
from chalicelib.domain.webhook_feeds import Delivery

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT_FOR = timedelta(days=90)
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class DynamoDeliveries:
    """Implements ``ports_webhooks.Deliveries``."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def note(self, delivery: Delivery) -> None:
        """One PutItem: the last attempt stands for all."""
        item = {
            "PK": keys.webhook(delivery.subscription_id),
            "SK": keys.delivery(delivery.id),
            "item_type": "delivery",
            "schema": items.SCHEMA,
            "expires_at": int((delivery.last_attempt_at + KEPT_FOR).timestamp()),
            "body": delivery.model_dump_json(),
        }
        self._client.put_item(TableName=self._table, Item=items.wire(item))

    def has(self, subscription_id: str, delivery_id: str) -> bool:
        """One GetItem."""
        if keys.SEPARATOR in delivery_id:
            return False
        key = {"PK": keys.webhook(subscription_id), "SK": keys.delivery(delivery_id)}
        return "Item" in self._client.get_item(TableName=self._table, Key=items.wire(key))

    def of(
        self,
        subscription_id: str,
        since: datetime | None,
        until: datetime | None,
        limit: int,
        cursor: str = "",
    ) -> Page[Delivery]:
        """One Query."""
        within = (_from(since), _from(until or _EVER) + "~")
        latest = Query(self._table, keys.webhook(subscription_id), between=within, newest_first=True)
        read = partial(items.body, model=Delivery)
        return page_of(self._client, self._cursors, latest, limit, cursor, read)


def _from(at: datetime | None) -> str:
    return keys.delivery(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" if at else "")
