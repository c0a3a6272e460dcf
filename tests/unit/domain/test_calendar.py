"""Which days and hours an office works."""

from datetime import date, time, timedelta

import pytest

from chalicelib.domain.calendar import CalendarNotLoaded, WorkingCalendar
from tests.announced import CALENDAR

YEAR_2026 = {"covered_from": date(2026, 1, 1), "covered_to": date(2026, 12, 31)}


def test_saturdays_are_free_unless_exchanged():
    assert not CALENDAR.is_working_day(date(2026, 8, 29))
    assert CALENDAR.is_working_day(date(2026, 8, 22))
    assert not CALENDAR.is_working_day(date(2026, 8, 31))


def test_the_ends_of_the_coverage_are_known_and_the_days_beyond_are_not():
    assert not CALENDAR.is_working_day(date(2024, 1, 1))
    assert not CALENDAR.is_working_day(date(2027, 1, 31))
    for beyond in (date(2023, 12, 31), date(2027, 2, 1)):
        with pytest.raises(CalendarNotLoaded):
            CALENDAR.is_working_day(beyond)


def test_the_first_day_is_not_counted():
    assert CALENDAR.working_day_after(date(2026, 3, 2), 1) == date(2026, 3, 3)
    assert CALENDAR.working_day_on_or_after(date(2026, 3, 2)) == date(2026, 3, 2)


def test_a_unit_may_keep_its_own_hours():
    early = CALENDAR.with_office_hours(((time(7), time(11, 30)), (time(13, 30), time(17))))
    assert CALENDAR.day_length == timedelta(hours=8)
    assert (early.opens_at, early.closes_at, early.day_length) == (time(7), time(17), timedelta(hours=8))
    assert early.days_off == CALENDAR.days_off


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"worked_saturdays": {date(2026, 1, 11)}}, "not a Saturday: 2026-01-11"),
        ({"days_off": {date(2025, 12, 31)}}, "outside the coverage: 2025-12-31"),
        ({"days_off": {date(2026, 1, 10)}, "worked_saturdays": {date(2026, 1, 10)}}, "both off and worked"),
        ({"office_hours": ((time(13), time(17)), (time(8), time(12)))}, "rising row"),
        ({"office_hours": ()}, "rising row"),
        ({"covered_to": date(2025, 1, 1)}, "ends before it begins"),
    ],
)
def test_a_calendar_refuses_what_cannot_be(wrong, complaint):
    with pytest.raises(ValueError, match=complaint):
        WorkingCalendar(**{**YEAR_2026, **wrong})


def test_a_calendar_survives_being_stored():
    assert WorkingCalendar.model_validate_json(CALENDAR.model_dump_json()) == CALENDAR
