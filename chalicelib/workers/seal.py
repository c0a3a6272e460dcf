"""Every night: seal the days of the journal that are over.

Idempotency key: the day. A day is sealed once, and one that was left out is sealed the next night.
"""

from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log


def handle() -> None:
    """All days up to yesterday."""
    days = container().seal_days()
    log(LogEvent.DAYS_SEALED, days=[day.isoformat() for day in days])
