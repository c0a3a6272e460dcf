"""What any repository of papers must do, asked of the fake and of DynamoDB."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.cursors import BadCursor, Cursors
from chalicelib.adapters.papers import DynamoPapers
from chalicelib.domain.ports import Papers
from tests.factories import a_paper
from tests.fakes import InMemoryPapers
from tests.tables import TABLE, make_table


@pytest.fixture(scope="module")
def dynamo() -> Iterator[DynamoPapers]:
    """One table for the module: every test has an owner of its own."""
    with mock_aws():
        client = boto3.client("dynamodb")
        make_table(client)
        yield DynamoPapers(client, TABLE, Cursors(b"secret"))


@pytest.fixture(params=["memory", "dynamodb"])
def papers(request) -> Papers:
    return InMemoryPapers() if request.param == "memory" else request.getfixturevalue("dynamo")


@pytest.fixture
def owner(request) -> str:
    """The ref of an owner whom no other test has."""
    return request.node.name


def test_papers_of_one_kind_are_numbered_for_their_owner(papers, owner):
    first = papers.store(a_paper("f1", owner_ref=owner))
    second = papers.store(a_paper("f2", owner_ref=owner))
    other = papers.store(a_paper("f3", "BANG", owner_ref=owner))
    stranger = papers.store(a_paper("f1", owner_ref=f"{owner}-2"))
    assert [p.code for p in (first, second, other, stranger)] == ["DON.01", "DON.02", "BANG.01", "DON.01"]


def test_a_file_becomes_a_paper_only_once(papers, owner):
    first = papers.store(a_paper("f1", owner_ref=owner))
    papers.store(a_paper("f2", owner_ref=owner))
    again = papers.store(a_paper("f1", owner_ref=owner, name="tên khác"))
    assert again == first
    assert papers.store(a_paper("f1", owner_ref=owner, dossier_id="d2")).code == "DON.03"
    assert len(papers.of_owner(owner, limit=10).items) == 3


def test_a_dossiers_papers_are_found_even_while_invisible(papers, owner):
    stored = [papers.store(a_paper(f, owner_ref=owner, visible=f == "f1")) for f in ("f1", "f2")]
    papers.store(a_paper("f3", owner_ref=owner, dossier_id="d11"))
    found = papers.of_dossier(owner, "d1")
    assert sorted(found, key=lambda paper: paper.code) == stored
    assert papers.of_dossier(owner, "d") == ()


def test_a_result_is_invisible_to_its_owner_until_it_is_shown(papers, owner):
    result = papers.store(a_paper("f1", "GPHN", owner_ref=owner, visible=False))
    assert papers.of_owner(owner, limit=10).items == ()
    papers.make_visible(result)
    papers.make_visible(result)
    assert papers.of_owner(owner, limit=10).items == (result.model_copy(update={"visible": True}),)
    assert papers.store(a_paper("f1", "GPHN", owner_ref=owner, visible=False)).visible


def test_an_owner_sees_only_their_own_papers(papers, owner):
    papers.store(a_paper("f1", owner_ref=f"{owner}-2"))
    assert papers.of_owner(owner, limit=10).items == ()


def test_papers_are_walked_page_by_page(papers, owner):
    for number in range(5):
        papers.store(a_paper(f"f{number}", owner_ref=owner))
    codes, cursor = [], ""
    for _ in range(3):
        page = papers.of_owner(owner, 2, cursor)
        codes += [paper.code for paper in page.items]
        cursor = page.cursor
    assert codes == [f"DON.0{number}" for number in range(1, 6)]
    assert cursor == ""


def test_a_cursor_shows_nobody_elses_papers(papers, owner):
    for number in range(2):
        papers.store(a_paper(f"f{number}", owner_ref=owner))
    cursor = papers.of_owner(owner, limit=1).cursor
    with pytest.raises(BadCursor):
        papers.of_owner(f"{owner}-2", limit=1, cursor=cursor)
