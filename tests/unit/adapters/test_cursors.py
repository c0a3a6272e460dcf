"""Cursors: only ours, unchanged, and only for the list they came from."""

import base64

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.adapters.cursors import BadCursor, Cursors

CURSORS = Cursors(b"secret")
KEYS = st.dictionaries(st.sampled_from(["PK", "SK", "GSI1PK", "GSI1SK"]), st.text(max_size=20), min_size=1)
ANY = st.text(max_size=80)


@given(ANY, KEYS)
def test_a_list_goes_on_where_its_cursor_says(question, key):
    assert CURSORS.open(question, CURSORS.seal(question, key)) == key


def test_the_end_of_a_list_has_no_cursor():
    assert CURSORS.seal("a list", {}) == CURSORS.seal("a list", None) == ""
    assert CURSORS.open("a list", "") is None


@given(ANY, ANY, KEYS)
def test_a_cursor_of_another_list_is_refused(question, other, key):
    assume(question != other)
    with pytest.raises(BadCursor):
        CURSORS.open(other, CURSORS.seal(question, key))


@given(KEYS, st.data(), st.characters())
def test_a_changed_cursor_is_refused(key, data, character):
    cursor = CURSORS.seal("a list", key)
    at = data.draw(st.integers(0, len(cursor) - 1))
    for changed in (cursor[:at] + character + cursor[at + 1 :], cursor[:at] + character + cursor[at:]):
        if changed != cursor:
            with pytest.raises(BadCursor):
                CURSORS.open("a list", changed)


@given(KEYS, st.data())
def test_a_shortened_cursor_is_refused(key, data):
    cursor = CURSORS.seal("a list", key)
    with pytest.raises(BadCursor):
        CURSORS.open("a list", cursor[: data.draw(st.integers(1, len(cursor) - 1))])


@given(st.text(min_size=1, max_size=60))
def test_an_invented_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        CURSORS.open("a list", text)


@given(KEYS)
def test_a_cursor_sealed_with_another_secret_is_refused(key):
    with pytest.raises(BadCursor):
        CURSORS.open("a list", Cursors(b"another secret").seal("a list", key))


def test_no_key_can_be_forged_by_hand():
    forged = base64.urlsafe_b64encode(bytes(16) + b'{"PK":"OWNER#x"}').decode()
    with pytest.raises(BadCursor):
        CURSORS.open("a list", forged)
