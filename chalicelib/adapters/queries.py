"""Questions to the one table: an item, all items of a partition, or a page of them with a sealed cursor to the next."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.items import Item, plain, wire
from chalicelib.adapters.keys import Index
from chalicelib.domain.ports import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

What = TypeVar("What")

#: How many items DynamoDB gives in one batch.
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Query:
    """The items of one partition of the table or of an index, in the order of their sort keys.

    ``prefix``, ``between`` (both ends belong to it) and ``before`` narrow the sort keys; one of them at most is given.
    ``more`` is told to DynamoDB besides (a filter, what to give of an item), ``values`` are bound to it.
    """

    table: str
    partition: str
    index: Index | None = None
    prefix: str = ""
    between: tuple[str, str] | None = None
    before: str = ""
    newest_first: bool = False
    consistent: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def request(self) -> dict[str, Any]:
        """As DynamoDB wants it."""
        partition_key, sort_key = self.index.attributes if self.index else ("PK", "SK")
        narrowed, bounds = self._narrowed(sort_key)
        told: dict[str, Any] = {
            "TableName": self.table,
            "KeyConditionExpression": f"{partition_key} = :partition{narrowed}",
            "ExpressionAttributeValues": wire({":partition": self.partition, **bounds, **self.values}),
            "ScanIndexForward": not self.newest_first,
            "ConsistentRead": self.consistent,
            **self.more,
        }
        return told | ({"IndexName": self.index.value} if self.index else {})

    def _narrowed(self, sort_key: str) -> tuple[str, Mapping[str, str]]:
        if self.prefix:
            return f" AND begins_with({sort_key}, :prefix)", {":prefix": self.prefix}
        if self.between:
            first, last = self.between
            return f" AND {sort_key} BETWEEN :first AND :last", {":first": first, ":last": last}
        if self.before:
            return f" AND {sort_key} < :before", {":before": self.before}
        return "", {}


def item_at(client: "DynamoDBClient", table: str, pk: str, sk: str) -> Item | None:
    """One consistent GetItem."""
    answer = client.get_item(TableName=table, Key=wire({"PK": pk, "SK": sk}), ConsistentRead=True)
    return answer.get("Item")


def items_at(client: "DynamoDBClient", table: str, places: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """One consistent BatchGetItem for every hundred places, in any order; what is not there is left out."""
    left: list[Any] = [wire({"PK": pk, "SK": sk}) for pk, sk in dict.fromkeys(places)]
    while left:
        asked: Any = {"Keys": left[:_BATCH], "ConsistentRead": True}
        answer = client.batch_get_item(RequestItems={table: asked})
        yield from answer["Responses"].get(table, [])
        undone = answer.get("UnprocessedKeys", {}).get(table)
        left = [*(undone["Keys"] if undone else ()), *left[_BATCH:]]


def every(client: "DynamoDBClient", query: Query) -> Iterator[Item]:
    """One Query for every megabyte."""
    request = query.request()
    while True:
        answer = client.query(**request)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def first_of(client: "DynamoDBClient", query: Query, limit: int) -> list[Item]:
    """One Query."""
    return client.query(**query.request(), Limit=limit)["Items"]


def page_of(
    client: "DynamoDBClient",
    cursors: Cursors,
    query: Query,
    limit: int,
    cursor: str,
    read: Callable[[Item], What],
    question: str = "",
) -> Page[What]:
    """One Query. ``question`` names the list for its cursors, where the partition alone does not.

    Raises ``BadCursor``.
    """
    question = question or query.partition
    request = query.request() | {"Limit": limit}
    if start := cursors.open(question, cursor):
        request["ExclusiveStartKey"] = wire(start)
    answer = client.query(**request)
    further = cursors.seal(question, plain(answer.get("LastEvaluatedKey", {})))
    return Page(tuple(map(read, answer["Items"])), further)
