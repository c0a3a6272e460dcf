"""How long a dossier may stand in a state before somebody should ask why nothing happens.

What the law gives is taken from the dossier's own clock; where it gives nothing, the patience is ours and marked so.
What is late by law but moved yesterday is the business of the officers' list; this finds those that were forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.states import State

#: Added to every legal instant: nights and weekends lie between it and the next look.
GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Patience:
    """From ``since`` on (an instant of the dossier, ``None`` if it has none) nothing may happen for ``patience``."""

    since: Callable[[Dossier], datetime | None]
    patience: timedelta


#: Terminal states are left out, drafts too: they belong to their owners and are erased after ninety days.
PATIENCE: dict[State, Patience] = {
    # Eight working hours to answer (NĐ 118/2025 Đ.17): ``answer_by`` is that instant.
    State.SUBMITTED: Patience(lambda dossier: dossier.clock.answer_by, GRACE),
    # Assumption: the unit gets a dossier on the next working day and begins within three.
    State.RECEIVED: Patience(lambda dossier: dossier.clock.received_at, timedelta(days=4)),
    # What was promised, or the legal due instant; an apology would have moved the promise.
    State.PROCESSING: Patience(lambda dossier: dossier.clock.promised or dossier.clock.due, GRACE),
    # The window to supplement is over: it has to be closed, or the papers have come.
    State.SUPPLEMENT_REQUESTED: Patience(lambda dossier: dossier.clock.answer_by, GRACE),
    # Assumption: a fee that nobody paid for a month needs a call.
    State.PAYMENT_REQUESTED: Patience(
        lambda dossier: dossier.payment.requested_at if dossier.payment else None, timedelta(days=30)
    ),
    # Assumption: the wish to withdraw is answered within a working week; the pause began with it.
    State.WITHDRAWAL_ASKED: Patience(lambda dossier: dossier.clock.paused_at, timedelta(days=7)),
    # Assumption: a result that nobody fetched for a month needs a call.
    State.DECIDED: Patience(lambda dossier: dossier.clock.finished_at, timedelta(days=30)),
}


def still_since(dossier: Dossier, now: datetime) -> datetime | None:
    """When something should have happened at the latest, if that is over; ``None`` for what is in order."""
    expected = PATIENCE.get(dossier.state)
    began = expected.since(dossier) if expected else None
    if expected is None or began is None or dossier.is_held_elsewhere:
        return None
    ended = began + expected.patience
    return ended if ended < now else None
