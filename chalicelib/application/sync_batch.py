"""One pass over several dossiers that the portal must hear of: claim, ask, state, add rows, settle.

Any step may be the last that a worker lives to do: the claim says what was about to happen, and the next pass
asks what became of it.
A pass is idempotent; its key is the dossier's id with the ledger's revision.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from chalicelib.application.compare_dossier import CompareDossier
from chalicelib.application.send_headers import SendHeaders
from chalicelib.application.send_replies import SendReplies
from chalicelib.application.send_steps import SendSteps
from chalicelib.application.sync_trip import Trip, depart
from chalicelib.domain.errors import DomainError, DossierNotFound
from chalicelib.domain.ledger import Flight, Ledger
from chalicelib.domain.pace import Backoff
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_portal import REFUSALS, NationalPortal
from chalicelib.domain.ports_sync import Account, Histories, Ledgers, Together, one_by_one
from chalicelib.domain.repairs import Repair
from chalicelib.domain.stating import House, NotTruthful, is_national


class Ending(StrEnum):
    """How a pass ended for one dossier."""

    SYNCED = "synced"
    NOTHING_TO_SAY = "nothing-to-say"
    #: The portal is unwell; it is tried again later.
    WAITS = "waits"
    #: The portal is well and did not take it; it is tried again a few times before a person has to look.
    REFUSED = "refused"
    PARKED = "parked"
    PAUSED = "paused"
    #: Something may still be on its way to the portal; it is asked for when that is over.
    SETTLES = "settles"
    #: All was told, and what had been in doubt was looked at.
    LOOKED_AT = "looked-at"
    #: Somebody else is sending for it; whoever brought the news must bring it again.
    BUSY = "busy"
    GONE = "gone"
    #: A fault of ours; the others of the batch went on.
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Report:
    """``endings`` by dossier id; ``faults`` only for those that ended ``BROKEN``."""

    endings: dict[str, Ending]
    faults: dict[str, Exception] = field(default_factory=dict)

    def count(self, ending: Ending) -> int:
        """How many ended that way."""
        return sum(each is ending for each in self.endings.values())


@dataclass(frozen=True, slots=True)
class SyncBatch:
    """``luck`` gives numbers in [0, 1). Four calls to the store for each dossier, whatever its history.

    ``settles_in``: how long after a lost answer the call may still be taken in, so that nothing is said again before.
    ``look_again``: how long after something was said again the portal is looked at, in case it came twice; and how
    long a request for a supplement is not said again, because two of them would make the dossier overdue.
    """

    ledgers: Ledgers
    dossiers: Histories
    portal: NationalPortal
    house: House
    clock: Clock
    luck: Callable[[], float]
    backoff: Backoff = field(default_factory=Backoff)
    headers_per_call: int = 20
    rows_per_call: int = 10
    settles_in: timedelta = timedelta(seconds=60)
    look_again: timedelta = timedelta(minutes=15)
    together: Together = one_by_one

    def __call__(self, dossier_ids: Sequence[str]) -> Report:
        """How it ended for each of them."""
        report = Report({})
        ids = list(dict.fromkeys(dossier_ids))
        trips = [trip for trip in self.together(lambda each: self._depart(each, report), ids) if trip]
        self.together(self._ask, [trip for trip in trips if trip.uncertain])
        ours = [trip for trip in trips if not trip.is_portal_born]
        SendReplies(self.portal, self.together)(trips)
        SendHeaders(self.portal, self.headers_per_call, self.together)(ours)
        SendSteps(self.portal, self.rows_per_call, self.together)(ours)
        for trip, ending in zip(trips, self.together(self._settle, trips), strict=True):
            report.endings[trip.ledger.dossier_id] = ending
        return report

    def _depart(self, dossier_id: str, report: Report) -> Trip | None:
        """The trip if there is something to say and the claim to say it was won; else the ending is noted."""
        try:
            outcome = self._prepare(dossier_id)
        except Exception as fault:
            report.faults[dossier_id] = fault
            outcome = Ending.BROKEN  # whatever is wrong with one dossier, the others go on
        if isinstance(outcome, Trip):
            return outcome
        report.endings[dossier_id] = outcome
        return None

    def _prepare(self, dossier_id: str) -> Trip | Ending:
        try:
            account = self.ledgers.account(dossier_id)
        except DossierNotFound:
            return Ending.GONE
        hindrance = self._hindrance(account)
        if hindrance is not None:
            return hindrance
        events = self.dossiers.events(dossier_id, account.ledger.story.seq)
        try:
            trip = depart(account, events, self.portal, self.house)
        except NotTruthful as untruth:
            return self._park(account, untruth.repairs)
        except DomainError as formless:
            return self._park(account, [Repair(code="no-form", detail=str(formless.values.get("field", "")))])
        claim = trip.ledger.taking_off(trip.statement.seq, trip.owed_steps, self.clock.now())
        claimed = self.ledgers.write(claim.model_copy(update={"number": account.dossier.number}))
        if claimed is None:
            return Ending.BUSY
        trip.ledger = claimed
        return trip

    def _hindrance(self, account: Account) -> Ending | None:
        ledger, dossier = account.ledger, account.dossier
        if not is_national(dossier.state) or dossier.is_rehearsal:
            return Ending.NOTHING_TO_SAY
        now = self.clock.now()
        if ledger.paused:
            return self._noted(account, Ending.PAUSED)
        if ledger.is_leased(now):
            return Ending.BUSY
        if ledger.is_settling(now):
            return self._noted(account, Ending.SETTLES)
        if ledger.is_parked(dossier.version):
            return self._noted(account, Ending.PARKED)
        if ledger.knows_all_until(dossier.version):
            return self._nothing_to_say(account)
        return None

    def _nothing_to_say(self, account: Account) -> Ending:
        ledger, now = account.ledger, self.clock.now()
        if ledger.next_attempt is not None:
            self.ledgers.write(ledger.landed(now, self.look_again), _heard(account))
            return Ending.NOTHING_TO_SAY
        if ledger.look_at is not None and now >= ledger.look_at:
            return self._look_at(account)
        return self._noted(account, Ending.NOTHING_TO_SAY)

    def _look_at(self, account: Account) -> Ending:
        """What was said twice may stand there twice, or an old header over a newer one."""
        found = CompareDossier(self.dossiers, self.portal, self.house, self.clock)(account)
        if found.ledger is not None:
            return Ending.LOOKED_AT if self.ledgers.write(found.ledger, _heard(account)) else Ending.BUSY
        later = self.clock.now() + self.look_again
        self.ledgers.write(account.ledger.model_copy(update={"look_at": later}), _heard(account))
        return Ending.WAITS

    def _noted(self, account: Account, ending: Ending) -> Ending:
        """The ledger answers for the news already, so the note of it can go."""
        if account.has_news:
            self.ledgers.write(account.ledger, _heard(account))
        return ending

    def _park(self, account: Account, repairs: Sequence[Repair]) -> Ending:
        parked = account.ledger.parked(repairs, account.dossier.version, self.clock.now())
        numbered = parked.model_copy(update={"number": account.dossier.number})
        return Ending.PARKED if self.ledgers.write(numbered, _heard(account)) else Ending.BUSY

    def _ask(self, trip: Trip) -> None:
        """Find out what became of a flight that never landed, before anything is sent again."""
        assert trip.uncertain is not None
        finding = self.portal.look_up(trip.number_there, filed_there=trip.is_portal_born)
        since = trip.uncertain.since
        until = since + self.look_again if since else None
        trip.learn_of(trip.uncertain, finding, until if until and self.clock.now() < until else None)

    def _settle(self, trip: Trip) -> Ending:
        ledger = trip.ledger.caught_up(trip.stories, frozenset(step.seq for step in trip.steps))
        settled, ending = self._settled(trip, ledger)
        return ending if self.ledgers.write(settled, trip.heard) else Ending.BUSY

    def _settled(self, trip: Trip, ledger: Ledger) -> tuple[Ledger, Ending]:
        now, version = self.clock.now(), trip.statement.seq
        if trip.repairs:
            return ledger.parked(trip.repairs, version, now), Ending.PARKED
        answer = trip.stopped_by
        if answer is None:
            return ledger.landed(now, self.look_again), Ending.SYNCED
        if ledger.is_out_of_patience(answer):
            return ledger.parked([Repair(code="refused", detail=answer.text)], version, now), Ending.PARKED
        later = now + self.backoff.wait(ledger.attempts, self.luck())
        ending = Ending.REFUSED if answer.verdict in REFUSALS else Ending.WAITS
        flight = self._settling(trip.uncertain)
        at = max(later, flight.settles_at) if flight and flight.settles_at else later
        return ledger.put_off(answer, at, flight), ending

    def _settling(self, uncertain: Flight | None) -> Flight | None:
        """What just got lost is given time; what was asked for in vain has had it."""
        if uncertain is None or uncertain.settles_at is not None:
            return uncertain
        now = self.clock.now()
        return uncertain.model_copy(update={"settles_at": now + self.settles_in, "since": now})


def _heard(account: Account) -> int:
    """Up to which event a ledger that is written now answers for the news; 0 if nobody left a note."""
    return account.dossier.version if account.has_news else 0
