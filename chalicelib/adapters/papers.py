"""The repository of papers in DynamoDB: numbered per owner and kind, one paper for one file, versions kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.paper_items import (
    Kind,
    paper_item,
    paper_of,
    source_item,
    writes_of_change,
    writes_of_kind,
    writes_of_traces,
)
from chalicelib.adapters.paper_search import says_what_is_wanted, search_expression
from chalicelib.adapters.queries import Query, every, item_at, items_at, page_of
from chalicelib.adapters.transactions import (
    MUST_BE_NEW,
    Check,
    ConditionsFailed,
    Removal,
    Write,
    write_together,
)
from chalicelib.domain.paper_errors import PaperChangedMeanwhile, PaperNotFound
from chalicelib.domain.papers import Paper, PaperLine, Validity
from chalicelib.domain.ports import Page
from chalicelib.domain.ports_papers import Wanted
from chalicelib.domain.qualifying import shortlist
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.traces import Use

if TYPE_CHECKING:
    from datetime import date

    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPapers:
    """Implements ``ports_papers.Papers``."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def store(self, paper: Paper) -> Paper:
        """A GetItem and one transaction; again if another paper took the number first."""
        while True:
            kind = self._kinds(paper.owner_ref, [paper.kind])[paper.kind]
            order = kind.latest + 1
            coded = paper.model_copy(update={"code": f"{paper.kind}.{order:02d}"})
            try:
                write_together(self._client, self._first_writes(coded, kind, order))
            except ConditionsFailed as failure:
                if "source" not in failure.old_items:
                    continue
                return self._stored_before(coded, failure.old_items["source"]["paper"]["S"])
            return coded

    def _stored_before(self, paper: Paper, code: str) -> Paper:
        """What a file became; of a paper that was erased only the code is left, and it is not stored again."""
        try:
            return self.get(paper.owner_ref, code)
        except PaperNotFound:
            return paper.model_copy(update={"code": code})

    def get(self, owner_ref: str, code: str) -> Paper:
        """One GetItem."""
        if keys.SEPARATOR in code:
            raise PaperNotFound
        item = item_at(self._client, self._table, keys.owner(owner_ref), keys.paper(code))
        if item is None:
            raise PaperNotFound
        return paper_of(item)

    def versions(self, owner_ref: str, code: str) -> tuple[Paper, ...]:
        """A GetItem for the latest, a Query for those before."""
        latest = self.get(owner_ref, code)
        before = self._begins_with(owner_ref, keys.Prefix.VERSION.key(code, ""))
        kept = [items.body(item, Paper) for item in before]
        earlier = [version for version in kept if version.version < latest.version]
        return (*earlier, latest.model_copy(update={"words": ""}))

    def change(self, changes: Sequence[PaperChange]) -> None:
        """Shortlists in one BatchGetItem, then one transaction."""
        writes = self.writes_of(changes)
        try:
            write_together(self._client, writes)
        except ConditionsFailed as failure:
            raise PaperChangedMeanwhile from failure

    def writes_of(self, changes: Sequence[PaperChange]) -> "list[Write | Check]":
        """What must be written for papers of one owner to change, to go into a transaction with something else.

        A paper that no longer stands may have pushed others out of its shortlist, so that is made anew from all papers
        of the kind: one Query more.
        """
        if not changes:
            return []
        writes: list[Write | Check] = []
        owner_ref = changes[0].after.owner_ref
        seen = self._kinds(owner_ref, [change.after.kind for change in changes])
        kinds = dict(seen)
        for change in changes:
            paper, kind = change.after, kinds[change.after.kind]
            if paper.validity is not Validity.IN_FORCE:
                of_kind = self._begins_with(owner_ref, keys.paper(f"{paper.kind}."))
                anew = shortlist(paper_of(item).line for item in of_kind)
                kind = kind.model_copy(update={"shortlist": anew})
            kinds[kind.kind] = kind.with_paper(paper, kind.latest)
            writes += writes_of_change(self._table, change)
        writes += [writes_of_kind(self._table, owner_ref, seen[code], kinds[code]) for code in kinds]
        return writes

    def erase(self, paper: Paper, use: Use) -> bool:
        """Two reads and one transaction; then a DeleteItem for each earlier version."""
        owner_ref, key = paper.owner_ref, items.wire({"PK": keys.owner(paper.owner_ref)})
        kind = self._kinds(owner_ref, [paper.kind])[paper.kind]
        of_kind = map(paper_of, self._begins_with(owner_ref, keys.paper(f"{paper.kind}.")))
        left = shortlist(other.line for other in of_kind if other.code != paper.code)
        after = kind.model_copy(update={"shortlist": left, "revision": kind.revision + 1})
        place = {"PK": keys.owner(owner_ref), "SK": keys.paper(paper.code)}
        writes: list[Write | Check | Removal] = [
            Removal("paper", self._table, place, "version = :seen", {":seen": paper.version}),
            writes_of_kind(self._table, owner_ref, kind, after),
            *writes_of_traces(self._table, [use]),
        ]
        try:
            write_together(self._client, writes)
        except ConditionsFailed:
            return False
        for item in self._begins_with(owner_ref, keys.Prefix.VERSION.key(paper.code, "")):
            self._client.delete_item(TableName=self._table, Key=key | {"SK": item["SK"]})
        return True

    def of_dossier(self, owner_ref: str, dossier_id: str) -> tuple[Paper, ...]:
        """A Query for the sources, then one BatchGetItem for each hundred papers."""
        sources = self._begins_with(owner_ref, keys.source(dossier_id, ""))
        found = self._batch(owner_ref, [keys.paper(item["paper"]["S"]) for item in sources])
        return tuple(map(paper_of, found))

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Paper]:
        """One Query; a page may be shorter than ``limit`` where results are not handed over yet."""
        partition, papers = keys.owner(owner_ref), keys.Prefix.PAPER.key("")
        query = self._query(partition, papers, "visible = :yes", {":yes": True})
        return page_of(self._client, self._cursors, query, limit, cursor, paper_of)

    def search(
        self, owner_ref: str, wanted: Wanted, day: "date", limit: int, cursor: str = ""
    ) -> Page[Paper]:
        """One Query of a megabyte at most; words and numbers, which are encrypted there, are compared here."""
        condition, values = search_expression(wanted, day)
        prefix = keys.paper(f"{wanted.kind}.") if wanted.kind else keys.Prefix.PAPER.key("")
        question = "\0".join([keys.owner(owner_ref), repr(wanted)])
        request = self._query(keys.owner(owner_ref), prefix, condition, values).request()
        if start := self._cursors.open(question, cursor):
            request["ExclusiveStartKey"] = items.wire(start)
        answer = self._client.query(**request)
        found = [item for item in answer["Items"] if says_what_is_wanted(item, wanted)]
        last = answer.get("LastEvaluatedKey", {})
        if len(found) > limit:
            found = found[:limit]
            last = {name: found[-1][name] for name in ("PK", "SK")}
        return Page(tuple(map(paper_of, found)), self._cursors.seal(question, items.plain(last)))

    def at_hand(self, owner_ref: str, kinds: Iterable[str]) -> Mapping[str, tuple[PaperLine, ...]]:
        """One BatchGetItem for each hundred kinds."""
        return {code: kind.shortlist for code, kind in self._kinds(owner_ref, kinds).items()}

    def _query(self, partition: str, prefix: str, condition: str, values: Mapping[str, Any]) -> Query:
        return Query(
            self._table, partition, prefix=prefix, more={"FilterExpression": condition}, values=values
        )

    def _kinds(self, owner_ref: str, kinds: Iterable[str]) -> dict[str, Kind]:
        wanted = dict.fromkeys(kinds)
        found = self._batch(owner_ref, [keys.kind(code) for code in wanted])
        held = {kind.kind: kind for kind in (items.body(item, Kind) for item in found)}
        return {code: held.get(code, Kind(kind=code)) for code in wanted}

    def _batch(self, owner_ref: str, sort_keys: Iterable[str]) -> Iterator[items.Item]:
        places = ((keys.owner(owner_ref), sort_key) for sort_key in sort_keys)
        return items_at(self._client, self._table, places)

    def _begins_with(self, owner_ref: str, prefix: str) -> list[items.Item]:
        partition = keys.owner(owner_ref)
        return list(every(self._client, Query(self._table, partition, prefix=prefix, consistent=True)))

    def _first_writes(self, paper: Paper, kind: Kind, order: int) -> list[Write | Check]:
        after = kind.with_paper(paper, order)
        return [
            writes_of_kind(self._table, paper.owner_ref, kind, after),
            Write("source", self._table, source_item(paper), MUST_BE_NEW),
            Write("paper", self._table, paper_item(paper), MUST_BE_NEW),
        ]
