"""Every five minutes: take in what was filed at the national portal. Idempotent by the portal's own numbers."""

from collections import Counter

from chalicelib.application.take_in import Arrival
from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log


def handle() -> None:
    """Poll once; what is stuck is named by its number there and the rule that stands against it."""
    taken = container().take_in()
    for number, (arrival, rule) in taken.items():
        if arrival is Arrival.STUCK:
            log(LogEvent.PORTAL_DOSSIER_STUCK, number=number, rule=rule)
    log(LogEvent.PORTAL_POLLED, **Counter(arrival.name.lower() for arrival, _ in taken.values()))
