"""Many papers in one transaction: what bulk import needs to be faster than one call for each paper."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.paper_items import Kind, paper_item, source_item, writes_of_kind
from chalicelib.adapters.queries import items_at
from chalicelib.adapters.transactions import MUST_BE_NEW, Check, ConditionsFailed, Write, write_together
from chalicelib.domain.papers import Paper
from chalicelib.domain.ports_papers import Stored

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_Place = tuple[str, str]


class DynamoBulkPapers:
    """Implements ``ports_papers.BulkPapers``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def known(self, papers: Sequence[Paper]) -> list[str | None]:
        """One BatchGetItem."""
        sources, _ = self._read(papers)
        return [sources.get(_source(paper)) for paper in papers]

    def store_all(self, papers: Sequence[Paper]) -> list[Stored]:
        """A BatchGetItem and one transaction; both again if somebody else stored papers of these kinds meanwhile."""
        while True:
            sources, kinds = self._read(papers)
            writes, stored = self._writes(papers, sources, kinds)
            try:
                if writes:
                    write_together(self._client, writes)
            except ConditionsFailed:
                continue
            return stored

    def _writes(
        self, papers: Sequence[Paper], sources: dict[_Place, str], kinds: dict[_Place, Kind]
    ) -> "tuple[list[Write | Check], list[Stored]]":
        writes: list[Write | Check] = []
        fates: list[Stored] = []
        after, stored = dict(kinds), dict(sources)
        for paper in papers:
            source, place = _source(paper), _kind(paper)
            is_new = source not in stored
            if is_new:
                kind = after[place]
                coded = paper.model_copy(update={"code": f"{paper.kind}.{kind.latest + 1:02d}"})
                grown = kind.with_paper(coded, kind.latest + 1)
                after[place] = grown.model_copy(update={"revision": kinds[place].revision + 1})
                stored[source] = coded.code
                writes += [
                    Write("source", self._table, source_item(coded), MUST_BE_NEW),
                    Write("paper", self._table, paper_item(coded), MUST_BE_NEW),
                ]
            fates.append(Stored(stored[source], is_new))
        changed = [place for place in kinds if after[place] is not kinds[place]]
        owners = {_kind(paper): paper.owner_ref for paper in papers}
        writes += [
            writes_of_kind(self._table, owners[place], kinds[place], after[place]) for place in changed
        ]
        return writes, fates

    def _read(self, papers: Sequence[Paper]) -> tuple[dict[_Place, str], dict[_Place, Kind]]:
        """Sources that exist, and the kinds as they stand, those that do not exist yet empty."""
        places = dict.fromkeys(place for paper in papers for place in (_source(paper), _kind(paper)))
        found = {
            (item["PK"]["S"], item["SK"]["S"]): item for item in items_at(self._client, self._table, places)
        }
        sources = {
            place: found[place]["paper"]["S"] for paper in papers if (place := _source(paper)) in found
        }
        kinds = {
            place: items.body(found[place], Kind) if place in found else Kind(kind=paper.kind)
            for paper in papers
            for place in [_kind(paper)]
        }
        return sources, kinds


def _source(paper: Paper) -> _Place:
    return keys.owner(paper.owner_ref), keys.source(paper.dossier_id, paper.file.file_id)


def _kind(paper: Paper) -> _Place:
    return keys.owner(paper.owner_ref), keys.kind(paper.kind)
