"""Every five minutes: take in what was filed at the national portal, and go on with what partners told.

Idempotent by the portal's and the partners' own numbers.
"""

import time
from collections import Counter

from chalicelib.application.take_in import Arrival
from chalicelib.bootstrap import container
from chalicelib.domain.errors import DomainError
from chalicelib.observability import LogEvent, log

#: Seconds for partners' dossiers; whatever is left is first the next time.
_BUDGET_S = 60


def handle() -> None:
    """Poll once and go on with what was pushed; what is stuck is named by its number there and the rule against it."""
    taken = {**_polled(), **container().take_pushed.go_on()}
    for number, (arrival, rule) in taken.items():
        if arrival is Arrival.STUCK:
            log(LogEvent.PORTAL_DOSSIER_STUCK, number=number, rule=rule)
    log(LogEvent.PORTAL_POLLED, **Counter(arrival.name.lower() for arrival, _ in taken.values()))
    until = time.monotonic() + _BUDGET_S
    gone_on = container().take_from_partner.everywhere(lambda: time.monotonic() < until)
    log(LogEvent.PARTNERS_WENT_ON, **gone_on)


def _polled() -> dict[str, tuple[Arrival, str]]:
    """What came of the portal's list; nothing if it does not answer."""
    try:
        return container().take_in()
    except DomainError as silence:
        log(LogEvent.PORTAL_SILENT, rule=silence.code)
        return {}
