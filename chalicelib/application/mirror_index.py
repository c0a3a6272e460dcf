"""The service index as the portal can compute it, beside the one from our own data, with what each lost point hangs on.

Calls: one to the store for every hundred dossiers of each state, and two for each dossier of the period.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.domain.calendar import VIETNAM, local
from chalicelib.domain.errors import DomainError
from chalicelib.domain.index import Case, Score, Span, scores
from chalicelib.domain.ports_sync import Account, Ledgers, ListedHistories, Together, one_by_one
from chalicelib.domain.states import NATIONAL_CODES
from chalicelib.domain.stating import House, NotTruthful, statement_of, steps_of
from chalicelib.domain.story import Story
from chalicelib.domain.told import Told

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Mirror:
    """``there``: from acknowledged data alone. ``here``: from our own. Same indicators, same order."""

    there: tuple[Score, ...]
    here: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class MirrorIndex:
    """By unit and period (days in Vietnam, both included), of one procedure if asked for."""

    ledgers: Ledgers
    dossiers: ListedHistories
    house: House
    together: Together = one_by_one

    def __call__(self, unit: str, first: date, last: date, procedure: str = "") -> Mirror:
        """Both scores. A dossier belongs to the period in which it was received."""
        span = Span(_midnight(first), _midnight(last + timedelta(days=1)))
        accounts = self.together(self.ledgers.account, list(self._listed(unit, last, procedure)))
        received = [each for each in accounts if span.holds(each.dossier.clock.received_at)]
        here = self.together(self._as_we_know_it, received)
        there = [_case(each, each.ledger.told) for each in received]
        return Mirror(there=scores(there, span), here=scores(here, span))

    def _listed(self, unit: str, last: date, procedure: str) -> Iterator[str]:
        for state in NATIONAL_CODES:
            cursor, is_first = "", True
            while is_first or cursor:
                page = self.dossiers.work_queue(unit, state, _PAGE, cursor)
                for line in page.items:
                    is_wanted = not procedure or line.procedure_code == procedure
                    if is_wanted and local(line.opened_at).date() <= last:
                        yield line.id
                cursor, is_first = page.cursor, False

    def _as_we_know_it(self, account: Account) -> Case:
        """What the portal would hold had everything been said; what cannot be said truthfully earns nothing."""
        events = self.dossiers.events(account.dossier.id)
        story = Story().told(events)
        try:
            statement = statement_of(account.dossier, account.files, story, self.house)
            steps = steps_of(account.dossier.number, events, Story())
        except (NotTruthful, DomainError):
            return _case(account, None)
        return _case(account, Told().with_header(statement).with_steps(steps))


def _case(account: Account, told: Told | None) -> Case:
    return Case(account.dossier.number, told, account.dossier.procedure.yields_paper)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)
