"""Every night: erase the drafts that nobody filed.

Idempotent: a draft that was erased is found no more.
"""

import time

from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log

#: Seconds after which no further page is taken; the rest is erased the night after.
_BUDGET = 240


def handle() -> None:
    """A night's drafts."""
    until = time.monotonic() + _BUDGET
    log(LogEvent.DRAFTS_ERASED, drafts=container().erase_drafts(lambda: time.monotonic() < until))
