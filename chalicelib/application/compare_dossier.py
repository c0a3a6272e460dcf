"""Look at one dossier at the portal, whole, and say what differs and what the ledger should be from then on.

One call for the events and one to the portal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.application.comparing import (
    MENDABLE,
    STATE,
    Difference,
    Kind,
    compare,
    compare_replied,
    difference,
    rows_standing_twice,
)
from chalicelib.application.sync_trip import Trip, depart
from chalicelib.domain.errors import DomainError
from chalicelib.domain.ledger import Ledger
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_portal import Held, NationalPortal, Verdict
from chalicelib.domain.ports_sync import Account, Histories
from chalicelib.domain.shown import arrived
from chalicelib.domain.stating import House, NotTruthful
from chalicelib.domain.story import Story


@dataclass(frozen=True, slots=True)
class Comparison:
    """``ledger``: as it should be written, with what is safe to mend given back to the sync; ``None``: not compared.

    A difference is ``mended`` if writing that ledger mends it.
    """

    differences: tuple[Difference, ...]
    ledger: Ledger | None = None


@dataclass(frozen=True, slots=True)
class CompareDossier:
    """Changes nothing: whoever asks writes the ledger, or does not."""

    dossiers: Histories
    portal: NationalPortal
    house: House
    clock: Clock

    def __call__(self, account: Account) -> Comparison:
        """Every difference of one dossier of which nothing is on the way."""
        try:
            trip = self._whole_story(account)
        except NotTruthful as untruth:
            return _without_an_answer(account, Kind.NOT_STATED, *(repair.code for repair in untruth.repairs))
        except DomainError as formless:
            return _without_an_answer(account, Kind.NOT_STATED, formless.code)
        finding = self.portal.look_up(trip.number_there, filed_there=trip.is_portal_born)
        if finding.answer.verdict is not Verdict.DONE:
            return _without_an_answer(account, Kind.NOT_ASKED, finding.answer.verdict.value)
        differences = tuple(self._differences(account, trip, finding.held))
        seen = account.ledger.looked_at(rows_standing_twice(differences), self.clock.now())
        told = self._mended(seen, trip, finding.held) if differences else None
        if told is None:
            return Comparison(differences, seen)
        return Comparison(
            tuple(replace(each, mended=each.kind in MENDABLE) for each in differences),
            told if any(each.kind in MENDABLE for each in differences) else seen,
        )

    def _differences(self, account: Account, trip: Trip, held: Held | None) -> Iterator[Difference]:
        if trip.is_portal_born:
            return compare_replied(account, held, self.portal.as_replied(account.dossier.state))
        return compare(account, trip, held)

    def _whole_story(self, account: Account) -> Trip:
        """The dossier as if nothing had ever been acknowledged."""
        blank = account.ledger.model_copy(update={"story": Story(), "ahead": ()})
        events = self.dossiers.events(account.dossier.id)
        return depart(Account(account.dossier, account.files, blank), events, self.portal, self.house)

    def _mended(self, ledger: Ledger, trip: Trip, held: Held | None) -> Ledger | None:
        """Safe while nothing the portal holds would have to be taken back, and no row would come too late."""
        if ledger.paused or ledger.needs_a_person:
            return None
        seen = self._replied(trip, held) if trip.is_portal_born else _rows_seen(trip, held)
        if seen is None:
            return None
        return ledger.told_anew(
            created=held is not None,
            steps=[trip.steps[position] for position in seen],
            now=self.clock.now(),
        )

    def _replied(self, trip: Trip, held: Held | None) -> list[int] | None:
        """The replies up to the one that is shown; ``None`` if none of ours is, so that nothing is overwritten."""
        shown = held.fields.get(STATE) if held else None
        last = [n for n, step in enumerate(trip.steps) if self.portal.as_replied(step.state) == shown]
        return list(range(last[-1] + 1)) if last else None


def _rows_seen(trip: Trip, held: Held | None) -> list[int] | None:
    """The rows that the portal shows, if nothing but rows after them is missing."""
    seen = [] if held is None else arrived([trip.rows[step.seq] for step in trip.steps], held)
    return seen if seen is not None and seen == list(range(len(seen))) else None


def _without_an_answer(account: Account, kind: Kind, *whats: str) -> Comparison:
    return Comparison(tuple(difference(account, kind, what) for what in whats))
