"""Backoff, breaker and admission: slow down, fall silent, come back gently."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.pace import Admission, Backoff, Breaker, Circuit

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@given(st.integers(0, 100), st.floats(0, 0.999))
def test_a_wait_is_never_shorter_than_half_nor_longer_than_the_longest(attempts, luck):
    backoff = Backoff()
    wait = backoff.wait(attempts, luck)
    assert backoff.first / 2 <= wait <= backoff.longest


def test_a_breaker_opens_after_enough_troubles_in_a_row():
    breaker = Breaker(threshold=3)
    for well in (False, False, True, False, False):
        breaker = breaker.answered(NOW, well=well)
    assert breaker.circuit is Circuit.CLOSED
    assert breaker.answered(NOW, well=False).circuit is Circuit.OPEN


def test_an_open_breaker_lets_one_probe_through_and_no_more():
    breaker = Breaker(threshold=1).answered(NOW, well=False)
    assert breaker.asked(NOW + SECOND)[1] is False
    later = NOW + breaker.rest
    breaker, may = breaker.asked(later)
    assert may
    assert breaker.asked(later)[1] is False
    assert breaker.answered(later, well=True).circuit is Circuit.CLOSED
    again = breaker.answered(later, well=False)
    assert again.circuit is Circuit.OPEN
    assert again.until - later > breaker.rest


def test_a_probe_that_never_came_back_does_not_close_the_way_for_ever():
    breaker = Breaker(threshold=1).answered(NOW, well=False)
    later = NOW + breaker.rest
    probing, _ = breaker.asked(later)
    assert probing.asked(later + breaker.rest)[1] is True


@given(st.lists(st.floats(0, 2), min_size=1, max_size=60), st.floats(0.5, 20), st.integers(1, 10))
def test_admission_never_lets_more_through_than_agreed(gaps, per_second, burst):
    admission, now, made = Admission.full(per_second, burst, NOW), NOW, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        admission, wait = admission.drawn(now)
        made.append(now + wait)
    for first in range(len(made)):
        for last in range(first, len(made)):
            span = (made[last] - made[first]).total_seconds()
            assert last - first + 1 <= burst + span * per_second + 1.001
