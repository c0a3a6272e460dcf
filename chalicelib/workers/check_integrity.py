"""Every night: recompute the hashes of what is due, restore what is damaged, and say what was found.

Idempotent: what was checked is put off for thirty days, and what was restored is sound when it is looked at again.
"""

import time

from chalicelib.application.check_integrity import Condition
from chalicelib.bootstrap import container
from chalicelib.domain.holdings import Holding
from chalicelib.observability import LogEvent, log

#: Seconds after which no further object is looked at; what is left comes first the night after.
_BUDGET = 800


def handle() -> None:
    """A night's slice."""
    until = time.monotonic() + _BUDGET
    report = container().check_integrity(lambda: time.monotonic() < until, _tell)
    log(
        LogEvent.INTEGRITY_CHECKED,
        looked_at=report.looked_at,
        restored=len(report.restored),
        lost=len(report.lost),
    )


def _tell(holding: Holding, condition: Condition) -> None:
    log(LogEvent.OBJECT_DAMAGED, object_key=holding.key, condition=condition)
