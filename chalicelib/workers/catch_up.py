"""Every minute: take up again what the portal has not acknowledged, and news that was lost on its way to the queue.

Idempotent, like every pass of the sync.
"""

import time
from datetime import datetime

from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log, measure
from chalicelib.workers.sync import figures

#: Seconds after which no new pass begins; the schedule comes every minute, and a pass ends well before that.
_BUDGET = 40


def handle() -> None:
    """Work through the lists of what waits and of lost news, then note how the sync as a whole stands."""
    until = time.monotonic() + _BUDGET
    endings = container().catch_up(lambda: time.monotonic() < until, tell_of_the_lost)
    log(LogEvent.CAUGHT_UP, **endings)
    seen, now = container().watch_sync(endings), container().clock.now()
    measure(
        **figures(endings),
        DossiersWaiting=seen.waiting,
        ParkedDossiers=seen.parked,
        OldestWaitingSeconds=_age(seen.oldest_due, now),
        PortalSilentSeconds=_age(seen.silent_since, now),
    )


def tell_of_the_lost(count: int) -> None:
    """A warning if the relay or the queue let something fall: it is told now, but they need looking after."""
    if count:
        log(LogEvent.PORTAL_NEWS_WAS_LOST, dossiers=count)
    measure(NewsFoundByCatchUp=count)


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds gone by; 0 for what lies ahead or never was."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0
