"""Retention: unknown periods keep for ever, holds outweigh everything, and only what was approved is erased."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.application.check_integrity import CheckIntegrity
from chalicelib.application.review_retention import EraseExpired, ReviewHeld, ReviewRetention
from chalicelib.domain.holdings import Holding
from chalicelib.domain.paper_kinds import PAPER_KINDS, PaperKind
from chalicelib.domain.papers import Change, Decision, Source, Validity
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.retention import DuePaper, Keeping, keeping_of, kept_until
from tests.factories import a_filed_paper, a_paper
from tests.fakes import CountedIds, HandClock, InMemoryBlobs, InMemoryHoldings, InMemoryPapers

STORED, NOW = datetime(2020, 5, 6, tzinfo=UTC), datetime(2031, 1, 2, tzinfo=UTC)
KINDS = {
    "KEPT5": PaperKind("KEPT5", "năm năm", keep_years=5),
    "KEPT50": PaperKind("KEPT50", "năm mươi năm", keep_years=50),
    "HELD": PaperKind("HELD", "giữ", keep_years=1, legal_hold=True),
    "OPEN": PaperKind("OPEN", "chưa rõ"),
}
SHA = "ab" * 32


def old(kind, **values):
    return a_paper(kind=kind, stored_at=STORED, expires_on=date(2021, 5, 6), **values)


@pytest.mark.parametrize(
    ("kind", "keeping"),
    [
        ("KEPT5", "due"),
        ("KEPT50", "within-period"),
        ("HELD", "legal-hold"),
        ("OPEN", "period-unknown"),
        ("NOT-IN-THE-LIST", "period-unknown"),
    ],
)
def test_a_paper_stands_as_the_data_of_its_kind_say(kind, keeping):
    assert keeping_of(old(kind), KINDS.get(kind), NOW.date()) == keeping


def test_the_period_begins_after_the_year_that_closed_the_paper():
    kind = KINDS["KEPT5"]
    assert kept_until(old("KEPT5"), kind) == date(2026, 12, 31)
    revoked = old("KEPT5", decision=Decision(number="1", decided_on=date(2023, 3, 1), reason="thu hồi"))
    assert kept_until(revoked, kind) == date(2028, 12, 31)
    brought_late = old("KEPT5").model_copy(update={"stored_at": datetime(2025, 1, 1, tzinfo=UTC)})
    assert kept_until(brought_late, kind) == date(2030, 12, 31)


@given(st.dates(min_value=date(2020, 1, 1)))
def test_what_never_expires_and_what_is_of_an_unknown_period_is_never_due(day):
    for_ever = a_paper(kind="KEPT5", stored_at=STORED, expires_on=None)
    assert keeping_of(for_ever, KINDS["KEPT5"], day) is Keeping.WITHIN_PERIOD
    assert keeping_of(old("OPEN"), KINDS["OPEN"], day) is Keeping.PERIOD_UNKNOWN


def test_no_period_of_the_catalogue_is_invented():
    assert {kind.keep_years for kind in PAPER_KINDS.values()} == {None}


class World:
    def __init__(self):
        self.papers, self.holdings, self.blobs = InMemoryPapers(), InMemoryHoldings(), InMemoryBlobs(NOW)
        self.clock = HandClock(NOW)
        self.review = ReviewRetention(self.clock, KINDS)
        self.erase = EraseExpired(self.papers, self.holdings, self.blobs, self.clock, CountedIds(), KINDS)

    def imported(self, file_id, kind="KEPT5"):
        filed = a_filed_paper(kind, file_id).model_copy(update={"sha256": SHA})
        paper = self.papers.store(old(kind, file=filed, source=Source.IMPORT, object_key=f"imported/{SHA}"))
        self.holdings.hold(Holding(owner_ref=paper.owner_ref, sha256=SHA, key=paper.key, check_on=NOW.date()))
        self.blobs.objects[paper.key] = b"bytes"
        return paper

    def due(self, *papers):
        return list(self.review(papers, Counter()))


@pytest.fixture
def world():
    return World()


def test_the_review_counts_every_kind_and_names_only_what_is_due(world):
    papers = [world.papers.store(old(kind, file=a_filed_paper(kind, kind))) for kind in KINDS]
    counts = Counter()
    due = list(world.review(papers, counts))
    assert due == [DuePaper(papers[0].owner_ref, "KEPT5.01", 1, "KEPT5", date(2026, 12, 31))]
    assert counts == {
        ("KEPT5", "due"): 1,
        ("KEPT50", "within-period"): 1,
        ("HELD", "legal-hold"): 1,
        ("OPEN", "period-unknown"): 1,
    }


def test_an_approved_paper_goes_with_its_bytes_and_leaves_a_line(world):
    paper = world.imported("f1")
    (line,) = world.due(paper)
    assert world.erase(line, "Trần Thị Phê Duyệt")
    assert world.blobs.objects == {}
    assert world.holdings.held == {}
    (use,) = world.papers.erased
    assert (use.what, use.papers, use.by.name) == ("erased", ("KEPT5.01",), "Trần Thị Phê Duyệt")
    assert not world.erase(line, "Trần Thị Phê Duyệt")


def test_bytes_that_another_paper_has_or_that_belong_to_a_dossier_stay(world):
    first, second = world.imported("f1"), world.imported("f2")
    assert world.erase(world.due(first)[0], "x")
    assert world.blobs.objects
    assert world.erase(world.due(second)[0], "x")
    assert not world.blobs.objects
    of_dossier = world.papers.store(old("KEPT5", file=a_filed_paper("KEPT5", "f3")))
    world.blobs.objects[of_dossier.key] = b"the dossier's own"
    assert world.erase(world.due(of_dossier)[0], "x")
    assert world.blobs.objects == {of_dossier.key: b"the dossier's own"}


def test_what_changed_since_it_was_approved_or_is_held_stays(world):
    paper = world.imported("f1")
    (line,) = world.due(paper)
    world.papers.change([PaperChange(paper, paper.changed(Change.REVOKED, NOW, validity=Validity.REVOKED))])
    assert not world.erase(line, "x")
    held = world.papers.store(old("HELD", file=a_filed_paper("HELD", "f4")))
    assert not world.erase(DuePaper(held.owner_ref, held.code, 1, "HELD", date(2021, 1, 1)), "x")


def test_an_erased_paper_does_not_come_back_by_the_file_it_was_made_of(world):
    paper = world.imported("f1")
    world.erase(world.due(paper)[0], "x")
    again = world.papers.store(paper.model_copy(update={"code": ""}))
    assert again.code == paper.code
    assert world.papers.of_owner(paper.owner_ref, 10).items == ()
    assert world.imported("f2").code == "KEPT5.02"


def test_the_nightly_round_names_what_is_due_and_erases_nothing():
    world = World()
    paper, other = world.imported("f1"), world.imported("f2", kind="OPEN")
    due = []
    look = ReviewHeld(world.papers, world.review)
    CheckIntegrity(world.holdings, world.blobs, world.clock)(and_then=lambda held: due.extend(look(held)))
    assert [(each.code, each.since) for each in due] == [(paper.code, date(2026, 12, 31))]
    assert world.papers.get(other.owner_ref, other.code) == other
    assert world.papers.get(paper.owner_ref, paper.code) == paper


def test_bytes_that_no_due_paper_is_made_of_name_nothing():
    world = World()
    paper = world.imported("f1")
    elsewhere = Holding(owner_ref=paper.owner_ref, sha256="cd" * 32, key="k", check_on=NOW.date())
    assert ReviewHeld(world.papers, world.review)(elsewhere) == ()


def test_while_no_period_is_known_the_round_reads_no_paper():
    class Unread:
        """Papers that nobody may ask for."""

    held = Holding(owner_ref="o", sha256=SHA, key="k", check_on=NOW.date())
    assert ReviewHeld(Unread(), ReviewRetention(HandClock(NOW), PAPER_KINDS))(held) == ()
