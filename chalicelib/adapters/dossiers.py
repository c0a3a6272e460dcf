"""Dossiers in DynamoDB: heads, events, files, numbers, and the record of requests already carried out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.paper_items import checks_of, writes_of_traces
from chalicelib.adapters.papers import DynamoPapers
from chalicelib.adapters.queries import Query, every, item_at, page_of
from chalicelib.adapters.transactions import (
    MUST_BE_NEW,
    Check,
    ConditionsFailed,
    Write,
    write_alone,
    write_together,
)
from chalicelib.domain.audit import StoredEvent
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import (
    DossierChangedMeanwhile,
    DossierNotFound,
    FileNotFound,
    KeyReusedForAnotherRequest,
)
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.paper_errors import PaperChangedMeanwhile, PaperNoLongerStands
from chalicelib.domain.ports import AlreadyDone, DossierSummary, NumberTaken, Once, Outcome, Page
from chalicelib.domain.reliance import PaperChange, Reliance
from chalicelib.domain.states import NATIONAL_CODES, State
from chalicelib.domain.traces import Trace

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: How long a repetition of a request is recognised.
REMEMBERED_FOR = timedelta(days=2)


class DynamoDossiers:
    """Implements ``ports.Dossiers`` on the one table and the table of idempotency records."""

    def __init__(self, client: "DynamoDBClient", table: str, once_table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._once_table = once_table
        self._cursors = cursors
        self._papers = DynamoPapers(client, table, cursors)

    def get(self, dossier_id: str) -> Dossier:
        """One GetItem."""
        return items.body(self._item(keys.dossier(dossier_id), keys.HEAD, DossierNotFound()), Dossier)

    def get_with_files(self, dossier_id: str) -> tuple[Dossier, tuple[DossierFile, ...]]:
        """One Query: in the key order the files stand right before the head."""
        found = self._query_all(dossier_id, keys.Prefix.FILE.key(""), keys.HEAD)
        if not found or found[-1]["SK"]["S"] != keys.HEAD:
            raise DossierNotFound
        *files, head = found
        return items.body(head, Dossier), tuple(map(items.file_of, files))

    def save(
        self,
        dossier: Dossier,
        events: Sequence[AnyEvent],
        *,
        once: Once | None = None,
        number: DossierNumber | None = None,
        relies_on: Sequence[Reliance] = (),
        changed: Sequence[PaperChange] = (),
    ) -> None:
        """One transaction; before it, a read or two for each paper that changes."""
        writes: list[Write | Check] = [*self.writes_of(dossier, events)]
        writes += checks_of(self._table, relies_on)
        writes += self._papers.writes_of(changed)
        if number is not None:
            writes += self.writes_of_number(number, dossier.id)
        if once is not None:
            writes.append(self._once(once, Outcome(dossier=dossier)))
        try:
            write_together(self._client, writes)
        except ConditionsFailed as failure:
            self._explain(failure, once, relies_on)

    def outcome_of(self, once: Once) -> Outcome | None:
        """One GetItem."""
        answer = self._client.get_item(
            TableName=self._once_table, Key=items.wire({"id": once.key}), ConsistentRead=True
        )
        return _outcome(answer["Item"], once) if "Item" in answer else None

    def last_number(self, unit: str, day: date) -> int:
        """One GetItem."""
        counter = item_at(self._client, self._table, keys.counter(unit, day), keys.COUNTER)
        return int(counter["latest"]["N"]) if counter else 0

    def events(self, dossier_id: str, after: int = 0) -> tuple[AnyEvent, ...]:
        """One Query for every megabyte of events."""
        found = self._query_all(dossier_id, keys.event(after + 1), keys.Prefix.EVENT.key("~"))
        return tuple(items.event_of(item) for item in found)

    def stored_events(self, dossier_id: str) -> tuple[StoredEvent, ...]:
        """One Query for every megabyte of events, which are not parsed: a damaged one must be told, not raised."""
        found = self._query_all(dossier_id, keys.event(1), keys.Prefix.EVENT.key("~"))
        return tuple(map(items.stored_event_of, found))

    def id_of_number(self, number: str) -> str:
        """One GetItem."""
        item = self._item(keys.number(number), keys.NUMBER, DossierNotFound())
        return str(item["dossier_id"]["S"])

    def announce_file(
        self,
        file: DossierFile,
        dossier: Dossier,
        once: Once | None = None,
        traces: Sequence[Trace] = (),
        relies_on: Sequence[Reliance] = (),
    ) -> None:
        """One transaction."""
        writes: list[Write | Check] = [Write("file", self._table, items.file_item(file), MUST_BE_NEW)]
        writes += writes_of_traces(self._table, traces)
        writes += checks_of(self._table, relies_on)
        if once is not None:
            writes.append(self._once(once, Outcome(dossier=dossier, file=file)))
        try:
            write_together(self._client, writes)
        except ConditionsFailed as failure:
            self._explain(failure, once, relies_on)

    def get_file(self, dossier_id: str, component: str, file_id: str) -> DossierFile:
        """One GetItem."""
        item = self._item(keys.dossier(dossier_id), keys.file(component, file_id), FileNotFound())
        return items.file_of(item)

    def erase_draft(self, draft: Dossier, files: Sequence[DossierFile]) -> bool:
        """One DeleteItem for the head, then one for each file and event."""
        partition = keys.dossier(draft.id)
        head = items.wire({"PK": partition, "SK": keys.HEAD})
        try:
            self._client.delete_item(
                TableName=self._table,
                Key=head,
                ConditionExpression="version = :seen",
                ExpressionAttributeValues=items.wire({":seen": draft.version}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        left = [keys.file(file.component, file.file_id) for file in files]
        left += [keys.event(seq) for seq in range(1, draft.version + 1)]
        for sort_key in left:
            key = items.wire({"PK": partition, "SK": sort_key})
            self._client.delete_item(TableName=self._table, Key=key)
        return True

    def update_file(self, file: DossierFile, seen: DossierFile) -> bool:
        """One conditional PutItem."""
        stored = file.model_copy(update={"revision": seen.revision + 1})
        item = items.file_item(stored)
        put = Write("file", self._table, item, "revision = :seen", {":seen": seen.revision})
        return write_alone(self._client, put) is None

    def work_queue(self, unit: str, state: State, limit: int, cursor: str = "") -> Page[DossierSummary]:
        """One Query on the index, in the order of what is due."""
        urgent = self._lines(keys.Index.WORK_QUEUE, keys.work_queue(unit, state))
        return page_of(self._client, self._cursors, urgent, limit, cursor, _line_of)

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[DossierSummary]:
        """One Query on the index, the newest first."""
        own = self._lines(keys.Index.BY_OWNER, keys.owner(owner_ref), newest_first=True)
        return page_of(self._client, self._cursors, own, limit, cursor, _line_of)

    def _item(self, pk: str, sk: str, missing: Exception) -> items.Item:
        item = item_at(self._client, self._table, pk, sk)
        if item is None:
            raise missing
        return item

    def _query_all(self, dossier_id: str, first: str, last: str) -> list[items.Item]:
        partition = keys.dossier(dossier_id)
        return list(
            every(self._client, Query(self._table, partition, between=(first, last), consistent=True))
        )

    def _lines(self, index: keys.Index, partition: str, newest_first: bool = False) -> Query:
        line = {"ProjectionExpression": "PK, SK, line"}
        return Query(self._table, partition, index=index, newest_first=newest_first, more=line)

    def writes_of(
        self, dossier: Dossier, events: Sequence[AnyEvent], since: datetime | None = None
    ) -> list[Write]:
        """Head, events and news: what every change of a dossier consists of, whatever else is written with it.

        ``since``: when we learned of the events, if that is not when they happened.
        """
        head = self._head(dossier, seen=dossier.version - len(events))
        return [head, *map(self._event, events), *self._news(dossier, events, since)]

    def _head(self, dossier: Dossier, seen: int) -> Write:
        item = items.head_item(dossier)
        if seen == 0:
            return Write("head", self._table, item, MUST_BE_NEW)
        return Write("head", self._table, item, "version = :seen", {":seen": seen})

    def _event(self, event: AnyEvent) -> Write:
        return Write(f"event-{event.seq}", self._table, items.event_item(event), MUST_BE_NEW)

    def _news(
        self, dossier: Dossier, events: Sequence[AnyEvent], since: datetime | None = None
    ) -> list[Write]:
        """So that the sync finds the news even if no message ever tells of it; a draft is none."""
        if dossier.state not in NATIONAL_CODES or dossier.is_rehearsal:
            return []
        item, is_later = items.news_item(events[-1], since), f"{MUST_BE_NEW} OR seq < :seq"
        return [Write("news", self._table, item, is_later, {":seq": dossier.version})]

    def writes_of_number(self, number: DossierNumber, dossier_id: str) -> list[Write]:
        """A number of ours, and the counter that must still stand right before it."""
        counter = items.counter_item(number)
        if number.order == 1:
            count = Write("counter", self._table, counter, MUST_BE_NEW)
        else:
            count = Write("counter", self._table, counter, "latest = :seen", {":seen": number.order - 1})
        return [count, Write("number", self._table, items.number_item(str(number), dossier_id), MUST_BE_NEW)]

    def _once(self, once: Once, outcome: Outcome) -> Write:
        forgotten_at = datetime.now(UTC) + REMEMBERED_FOR
        item = {
            "id": once.key,
            "fingerprint": once.fingerprint,
            "expires_at": int(forgotten_at.timestamp()),
            "body": outcome.model_dump_json(),
        }
        return Write("once", self._once_table, item, "attribute_not_exists(id)")

    def _explain(
        self, failure: ConditionsFailed, once: Once | None, relies_on: Sequence[Reliance] = ()
    ) -> NoReturn:
        """Say which rule a cancelled transaction met; a repeated request explains all the rest."""
        old = failure.old_items
        if once is not None and "once" in old:
            raise AlreadyDone(_outcome(old["once"], once)) from failure
        fallen = {
            reliance.component
            for number, reliance in enumerate(relies_on)
            if old.keys() & {f"relied-{number}", f"consent-{number}"}
        }
        if fallen:
            raise PaperNoLongerStands(components=", ".join(sorted(fallen))) from failure
        if any(name.startswith(("paper-", "version-", "kind")) for name in old):
            raise PaperChangedMeanwhile from failure
        if old.keys() & {"counter", "number"} and "head" not in old:
            raise NumberTaken from failure
        head = old.get("head")
        version, state = (head["version"]["N"], head["state"]["S"]) if head else ("?", "?")
        raise DossierChangedMeanwhile(version=version, state=state) from failure


def _line_of(item: items.Item) -> DossierSummary:
    return DossierSummary.model_validate_json(items.text(item, "line"))


def _outcome(item: items.Item, once: Once) -> Outcome:
    if item["fingerprint"]["S"] != once.fingerprint:
        raise KeyReusedForAnotherRequest
    return items.body(item, Outcome)
