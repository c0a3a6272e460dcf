"""Shares: nobody gets more than burst plus what has refilled, and nobody pays for somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.rates import REMEMBERED, Rate, Shares, TooManyRequests

RATE = Rate(per_second=2, burst=5)


def allowed(shares, now, caller="an"):
    try:
        shares.draw("citizen", caller, now)
    except TooManyRequests:
        return False
    return True


@given(st.lists(st.floats(0, 3), max_size=60))
def test_nobody_gets_more_than_burst_and_refill(pauses):
    shares, now, taken = Shares({"citizen": RATE}), 0.0, 0
    for pause in pauses:
        now += pause
        taken += allowed(shares, now)
        assert taken <= RATE.burst + now * RATE.per_second + 1e-6


@given(st.lists(st.floats(0.5, 5), max_size=40))
def test_who_keeps_to_the_rate_is_never_refused(pauses):
    shares, now = Shares({"citizen": RATE}), 0.0
    for pause in pauses:
        now += pause
        assert allowed(shares, now)


@given(st.integers(0, 40))
def test_whoever_waits_as_long_as_told_is_let_in(extra):
    shares = Shares({"citizen": RATE})
    for _ in range(RATE.burst):
        assert allowed(shares, 0)
    with pytest.raises(TooManyRequests) as refused:
        shares.draw("citizen", "an", extra / 100)
    assert allowed(shares, extra / 100 + refused.value.values["seconds"])


def test_memory_stays_bounded_and_forgets_who_asked_longest_ago():
    shares = Shares({"citizen": Rate(0.001, 1)})
    assert allowed(shares, 0, "first")
    assert not allowed(shares, 1, "first")
    for number in range(REMEMBERED):
        assert allowed(shares, 2, f"caller-{number}")
    assert len(shares._buckets) == REMEMBERED
    assert allowed(shares, 3, "first")
