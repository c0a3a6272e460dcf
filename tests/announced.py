"""The calendar and the limits as they were announced, written down apart from the catalogue."""

from datetime import date, time

from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.durations import Duration
from chalicelib.domain.rules import LegalRules

DAYS_OFF = {
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
    2027: "1/1",
}
WORKED_SATURDAYS = {2024: "4/5", 2025: "26/4", 2026: "10/1 22/8"}


def _days(announced: dict[int, str]) -> frozenset[date]:
    return frozenset(
        date(year, *reversed([int(part) for part in day.split("/")]))
        for year, days in announced.items()
        for day in days.split()
    )


CALENDAR = WorkingCalendar(
    covered_from=date(2024, 1, 1),
    covered_to=date(2027, 1, 31),
    days_off=_days(DAYS_OFF),
    worked_saturdays=_days(WORKED_SATURDAYS),
)

LAST_RULES = LegalRules(
    valid_from=date(2025, 7, 1),
    decrees=("Nghị định 118/2025/NĐ-CP",),
    sources=("a test",),
    reception_closes=time(17),
    reception_last=Duration.model_validate("1 working hours"),
    officer_told_within=Duration.model_validate("2 working hours"),
    online_answer_within=Duration.model_validate("8 working hours"),
    counter_answer_within=Duration.model_validate("1 working days"),
    hand_over_until=time(15),
    supplement_requests_max=1,
    unsupplemented_closed_after=Duration.model_validate("15 working days"),
    specialist_check_within=Duration.model_validate("2 working days"),
    reschedules_max=1,
    apology_before_due=Duration.model_validate("1 days"),
)
