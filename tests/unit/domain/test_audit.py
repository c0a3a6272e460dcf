"""The journal proves the past: whatever byte is changed, anywhere, some link breaks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.signing import LocalSigner
from chalicelib.application.audit import SealDays, VerifyAudit
from chalicelib.domain.audit import (
    GENESIS,
    SignedSeal,
    StoredEvent,
    breaks_in_dossier,
    event_line,
    view_line,
)
from chalicelib.domain.events import ProcessingStarted
from chalicelib.domain.principals import Actor, PrincipalKind
from chalicelib.domain.states import Role, State

FIRST = date(2026, 10, 5)
KEY = LocalSigner(b"k" * 32)


class Book:
    """A journal, a clock and a table in memory, in which every byte can be reached."""

    def __init__(self):
        self.written: dict[date, list[bytes]] = {}
        self.sealed: dict[date, list[bytes]] = {}
        self.stored: dict[str, list[list]] = {}
        self.today = FIRST

    def now(self):
        return datetime.combine(self.today, datetime.min.time(), UTC) + timedelta(hours=5)

    def append(self, day, lines):
        self.written.setdefault(day, []).append("\n".join(lines).encode())

    def days(self):
        return iter(sorted(self.written))

    def lines(self, day):
        for text in self.written.get(day, ()):
            yield from text.decode("utf-8", "replace").split("\n")

    def keep_seal(self, day, seal):
        self.sealed.setdefault(day, [seal.text, seal.signature])

    def seals(self):
        return ((day, SignedSeal(*self.sealed[day])) for day in sorted(self.sealed))

    def stored_events(self, dossier_id):
        return tuple(StoredEvent(*event) for event in self.stored.get(dossier_id, ()))

    def breaks(self):
        return list(VerifyAudit(self, KEY, self)())

    def seal(self):
        return SealDays(self, KEY, self)()


@pytest.fixture
def book():
    """Three days with the events of a dossier, a look at it, and a day on which nothing happened."""
    return filled()


def a_chain(length=4, reason=""):
    """Events of one dossier, each linked to the one before."""
    actor = Actor(subject="o1", kind=PrincipalKind.OFFICER, name="Cán bộ Mẫu", role=Role.SPECIALIST)
    chain, previous = [], GENESIS
    for seq in range(1, length + 1):
        at = datetime(2026, 10, 5, 2, seq, tzinfo=UTC)
        event = ProcessingStarted(
            dossier_id="d1",
            seq=seq,
            at=at,
            actor=actor,
            state=State.PROCESSING,
            previous_hash=previous,
            reason=reason,
        )
        chain.append(event)
        previous = event.digest()
    return chain


def filled():
    book, events = Book(), a_chain()
    rows = [[e.seq, e.model_dump_json(), e.digest(), e.previous_hash] for e in events]
    book.stored[events[0].dossier_id] = rows
    for number, event in enumerate(events):
        day = FIRST + timedelta(days=(0, 0, 2, 2)[min(number, 3)])
        book.append(day, [event_line(event.dossier_id, event.seq, event.digest())])
    book.append(FIRST, [view_line("v1", book.now(), events[0].dossier_id, "officer", "o1", "dossier")])
    book.today = FIRST + timedelta(days=3)
    book.seal()
    return book


def test_every_day_is_sealed_once_the_empty_ones_too(book):
    assert list(book.sealed) == [FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2)]
    assert book.seal() == ()
    assert book.breaks() == []


def test_a_message_that_came_twice_changes_nothing(book):
    again = Book()
    for day, texts in book.written.items():
        again.written[day] = [text for text in texts for _ in range(2)]
    again.stored, again.today = book.stored, book.today
    again.seal()
    assert again.breaks() == []
    assert [text for text, _ in again.sealed.values()] == [text for text, _ in book.sealed.values()]


@given(st.data())
def test_each_single_byte_that_changes_is_found(data):
    book = filled()
    places = [
        (texts, i)
        for kept in (book.written, book.sealed)
        for texts in kept.values()
        for i in range(len(texts))
    ]
    places += [(row, i) for rows in book.stored.values() for row in rows for i in (1, 2, 3)]
    holder, index = data.draw(st.sampled_from(places))
    before = holder[index] if isinstance(holder[index], bytes) else holder[index].encode()
    position = data.draw(st.integers(0, 10**6)) % len(before)  # signatures differ in length from run to run
    changed = bytearray(before)
    changed[position] ^= data.draw(st.integers(1, 255))
    after = bytes(changed)
    holder[index] = after if isinstance(holder[index], bytes) else after.decode("utf-8", "replace")
    assert book.breaks()


def test_who_rewrites_a_dossier_with_a_chain_that_fits_is_found(book):
    (dossier_id,) = book.stored
    forged = a_chain(reason="đã sửa")
    book.stored[dossier_id] = [[e.seq, e.model_dump_json(), e.digest(), e.previous_hash] for e in forged]
    assert {found.what for found in book.breaks()} == {"the journal has another event"}


@pytest.mark.parametrize("count", [1, 2])
def test_events_that_were_cut_off_or_added_are_found(book, count):
    (rows,) = book.stored.values()
    cut = rows[-count:]
    del rows[-count:]
    assert len(book.breaks()) == count
    rows += cut
    last = rows[-1]
    rows.append([last[0] + 1, "{}", "x", last[2]])
    assert "the journal has no such event" in {found.what for found in book.breaks()}


def test_a_day_that_was_taken_out_or_sealed_by_somebody_else_is_found(book):
    kept = book.sealed.pop(FIRST + timedelta(days=1))
    assert {"the seal does not continue the one before"} <= {found.what for found in book.breaks()}
    stranger = LocalSigner(b"s" * 32)
    book.sealed[FIRST + timedelta(days=1)] = [kept[0], stranger.sign(kept[0])]
    assert [found.what for found in book.breaks()] == ["the signature does not fit the seal"]


def test_a_draft_that_was_erased_is_no_break_and_a_filed_dossier_that_is_gone_is():
    first, second = "0" * 64, "1" * 64
    assert list(breaks_in_dossier("d", [], {1: {first}})) == []
    gone = [each.where for each in breaks_in_dossier("d", [], {1: {first}, 2: {second}})]
    assert gone == ["d 1", "d 2"]
