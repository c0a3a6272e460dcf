"""Requests for correction in DynamoDB, on a unit's list as long as they are open."""

from functools import partial
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys, keys_of_people
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.queries import Query, item_at, page_of
from chalicelib.adapters.transactions import MUST_BE_NEW, Write, write_alone
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
        stands = write_alone(self._client, Write("wish", self._table, _item(wish), MUST_BE_NEW))
        kept = wish if stands is None else items.body(stands, Rectification)
        if kept.asked != wish.asked:
            raise KeyReusedForAnotherRequest
        return kept

    def get(self, rectification_id: str) -> Rectification:
        """One GetItem."""
        item = item_at(self._client, self._table, *_key(rectification_id).values())
        if item is None:
            raise RectificationNotFound
        return items.body(item, Rectification)

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
        asked = Query(
            self._table, keys_of_people.asker(owner_ref), index=keys.Index.BY_OWNER, newest_first=True
        )
        return page_of(self._client, self._cursors, asked, limit, cursor, _read)

    def open_at(self, unit: str, limit: int, cursor: str = "") -> Page[Rectification]:
        """One Query on the index."""
        waiting = Query(self._table, keys_of_people.rectifications(unit), index=keys.Index.WORK_QUEUE)
        return page_of(self._client, self._cursors, waiting, limit, cursor, _read)


_read = partial(items.body, model=Rectification)


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
