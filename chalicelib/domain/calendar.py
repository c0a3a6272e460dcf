"""The days and hours when an office works, as far as the Government has announced them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_serializer, model_validator

from chalicelib.domain.errors import DomainError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)
SATURDAY = 5

OfficeHours = tuple[tuple[time, time], ...]
USUAL_HOURS: OfficeHours = ((time(8), time(12)), (time(13), time(17)))


class CalendarNotLoaded(DomainError):
    """Nobody has announced the days off of that date yet, so no deadline may be promised over it."""

    code = "calendar-not-loaded"
    vi = "Lịch làm việc có từ {covered_from} đến {covered_to}, chưa có ngày {day}. Hãy nạp thêm lịch."
    en = "The working calendar runs from {covered_from} to {covered_to}, without {day}. Load more of it."


class WorkingCalendar(BaseModel):
    """Monday to Friday, less the days off, plus the Saturdays worked in exchange.

    Both ends of the coverage are included. Office hours are local times of Asia/Ho_Chi_Minh, in order.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    covered_from: date
    covered_to: date
    days_off: frozenset[date] = frozenset()
    worked_saturdays: frozenset[date] = frozenset()
    office_hours: OfficeHours = USUAL_HOURS

    @field_serializer("days_off", "worked_saturdays")
    def _in_order(self, days: frozenset[date]) -> list[date]:
        """A set has no order, and the same calendar must always be stored as the same text."""
        return sorted(days)

    @model_validator(mode="after")
    def _is_consistent(self) -> "WorkingCalendar":
        if self.covered_to < self.covered_from:
            raise ValueError("the coverage ends before it begins")
        if outside := sorted(day for day in self.days_off | self.worked_saturdays if not self.covers(day)):
            raise ValueError(f"outside the coverage: {outside[0]}")
        if wrong := sorted(day for day in self.worked_saturdays if day.weekday() != SATURDAY):
            raise ValueError(f"not a Saturday: {wrong[0]}")
        if both := sorted(self.days_off & self.worked_saturdays):
            raise ValueError(f"both off and worked: {both[0]}")
        times = [at for hours in self.office_hours for at in hours]
        if not times or any(later <= earlier for earlier, later in pairwise(times)):
            raise ValueError("office hours must be a rising row of spans")
        return self

    def with_office_hours(self, office_hours: OfficeHours) -> "WorkingCalendar":
        """The same days, kept by an office with other hours."""
        return WorkingCalendar(**{**self.model_dump(), "office_hours": office_hours})

    @property
    def opens_at(self) -> time:
        """Local time at which the office opens."""
        return self.office_hours[0][0]

    @property
    def closes_at(self) -> time:
        """Local time at which the office closes."""
        return self.office_hours[-1][1]

    @cached_property
    def day_length(self) -> timedelta:
        """Office time in one working day."""
        return sum(
            (_at(date.min, end) - _at(date.min, start) for start, end in self.office_hours), timedelta()
        )

    def covers(self, day: date) -> bool:
        """Is it known whether people work on that day?"""
        return self.covered_from <= day <= self.covered_to

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarNotLoaded outside the coverage."""
        if not self.covers(day):
            raise CalendarNotLoaded(day=day, covered_from=self.covered_from, covered_to=self.covered_to)
        return day in self.worked_saturdays or (day.weekday() < SATURDAY and day not in self.days_off)

    def working_day_on_or_after(self, day: date) -> date:
        """The day itself if people work, otherwise the first day on which they do."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """The count-th working day after that day, itself not counted (Civil Code 2015, art. 147)."""
        for _ in range(count):
            day = self.working_day_on_or_after(day + ONE_DAY)
        return day

    def opening(self, day: date) -> datetime:
        """When the office opens on that day, in UTC."""
        return instant(day, self.opens_at)

    def closing(self, day: date) -> datetime:
        """When the office closes on that day, in UTC."""
        return instant(day, self.closes_at)

    def spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every span of office time from that moment on, in UTC; the first one may be cut short."""
        day = local(moment).date()
        while True:
            if self.is_working_day(day):
                for start, end in self.office_hours:
                    if instant(day, end) > moment:
                        yield max(moment, instant(day, start)), instant(day, end)
            day += ONE_DAY


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock. A datetime without a time zone is a bug."""
    assert moment.tzinfo is not None
    return moment.astimezone(VIETNAM)


def instant(day: date, at: time) -> datetime:
    """A Vietnamese day and time of day as a moment in UTC."""
    return _at(day, at).replace(tzinfo=VIETNAM).astimezone(UTC)


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at)
