"""What bytes are held for whom, in DynamoDB; the index of checks names the object, so that no item need be read."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.queries import Query, every
from chalicelib.adapters.transactions import MUST_BE_NEW, Write, write_alone
from chalicelib.domain.holdings import Holding

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoHoldings:
    """Implements ``ports_papers.Holdings``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def hold(self, holding: Holding) -> Holding:
        """One PutItem, which gives back what stands there already."""
        new = Write("holding", self._table, holding_item(holding), MUST_BE_NEW)
        stands = write_alone(self._client, new)
        return holding if stands is None else _holding_of(stands)

    def forget(self, owner_ref: str, sha256: str) -> None:
        """One DeleteItem."""
        key = items.wire({"PK": keys.owner(owner_ref), "SK": keys.blob(sha256)})
        self._client.delete_item(TableName=self._table, Key=key)

    def due(self, day: date) -> Iterator[Holding]:
        """One Query for each megabyte of keys."""
        of_day = Query(self._table, keys.check(day), index=keys.Index.INTEGRITY)
        return map(_holding_of, every(self._client, of_day))

    def checked(self, holding: Holding, check_on: date) -> None:
        """One UpdateItem; bytes that are no longer held stay forgotten."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key=items.wire({"PK": keys.owner(holding.owner_ref), "SK": keys.blob(holding.sha256)}),
                UpdateExpression="SET GSI4PK = :day",
                ConditionExpression="attribute_exists(PK)",
                ExpressionAttributeValues=items.wire({":day": keys.check(check_on)}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return


def holding_item(holding: Holding) -> items.Item:
    """Keys and nothing else: the index holds no more than keys."""
    return {
        "PK": keys.owner(holding.owner_ref),
        "SK": keys.blob(holding.sha256),
        "item_type": "blob",
        "schema": items.SCHEMA,
        "GSI4PK": keys.check(holding.check_on),
        "GSI4SK": holding.key,
    }


def _holding_of(item: Any) -> Holding:
    return Holding(
        owner_ref=item["PK"]["S"].partition(keys.SEPARATOR)[2],
        sha256=item["SK"]["S"].partition(keys.SEPARATOR)[2],
        key=item["GSI4SK"]["S"],
        check_on=date.fromisoformat(item["GSI4PK"]["S"].partition(keys.SEPARATOR)[2]),
    )
