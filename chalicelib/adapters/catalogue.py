"""The catalogue in the one table: few queries to read it, none at all while it is warm.

Every entry is a line of the collection CATALOGUE. A procedure's line holds only its summary, so that the list
stays small; the whole of it stands under its own key, by the day on which it took effect.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.adapters import items, keys
from chalicelib.adapters.queries import Query, every
from chalicelib.adapters.transactions import MUST_BE_NEW, ConditionsFailed, Write, write_together
from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.ports_catalogue import (
    CatalogueChangedMeanwhile,
    CatalogueNotLoaded,
    Change,
    EntryId,
    EntryKind,
    ProcedurePage,
    page_of,
)
from chalicelib.domain.procedures import Level, Procedure, ProcedureNotFound, ProcedureSummary
from chalicelib.domain.rules import LegalRules, rules_on
from chalicelib.domain.units import Unit, Units

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: A transaction takes 100 writes, and a procedure needs two.
CHANGES_AT_ONCE = 50
IS_AS_SEEN = "digest = :seen"

Remembered = TypeVar("Remembered")


class DynamoCatalogueWriter:
    """Implements ``ports_catalogue.CatalogueWriter``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def digests(self) -> Mapping[EntryId, str]:
        """One Query for each megabyte of the collection."""
        lines = Query(self._table, keys.CATALOGUE, more={"ProjectionExpression": "SK, digest"})
        return {
            keys.catalogue_entry_parts(line["SK"]["S"]): line["digest"]["S"]
            for line in every(self._client, lines)
        }

    def write(self, changes: Sequence[Change]) -> None:
        """One transaction for every fifty changes."""
        for start in range(0, len(changes), CHANGES_AT_ONCE):
            writes = [
                write for change in changes[start : start + CHANGES_AT_ONCE] for write in self._writes(change)
            ]
            try:
                write_together(self._client, writes)
            except ConditionsFailed as failure:
                raise CatalogueChangedMeanwhile from failure

    def _writes(self, change: Change) -> Iterator[Write]:
        value = change.entry.value
        line = value.summary() if isinstance(value, Procedure) else value
        yield self._put(
            change, keys.CATALOGUE, keys.catalogue_entry(*change.entry.id), line.model_dump_json()
        )
        if isinstance(value, Procedure):
            yield self._put(
                change, keys.procedure(value.code), keys.version(value.valid_from), value.model_dump_json()
            )

    def _put(self, change: Change, pk: str, sk: str, body: str) -> Write:
        item = {
            "PK": pk,
            "SK": sk,
            "item_type": change.entry.kind.lower(),
            "schema": items.SCHEMA,
            "digest": change.entry.digest,
            "body": body,
        }
        if change.seen is None:
            return Write(f"{pk} {sk}", self._table, item, MUST_BE_NEW)
        return Write(f"{pk} {sk}", self._table, item, IS_AS_SEEN, {":seen": change.seen})


class DynamoCatalogueReader:
    """Implements ``ports_catalogue.CatalogueReader``; keep one for the whole process.

    What was read is remembered for ``ttl_s`` seconds by ``clock`` (any seconds that only grow), so that
    a warm request makes no call at all.
    """

    def __init__(
        self, client: "DynamoDBClient", table: str, clock: Callable[[], float], ttl_s: float = 300
    ) -> None:
        self._client = client
        self._table = table
        self._clock = clock
        self._ttl_s = ttl_s
        self._memory: dict[object, tuple[float, Any]] = {}

    def procedure(self, code: str, on: date) -> Procedure:
        """At most one Query."""
        return self._remember((EntryKind.PROCEDURE, code, on), lambda: self._procedure(code, on))

    def procedures(
        self,
        on: date,
        *,
        field_code: str | None = None,
        level: Level | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> ProcedurePage:
        """At most one Query for each megabyte of summaries, some 2,000 procedures."""
        versions = self._remember(
            EntryKind.PROCEDURE, lambda: self._lines(EntryKind.PROCEDURE, ProcedureSummary)
        )
        return page_of(versions, on, field_code=field_code, level=level, after=after, limit=limit)

    def calendar(self) -> WorkingCalendar:
        """At most one Query."""
        return self._remember(EntryKind.CALENDAR, lambda: self._lines(EntryKind.CALENDAR, WorkingCalendar)[0])

    def rules_on(self, day: date) -> LegalRules:
        """At most one Query."""
        return rules_on(
            self._remember(EntryKind.RULES, lambda: self._lines(EntryKind.RULES, LegalRules)), day
        )

    def units(self) -> Units:
        """At most one Query for each megabyte, some 3,000 units."""
        return self._remember(EntryKind.UNIT, lambda: Units(versions=self._lines(EntryKind.UNIT, Unit)))

    def _procedure(self, code: str, on: date) -> Procedure:
        """The last version that took effect until then, unless it has ended."""
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="PK = :pk AND SK <= :version",
            ExpressionAttributeValues={
                ":pk": {"S": keys.procedure(code)},
                ":version": {"S": keys.version(on)},
            },
            ScanIndexForward=False,
            Limit=1,
        )
        for item in answer["Items"]:
            procedure = items.body(item, Procedure)
            if procedure.holds_on(on):
                return procedure
        raise ProcedureNotFound(procedure=code, day=on)

    def _lines(self, kind: EntryKind, model: type[items.Model]) -> tuple[items.Model, ...]:
        lines = every(self._client, Query(self._table, keys.CATALOGUE, prefix=kind))
        found = tuple(items.body(line, model) for line in lines)
        if not found:
            raise CatalogueNotLoaded(part=kind.lower())
        return found

    def _remember(self, what: object, read: Callable[[], Remembered]) -> Remembered:
        now = self._clock()
        if what in self._memory and self._memory[what][0] > now:
            remembered: Remembered = self._memory[what][1]
            return remembered
        value = read()
        self._memory[what] = (now + self._ttl_s, value)
        return value
