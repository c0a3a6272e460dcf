"""What bytes are held for whom, in DynamoDB; the index of checks names the object, so that no item need be read."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.transactions import MUST_BE_NEW
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
        try:
            self._client.put_item(
                TableName=self._table,
                Item=items.wire(holding_item(holding)),
                ConditionExpression=MUST_BE_NEW,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as failure:
            old: Any = failure.response
            return _holding_of(old["Item"])
        return holding

    def forget(self, owner_ref: str, sha256: str) -> None:
        """One DeleteItem."""
        key = items.wire({"PK": keys.owner(owner_ref), "SK": keys.blob(sha256)})
        self._client.delete_item(TableName=self._table, Key=key)

    def due(self, day: date) -> Iterator[Holding]:
        """One Query for each megabyte of keys."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=keys.Index.INTEGRITY,
            KeyConditionExpression="GSI4PK = :day",
            ExpressionAttributeValues=items.wire({":day": keys.check(day)}),
        )
        return (_holding_of(item) for page in pages for item in page["Items"])

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
