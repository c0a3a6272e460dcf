"""Compare what we hold with what the portal answers, dossier by dossier and field by field, and mend what is safe.

Calls for each dossier: two to the store, one to the portal; one more to the store for each that is mended. Listing
costs one call for every hundred dossiers of each state. Dossiers that finished long ago and were never told (backfill)
are differences like any other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.application.sync_trip import Trip, depart
from chalicelib.domain.calendar import local
from chalicelib.domain.errors import DomainError
from chalicelib.domain.ledger import Ledger, arrived, is_same_row
from chalicelib.domain.ports import Clock, DossierSummary
from chalicelib.domain.ports_portal import Held, NationalPortal, Verdict
from chalicelib.domain.ports_sync import Account, Ledgers, ListedHistories, Together, one_by_one
from chalicelib.domain.states import NATIONAL_CODES, State
from chalicelib.domain.stating import House, NotTruthful
from chalicelib.domain.story import Story

_PAGE = 100
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


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """``on_the_way``: dossiers of which the portal is still to hear; the sync has them, they are no differences."""

    compared: int
    on_the_way: int
    differences: tuple[Difference, ...]

    @property
    def finished_here_not_there(self) -> tuple[str, ...]:
        """The list that must be empty."""
        return tuple(dict.fromkeys(each.number for each in self.differences if each.unfinished))


@dataclass(frozen=True, slots=True)
class Reconcile:
    """By unit and period (days in Vietnam on which dossiers were opened, both included)."""

    ledgers: Ledgers
    dossiers: ListedHistories
    portal: NationalPortal
    house: House
    clock: Clock
    together: Together = one_by_one

    def __call__(self, unit: str, first: date, last: date, *, mend: bool = False) -> Reconciliation:
        """Every difference; with ``mend``, what is safe is given back to the sync, which tells it anew."""
        ids = [line.id for line in self._listed(unit) if first <= local(line.opened_at).date() <= last]
        found = self.together(lambda dossier_id: self._compare(dossier_id, mend=mend), ids)
        return Reconciliation(
            compared=len(ids),
            on_the_way=sum(each is None for each in found),
            differences=tuple(difference for each in found for difference in each or ()),
        )

    def _listed(self, unit: str) -> Iterator[DossierSummary]:
        for state in NATIONAL_CODES:
            cursor, is_first = "", True
            while is_first or cursor:
                page = self.dossiers.work_queue(unit, state, _PAGE, cursor)
                yield from page.items
                cursor, is_first = page.cursor, False

    def _compare(self, dossier_id: str, *, mend: bool) -> Sequence[Difference] | None:
        account = self.ledgers.account(dossier_id)
        if account.ledger.next_attempt is not None or account.ledger.flight is not None:
            return None
        try:
            trip = self._whole_story(account)
        except NotTruthful as untruth:
            return [_difference(account, Kind.NOT_STATED, repair.code) for repair in untruth.repairs]
        except DomainError as formless:
            return [_difference(account, Kind.NOT_STATED, formless.code)]
        finding = self.portal.look_up(trip.number_there, filed_there=trip.is_portal_born)
        if finding.answer.verdict is not Verdict.DONE:
            return [_difference(account, Kind.NOT_ASKED, finding.answer.verdict.value)]
        differences = list(self._differences(account, trip, finding.held))
        if differences and mend and self._mend(account.ledger, trip, finding.held):
            differences = [_mended(each) for each in differences]
        return differences

    def _differences(self, account: Account, trip: Trip, held: Held | None) -> Iterator[Difference]:
        if trip.is_portal_born:
            return compare_replied(account, held, self.portal.as_replied(account.dossier.state))
        return compare(account, trip, held)

    def _whole_story(self, account: Account) -> Trip:
        """The dossier as if nothing had ever been acknowledged."""
        blank = account.ledger.model_copy(update={"story": Story(), "ahead": ()})
        events = self.dossiers.events(account.dossier.id)
        return depart(Account(account.dossier, account.files, blank), events, self.portal, self.house)

    def _mend(self, ledger: Ledger, trip: Trip, held: Held | None) -> bool:
        """Safe while nothing the portal holds would have to be taken back, and no row would come too late."""
        if ledger.paused or ledger.repairs:
            return False
        seen = self._replied(trip, held) if trip.is_portal_born else _rows_seen(trip, held)
        if seen is None:
            return False
        told = ledger.told_anew(
            created=held is not None,
            steps=[trip.steps[position] for position in seen],
            now=self.clock.now(),
        )
        return self.ledgers.write(told) is not None

    def _replied(self, trip: Trip, held: Held | None) -> list[int] | None:
        """The replies up to the one that is shown; ``None`` if none of ours is, so that nothing is overwritten."""
        shown = held.fields.get(STATE) if held else None
        last = [n for n, step in enumerate(trip.steps) if self.portal.as_replied(step.state) == shown]
        return list(range(last[-1] + 1)) if last else None


def _rows_seen(trip: Trip, held: Held | None) -> list[int] | None:
    """The rows that the portal shows, if nothing but rows after them is missing."""
    seen = [] if held is None else arrived([trip.rows[step.seq] for step in trip.steps], held)
    return seen if seen is not None and seen == list(range(len(seen))) else None


def compare_replied(account: Account, held: Held | None, said: str) -> Iterator[Difference]:
    """Of a dossier filed at the portal only the state is ours to say; all else was stated there, by the applicant."""
    if held is None:
        yield _difference(account, Kind.NOT_SHOWN, "")
    elif held.fields.get(STATE, said) != said:
        yield _difference(account, Kind.FIELD, STATE, unfinished=account.dossier.state in _FINISHED)


def compare(account: Account, trip: Trip, held: Held | None) -> Iterator[Difference]:
    """Every difference between what we would state and what the portal shows; what it does not show is none."""
    is_finished = account.dossier.state in _FINISHED
    if held is None:
        yield _difference(account, Kind.NOT_THERE, "", unfinished=is_finished)
        return
    for name, value in trip.ours.fields.items():
        if name in held.fields and held.fields[name] != value:
            yield _difference(account, Kind.FIELD, name, unfinished=is_finished and name == STATE)
    if held.steps is not None:
        yield from _compare_rows(account, trip, held.steps)


def _compare_rows(account: Account, trip: Trip, theirs: tuple[tuple[str, ...], ...]) -> Iterator[Difference]:
    for step in trip.steps:
        times = sum(is_same_row(trip.rows[step.seq], row) for row in theirs)
        if times == 0:
            ends = account.dossier.state in _FINISHED and step.state in _FINISHED
            yield _difference(account, Kind.ROW_MISSING, str(step.seq), unfinished=ends)
        elif times > 1:
            yield _difference(account, Kind.ROW_TWICE, str(step.seq))
    for position, row in enumerate(theirs, start=1):
        if not any(is_same_row(ours, row) for ours in trip.rows.values()):
            yield _difference(account, Kind.ROW_NOT_OURS, str(position))


def _difference(account: Account, kind: Kind, what: str, *, unfinished: bool = False) -> Difference:
    return Difference(account.dossier.id, account.dossier.number, kind, what, unfinished)


def _mended(each: Difference) -> Difference:
    """A row that stands there twice or is not ours stays: no call of the wire takes a row back."""
    can_be = each.kind in {Kind.NOT_THERE, Kind.FIELD, Kind.ROW_MISSING}
    return Difference(each.dossier_id, each.number, each.kind, each.what, each.unfinished, mended=can_be)
