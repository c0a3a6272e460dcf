"""Every five minutes: take in what was filed at the national portal. Idempotent by the portal's own numbers."""

from collections import Counter

from chalicelib.application.take_in import Arrival
from chalicelib.bootstrap import container
from chalicelib.domain.errors import DomainError
from chalicelib.observability import LogEvent, log


def handle() -> None:
    """Poll once; what is stuck is named by its number there and the rule that stands against it."""
    try:
        taken = container().take_in()
    except DomainError as silence:
        log(LogEvent.PORTAL_SILENT, rule=silence.code)
        return
    for number, (arrival, rule) in taken.items():
        if arrival is Arrival.STUCK:
            log(LogEvent.PORTAL_DOSSIER_STUCK, number=number, rule=rule)
    log(LogEvent.PORTAL_POLLED, **Counter(arrival.name.lower() for arrival, _ in taken.values()))
