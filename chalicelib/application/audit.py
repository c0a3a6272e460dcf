"""Seal the days that are over, and prove that nothing was changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from chalicelib.domain.audit import (
    Break,
    SignedSeal,
    breaks_in_dossier,
    breaks_in_journal,
    digests_in,
    seal_of,
    view_line,
)
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.ports import Clock, Ids
from chalicelib.domain.ports_audit import Journal, Signer, StoredEvents
from chalicelib.domain.principals import Principal, PrincipalKind


@dataclass(frozen=True, slots=True)
class Looks:
    """Who, other than its owner, saw personal data: in the journal before anything is shown. One call."""

    journal: Journal
    clock: Clock
    ids: Ids

    def record(self, principal: Principal, dossier: Dossier, what: str) -> None:
        """Owners look at their own without a trace, and whoever acts for them was noted; all others leave a line."""
        is_own = principal.kind is PrincipalKind.CITIZEN and principal.number == dossier.owner.number != ""
        if not is_own and principal.acting_for is None:
            now = self.clock.now()
            who = principal.kind, principal.subject
            self.journal.append(local(now).date(), [view_line(self.ids.new(), now, dossier.id, *who, what)])


@dataclass(frozen=True, slots=True)
class SealDays:
    """Run it as often as you like: a day is sealed once, and none is left out."""

    journal: Journal
    signer: Signer
    clock: Clock

    def __call__(self) -> tuple[date, ...]:
        """The days sealed now: all from the last seal (or the first line) to yesterday."""
        seals = list(self.journal.seals())
        before = seals[-1][1] if seals else None
        first = seals[-1][0] + timedelta(days=1) if seals else next(iter(self.journal.days()), None)
        sealed: list[date] = []
        today = local(self.clock.now()).date()
        while first is not None and first < today:
            text = seal_of(first, self.journal.lines(first), before)
            before = SignedSeal(text, self.signer.sign(text))
            self.journal.keep_seal(first, before)
            sealed.append(first)
            first += timedelta(days=1)
        return tuple(sealed)


@dataclass(frozen=True, slots=True)
class VerifyAudit:
    """Trusts the key that signs and nothing else."""

    journal: Journal
    signer: Signer
    events: StoredEvents

    def __call__(self) -> Iterator[Break]:
        """Every broken link of journal and database; nothing if all is as it was written."""
        seals = [seal for _, seal in self.journal.seals()]
        yield from breaks_in_journal(seals, self.journal.lines, self.signer.is_signed)
        lines = chain.from_iterable(map(self.journal.lines, self.journal.days()))
        for dossier_id, digests in sorted(digests_in(lines).items()):
            yield from breaks_in_dossier(dossier_id, self.events.stored_events(dossier_id), digests)
