"""Whatever is damaged is found, mended where an older version is whole, and named; nothing else is."""

import hashlib
import random
from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.application.check_integrity import CheckIntegrity, Condition
from chalicelib.domain.calendar import local
from chalicelib.domain.holdings import CHECK_WITHIN, Holding, first_check
from tests.factories import MORNING
from tests.fakes import HandClock, InMemoryBlobs, InMemoryHoldings

TODAY = local(MORNING).date()


class Store:
    """So many objects, each held by an owner, with the checks spread over a round."""

    def __init__(self, count: int) -> None:
        self.clock = HandClock(MORNING)
        self.blobs = InMemoryBlobs(MORNING)
        self.holdings = InMemoryHoldings()
        self.keys = [f"uploads/d{number}/c/f" for number in range(count)]
        for number, key in enumerate(self.keys):
            data = f"paper {number}".encode()
            sha256 = hashlib.sha256(data).hexdigest()
            self.blobs.objects[key] = data
            held = Holding(
                owner_ref=f"o{number % 7}", sha256=sha256, key=key, check_on=first_check(sha256, TODAY)
            )
            self.holdings.hold(held)
        self.check = CheckIntegrity(self.holdings, self.blobs, self.clock)

    def a_round(self) -> Mapping[str, Condition]:
        """Every damaged object that thirty nights find, and how."""
        found: dict[str, Condition] = {}
        for _ in range(CHECK_WITHIN.days):
            self.clock.turn(timedelta(days=1))
            self.check(tell=lambda holding, condition: found.setdefault(holding.key, condition))
        return found


@settings(max_examples=25)
@given(st.sets(st.integers(0, 199)), st.sets(st.integers(0, 199)))
def test_a_round_finds_every_damaged_object_and_no_other(overwritten, lost):
    store = Store(200)
    for number in overwritten - lost:
        store.blobs.write(store.keys[number], b"damaged", "application/pdf")
    for number in lost:
        store.blobs.erase(store.keys[number])
    found = store.a_round()
    assert {key for key, how in found.items() if how is Condition.RESTORED} == {
        store.keys[number] for number in overwritten - lost
    }
    assert {key for key, how in found.items() if how is Condition.LOST} == {
        store.keys[number] for number in lost
    }
    assert not [how for key, how in store.a_round().items() if how is Condition.RESTORED]


def test_what_was_restored_is_what_it_was():
    store = Store(1)
    store.blobs.write(store.keys[0], b"damaged", "application/pdf")
    store.a_round()
    assert store.blobs.read(store.keys[0]) == b"paper 0"


@pytest.mark.parametrize("missed", [CHECK_WITHIN, timedelta(days=365)], ids=["a round", "a year"])
def test_nights_that_were_missed_are_made_up_for(missed):
    store = Store(50)
    store.clock.turn(missed)
    assert store.check().looked_at == 50
    assert store.check().looked_at == 0


def test_a_night_that_ends_early_goes_on_where_it_stopped():
    store = Store(50)
    store.clock.turn(CHECK_WITHIN)
    patience = iter([True] * 10)
    looked_at = store.check(lambda: next(patience, False)).looked_at
    assert 0 < looked_at < 50
    assert store.check().looked_at == 50 - looked_at


def test_a_lost_object_is_told_again_every_night_until_it_is_back():
    store = Store(1)
    data = store.blobs.objects[store.keys[0]]
    store.blobs.erase(store.keys[0])
    store.clock.turn(CHECK_WITHIN)
    assert store.check().lost == store.keys
    store.clock.turn(timedelta(days=1))
    assert store.check().lost == store.keys
    store.blobs.objects[store.keys[0]] = data
    store.clock.turn(timedelta(days=1))
    assert store.check().lost == []


def test_ten_thousand_objects_with_one_in_a_hundred_damaged():
    store = Store(10_000)
    damaged = random.Random(7).sample(store.keys, 100)
    for key in damaged:
        store.blobs.write(key, b"damaged", "application/pdf")
    assert sorted(store.a_round()) == sorted(damaged)


def test_what_is_restored_is_served_as_the_kind_of_file_that_it_was():
    store = Store(0)
    store.blobs.write("uploads/d/c/f", b"a picture", "image/jpeg")
    store.blobs.write("uploads/d/c/f", b"garbage", "application/octet-stream")
    sha256 = hashlib.sha256(b"a picture").hexdigest()
    store.holdings.hold(Holding(owner_ref="o", sha256=sha256, key="uploads/d/c/f", check_on=TODAY))
    assert store.check().restored == ["uploads/d/c/f"]
    assert (store.blobs.objects["uploads/d/c/f"], store.blobs.media_types["uploads/d/c/f"]) == (
        b"a picture",
        "image/jpeg",
    )
