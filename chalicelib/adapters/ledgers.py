"""Ledgers in DynamoDB, beside their dossiers, and the sparse lists of news, of what waits and what needs a person."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.transactions import MUST_BE_NEW, ConditionsFailed, Removal, Write, write_together
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
        head, ledger, news = (found.pop(key, None) for key in (keys.HEAD, keys.LEDGER, keys.NEWS))
        if head is None:
            raise DossierNotFound
        return Account(
            dossier=items.body(head, Dossier),
            files=tuple(items.file_of(item) for key, item in found.items() if key.startswith(files)),
            ledger=items.body(ledger, Ledger) if ledger else Ledger(dossier_id=dossier_id),
            has_news=news is not None,
        )

    def write(self, ledger: Ledger, heard: int = 0) -> Ledger | None:
        """One conditional PutItem, or one transaction that takes the note of news off with it; both if that tells of
        something later.
        """
        written = ledger.model_copy(update={"revision": ledger.revision + 1})
        put = self._put(written, seen=ledger.revision)
        try:
            if heard:
                write_together(self._client, [put, self._note(ledger.dossier_id, heard)])
            else:
                self._client.put_item(**put.request()["Put"])
        except ConditionsFailed as failure:
            return None if put.name in failure.old_items else self.write(ledger)
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return written

    def _put(self, ledger: Ledger, seen: int) -> Write:
        if seen:
            return Write("ledger", self._table, _item(ledger), "revision = :seen", {":seen": seen})
        return Write("ledger", self._table, _item(ledger), MUST_BE_NEW)

    def _note(self, dossier_id: str, heard: int) -> Removal:
        key = {"PK": keys.dossier(dossier_id), "SK": keys.NEWS}
        return Removal("news", self._table, key, f"{MUST_BE_NEW} OR seq <= :heard", {":heard": heard})

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

    def unheard(self, until: datetime, limit: int) -> tuple[str, ...]:
        """One Query for each part of the list."""
        found: list[tuple[str, str]] = []
        for shard in range(keys.NEWS_SHARDS):
            answer = self._client.query(
                TableName=self._table,
                IndexName=keys.Index.UNSYNCED.value,
                KeyConditionExpression="GSI3PK = :list AND GSI3SK < :until",
                ExpressionAttributeValues=items.wire(
                    {":list": keys.news_list(shard), ":until": keys.since(until, "~")}
                ),
                Limit=limit,
            )
            found += [(item["GSI3SK"]["S"], item["PK"]["S"]) for item in answer["Items"]]
        return tuple(keys.id_of_dossier(pk) for _, pk in sorted(found)[:limit])

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
