"""Reuse from the national repository and from databases: checked, traced, and honest when they do not answer."""

import dataclasses
import json
import threading

import pytest

from chalicelib.adapters.threads import Within
from chalicelib.application.attach_file import UploadLimits
from chalicelib.application.reuse_paper import ReusePaper, ReuseWish
from chalicelib.application.suggest_papers import SuggestOwnPapers, SuggestPapers
from chalicelib.domain.dossier import Requirement
from chalicelib.domain.errors import FileRefused, FilesAreClosed, TooManyFiles, UnknownComponent
from chalicelib.domain.files import Borrowed, FileOrigin, FileState
from chalicelib.domain.paper_errors import PaperDoesNotQualify, SourceNotAnswering
from chalicelib.domain.ports_papers import NationalPaper
from chalicelib.domain.reliance import MOST_BORROWED
from chalicelib.domain.statements import Reuse
from chalicelib.domain.states import State
from chalicelib.domain.stating import House, statement_of
from chalicelib.domain.story import Story
from tests.factories import (
    MORNING,
    OWNER_NUMBER,
    PROCEDURE,
    a_citizen,
    a_dossier_in,
    a_draft,
    a_file,
    a_paper,
    an_owner,
)
from tests.fakes import CountedIds, HandClock, InMemoryBlobs, InMemoryDossiers, InMemoryNation, at_once

DATABASE, KIND = "L-CSDL-DKDN", "L-GT-CFS"
PAPER = NationalPaper(
    "KQ.G99.000001", "Giấy chứng nhận lưu hành tự do (CFS)", "9/CFS", "G99", "cfs.pdf", "kho/1"
)
OTHER = NationalPaper("KQ.G99.000002", "Giấy phép lái xe", "1/GP", "G99", "gplx.pdf", "kho/2")
WITH_SOURCES = PROCEDURE.model_copy(
    update={
        "requirements": (
            Requirement(code="CFS", name="CFS", required=False, paper=KIND, replaceable_by=(DATABASE,)),
            *PROCEDURE.requirements,
        )
    }
)


class World:
    """A draft of one owner, a nation, and the use cases between them."""

    def __init__(self) -> None:
        self.dossiers, self.nation, self.blobs = InMemoryDossiers(), InMemoryNation(), InMemoryBlobs(MORNING)
        self.nation.held[OWNER_NUMBER] = {PAPER: b"%PDF national", OTHER: b"%PDF other"}
        self.nation.registers[DATABASE] = {OWNER_NUMBER: {"TenDoanhNghiep": "Công ty Thử"}}
        self.draft, opened = a_draft(procedure=WITH_SOURCES)
        self.dossiers.save(self.draft, [opened])
        papers, clock, limits = self.dossiers.papers, HandClock(MORNING), UploadLimits(100, 500, {})
        self.reuse = ReusePaper(
            self.dossiers, papers, self.nation, self.nation, self.blobs, clock, CountedIds(), limits
        )
        self.suggest = SuggestPapers(self.dossiers, papers, self.nation, self.nation, clock, at_once)

    def use(self, source, code, component="CFS"):
        wish = ReuseWish(component=component, source=source, code=code, consent=True)
        return self.reuse(a_citizen(), "d1", wish).file

    def offers(self):
        suggestion = next(s for s in self.suggest(a_citizen(), "d1").items if s.component == "CFS")
        return {offer.source: offer.code for offer in suggestion.offers}, {
            u.obstacle for u in suggestion.unfit
        }


@pytest.fixture
def world():
    return World()


def test_all_three_sources_are_offered(world):
    world.dossiers.papers.store(a_paper("f1", KIND))
    assert world.offers() == (
        {"reused": f"{KIND}.01", "national-repository": PAPER.code, "database": DATABASE},
        set(),
    )


def test_a_nation_that_does_not_answer_is_said_to_and_takes_nothing_else_away(world):
    world.dossiers.papers.store(a_paper("f1", KIND))
    world.nation.is_down = True
    assert world.offers() == ({"reused": f"{KIND}.01"}, {"not-answering"})
    with pytest.raises(SourceNotAnswering):
        world.use("national-repository", PAPER.code)


def test_a_paper_of_the_national_repository_waits_to_be_read_like_an_upload(world):
    file = world.use("national-repository", PAPER.code)
    assert (file.state, file.origin) == (FileState.AWAITING_UPLOAD, FileOrigin.NATIONAL_REPOSITORY)
    assert world.blobs.objects == {file.key: b"%PDF national"}
    assert (file.borrowed.result_code, file.borrowed.agency) == ("KQ.G99.000001", "G99")


@pytest.mark.parametrize("code", [OTHER.code, "KQ.G99.000009|"])
def test_what_is_of_another_kind_or_not_there_is_refused(world, code):
    with pytest.raises(PaperDoesNotQualify):
        world.use("national-repository", code)
    assert world.blobs.objects == {}


