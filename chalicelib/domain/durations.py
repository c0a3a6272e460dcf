"""How long something may take, in the units the law uses."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator


class DurationUnit(StrEnum):
    """The five ways in which procedures state their time."""

    IMMEDIATE = "immediate"  # ngay sau khi nhận đủ hồ sơ
    WORKING_HOURS = "working hours"  # giờ làm việc
    WORKING_DAYS = "working days"  # ngày làm việc
    DAYS = "days"  # ngày
    MONTHS = "months"  # tháng


IN_VIETNAMESE = {
    DurationUnit.IMMEDIATE: "ngay sau khi nhận đủ hồ sơ",
    DurationUnit.WORKING_HOURS: "giờ làm việc",
    DurationUnit.WORKING_DAYS: "ngày làm việc",
    DurationUnit.DAYS: "ngày",
    DurationUnit.MONTHS: "tháng",
}
DIVISIBLE = {DurationUnit.WORKING_HOURS, DurationUnit.WORKING_DAYS}
ROUGHLY_HOURS = {
    DurationUnit.IMMEDIATE: 0,
    DurationUnit.WORKING_HOURS: 1,
    DurationUnit.WORKING_DAYS: 8,
    DurationUnit.DAYS: 8 * 5 / 7,
    DurationUnit.MONTHS: 8 * 21,
}
AS_WRITTEN = re.compile(r"(?P<amount>\d+(\.\d+)?) (?P<unit>working hours|working days|days|months)")


class Duration(BaseModel):
    """An amount of one unit. Written as text: ``10 working days``, ``0.5 working days``, ``immediate``."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    amount: Decimal = Field(ge=0)
    unit: DurationUnit

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value == DurationUnit.IMMEDIATE:
            return {"amount": 0, "unit": value}
        if not (written := AS_WRITTEN.fullmatch(value)):
            raise ValueError(f"{value!r} is no duration; write for instance '10 working days' or 'immediate'")
        return written.groupdict()

    @model_validator(mode="after")
    def _has_a_sensible_amount(self) -> "Duration":
        if (self.unit is DurationUnit.IMMEDIATE) != (self.amount == 0):
            raise ValueError("an amount of zero is written 'immediate', and nothing else is")
        if self.unit not in DIVISIBLE and self.amount % 1:
            raise ValueError(f"{self.unit} cannot be divided")
        return self

    @model_serializer
    def __str__(self) -> str:
        """As it is written in the catalogue."""
        return (
            str(self.unit)
            if self.unit is DurationUnit.IMMEDIATE
            else f"{self.amount.normalize():f} {self.unit}"
        )

    def roughly(self) -> float:
        """Office hours it takes in an ordinary month: to compare durations by, never to compute a date."""
        return float(self.amount) * ROUGHLY_HOURS[self.unit]

    def in_vietnamese(self) -> str:
        """As it is printed on a slip: ``10 ngày làm việc``."""
        words = IN_VIETNAMESE[self.unit]
        if self.unit is DurationUnit.IMMEDIATE:
            return words
        return f"{self.amount.normalize():f} {words}".replace(".", ",")


def working_days(amount: int | str) -> Duration:
    """Shorthand for the unit that most limits are stated in."""
    return Duration(amount=Decimal(amount), unit=DurationUnit.WORKING_DAYS)
