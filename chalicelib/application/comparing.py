"""What differs between our side of a dossier and the portal's, field by field and row by row. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.application.sync_trip import Trip
from chalicelib.domain.ports_portal import Held
from chalicelib.domain.ports_sync import Account
from chalicelib.domain.shown import agrees, is_same_row
from chalicelib.domain.states import State

_FINISHED = frozenset({State.DECIDED, State.RETURNED})
STATE = "state"


class Kind(StrEnum):
    """What differs."""

    NOT_THERE = "not-there"
    FIELD = "field"
    ROW_MISSING = "row-missing"
    ROW_TWICE = "row-twice"
    ROW_NOT_OURS = "row-not-ours"
    #: The dossier cannot be stated truthfully, so it cannot agree.
    NOT_STATED = "not-stated"
    #: Filed at the portal, which does not show it by its own number: nothing can be compared or told anew.
    NOT_SHOWN = "not-shown"
    #: The portal did not answer the look-up.
    NOT_ASKED = "not-asked"


#: A row that stands there twice or is not ours stays: no call of the wire takes a row back.
MENDABLE = frozenset({Kind.NOT_THERE, Kind.FIELD, Kind.ROW_MISSING})


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``what``: a field of the statement, the number of an event, or a repair; never a value.

    ``unfinished``: finished here and not there, which costs the dossier its place among those solved in time.
    """

    dossier_id: str
    number: str
    kind: Kind
    what: str
    unfinished: bool = False
    mended: bool = False


def difference(account: Account, kind: Kind, what: str, *, unfinished: bool = False) -> Difference:
    """One difference of this dossier."""
    return Difference(account.dossier.id, account.dossier.number, kind, what, unfinished)


def rows_standing_twice(differences: Sequence[Difference]) -> tuple[int, ...]:
    """The events whose rows the portal shows more than once."""
    return tuple(int(each.what) for each in differences if each.kind is Kind.ROW_TWICE)


def compare_replied(account: Account, held: Held | None, said: str) -> Iterator[Difference]:
    """Of a dossier filed at the portal only the state is ours to say; all else was stated there, by the applicant."""
    if held is None:
        yield difference(account, Kind.NOT_SHOWN, "")
    elif held.fields.get(STATE, said) != said:
        yield difference(account, Kind.FIELD, STATE, unfinished=account.dossier.state in _FINISHED)


def compare(account: Account, trip: Trip, held: Held | None) -> Iterator[Difference]:
    """Every difference between what we would state and what the portal shows; what it does not show is none."""
    is_finished = account.dossier.state in _FINISHED
    if held is None:
        yield difference(account, Kind.NOT_THERE, "", unfinished=is_finished)
        return
    for name, value in trip.ours.fields.items():
        if name in held.fields and not agrees(value, held.fields[name]):
            yield difference(account, Kind.FIELD, name, unfinished=is_finished and name == STATE)
    if held.steps is not None:
        yield from _compare_rows(account, trip, held.steps)


def _compare_rows(account: Account, trip: Trip, theirs: tuple[tuple[str, ...], ...]) -> Iterator[Difference]:
    for step in trip.steps:
        row = trip.rows[step.seq]
        times = sum(is_same_row(row, shown) for shown in theirs)
        if times == 0:
            ends = account.dossier.state in _FINISHED and step.state in _FINISHED
            yield difference(account, Kind.ROW_MISSING, str(step.seq), unfinished=ends)
        elif times > sum(is_same_row(row, other) for other in trip.rows.values()):
            yield difference(account, Kind.ROW_TWICE, str(step.seq))
    for position, row in enumerate(theirs, start=1):
        if not any(is_same_row(ours, row) for ours in trip.rows.values()):
            yield difference(account, Kind.ROW_NOT_OURS, str(position))
