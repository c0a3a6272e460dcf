"""How many pictures of identity papers each officer sees a day, in DynamoDB; the table forgets a day after a year."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys_of_people
from chalicelib.adapters.paper_items import trace_item
from chalicelib.adapters.queries import item_at
from chalicelib.adapters.transactions import MUST_BE_NEW, Change, ConditionsFailed, Write, write_together
from chalicelib.domain.principals import Principal
from chalicelib.domain.sensitive import MoreViews, NoViewsToday, ViewCount, ViewLimitReached
from chalicelib.domain.traces import Use

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=400)
_COUNT = (
    "SET seen = if_not_exists(seen, :none) + :one, allowed = if_not_exists(allowed, :allowed),"
    " expires_at = :forgotten, item_type = :type ADD units :units"
)


class DynamoCountedViews:
    """Implements ``ports_looks.CountedViews``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def count(self, viewer: Principal, unit: str, day: date, allowed: int, use: Use, line: str) -> None:
        """One transaction: the count and the owner's log; the stream takes the line to the journal."""
        counted = {
            ":none": 0,
            ":one": 1,
            ":allowed": allowed,
            ":forgotten": int((datetime.combine(day, time.min, UTC) + _KEPT).timestamp()),
            ":type": "views",
            ":units": {unit},
        }
        key = _key(viewer.subject, day)
        has_room = "attribute_not_exists(seen) OR seen < allowed"
        traced = {**trace_item(use), "look": line}
        try:
            write_together(
                self._client,
                [
                    Change("count", self._table, key, has_room, counted, update=_COUNT),
                    Write("trace", self._table, traced, MUST_BE_NEW),
                ],
            )
        except ConditionsFailed as failure:
            raise ViewLimitReached from failure

    def allow(
        self, officer: str, units: frozenset[str], day: date, grant_id: str, wish: MoreViews, line: str
    ) -> ViewCount:
        """One transaction and one GetItem."""
        key = _key(officer, day)
        values = {f":unit{number}": unit for number, unit in enumerate(sorted(units))}
        at_our_unit = (
            " OR ".join(f"contains(units, {name})" for name in values) or "attribute_exists(nowhere)"
        )
        grant = {
            "PK": key["PK"],
            "SK": keys_of_people.more_views(day, grant_id),
            "item_type": "more-views",
            "schema": items.SCHEMA,
            "look": line,
            "body": wish.model_dump_json(),
        }
        try:
            write_together(
                self._client,
                [
                    Change(
                        "count",
                        self._table,
                        key,
                        at_our_unit,
                        {**values, ":more": wish.more},
                        update="SET allowed = allowed + :more",
                    ),
                    Write("grant", self._table, grant, MUST_BE_NEW),
                ],
            )
        except ConditionsFailed as failure:
            if "grant" not in failure.old_items:
                raise NoViewsToday from failure
        counted = item_at(self._client, self._table, key["PK"], key["SK"])
        assert counted is not None
        return _count_of(counted, day)


def _key(officer: str, day: date) -> items.Item:
    """Nobody's identifier stands in a key, an officer's neither."""
    who = hashlib.sha256(f"officer/{officer}".encode()).hexdigest()[:32]
    return {"PK": keys_of_people.views(who), "SK": keys_of_people.views_of(day)}


def _count_of(item: items.Item, day: date) -> ViewCount:
    return ViewCount(day=day, seen=int(item["seen"]["N"]), allowed=int(item["allowed"]["N"]))
