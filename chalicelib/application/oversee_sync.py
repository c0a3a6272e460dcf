"""What an operator sees of the sync and orders: how it stands, what is stuck and why, again, halt, go on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from chalicelib.domain.ledger import Ledger
from chalicelib.domain.ports import Clock, every_item
from chalicelib.domain.ports_sync import Ledgers, Standing

_PAGE = 500
#: Far enough ahead to see everything that waits, whenever its next attempt is.
_EVER = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A dossier of which the portal has not heard, and why. ``why``: sentences in the order vi, en."""

    dossier_id: str
    number: str
    standing: Standing
    attempts: int
    next_attempt: datetime | None
    why: tuple[tuple[str, str], ...]
    mend: str = ""


@dataclass(frozen=True, slots=True)
class OverseeSync:
    """Reads the sparse lists; what is acknowledged costs nothing to oversee."""

    ledgers: Ledgers
    clock: Clock

    def status(self) -> dict[str, object]:
        """How many wait and are parked, by reason, and since when the oldest does."""
        waiting = list(self._on(Standing.WAITING))
        parked = list(self._on(Standing.PARKED))
        paused = list(self._on(Standing.PAUSED))
        doubtful = list(self._on(Standing.DOUBTFUL))
        return {
            "waiting": len(waiting),
            "troubles": dict(Counter(each.trouble or "news" for each in waiting)),
            "most_attempts": max((each.attempts for each in waiting), default=0),
            "paused": len(paused),
            "to_look_at_again": len(doubtful),
            "parked": len(parked),
            "repairs": dict(Counter(repair.code for each in parked for repair in each.repairs)),
            "parked_since": min((each.parked_at for each in parked if each.parked_at), default=None),
        }

    def stuck(self) -> Iterator[Stuck]:
        """Everything that needs a person, then everything that is paused, waits or is to be looked at again."""
        for standing in (Standing.PARKED, Standing.PAUSED, Standing.WAITING, Standing.DOUBTFUL):
            for ledger in self._on(standing):
                yield _stuck(ledger, standing)

    def replay(self, dossier_id: str) -> bool:
        """Try again at once, whatever stood in the way; false if somebody else is at it."""
        return self._order(self.ledgers.account(dossier_id).ledger.replayed(self.clock.now()))

    def pause(self, dossier_id: str) -> bool:
        """Say nothing of this dossier until it is replayed."""
        return self._order(self.ledgers.account(dossier_id).ledger.paused_at(self.clock.now()))

    def accept(self, dossier_id: str) -> bool:
        """The rows that stand twice at the portal are known and need nobody any more; false if somebody is at it."""
        return self._order(self.ledgers.account(dossier_id).ledger.so_be_it(self.clock.now()))

    def skip(self, dossier_id: str) -> bool:
        """The rows of which nobody knew were seen at the portal: tell the rest; false if somebody else is at it."""
        return self._order(self.ledgers.account(dossier_id).ledger.seen_there(self.clock.now()))

    def replay_parked(self) -> int:
        """Try everything again that is parked; how many there were."""
        return sum(
            self._order(ledger.replayed(self.clock.now())) for ledger in list(self._on(Standing.PARKED))
        )

    def _order(self, ledger: Ledger) -> bool:
        return self.ledgers.write(ledger) is not None

    def _on(self, standing: Standing) -> Iterator[Ledger]:
        until = self.clock.now() + _EVER
        for dossier_id in every_item(partial(self.ledgers.standing, standing, until, _PAGE)):
            yield self.ledgers.account(dossier_id).ledger


def _stuck(ledger: Ledger, standing: Standing) -> Stuck:
    why = tuple((repair.vi, repair.en) for repair in ledger.repairs)
    if not why and ledger.trouble_text:
        why = ((ledger.trouble_text, ledger.trouble_text),)
    return Stuck(
        dossier_id=ledger.dossier_id,
        number=ledger.number,
        standing=standing,
        attempts=ledger.attempts,
        next_attempt=ledger.next_attempt or ledger.look_at,
        why=why,
        mend=", ".join(dict.fromkeys(repair.mend for repair in ledger.repairs)),
    )
