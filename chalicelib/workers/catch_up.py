"""Every minute: take up again what the portal has not acknowledged. Idempotent, like every pass of the sync."""

import time

from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log

#: Seconds after which no new pass begins; the schedule comes every minute, and a pass ends well before that.
_BUDGET = 40


def handle() -> None:
    """Work through the list of what waits."""
    until = time.monotonic() + _BUDGET
    endings = container().catch_up(lambda: time.monotonic() < until)
    log(LogEvent.CAUGHT_UP, **endings)
