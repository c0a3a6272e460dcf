"""Ledgers in DynamoDB, beside their dossiers, and the two sparse lists of what waits and what needs a person."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.transactions import MUST_BE_NEW
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.ledger import Ledger
from chalicelib.domain.ports import Page
from chalicelib.domain.ports_sync import Account, Standing

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoLedgers:
    """Implements ``ports_sync.Ledgers`` on the one table."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def account(self, dossier_id: str) -> Account:
        """One Query for every megabyte: in the key order files, head and ledger stand together, events apart."""
        files = keys.Prefix.FILE.key("")
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :pk AND SK BETWEEN :first AND :last",
            ExpressionAttributeValues=items.wire(
                {
                    ":pk": keys.dossier(dossier_id),
                    ":first": files,
                    ":last": keys.LEDGER,
                }
            ),
            ConsistentRead=True,
        )
        found = {item["SK"]["S"]: item for page in pages for item in page["Items"]}
        head, ledger = found.pop(keys.HEAD, None), found.pop(keys.LEDGER, None)
        if head is None:
            raise DossierNotFound
        return Account(
            dossier=items.body(head, Dossier),
            files=tuple(items.file_of(item) for key, item in found.items() if key.startswith(files)),
            ledger=items.body(ledger, Ledger) if ledger else Ledger(dossier_id=dossier_id),
        )

    def write(self, ledger: Ledger) -> Ledger | None:
        """One conditional PutItem."""
        written = ledger.model_copy(update={"revision": ledger.revision + 1})
        put: dict[str, Any] = {"TableName": self._table, "Item": items.wire(_item(written))}
        if ledger.revision:
            put["ConditionExpression"] = "revision = :seen"
            put["ExpressionAttributeValues"] = items.wire({":seen": ledger.revision})
        else:
            put["ConditionExpression"] = MUST_BE_NEW
        try:
            self._client.put_item(**put)
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return written

    def standing(self, standing: Standing, until: datetime, limit: int, cursor: str = "") -> Page[str]:
        """One Query on the sparse index."""
        question = keys.sync_list(standing)
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": keys.Index.UNSYNCED.value,
            "KeyConditionExpression": "GSI3PK = :list AND GSI3SK < :until",
            "ExpressionAttributeValues": items.wire({":list": question, ":until": keys.since(until, "~")}),
            "Limit": limit,
        }
        if start := self._cursors.open(question, cursor):
            query["ExclusiveStartKey"] = items.wire(start)
        answer = self._client.query(**query)
        ids = tuple(keys.id_of_dossier(item["PK"]["S"]) for item in answer["Items"])
        return Page(ids, self._cursors.seal(question, items.plain(answer.get("LastEvaluatedKey", {}))))

    def count(self, standing: Standing) -> tuple[int, datetime | None]:
        """One Query for each megabyte of keys."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=keys.Index.UNSYNCED.value,
            KeyConditionExpression="GSI3PK = :list",
            ExpressionAttributeValues=items.wire({":list": keys.sync_list(standing)}),
        )
        found = [item["GSI3SK"]["S"] for page in pages for item in page["Items"]]
        return len(found), keys.instant_of(found[0]) if found else None


def _item(ledger: Ledger) -> items.Item:
    """A ledger that owes nothing carries no index key, so it stands on no list."""
    return {
        "PK": keys.dossier(ledger.dossier_id),
        "SK": keys.LEDGER,
        "item_type": "ledger",
        "schema": items.SCHEMA,
        "revision": ledger.revision,
        **_index_keys(ledger),
        "body": ledger.model_dump_json(),
    }


def _index_keys(ledger: Ledger) -> items.Item:
    stands = Standing.of(ledger)
    if stands is None:
        return {}
    standing, since = stands
    return {"GSI3PK": keys.sync_list(standing), "GSI3SK": keys.since(since, ledger.dossier_id)}
