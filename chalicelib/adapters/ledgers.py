"""Ledgers in DynamoDB, beside their dossiers, and the sparse lists of news, of what waits and what needs a person."""

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.queries import Query, every, first_of, page_of
from chalicelib.adapters.transactions import (
    MUST_BE_NEW,
    ConditionsFailed,
    Removal,
    Write,
    write_alone,
    write_together,
)
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
        partition = keys.dossier(dossier_id)
        standing = Query(self._table, partition, between=(files, keys.LEDGER), consistent=True)
        found = {item["SK"]["S"]: item for item in every(self._client, standing)}
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
        if not heard:
            return written if write_alone(self._client, put) is None else None
        try:
            write_together(self._client, [put, self._note(ledger.dossier_id, heard)])
        except ConditionsFailed as failure:
            return None if put.name in failure.old_items else self.write(ledger)
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
        due = self._waiting(keys.sync_list(standing), until)
        return page_of(self._client, self._cursors, due, limit, cursor, items.id_of_dossier)

    def unheard(self, until: datetime, limit: int) -> tuple[str, ...]:
        """One Query for each part of the list."""
        found: list[tuple[str, str]] = []
        for shard in range(keys.NEWS_SHARDS):
            lines = first_of(self._client, self._waiting(keys.news_list(shard), until), limit)
            found += [(line["GSI3SK"]["S"], items.id_of_dossier(line)) for line in lines]
        return tuple(dossier_id for _, dossier_id in sorted(found)[:limit])

    def count(self, standing: Standing) -> tuple[int, datetime | None]:
        """One Query for each megabyte of keys."""
        listed = Query(self._table, keys.sync_list(standing), index=keys.Index.UNSYNCED)
        found = [line["GSI3SK"]["S"] for line in every(self._client, listed)]
        return len(found), keys.instant_of(found[0]) if found else None

    def _waiting(self, partition: str, until: datetime) -> Query:
        before = keys.since(until, "~")
        return Query(self._table, partition, index=keys.Index.UNSYNCED, before=before)


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
