"""Compare what we hold with what the portal answers, dossier by dossier and field by field, and mend what is safe.

Calls for each dossier: two to the store, one to the portal; one more to the store for each that is mended. Listing
costs one call for every hundred dossiers of each state. Dossiers that finished long ago and were never told (backfill)
are differences like any other. Rows that stand twice cannot be mended: they go to the list of what needs a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from chalicelib.application.compare_dossier import CompareDossier
from chalicelib.application.comparing import Difference
from chalicelib.domain.calendar import local
from chalicelib.domain.ports import Clock, DossierSummary, every_item
from chalicelib.domain.ports_portal import NationalPortal
from chalicelib.domain.ports_sync import Ledgers, ListedHistories, Together, one_by_one
from chalicelib.domain.states import NATIONAL_CODES
from chalicelib.domain.stating import House

_PAGE = 100


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
            yield from every_item(partial(self.dossiers.work_queue, unit, state, _PAGE))

    def _compare(self, dossier_id: str, *, mend: bool) -> Sequence[Difference] | None:
        account = self.ledgers.account(dossier_id)
        if account.ledger.next_attempt is not None or account.ledger.flight is not None:
            return None
        found = CompareDossier(self.dossiers, self.portal, self.house, self.clock)(account)
        if found.ledger is None or found.ledger == account.ledger:
            return found.differences
        if mend and self.ledgers.write(found.ledger):
            return found.differences
        return [replace(each, mended=False) for each in found.differences]
