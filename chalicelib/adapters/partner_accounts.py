"""Accounts of partners in DynamoDB, beside their dossiers, each on the list of what its unit owes while it owes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
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
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :pk AND SK BETWEEN :first AND :last",
            ExpressionAttributeValues=items.wire(
                {":pk": keys.dossier(dossier_id), ":first": files, ":last": keys.PARTNER}
            ),
            ConsistentRead=True,
        )
        found = {item["SK"]["S"]: item for page in pages for item in page["Items"]}
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
        question = keys.owed(unit)
        query = self._list(question, keys.since(until, "~")) | {"Limit": limit}
        if start := self._cursors.open(question, cursor):
            query["ExclusiveStartKey"] = items.wire(start)
        answer = self._client.query(**query)
        accounts = self._accounts([line["PK"]["S"] for line in answer["Items"]])
        return Page(accounts, self._cursors.seal(question, items.plain(answer.get("LastEvaluatedKey", {}))))

    def trying(self, unit: str, limit: int) -> tuple[str, ...]:
        """One Query on the sparse index."""
        last = keys.Prefix.AGAIN.key("~")
        answer = self._client.query(**self._list(keys.owed(unit), last), Limit=limit)
        return tuple(keys.id_of_dossier(line["PK"]["S"]) for line in answer["Items"])

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
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="PK = :partners",
            ExpressionAttributeValues=items.wire({":partners": keys.PARTNERS}),
        )
        return tuple(
            PartnerUnit(item["unit"]["S"], datetime.fromisoformat(item["heard_at"]["S"]))
            for page in pages
            for item in page["Items"]
        )

    def _list(self, question: str, until: str) -> Any:
        return {
            "TableName": self._table,
            "IndexName": keys.Index.UNSYNCED.value,
            "KeyConditionExpression": "GSI3PK = :list AND GSI3SK < :until",
            "ExpressionAttributeValues": items.wire({":list": question, ":until": until}),
        }

    def _accounts(self, partitions: Sequence[str]) -> tuple[PartnerAccount, ...]:
        wanted: list[Any] = [items.wire({"PK": pk, "SK": keys.PARTNER}) for pk in partitions]
        found: dict[str, PartnerAccount] = {}
        while wanted:
            answer = self._client.batch_get_item(RequestItems={self._table: {"Keys": wanted[:100]}})
            for item in answer["Responses"][self._table]:
                found[item["PK"]["S"]] = items.body(item, PartnerAccount)
            left = answer.get("UnprocessedKeys", {}).get(self._table)
            wanted = [*(left["Keys"] if left else ()), *wanted[100:]]
        return tuple(found[pk] for pk in partitions if pk in found)

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
