"""Accounts of partners in DynamoDB, beside their dossiers, each on the list of what its unit owes while it owes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.adapters.queries import Query, every, first_of, items_at, page_of
from chalicelib.adapters.transactions import MUST_BE_NEW, ConditionsFailed, Write, write_together
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierChangedMeanwhile
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.partner_account import PartnerAccount
from chalicelib.domain.partner_errors import NumberOfAnother
from chalicelib.domain.ports import NumberTaken, Page
from chalicelib.domain.ports_partners import PartnerFile, PartnerUnit

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPartnerAccounts:
    """Implements ``ports_partners.PartnerAccounts`` on the one table."""

    def __init__(
        self, client: "DynamoDBClient", table: str, cursors: Cursors, dossiers: DynamoDossiers
    ) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors
        self._dossiers = dossiers

    def get(self, dossier_id: str) -> PartnerFile:
        """One Query for every megabyte: in the key order files, head and account stand together."""
        files = keys.Prefix.FILE.key("")
        partition = keys.dossier(dossier_id)
        told = Query(self._table, partition, between=(files, keys.PARTNER), consistent=True)
        found = {item["SK"]["S"]: item for item in every(self._client, told)}
        head, account = found.get(keys.HEAD), found.get(keys.PARTNER)
        return PartnerFile(
            account=items.body(account, PartnerAccount) if account else None,
            dossier=items.body(head, Dossier) if head else None,
            files=tuple(items.file_of(item) for key, item in found.items() if key.startswith(files)),
        )

    def save(
        self,
        account: PartnerAccount,
        dossier: Dossier | None = None,
        events: Sequence[AnyEvent] = (),
        number: DossierNumber | str = "",
    ) -> None:
        """One transaction."""
        writes = [self._account(account)]
        if dossier is not None and events:
            writes += self._dossiers.writes_of(dossier, events, since=account.settled_at)
        if isinstance(number, DossierNumber):
            writes += self._dossiers.writes_of_number(number, account.dossier_id)
        elif number:
            item = items.number_item(number, account.dossier_id)
            writes.append(Write("number", self._table, item, MUST_BE_NEW))
        try:
            write_together(self._client, writes)
        except ConditionsFailed as failure:
            failed = failure.old_items.keys()
            if {"account", "head"}.isdisjoint(failed) and not {"counter", "number"}.isdisjoint(failed):
                is_issued = isinstance(number, DossierNumber)
                raise (NumberTaken() if is_issued else NumberOfAnother(number=number)) from failure
            raise DossierChangedMeanwhile(version="?", state="?") from failure

    def owing(self, unit: str, until: datetime, limit: int, cursor: str = "") -> Page[PartnerAccount]:
        """One Query on the sparse index and one BatchGetItem for every hundred of its lines."""
        owing = self._owing(unit, keys.since(until, "~"))
        page = page_of(self._client, self._cursors, owing, limit, cursor, items.id_of_dossier)
        return Page(self._accounts(page.items), page.cursor)

    def count(self, unit: str, until: datetime) -> tuple[int, datetime | None]:
        """One Query for each megabyte of keys."""
        owing = every(self._client, self._owing(unit, keys.since(until, "~")))
        orders = [line["GSI3SK"]["S"] for line in owing]
        standing = (order for order in orders if order.startswith(keys.Prefix.AT.key("")))
        return len(orders), next(map(keys.instant_of, standing), None)

    def trying(self, unit: str, limit: int) -> tuple[str, ...]:
        """One Query on the sparse index."""
        trying = self._owing(unit, keys.Prefix.AGAIN.key("~"))
        return tuple(map(items.id_of_dossier, first_of(self._client, trying, limit)))

    def heard(self, unit: str, at: datetime) -> None:
        """One PutItem."""
        item = {
            "PK": keys.PARTNERS,
            "SK": keys.partner_unit(unit),
            "item_type": "partner-unit",
            "schema": items.SCHEMA,
            "unit": unit,
            "heard_at": at.isoformat(),
        }
        self._client.put_item(TableName=self._table, Item=items.wire(item))

    def units(self) -> tuple[PartnerUnit, ...]:
        """One Query for every megabyte."""
        return tuple(
            PartnerUnit(item["unit"]["S"], datetime.fromisoformat(item["heard_at"]["S"]))
            for item in every(self._client, Query(self._table, keys.PARTNERS))
        )

    def _owing(self, unit: str, before: str) -> Query:
        return Query(self._table, keys.owed(unit), index=keys.Index.UNSYNCED, before=before)

    def _accounts(self, dossier_ids: Sequence[str]) -> tuple[PartnerAccount, ...]:
        places = [(keys.dossier(dossier_id), keys.PARTNER) for dossier_id in dossier_ids]
        found = {items.id_of_dossier(item): item for item in items_at(self._client, self._table, places)}
        return tuple(items.body(found[each], PartnerAccount) for each in dossier_ids if each in found)

    def _account(self, account: PartnerAccount) -> Write:
        written = account.changed(revision=account.revision + 1)
        item = {
            "PK": keys.dossier(account.dossier_id),
            "SK": keys.PARTNER,
            "item_type": "partner-account",
            "schema": items.SCHEMA,
            "revision": written.revision,
            **_index_keys(account),
            "body": written.model_dump_json(),
        }
        if account.revision == 0:
            return Write("account", self._table, item, MUST_BE_NEW)
        return Write("account", self._table, item, "revision = :seen", {":seen": account.revision})


def _index_keys(account: PartnerAccount) -> items.Item:
    """An account that owes nothing, now or ever, carries no index key."""
    if account.tries and account.settled_at:
        order = keys.again(account.settled_at, account.dossier_id)
    elif (since := account.owes_from) is not None:
        order = keys.since(since, account.dossier_id)
    else:
        return {}
    return {"GSI3PK": keys.owed(account.unit), "GSI3SK": order}
