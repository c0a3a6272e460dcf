"""Requests for correction in DynamoDB, on a unit's list as long as they are open."""

from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys, keys_of_people
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.transactions import MUST_BE_NEW
from chalicelib.domain.errors import KeyReusedForAnotherRequest
from chalicelib.domain.ports import Page
from chalicelib.domain.rectification import Rectification, RectificationNotFound, RectificationState

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoRectifications:
    """Implements ``ports_rectifications.Rectifications``."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def ask(self, wish: Rectification) -> Rectification:
        """One PutItem, which gives back what stands there already."""
        try:
            self._client.put_item(
                TableName=self._table,
                Item=items.wire(_item(wish)),
                ConditionExpression=MUST_BE_NEW,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as failure:
            told: Any = failure.response
            kept = items.body(told["Item"], Rectification)
            if kept.asked != wish.asked:
                raise KeyReusedForAnotherRequest from failure
            return kept
        return wish

    def get(self, rectification_id: str) -> Rectification:
        """One GetItem."""
        answer = self._client.get_item(
            TableName=self._table, Key=items.wire(_key(rectification_id)), ConsistentRead=True
        )
        if "Item" not in answer:
            raise RectificationNotFound
        return items.body(answer["Item"], Rectification)

    def answer(self, after: Rectification) -> bool:
        """One conditional PutItem."""
        try:
            self._client.put_item(
                TableName=self._table,
                Item=items.wire(_item(after)),
                ConditionExpression="#state = :asked",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=items.wire({":asked": RectificationState.ASKED}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Rectification]:
        """One Query on the index."""
        place = keys_of_people.asker(owner_ref)
        return self._list(keys.Index.BY_OWNER, "GSI2PK", place, limit, cursor, newest_first=True)

    def open_at(self, unit: str, limit: int, cursor: str = "") -> Page[Rectification]:
        """One Query on the index."""
        return self._list(keys.Index.WORK_QUEUE, "GSI1PK", keys_of_people.rectifications(unit), limit, cursor)

    def _list(
        self,
        index: keys.Index,
        attribute: str,
        value: str,
        limit: int,
        cursor: str,
        newest_first: bool = False,
    ) -> Page[Rectification]:
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": index.value,
            "KeyConditionExpression": f"{attribute} = :value",
            "ExpressionAttributeValues": items.wire({":value": value}),
            "ScanIndexForward": not newest_first,
            "Limit": limit,
        }
        if start := self._cursors.open(value, cursor):
            query["ExclusiveStartKey"] = items.wire(start)
        answer = self._client.query(**query)
        further = self._cursors.seal(value, items.plain(answer.get("LastEvaluatedKey", {})))
        return Page(tuple(items.body(item, Rectification) for item in answer["Items"]), further)


def _key(rectification_id: str) -> items.Item:
    if keys.SEPARATOR in rectification_id:
        raise RectificationNotFound
    return {"PK": keys_of_people.rectification(rectification_id), "SK": keys.RECTIFICATION}


def _item(wish: Rectification) -> items.Item:
    item = {
        **_key(wish.id),
        "item_type": "rectification",
        "schema": items.SCHEMA,
        "state": wish.state,
        "GSI2PK": keys_of_people.asker(wish.owner_ref),
        "GSI2SK": keys.since(wish.asked_at, wish.id),
        "body": wish.model_dump_json(),
    }
    if wish.state is RectificationState.ASKED:
        item |= {
            "GSI1PK": keys_of_people.rectifications(wish.unit),
            "GSI1SK": keys.since(wish.answer_by, wish.id),
        }
    return item
