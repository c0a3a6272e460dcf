"""What is true only between two dates, and how sure we are of it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, model_validator


class Confidence(StrEnum):
    """How a value of the catalogue is known. Whatever is not FOUND is configuration to be confirmed."""

    FOUND = "F"  # read in a published source
    HIGH = "K-H"  # general knowledge, high confidence
    MEDIUM = "K-M"
    LOW = "K-L"


class Dated(BaseModel):
    """Something in force from ``valid_from`` to ``valid_to``, both included; None: until further notice."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Dated":
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    def holds_on(self, day: date) -> bool:
        """Is it in force on that day?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


AnyDated = TypeVar("AnyDated", bound=Dated)


def in_force(versions: Iterable[AnyDated], day: date) -> AnyDated | None:
    """The version in force on that day. Where versions overlap, the latest one to begin wins."""
    holding = [version for version in versions if version.holds_on(day)]
    return max(holding, key=lambda version: version.valid_from, default=None)
