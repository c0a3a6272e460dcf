"""The key grammar: no two things share a key, and what must sort sorts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters import keys
from chalicelib.domain.calendar import VIETNAM

PARTS = st.text(st.characters(exclude_characters="#", codec="utf-8"), max_size=12)
SEQS = st.integers(1, 99_999_999)
DAYS = st.dates(date(2000, 1, 1), date(2068, 12, 31))
INSTANTS = st.integers(946_684_800, 3_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))

GRAMMAR = {
    "dossier": (keys.dossier, (PARTS,)),
    "event": (keys.event, (SEQS,)),
    "file": (keys.file, (PARTS, PARTS)),
    "number": (keys.number, (PARTS,)),
    "counter": (keys.counter, (PARTS, DAYS)),
    "owner": (keys.owner, (PARTS,)),
    "paper": (keys.paper, (PARTS,)),
    "paper_version": (keys.paper_version, (PARTS, st.integers(1, 9999))),
    "kind": (keys.kind, (PARTS,)),
    "use": (keys.use, (INSTANTS, PARTS)),
    "consent": (keys.consent, (PARTS,)),
    "source": (keys.source, (PARTS, PARTS)),
    "work_queue": (keys.work_queue, (PARTS, PARTS)),
    "due": (keys.due, (INSTANTS, PARTS)),
    "filed": (keys.filed, (INSTANTS, PARTS)),
    "sync_list": (keys.sync_list, (PARTS,)),
    "since": (keys.since, (INSTANTS, PARTS)),
    "procedure": (keys.procedure, (PARTS,)),
    "version": (keys.version, (DAYS,)),
}


@pytest.mark.parametrize("name", GRAMMAR)
@given(data=st.data())
def test_different_things_have_different_keys(name, data):
    spell, parts = GRAMMAR[name]
    one, two = data.draw(st.tuples(*parts)), data.draw(st.tuples(*parts))
    assert (spell(*one) == spell(*two)) is (one == two)


def test_no_two_kinds_of_key_begin_alike():
    assert len({prefix.value for prefix in keys.Prefix}) == len(keys.Prefix)
    for one in keys.Prefix:
        assert not [two for two in keys.Prefix if two is not one and two.key("").startswith(one.key(""))]


@pytest.mark.parametrize("name", [n for n, (_, parts) in GRAMMAR.items() if PARTS in parts])
def test_a_part_with_a_separator_is_refused(name):
    spell, parts = GRAMMAR[name]
    harmless = {SEQS: 1, DAYS: date(2026, 1, 1), INSTANTS: datetime(2026, 1, 1, tzinfo=UTC), PARTS: "a"}
    for position, part in enumerate(parts):
        if part is PARTS:
            values = [harmless.get(other, 1) for other in parts]
            values[position] = "a#b"
            with pytest.raises(ValueError, match="must not contain"):
                spell(*values)


@given(SEQS, SEQS)
def test_events_sort_as_they_happened(one, two):
    assert (keys.event(one) < keys.event(two)) is (one < two)


@given(INSTANTS, INSTANTS, PARTS)
def test_a_queue_is_sorted_by_what_is_due_and_what_never_is_comes_last(one, two, id_):
    assert (keys.due(one, id_) < keys.due(two, id_)) is (one < two)
    assert keys.due(one, id_) < keys.due(None, id_)


def test_an_instant_is_written_in_utc():
    at = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
    assert keys.stamp(at) == keys.stamp(at.astimezone(VIETNAM)) == "2026-10-05T02:00:00Z"
    assert keys.stamp(at + timedelta(seconds=1)) > keys.stamp(at)


@given(PARTS, PARTS)
def test_one_query_reads_files_head_and_ledger_and_no_event(component, file):
    assert keys.event(99_999_999) < keys.file(component, file) < keys.HEAD < keys.LEDGER


@given(st.sampled_from(["UNIT", "PROCEDURE", "RULES"]), PARTS, PARTS)
def test_a_line_of_the_catalogue_is_taken_apart_again(kind, code, day):
    assert keys.catalogue_entry_parts(keys.catalogue_entry(kind, code, day)) == (kind, code, day)
