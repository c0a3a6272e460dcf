"""The legal clock: the published vectors, and what must hold for any dossier."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.domain.calendar import VIETNAM, CalendarNotLoaded, local
from chalicelib.domain.deadlines import (
    add_working_time,
    due_at,
    effective_receipt,
    shift_by_pause,
    working_time_between,
)
from chalicelib.domain.durations import Duration, DurationUnit, working_days
from tests.announced import CALENDAR, LAST_RULES


def vn(text: str) -> datetime:
    """``13/02/2026 15:30`` on a Vietnamese clock; nine in the morning where no time is given."""
    pattern = "%d/%m/%Y %H:%M" if ":" in text else "%d/%m/%Y"
    moment = datetime.strptime(text, pattern).replace(tzinfo=VIETNAM)
    return (moment if ":" in text else moment.replace(hour=9)).astimezone(UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def months(count: int) -> Duration:
    return Duration(amount=count, unit=DurationUnit.MONTHS)


EIGHT_HOURS = Duration.model_validate("8 working hours")

VECTORS = {
    "V1 working hours run over Tết": ("13/02/2026 15:30", "8 working hours", "23/02/2026 15:30"),
    "V2 twenty working days over Tết": ("21/01/2026", "20 working days", "25/02/2026 17:00"),
    "V3 over National Day": ("26/08/2026", "5 working days", "07/09/2026 17:00"),
    "V4 a worked Saturday counts": ("20/08/2026", "3 working days", "24/08/2026 17:00"),
    "V5 the Day of Culture is off": ("20/11/2026", "2 working days", "25/11/2026 17:00"),
    "V6 calendar days ending in Tết": ("03/02/2026", "15 days", "23/02/2026 17:00"),
    "V7 without a supplement": ("02/03/2026", "10 working days", "16/03/2026 17:00"),
    "V8 months to a shorter month, then a Saturday": ("31/08/2025", "6 months", "02/03/2026 17:00"),
    "V9 over New Year": ("29/12/2026", "5 working days", "06/01/2027 17:00"),
    "V10 a worked Saturday before Reunification Day": ("24/04/2025", "3 working days", "28/04/2025 17:00"),
}


@pytest.mark.parametrize(("start", "duration", "due"), VECTORS.values(), ids=VECTORS)
def test_the_published_vectors_come_out(start, duration, due):
    assert due_at(vn(start), Duration.model_validate(duration), CALENDAR) == vn(due)


def test_v1b_the_last_hour_counts_from_the_next_working_day():
    start = effective_receipt(vn("13/02/2026 16:20"), CALENDAR, LAST_RULES)
    assert start == vn("23/02/2026 08:00")
    assert due_at(start, EIGHT_HOURS, CALENDAR) == vn("23/02/2026 17:00")


def test_v7_a_supplement_resets_by_law_and_pauses_for_the_index():
    due = due_at(vn("02/03/2026"), working_days(10), CALENDAR)
    asked, delivered = vn("04/03/2026"), vn("09/03/2026")
    assert due_at(delivered, working_days(10), CALENDAR) == vn("23/03/2026 17:00")
    assert shift_by_pause(due, asked, delivered, CALENDAR) == vn("19/03/2026 17:00")


RECEIPTS = {
    "in office hours": ("16/03/2026 10:15", "16/03/2026 10:15"),
    "before the opening": ("16/03/2026 06:00", "16/03/2026 08:00"),
    "a minute before the last hour": ("16/03/2026 15:59", "16/03/2026 15:59"),
    "as the last hour begins": ("16/03/2026 16:00", "17/03/2026 08:00"),
    "after five": ("16/03/2026 17:01", "17/03/2026 08:00"),
    "on a Friday night": ("20/03/2026 22:00", "23/03/2026 08:00"),
    "on a Sunday": ("22/03/2026 09:00", "23/03/2026 08:00"),
    "on a worked Saturday": ("22/08/2026 09:00", "22/08/2026 09:00"),
    "as Tết begins": ("16/02/2026 09:00", "23/02/2026 08:00"),
}


@pytest.mark.parametrize(("arrived", "counts_from"), RECEIPTS.values(), ids=RECEIPTS)
def test_a_dossier_counts_as_received(arrived, counts_from):
    assert effective_receipt(vn(arrived), CALENDAR, LAST_RULES) == vn(counts_from)


def test_an_office_with_other_hours_closes_its_reception_by_its_own_clock():
    early = CALENDAR.with_office_hours(((time(7, 30), time(11, 30)), (time(13), time(16, 30))))
    assert effective_receipt(vn("16/03/2026 15:40"), early, LAST_RULES) == vn("17/03/2026 07:30")
    assert due_at(vn("16/03/2026"), working_days(1), early) == vn("17/03/2026 16:30")


def test_immediate_means_before_the_office_closes():
    immediate = Duration.model_validate("immediate")
    assert due_at(vn("16/03/2026 10:00"), immediate, CALENDAR) == vn("16/03/2026 17:00")
    assert due_at(vn("16/03/2026 17:30"), immediate, CALENDAR) == vn("17/03/2026 17:00")
    assert due_at(vn("21/03/2026 10:00"), immediate, CALENDAR) == vn("23/03/2026 17:00")


@pytest.mark.parametrize(
    ("amount", "due"), [("0.5", "16/03/2026 14:00"), ("1", "17/03/2026 17:00"), ("1.25", "18/03/2026 10:00")]
)
def test_a_part_of_a_day_is_counted_after_the_whole_days(amount, due):
    assert due_at(vn("16/03/2026 09:00"), working_days(amount), CALENDAR) == vn(due)


def test_net_time_leaves_out_lunch_nights_and_weekends():
    assert working_time_between(vn("20/03/2026 11:00"), vn("23/03/2026 09:30"), CALENDAR) == hours(6.5)
    assert working_time_between(vn("23/03/2026 09:30"), vn("20/03/2026 11:00"), CALENDAR) == hours(0)


def test_a_pause_over_a_weekend_alone_shifts_nothing():
    due = vn("27/03/2026 17:00")
    assert shift_by_pause(due, vn("21/03/2026 08:00"), vn("22/03/2026 20:00"), CALENDAR) == due


def test_nothing_is_promised_past_the_loaded_calendar():
    with pytest.raises(CalendarNotLoaded) as refusal:
        due_at(vn("25/01/2027"), working_days(10), CALENDAR)
    assert "Load" in refusal.value.in_english()
    with pytest.raises(CalendarNotLoaded):
        due_at(vn("25/01/2027"), months(1), CALENDAR)
    with pytest.raises(CalendarNotLoaded):
        working_time_between(vn("25/12/2023"), vn("02/01/2024"), CALENDAR)


FIRST_MOMENT = datetime(2024, 1, 2, tzinfo=UTC)
minutes = st.integers(0, 820 * 24 * 60)  # to April 2026: the longest duration still ends inside the calendar
moments = minutes.map(lambda count: FIRST_MOMENT + timedelta(minutes=count))
durations = st.one_of(
    st.just(Duration.model_validate("immediate")),
    st.builds(Duration, amount=st.integers(1, 60), unit=st.just(DurationUnit.WORKING_HOURS)),
    st.builds(lambda quarters: working_days(str(quarters / 4)), st.integers(1, 120)),
    st.builds(Duration, amount=st.integers(1, 120), unit=st.just(DurationUnit.DAYS)),
    st.builds(months, st.integers(1, 6)),
)


@given(moments, durations)
def test_a_deadline_never_falls_on_a_day_off_nor_before_its_start(start, duration):
    due = due_at(start, duration, CALENDAR)
    assert CALENDAR.is_working_day(local(due).date())
    assert CALENDAR.opens_at <= local(due).time() <= CALENDAR.closes_at
    assert due >= start


@given(moments, moments, durations)
def test_who_comes_later_is_never_due_earlier(one, other, duration):
    earlier, later = sorted((one, other))
    assert due_at(earlier, duration, CALENDAR) <= due_at(later, duration, CALENDAR)


@given(moments, moments)
def test_who_comes_later_is_never_received_earlier(one, other):
    earlier, later = sorted((one, other))
    first, second = (effective_receipt(at, CALENDAR, LAST_RULES) for at in (earlier, later))
    assert first <= second
    assert earlier <= first


@given(moments, moments, moments)
def test_a_pause_shifts_the_deadline_by_the_office_time_it_took(due, one, other):
    paused, resumed = sorted((one, other))
    assume(resumed - paused < timedelta(days=120))
    shifted = shift_by_pause(due, paused, resumed, CALENDAR)
    assert working_time_between(due, shifted, CALENDAR) == working_time_between(paused, resumed, CALENDAR)


@given(moments, st.integers(1, 400).map(lambda quarters: hours(quarters / 4)))
def test_adding_office_time_is_undone_by_measuring_it(start, amount):
    assert working_time_between(start, add_working_time(start, amount, CALENDAR), CALENDAR) == amount


@given(moments, moments, moments)
def test_office_time_adds_up(one, two, three):
    first, middle, last = sorted((one, two, three))
    whole = working_time_between(first, last, CALENDAR)
    assert whole == working_time_between(first, middle, CALENDAR) + working_time_between(
        middle, last, CALENDAR
    )
