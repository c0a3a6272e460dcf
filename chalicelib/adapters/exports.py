"""Exports that owners asked for, in DynamoDB beside their papers; forgotten after a month."""

from datetime import timedelta
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.paper_items import writes_of_traces
from chalicelib.adapters.queries import Query, every, item_at
from chalicelib.adapters.transactions import MUST_BE_NEW, ConditionsFailed, Write, write_together
from chalicelib.domain.exports import Export, ExportNotFound, ExportState
from chalicelib.domain.making import Made
from chalicelib.domain.traces import Use

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=30)


class DynamoExports:
    """Implements ``ports_exports.Exports``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def ask(self, export: Export, use: Use) -> Export:
        """One transaction."""
        new = Write("export", self._table, _item(export), MUST_BE_NEW)
        try:
            write_together(self._client, [new, *writes_of_traces(self._table, [use])])
        except ConditionsFailed as failure:
            return items.body(failure.old_items["export"], Export)
        return export

    def get(self, owner_ref: str, export_id: str) -> Export:
        """One GetItem."""
        if keys.SEPARATOR in export_id:
            raise ExportNotFound
        item = item_at(self._client, self._table, keys.owner(owner_ref), keys.export(export_id))
        if item is None:
            raise ExportNotFound
        return items.body(item, Export)

    def under_way(self, owner_ref: str) -> Export | None:
        """One Query."""
        awaited = Query(
            self._table,
            keys.owner(owner_ref),
            prefix=keys.export(""),
            consistent=True,
            more={"FilterExpression": "attribute_exists(awaits)"},
        )
        return next((items.body(item, Export) for item in every(self._client, awaited)), None)

    def done(self, export: Export) -> None:
        """One PutItem: whoever made it last made the same."""
        self._client.put_item(TableName=self._table, Item=items.wire(_item(export)))


def _item(export: Export) -> items.Item:
    item: items.Item = {
        "PK": keys.owner(export.owner_ref),
        "SK": keys.export(export.id),
        "item_type": "export",
        "schema": items.SCHEMA,
        "expires_at": int((export.asked_at + _KEPT).timestamp()),
        "body": export.model_dump_json(),
    }
    if export.state is ExportState.PREPARING:
        item["awaits"] = Made.EXPORT
    return item
