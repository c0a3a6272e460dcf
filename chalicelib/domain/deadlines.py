"""The legal clock: when a dossier counts as received, when it is due, how much office time has passed.

    arrival ──effective_receipt──► start ──due_at──► due by law
                                     │
    supplement asked ... delivered   ├─ reset: due_at(delivered, …)     the law (Decree 61/2018, art. 19.4)
                                     └─ pause: shift_by_pause(due, …)   the index (Decision 766/2022)

Every datetime is aware: UTC comes in, UTC goes out, and the counting is done in Asia/Ho_Chi_Minh.
Every function raises CalendarNotLoaded rather than guess about a day nobody has announced.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal

from chalicelib.domain.calendar import WorkingCalendar, instant, local
from chalicelib.domain.durations import Duration, DurationUnit
from chalicelib.domain.rules import LegalRules

NO_TIME = timedelta()


def effective_receipt(received_at: datetime, calendar: WorkingCalendar, rules: LegalRules) -> datetime:
    """The moment from which the law counts.

    Too late in the day, or on a day off: the opening of the next working day. Before it opens: its opening.
    """
    day = local(received_at).date()
    if not calendar.is_working_day(day) or received_at >= _reception_ends(day, calendar, rules):
        return calendar.opening(calendar.working_day_after(day, 1))
    return max(received_at, calendar.opening(day))


def due_at(start: datetime, duration: Duration, calendar: WorkingCalendar) -> datetime:
    """When the time is up. The first day is not counted, and a due day ends when the office closes.

    Calendar days and months that end on a day off roll on to the next working day (Civil Code, art. 148.5).
    A part of a working day is that part of the office's day, counted after the whole days.
    """
    day = local(start).date()
    match duration.unit:
        case DurationUnit.IMMEDIATE:
            return _end_of_the_day_at_hand(start, calendar)
        case DurationUnit.WORKING_HOURS:
            return add_working_time(start, _hours(duration.amount), calendar)
        case DurationUnit.WORKING_DAYS:
            whole, part = divmod(duration.amount, 1)
            counted = calendar.closing(calendar.working_day_after(day, int(whole))) if whole else start
            return add_working_time(counted, calendar.day_length * float(part), calendar) if part else counted
        case DurationUnit.DAYS:
            ends = day + timedelta(days=int(duration.amount))
        case DurationUnit.MONTHS:
            ends = _months_after(day, int(duration.amount))
    return calendar.closing(calendar.working_day_on_or_after(ends))


def add_working_time(start: datetime, amount: timedelta, calendar: WorkingCalendar) -> datetime:
    """The first moment at which that much office time has passed since the start, within office hours."""
    left = amount
    for begins, ends in calendar.spans_from(start):
        if left <= ends - begins:
            return begins + left
        left -= ends - begins
    raise AssertionError("the calendar ends with an error, not in silence")


def working_time_between(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """Net office time from start to end; none if the end is not later."""
    passed = NO_TIME
    if end <= start:
        return passed
    for span_begins, span_ends in calendar.spans_from(start):
        if span_begins >= end:
            break
        passed += min(span_ends, end) - span_begins
    return passed


def shift_by_pause(
    due: datetime, paused_from: datetime, resumed_at: datetime, calendar: WorkingCalendar
) -> datetime:
    """The due moment, later by exactly the office time that the pause took."""
    pause = working_time_between(paused_from, resumed_at, calendar)
    return add_working_time(due, pause, calendar) if pause else due


def _reception_ends(day: date, calendar: WorkingCalendar, rules: LegalRules) -> datetime:
    closing = instant(day, min(rules.reception_closes, calendar.closes_at))
    return closing - _hours(rules.reception_last.amount)


def _end_of_the_day_at_hand(start: datetime, calendar: WorkingCalendar) -> datetime:
    day = calendar.working_day_on_or_after(local(start).date())
    if start > calendar.closing(day):
        day = calendar.working_day_after(day, 1)
    return calendar.closing(day)


def _months_after(day: date, count: int) -> date:
    """The same day of a later month, or its last day where it has no such day (Civil Code, art. 148.3)."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _hours(amount: Decimal) -> timedelta:
    return timedelta(hours=1) * float(amount)
