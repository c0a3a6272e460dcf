"""The service index as the portal can compute it, beside the one from our own data, with what each lost point hangs on.

Calls: one to the store for every hundred dossiers of each state, two for each dossier received until the period's end,
and one for each procedure of the catalogue that is not remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from chalicelib.application.own_procedures import own_procedures
from chalicelib.domain.calendar import VIETNAM, WorkingCalendar, local
from chalicelib.domain.durations import Duration
from chalicelib.domain.errors import DomainError
from chalicelib.domain.index.evidence import Case, Evidence, Span
from chalicelib.domain.index.profile import Score, profile_named, scores
from chalicelib.domain.ports import Clock, every_item
from chalicelib.domain.ports_catalogue import CatalogueNotLoaded, CatalogueReader
from chalicelib.domain.ports_sync import Account, Ledgers, ListedHistories, Together, one_by_one
from chalicelib.domain.procedures import Procedure, ProcessingTimeUnknown
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
    catalogue: CatalogueReader
    clock: Clock
    together: Together = one_by_one

    def __call__(self, unit: str, first: date, last: date, procedure: str = "", profile: str = "") -> Mirror:
        """Both scores. Raises ``ProfileUnknown``."""
        version = profile_named(profile)
        end = min(_midnight(last + timedelta(days=1)), self.clock.now())
        span = Span(_midnight(first), end)
        accounts = self.together(self.ledgers.account, list(self._listed(unit, last, procedure)))
        received = [each for each in accounts if _was_received(each, end)]
        known = {each.code: each for each in self._procedures(unit, procedure, last)}
        here = self.together(lambda each: self._as_we_know_it(each, known), received)
        there = [_case(each, each.ledger.told, known) for each in received]
        offered, calendar = tuple(known.values()), self._calendar()
        return Mirror(
            there=scores(Evidence(there, span, offered, calendar), version),
            here=scores(Evidence(here, span, offered, calendar), version),
        )

    def _procedures(self, unit: str, procedure: str, on: date) -> Iterator[Procedure]:
        """Those of the unit, as far as the catalogue says who handles what."""
        try:
            for each in own_procedures(self.catalogue, on):
                if unit in each.handled_by and procedure in ("", each.code):
                    yield each
        except CatalogueNotLoaded:
            return

    def _calendar(self) -> WorkingCalendar | None:
        try:
            return self.catalogue.calendar()
        except CatalogueNotLoaded:
            return None

    def _listed(self, unit: str, last: date, procedure: str) -> Iterator[str]:
        for state in NATIONAL_CODES:
            for line in every_item(partial(self.dossiers.work_queue, unit, state, _PAGE)):
                is_wanted = not procedure or line.procedure_code == procedure
                if is_wanted and local(line.opened_at).date() <= last:
                    yield line.id

    def _as_we_know_it(self, account: Account, known: dict[str, Procedure]) -> Case:
        """What the portal would hold had everything been said; what cannot be said truthfully earns nothing."""
        events = self.dossiers.events(account.dossier.id)
        story = Story().told(events)
        try:
            statement = statement_of(account.dossier, account.files, story, self.house)
            steps = steps_of(account.dossier.number, events, Story())
        except (NotTruthful, DomainError):
            return _case(account, None, known)
        return _case(account, Told().with_header(statement).with_steps(steps), known)


def _was_received(account: Account, end: datetime) -> bool:
    received_at = account.dossier.clock.received_at
    return received_at is not None and received_at < end


def _case(account: Account, told: Told | None, known: dict[str, Procedure]) -> Case:
    dossier = account.dossier
    assert dossier.clock.received_at is not None
    return Case(
        number=dossier.number,
        told=told,
        yields_paper=dossier.procedure.yields_paper,
        received_at=dossier.clock.received_at,
        procedure=dossier.procedure.code,
        longest=_longest(account, known),
    )


def _longest(account: Account, known: dict[str, Procedure]) -> Duration | None:
    """The longest time that the procedure allows in any case; of one that we no longer have, that of this dossier's."""
    procedure = known.get(account.dossier.procedure.code)
    try:
        return procedure.max_processing() if procedure else account.dossier.procedure.processing
    except ProcessingTimeUnknown:
        return account.dossier.procedure.processing


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)