def test_a_file_that_is_too_large_is_refused(world):
    world.nation.held[OWNER_NUMBER][PAPER] = b"%PDF" * 100
    with pytest.raises(FileRefused):
        world.use("national-repository", PAPER.code)


def test_the_entry_of_a_database_is_kept_as_evidence(world):
    file = world.use("database", DATABASE)
    assert (file.state, file.fields[0].value) == (FileState.READY, "Công ty Thử")
    assert json.loads(world.blobs.objects[file.key]) == {"TenDoanhNghiep": "Công ty Thử"}


def test_a_database_replaces_only_what_the_law_says(world):
    with pytest.raises(PaperDoesNotQualify):
        world.use("database", DATABASE, component="DON")
    world.nation.registers[DATABASE].clear()
    with pytest.raises(PaperDoesNotQualify):
        world.use("database", DATABASE)
    assert world.offers()[1] == {"not-found"}


def test_components_and_states_are_held_to(world):
    with pytest.raises(UnknownComponent):
        world.use("database", DATABASE, component="XX")
    closed, _, events = a_dossier_in(State.RETURNED, id="d9", submitted_by="citizen-1")
    world.dossiers.save(closed, events)
    with pytest.raises(FilesAreClosed):
        world.reuse(a_citizen(), "d9", ReuseWish(component="DON", code="x", consent=True))


def test_so_many_papers_are_borrowed_and_no_more(world):
    lent = Borrowed(owner_ref=an_owner().ref, consent_id="")
    for number in range(MOST_BORROWED):
        world.dossiers.announce_file(a_file(f"b{number}", "CFS", borrowed=lent), world.draft)
    with pytest.raises(TooManyFiles):
        world.use("database", DATABASE)


def test_every_source_is_told_to_the_portal_as_what_it_is(world):
    world.dossiers.papers.store(a_paper("f1", KIND))
    files = [
        world.use("reused", f"{KIND}.01"),
        world.use("national-repository", PAPER.code).model_copy(update={"state": FileState.READY}),
        world.use("database", DATABASE),
    ]
    dossier, _, events = a_dossier_in(State.SUBMITTED, procedure=PROCEDURE)
    said = statement_of(dossier, files, Story().told(events), House(link=lambda *parts: "/".join(parts)))
    assert [(p.reuse, p.from_national_repository, p.stands_in_for) for p in said.papers] == [
        (Reuse.COMPONENT, False, ""),
        (Reuse.RESULT, True, "KQ.G99.000001"),
    ]
    assert said.databases == (DATABASE,)


def test_a_source_that_is_away_is_named_with_a_sentence_and_never_said_to_hold_nothing(world):
    world.nation.is_down = True
    told = {each.code: each for each in world.suggest(a_citizen(), "d1").sources}
    assert {code: each.standing for code, each in told.items()} == {
        "": "not-answering",
        DATABASE: "not-answering",
    }
    assert "đăng ký doanh nghiệp tạm thời không trả lời" in told[DATABASE].vi
    assert "not known" in told[""].en
    world.nation.is_down = False
    assert {each.standing for each in world.suggest(a_citizen(), "d1").sources} == {"answered"}


def test_a_database_without_a_connection_is_named_too(world):
    del world.nation.registers[DATABASE]
    assert [each.standing for each in world.suggest(a_citizen(), "d1").sources] == [
        "answered",
        "not-connected",
    ]
    assert world.offers()[1] == {"not-connected"}


def test_a_source_that_is_late_is_left_behind_and_the_others_are_told(world):
    """All are asked at the same time: the register answers although the repository never does."""
    never = threading.Event()
    world.nation.papers = lambda inquiry: never.wait()
    suggest = dataclasses.replace(world.suggest, in_time=Within(0.3))
    told = suggest(a_citizen(), "d1")
    never.set()
    assert {each.code: each.standing for each in told.sources} == {"": "not-answering", DATABASE: "answered"}


def test_what_a_source_breaks_on_is_not_hidden(world):
    world.nation.papers = lambda inquiry: 1 // 0
    with pytest.raises(ZeroDivisionError):
        dataclasses.replace(world.suggest, in_time=Within(5))(a_citizen(), "d1")


def test_a_new_draft_tells_of_our_own_papers_and_which_sources_were_not_asked(world):
    world.dossiers.papers.store(a_paper("f1", KIND))
    world.nation.is_down = True
    own = SuggestOwnPapers(world.dossiers.papers, HandClock(MORNING))
    told = own(a_citizen(), world.draft)
    assert [offer.code for offer in told.items[0].offers] == [f"{KIND}.01"]
    assert [each.standing for each in told.sources] == ["not-asked", "not-asked"]
    assert own(a_citizen("somebody", "038078900102"), world.draft) is None
