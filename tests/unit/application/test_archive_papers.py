"""What a dossier brought becomes its owner's, once, with the trust that it deserves."""

import pytest

from chalicelib.application.archive_papers import ArchivePapers, trust_of
from chalicelib.application.paper_words import Words, folded_words, shortened
from chalicelib.digitization.model import Digitized, Outcome, PageResult, Word
from chalicelib.digitization.model import Source as Source_
from chalicelib.digitization.sidecar import to_json
from chalicelib.domain.files import SIGNED, Borrowed, FileOrigin, FileState, ReadField
from chalicelib.domain.papers import LONGEST_WORDS, Source, Trust, Validity, full_code
from chalicelib.domain.states import Command, State
from chalicelib.domain.storage import reading_key
from tests.factories import MORNING, OWNER_NUMBER, a_dossier_in, a_draft, a_file, a_filed_paper, step
from tests.fakes import HandClock, InMemoryBlobs, InMemoryDossiers, InMemoryHoldings


class House:
    """Dossiers, papers and bytes, and the use case over them."""

    def __init__(self) -> None:
        self.dossiers, self.blobs = InMemoryDossiers(), InMemoryBlobs(MORNING)
        self.papers, self.holdings = self.dossiers.papers, InMemoryHoldings()
        self.archive = ArchivePapers(
            self.dossiers, self.papers, self.holdings, self.blobs, Words(self.blobs), HandClock(MORNING)
        )

    def receive(self, *files, dossier_id="d1"):
        """A dossier that was received with these files, their bytes in the store."""
        draft, opened = a_draft(id=dossier_id)
        papers = tuple(a_filed_paper(file.component, file.file_id) for file in files)
        papers = tuple(
            paper.model_copy(update={"origin": file.origin, "sha256": file.declared.sha256})
            for paper, file in zip(papers, files, strict=True)
        )
        filed, submitted = step(draft, Command.SUBMIT, MORNING, papers=papers)
        received, event = step(filed, Command.RECEIVE, MORNING)
        self.dossiers.save(received, [opened, submitted, event])
        for file in files:
            self.blobs.objects[file.key] = b"bytes"
            self.dossiers.announce_file(file, received)
        return received

    def owned(self):
        return self.papers.of_owner(a_draft()[0].owner.ref, 100).items


def reading_of(*texts):
    """What digitizing keeps of pages that say this."""
    pages = tuple(
        PageResult(
            number=number, width=595, height=842, source=Source_.OCR,
            words=tuple(Word(text=word, box=(0, 0, 1, 1), confidence=1, line=0) for word in text.split()),
        )
        for number, text in enumerate(texts, start=1)
    )  # fmt: skip
    return Digitized(outcome=Outcome.READY, sha256="", bytes=1, pages=pages)


@pytest.fixture
def house():
    return House()


REQUIRED = (a_file("f1", "DON"), a_file("f2", "BANG"))


def test_the_same_news_twice_stores_a_paper_once(house):
    house.receive(*REQUIRED)
    assert house.archive("d1") == house.archive("d1") == 2
    assert [paper.code for paper in house.owned()] == ["BANG.01", "DON.01"]


def test_nothing_is_stored_before_reception(house):
    draft, opened = a_draft()
    house.dossiers.save(draft, [opened])
    assert house.archive("d1") == 0


def test_the_same_bytes_are_held_once_and_the_second_object_goes(house):
    house.receive(*REQUIRED)
    house.archive("d1")
    again = a_file("f1", "DON", dossier_id="d2")
    house.receive(again, a_file("f3", "BANG", dossier_id="d2"), dossier_id="d2")
    house.archive("d2")
    first, second = (paper for paper in house.owned() if paper.kind == "DON")
    assert first.key == second.key == REQUIRED[0].key
    assert again.key not in house.blobs.objects
    moved = house.dossiers.get_file("d2", "DON", "f1")
    assert house.blobs.objects[moved.key] == b"bytes"


