"""Bytes as they are held for an owner: once each, with the hash they must have and the day of their next check."""

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

#: The whole store is looked through within this time (QCVN 12:2026/BCA asks for scheduled checks, not how often).
CHECK_WITHIN = timedelta(days=30)
#: What was due longer ago would never be looked at again. A bound of ours: nobody leaves the schedule off for so long.
MADE_UP_FOR = timedelta(days=400)


class Holding(BaseModel):
    """An object of one owner. Never shared between owners, so that nobody learns who holds the same paper."""

    model_config = ConfigDict(frozen=True)

    owner_ref: str
    sha256: str
    key: str
    check_on: date


def first_check(sha256: str, stored_on: date) -> date:
    """Spread over the days, so that no day has more to do than the others; never later than ``CHECK_WITHIN``."""
    return stored_on + timedelta(days=1 + int(sha256[:8], 16) % CHECK_WITHIN.days)


def next_check(checked_on: date) -> date:
    """The same slice comes again on the same day of the round."""
    return checked_on + CHECK_WITHIN
