"""What partners owe: the report for a partner of its own units, for a unit's officers, and for the operator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from chalicelib.domain.access import Action, demand, speaks_for
from chalicelib.domain.calendar import local
from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.partner_account import Debt, PartnerAccount
from chalicelib.domain.partner_debts import overdue
from chalicelib.domain.partner_errors import UnitNotYours
from chalicelib.domain.ports import Clock, Page, every_item
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.ports_partners import PartnerAccounts
from chalicelib.domain.principals import Principal

_PAGE = 100
#: A partner's people read what they owe every day, and mend within some days; after that somebody has to ask them.
#: Our own figure: no rule gives one.
PATIENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owed:
    """One dossier of which something is owed. ``taken_until``: the last step that was taken."""

    unit: str
    number: str
    taken_until: int
    debts: tuple[Debt, ...]


@dataclass(frozen=True, slots=True)
class UnitsDebts:
    """All that one unit's system owes, and when it was heard last."""

    unit: str
    heard_at: datetime
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many dossiers one unit's system owes something of, and since when the first of them."""

    unit: str
    dossiers: int
    since: datetime | None

    def is_overlong(self, now: datetime) -> bool:
        """Whether somebody has to ask."""
        return self.since is not None and now - self.since > PATIENCE


@dataclass(frozen=True, slots=True)
class PartnerDebts:
    """Costs what is owed, never what is in order: two calls for a page."""

    accounts: PartnerAccounts
    catalogue: CatalogueReader
    clock: Clock

    def of_partner(self, principal: Principal, unit: str, limit: int, cursor: str = "") -> Page[Owed]:
        """What the caller's own system owes for one of its units. Raises ``UnitNotYours``."""
        demand(principal, Action.TELL_AS_PARTNER)
        if not speaks_for(principal, unit):
            raise UnitNotYours(unit=unit)
        return self._page(unit, limit, cursor)

    def of_unit(self, principal: Principal, unit: str, limit: int, cursor: str = "") -> Page[Owed]:
        """What an officer sees of the own unit and of those below it. Raises ``NotAllowed``, ``UnitNotFound``."""
        demand(principal, Action.READ_PARTNERS_DEBTS)
        line = self.catalogue.units().line_of(unit, local(self.clock.now()).date())
        if principal.units.isdisjoint({above.code for above in line}):
            raise NotAllowed(action=Action.READ_PARTNERS_DEBTS)
        return self._page(unit, limit, cursor)

    def of_all(self) -> Iterator[UnitsDebts]:
        """Every unit of which a partner ever told: for the operator, who is no principal."""
        for each in sorted(self.accounts.units(), key=lambda unit: unit.unit):
            owed = every_item(partial(self._page, each.unit, _PAGE))
            yield UnitsDebts(each.unit, each.heard_at, tuple(owed))

    def outstanding(self) -> Iterator[Outstanding]:
        """How much every unit owes, in figures: one call for each, whatever it owes."""
        now = self.clock.now()
        for each in self.accounts.units():
            yield Outstanding(each.unit, *self.accounts.count(each.unit, now))

    def _page(self, unit: str, limit: int, cursor: str) -> Page[Owed]:
        now = self.clock.now()
        page = self.accounts.owing(unit, now, limit, cursor)
        found = (_owed(account, now) for account in page.items)
        return Page(tuple(owed for owed in found if owed.debts), page.cursor)


def _owed(account: PartnerAccount, now: datetime) -> Owed:
    debts = (*overdue(account, now), *account.debts)
    return Owed(account.unit, account.number, len(account.taken), debts)
