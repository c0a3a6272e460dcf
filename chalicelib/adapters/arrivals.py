"""Dossiers pushed by the portal whose papers are still being read, in DynamoDB, on a sparse list of their own."""

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.queries import Query, item_at, page_of
from chalicelib.domain.filed_there import FiledThere
from chalicelib.domain.ports import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_LIST = "arriving"
_FILED = TypeAdapter(FiledThere)


class DynamoArrivals:
    """Implements ``ports_sync.Arrivals`` on the one table."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def keep(self, filed: FiledThere) -> None:
        """One PutItem, unconditional: what is said last of a dossier counts, and is said whole."""
        item = {
            **_key(filed.dossier_id),
            "item_type": "arrival",
            "schema": items.SCHEMA,
            "GSI3PK": keys.sync_list(_LIST),
            "GSI3SK": keys.since(_changed_at(filed), filed.dossier_id),
            "body": _body(filed),
        }
        self._client.put_item(TableName=self._table, Item=items.wire(item))

    def is_kept(self, filed: FiledThere) -> bool:
        """One GetItem."""
        found = self._item(filed.dossier_id)
        return found is not None and items.text(found, "body") == _body(filed)

    def drop(self, filed: FiledThere) -> None:
        """One DeleteItem."""
        self._client.delete_item(TableName=self._table, Key=items.wire(_key(filed.dossier_id)))

    def waiting(self, limit: int, cursor: str = "") -> Page[FiledThere]:
        """One Query on the sparse index and one GetItem for each line of it."""
        arriving = Query(self._table, keys.sync_list(_LIST), index=keys.Index.UNSYNCED)
        page = page_of(self._client, self._cursors, arriving, limit, cursor, items.id_of_dossier)
        found = map(self._item, page.items)
        filed = tuple(_FILED.validate_json(items.text(item, "body")) for item in found if item is not None)
        return Page(filed, page.cursor)

    def _item(self, dossier_id: str) -> items.Item | None:
        return item_at(self._client, self._table, *_key(dossier_id).values())


def _key(dossier_id: str) -> items.Item:
    return {"PK": keys.dossier(dossier_id), "SK": keys.ARRIVAL}


def _body(filed: FiledThere) -> str:
    return _FILED.dump_json(filed).decode()


def _changed_at(filed: FiledThere) -> datetime:
    return filed.withdrawn_at or filed.supplemented_at or filed.filed_at