def test_a_reused_paper_and_an_entry_of_a_database_are_no_new_papers(house):
    lent = Borrowed(owner_ref="o", consent_id="c", code="BANG.01")
    entry = Borrowed(owner_ref="o", consent_id="c", database="L-CSDL-DKDN")
    house.receive(
        a_file("f1", "DON", origin=FileOrigin.REUSED, borrowed=lent),
        a_file("f2", "BANG", origin=FileOrigin.DATABASE, borrowed=entry),
    )
    assert house.archive("d1") == 0


def test_a_paper_of_the_national_repository_keeps_where_it_came_from(house):
    lent = Borrowed(
        owner_ref="o", consent_id="c", is_result=True, result_code="KQ.1", number="9/QĐ", agency="G99"
    )
    house.receive(REQUIRED[0], a_file("f2", "BANG", origin=FileOrigin.NATIONAL_REPOSITORY, borrowed=lent))
    house.archive("d1")
    paper = house.owned()[0]
    assert (paper.source, paper.result_code, paper.number, paper.issuer) == (
        Source.NATIONAL_REPOSITORY, "KQ.1", "9/QĐ", "G99",
    )  # fmt: skip


def test_what_was_read_is_kept_to_be_found(house):
    fields = (
        ReadField(name="document_number", value="12/GP", confidence=1),
        ReadField(name="expiry_date", value="31/12/2026", normalised="2026-12-31", confidence=1),
        ReadField(name="issue_date", value="không rõ", normalised="không rõ", confidence=0.2),
    )
    file = a_file("f1", "DON", fields=fields)
    house.blobs.write(
        reading_key("d1", "DON", "f1", "reading.json"),
        to_json(reading_of("Sở Y tế SỞ Y TẾ", "Kế hoạch")),
        "application/json",
    )
    house.receive(file, REQUIRED[1])
    house.archive("d1")
    paper = house.owned()[1]
    assert (paper.number, paper.issued_on, paper.words) == ("12/GP", None, "so te ke hoach")
    assert paper.validity_on(paper.expires_on) is Validity.IN_FORCE
    assert paper.validity_on(paper.expires_on.replace(year=2027)) is Validity.EXPIRED


def test_a_result_shows_itself_when_it_is_returned(house):
    dossier, _, events = a_dossier_in(State.DECIDED)
    house.dossiers.save(dossier, events)
    house.archive("d1")
    assert all(paper.kind != "GPHN" for paper in house.owned())
    returned, event = step(dossier, Command.RETURN, MORNING)
    house.dossiers.save(returned, [event])
    house.archive("d1")
    house.archive("d1")
    (result,) = (paper for paper in house.owned() if paper.kind == "GPHN")
    assert (result.source, result.version, result.issuing_unit) == (Source.RESULT, 2, dossier.unit)


@pytest.mark.parametrize(
    ("file", "trust"),
    [
        (a_file(findings=(SIGNED,)), Trust.BORN_ELECTRONIC),
        (a_file(findings=("javascript",)), Trust.DIGITIZED),
        (a_file(state=FileState.PARTIAL, findings=(SIGNED,)), Trust.DECLARED),
        (None, Trust.DECLARED),
    ],
    ids=["signed", "read", "read-in-part", "unknown"],
)
def test_a_paper_is_trusted_as_far_as_it_proves_something(file, trust):
    assert trust_of(file) is trust


def test_words_are_cut_between_words():
    words = " ".join(folded_words("Giấy " + " ".join(f"chữ{number}" for number in range(2000))))
    cut = shortened(words)
    assert len(cut) <= LONGEST_WORDS
    assert words.startswith(cut + " ")


def test_the_code_of_the_regulation_begins_with_the_owners_number():
    assert full_code(OWNER_NUMBER, "L-GT-SK.01") == f"{OWNER_NUMBER}.L-GT-SK.01"
