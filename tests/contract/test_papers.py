"""What any repository of papers must do, asked of the fake and of DynamoDB."""

from collections.abc import Iterator
from datetime import date, timedelta

import boto3
import pytest

from chalicelib.adapters.cursors import BadCursor, Cursors
from chalicelib.adapters.papers import DynamoPapers
from chalicelib.domain.paper_errors import PaperChangedMeanwhile, PaperNotFound
from chalicelib.domain.papers import Change, Trust, Validity
from chalicelib.domain.ports_papers import Papers, Wanted
from chalicelib.domain.qualifying import SHORTLIST
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.traces import Sight, Use, Viewer
from tests.aws_in_memory import aws_in_memory
from tests.factories import MORNING, a_paper
from tests.fakes import InMemoryPapers
from tests.tables import TABLE, make_table


@pytest.fixture(scope="module")
def dynamo() -> Iterator[DynamoPapers]:
    """One table for the module: every test has an owner of its own."""
    with aws_in_memory():
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
    shown = result.changed(Change.SHOWN, MORNING, visible=True)
    papers.change([PaperChange(result, shown)])
    assert papers.of_owner(owner, limit=10).items == (shown,)
    assert papers.store(a_paper("f1", "GPHN", owner_ref=owner, visible=False)).visible


def test_every_version_of_a_paper_is_kept_as_it_was(papers, owner):
    first = papers.store(a_paper("f1", owner_ref=owner))
    second = first.changed(Change.CERTIFIED, MORNING, trust=Trust.CERTIFIED_COPY)
    papers.change([PaperChange(first, second)])
    third = second.changed(Change.REVOKED, MORNING, validity=Validity.REVOKED)
    papers.change([PaperChange(second, third)])
    assert papers.versions(owner, first.code) == (first, second, third)
    assert papers.get(owner, first.code) == third


def test_a_paper_changes_only_from_the_version_that_was_seen(papers, owner):
    first = papers.store(a_paper("f1", owner_ref=owner))
    other = papers.store(a_paper("f2", "BANG", owner_ref=owner))
    papers.change([PaperChange(first, first.changed(Change.CERTIFIED, MORNING))])
    late = [
        PaperChange(p, p.changed(Change.REVOKED, MORNING, validity=Validity.REVOKED)) for p in (other, first)
    ]
    with pytest.raises(PaperChangedMeanwhile):
        papers.change(late)
    assert papers.get(owner, other.code) == other


def test_nobody_finds_a_paper_under_another_owner(papers, owner):
    paper = papers.store(a_paper("f1", owner_ref=owner))
    for ask in (papers.get, papers.versions):
        for ref, code in ((f"{owner}-2", paper.code), (owner, "DON.99"), (owner, "DON.01#0001")):
            with pytest.raises(PaperNotFound):
                ask(ref, code)


def test_papers_at_hand_come_by_kind_with_the_newest_first(papers, owner):
    for number in range(3):
        papers.store(a_paper(f"f{number}", owner_ref=owner, stored_at=MORNING + timedelta(days=number)))
    papers.store(a_paper("f9", "BANG", owner_ref=owner, visible=False))
    at_hand = papers.at_hand(owner, ["DON", "BANG", "ANH"])
    assert [line.code for line in at_hand["DON"]] == ["DON.03", "DON.02", "DON.01"]
    assert [line.visible for line in at_hand["BANG"]] == [False]
    assert at_hand["ANH"] == ()


def test_a_paper_in_force_stays_at_hand_however_many_came_after_and_fell(papers, owner):
    standing = papers.store(a_paper("f0", owner_ref=owner))
    for number in range(1, SHORTLIST + 3):
        paper = papers.store(a_paper(f"f{number}", owner_ref=owner, expires_on=date(2030, 1, number)))
        fallen = paper.changed(Change.REVOKED, MORNING, validity=Validity.REVOKED)
        papers.change([PaperChange(paper, fallen)])
    at_hand = papers.at_hand(owner, ["DON"])["DON"]
    assert len(at_hand) == SHORTLIST
    assert [line.code for line in at_hand if line.validity is Validity.IN_FORCE] == [standing.code]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["BANG.01", "DON.01", "DON.02"]),
        (Wanted(kind="DON"), ["DON.01", "DON.02"]),
        (Wanted(number="12/gp"), ["DON.01"]),
        (Wanted(issuer="so y te"), ["DON.01"]),
        (Wanted(issued_from=date(2026, 1, 2)), ["DON.01"]),
        (Wanted(issued_to=date(2026, 1, 2)), ["DON.02"]),
        (Wanted(validity=Validity.IN_FORCE), ["BANG.01", "DON.01"]),
        (Wanted(validity=Validity.EXPIRED), ["DON.02"]),
        (Wanted(validity=Validity.REVOKED), []),
        (Wanted(words=("nguyen", "thu")), ["DON.01"]),
        (Wanted(words=("ngu",)), ["DON.01"]),
        (Wanted(words=("guyen",)), []),
    ],
)
def test_papers_are_found_by_what_is_known_of_them(papers, owner, wanted, found):
    papers.store(
        a_paper(
            "f1", owner_ref=owner, number="12/GP-SYT", issuer="Sở Y tế mẫu", words="nguyen thi thu",
            issued_on=date(2026, 1, 3),
        )
    )  # fmt: skip
    papers.store(
        a_paper("f2", owner_ref=owner, issued_on=date(2026, 1, 1), expires_on=date(2026, 2, 1), words="giay")
    )
    papers.store(a_paper("f3", "BANG", owner_ref=owner))
    papers.store(a_paper("f4", "BANG", owner_ref=owner, visible=False))
    page = papers.search(owner, wanted, date(2026, 3, 2), limit=10)
    assert ([paper.code for paper in page.items], page.cursor) == (found, "")


def test_a_search_goes_on_after_the_last_paper_that_was_given(papers, owner):
    for number in range(5):
        papers.store(a_paper(f"f{number}", owner_ref=owner, words="giay" if number % 2 == 0 else ""))
    wanted = Wanted(words=("giay",))
    codes, cursor = [], ""
    while True:
        page = papers.search(owner, wanted, date(2026, 3, 2), 1, cursor)
        codes += [paper.code for paper in page.items]
        cursor = page.cursor
        if not cursor:
            break
    assert codes == ["DON.01", "DON.03", "DON.05"]


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


def test_an_erased_paper_is_gone_with_its_versions_and_never_numbered_or_stored_again(papers, owner):
    first = papers.store(a_paper("f1", owner_ref=owner))
    second = papers.store(a_paper("f2", owner_ref=owner))
    changed = first.changed(Change.CERTIFIED, MORNING, trust=Trust.CERTIFIED_COPY)
    papers.change([PaperChange(first, changed)])
    assert not papers.erase(first, an_erasure(first)), "it has changed meanwhile"
    assert papers.erase(changed, an_erasure(first))
    for lost in (papers.get, papers.versions):
        with pytest.raises(PaperNotFound):
            lost(owner, first.code)
    assert [line.code for line in papers.at_hand(owner, ["DON"])["DON"]] == [second.code]
    assert papers.store(a_paper("f1", owner_ref=owner)).code == first.code
    assert papers.store(a_paper("f3", owner_ref=owner)).code == "DON.03"
    assert {paper.code for paper in papers.of_owner(owner, 10).items} == {"DON.02", "DON.03"}


def an_erasure(paper) -> Use:
    return Use(
        id="u", owner_ref=paper.owner_ref, at=MORNING, what=Sight.ERASED, papers=(paper.code,),
        by=Viewer(kind=None, subject="operator"), purpose="hết hạn",
    )  # fmt: skip
