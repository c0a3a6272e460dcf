"""Bulk storing beside storing one by one, asked of the fake and of DynamoDB, and the import that rests on it."""

from collections import Counter
from collections.abc import Iterator

import boto3
import pytest

from chalicelib.adapters.bulk_papers import DynamoBulkPapers
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.papers import DynamoPapers
from chalicelib.application.import_papers import TOGETHER, Fate, ImportPapers
from tests.aws_in_memory import aws_in_memory
from tests.factories import MORNING, OTHER_NUMBER, OWNER_NUMBER, a_paper
from tests.fakes import (
    HandClock,
    InMemoryBlobs,
    InMemoryBulkPapers,
    InMemoryHoldings,
    InMemoryPapers,
    PlainRefs,
)
from tests.tables import TABLE, make_table


@pytest.fixture
def stores(request) -> Iterator[tuple]:
    """Papers one by one and in bulk, over the same store."""
    if request.param == "memory":
        papers = InMemoryPapers()
        yield papers, InMemoryBulkPapers(papers)
        return
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_table(client)
        yield DynamoPapers(client, TABLE, Cursors(b"secret")), DynamoBulkPapers(client, TABLE)


pytestmark = pytest.mark.parametrize("stores", ["memory", "dynamodb"], indirect=True)


def test_papers_in_bulk_go_on_in_the_numbering_of_those_before(stores):
    one_by_one, bulk = stores
    one_by_one.store(a_paper("f0", owner_ref="o1"))
    batch = [a_paper(f"f{number}", owner_ref=owner) for number in (1, 2) for owner in ("o1", "o2")]
    assert [stored.code for stored in bulk.store_all(batch)] == ["DON.02", "DON.01", "DON.03", "DON.02"]
    assert one_by_one.store(a_paper("f9", owner_ref="o1")).code == "DON.04"
    assert one_by_one.at_hand("o1", ["DON"])["DON"][0].code == "DON.04"
    assert len(one_by_one.at_hand("o2", ["DON"])["DON"]) == 2


def test_a_paper_in_bulk_is_stored_only_once(stores):
    one_by_one, bulk = stores
    batch = [a_paper("f1", owner_ref="o1"), a_paper("f1", owner_ref="o1"), a_paper("f2", owner_ref="o1")]
    assert bulk.known(batch) == [None, None, None]
    assert bulk.store_all(batch) == [("DON.01", True), ("DON.01", False), ("DON.02", True)]
    assert bulk.store_all(batch) == [("DON.01", False), ("DON.01", False), ("DON.02", False)]
    assert bulk.known(batch) == ["DON.01", "DON.01", "DON.02"]
    assert len(one_by_one.of_owner("o1", 10).items) == 2
    assert [paper.version for paper in one_by_one.versions("o1", "DON.01")] == [1]


def rows(count: int) -> list[dict[str, object]]:
    owners = (OWNER_NUMBER, OTHER_NUMBER, "123456789")
    return [
        {"id": f"old-{number}", "owner": owners[number % 3], "kind": "L-GT-SK", "name": "Giấy khám sức khỏe"}
        for number in range(count)
    ]


@pytest.fixture
def importing(stores):
    return ImportPapers(
        stores[1],
        InMemoryHoldings(),
        InMemoryBlobs(MORNING),
        PlainRefs(),
        HandClock(MORNING),
        stretch=TOGETHER,
    )


def no_files(name: str) -> bytes:
    raise FileNotFoundError(2, "No such file or directory")


def test_an_import_that_was_cut_off_is_finished_by_running_it_again(stores, importing):
    done = importing(rows(80), no_files)
    for _ in range(TOGETHER + 1):
        next(done)
    fates = Counter(line.fate for line in importing(rows(80), no_files))
    assert fates == {Fate.KNOWN: 2 * TOGETHER, Fate.STORED: 80 - 2 * TOGETHER}
    assert {line.fate for line in importing(rows(80), no_files)} == {Fate.KNOWN}
    found = stores[0].of_owner(PlainRefs().ref("123456789"), 100).items
    assert len({paper.code for paper in found}) == len(found) == 26


def test_a_dry_run_says_what_would_happen_and_stores_nothing(stores, importing):
    assert {line.fate for line in importing(rows(3), no_files, dry_run=True)} == {Fate.WOULD_STORE}
    assert {line.fate for line in importing(rows(3), no_files)} == {Fate.STORED}
    assert {line.fate for line in importing(rows(3), no_files, dry_run=True)} == {Fate.KNOWN}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"owner": "12345"}, "owner"),
        ({"kind": "L-GT-XX"}, "kind"),
        ({"issued_on": "01/02/2024"}, "issued_on"),
        ({"colour": "red"}, "colour"),
        ({"file": "missing.pdf"}, "file: No such file"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_stored(importing, change, reason):
    given = rows(3)
    given[1] |= change
    told = {line.row: line for line in importing(given, no_files)}
    assert [told[row].fate for row in (1, 2, 3)] == [Fate.STORED, Fate.REFUSED, Fate.STORED]
    assert reason in told[2].reason
    assert "12345" not in told[2].reason


def test_a_file_is_stored_with_its_paper_and_the_same_bytes_only_once(stores, importing):
    given = [row | {"file": f"{number}.pdf", "owner": OWNER_NUMBER} for number, row in enumerate(rows(2))]
    codes = [line.code for line in importing(given, lambda name: b"%PDF the same bytes")]
    papers = [stores[0].get(PlainRefs().ref(OWNER_NUMBER), code) for code in codes]
    assert len({paper.key for paper in papers}) == 1
    assert importing.blobs.objects == {papers[0].key: b"%PDF the same bytes"}
