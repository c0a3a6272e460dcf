"""Old drafts go with all they hold; what was filed, is young or borrowed stays."""

from datetime import timedelta

from chalicelib.application.erase_drafts import KEPT_FOR, EraseDrafts
from chalicelib.domain.files import Borrowed
from chalicelib.domain.states import State
from chalicelib.domain.storage import reading_key
from chalicelib.domain.units import Unit, Units
from tests.factories import MORNING, UNIT, a_dossier_in, a_draft, a_file
from tests.fakes import HandClock, InMemoryBlobs, InMemoryDossiers


class OneUnit:
    """A catalogue that knows one unit."""

    def units(self) -> Units:
        unit = Unit.model_construct(code=UNIT, name="Sở Y tế mẫu", valid_from=MORNING.date())
        return Units.model_construct(versions=(unit,))


class Office:
    def __init__(self) -> None:
        self.dossiers, self.blobs, self.clock = InMemoryDossiers(), InMemoryBlobs(MORNING), HandClock(MORNING)
        self.erase = EraseDrafts(self.dossiers, OneUnit(), self.blobs, self.clock)

    def draft(self, dossier_id, *files):
        dossier, opened = a_draft(id=dossier_id, opened_at=self.clock.now())
        self.dossiers.save(dossier, [opened])
        for file in files:
            self.dossiers.announce_file(file, dossier)
            self.blobs.objects[file.key] = b"bytes"


def test_an_old_draft_goes_with_its_bytes_but_not_with_borrowed_ones():
    office = Office()
    lent = Borrowed(owner_ref="o", consent_id="c", code="DON.01", object_key="uploads/other/DON/f1")
    entry = Borrowed(owner_ref="o", consent_id="c", database="L-CSDL-DKDN", object_key="entries/d1/DON/f3")
    office.draft("d1", a_file("f1"), a_file("f2", borrowed=lent), a_file("f3", borrowed=entry))
    office.clock.turn(KEPT_FOR)
    assert office.erase() == 0
    office.clock.turn(timedelta(seconds=1))
    assert office.erase() == 1
    assert office.erase() == 0
    assert office.blobs.objects == {"uploads/other/DON/f1": b"bytes"}
    assert office.dossiers.events("d1") == ()


def test_what_was_read_of_a_draft_goes_with_it():
    office = Office()
    office.draft("d1", a_file("f1", copies=("searchable.pdf",)))
    for name in ("reading.json", "searchable.pdf"):
        office.blobs.objects[reading_key("d1", "DON", "f1", name)] = b"read"
    office.clock.turn(KEPT_FOR + timedelta(days=1))
    assert office.erase() == 1
    assert office.blobs.objects == {}


def test_more_drafts_than_a_page_go_and_young_ones_stay():
    office = Office()
    for number in range(120):
        office.draft(f"d{number:03d}")
    office.clock.turn(KEPT_FOR + timedelta(days=1))
    office.draft("young")
    assert office.erase() == 120
    assert office.dossiers.get("young").state is State.DRAFT


def test_what_was_filed_is_no_draft():
    office = Office()
    dossier, _, events = a_dossier_in(State.SUBMITTED)
    office.dossiers.save(dossier, events)
    office.clock.turn(KEPT_FOR * 4)
    assert office.erase() == 0
    assert not office.dossiers.erase_draft(dossier.model_copy(update={"version": 1}), ())
