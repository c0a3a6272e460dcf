"""Every night: recompute the hashes of what is due, restore what is damaged, and say what was found; on the way, name
the papers that have outlived their legal period. Nothing is erased.

Idempotent: what was checked is put off for thirty days, and what was restored is sound when it is looked at again. A
paper that is due is named in each round until a person has approved its erasure.
"""

import time

from chalicelib.application.check_integrity import Condition
from chalicelib.bootstrap import container
from chalicelib.domain.holdings import Holding
from chalicelib.domain.retention import DuePaper
from chalicelib.observability import LogEvent, log, measure

#: Seconds after which no further object is looked at; what is left comes first the night after.
_BUDGET = 800


def handle() -> None:
    """A night's slice."""
    until = time.monotonic() + _BUDGET
    due: list[DuePaper] = []
    report = container().check_integrity(
        lambda: time.monotonic() < until, _tell, lambda holding: due.extend(container().review_held(holding))
    )
    log(
        LogEvent.INTEGRITY_CHECKED,
        looked_at=report.looked_at,
        restored=len(report.restored),
        lost=len(report.lost),
    )
    _report(due, report.looked_at)


def _report(due: list[DuePaper], looked_at: int) -> None:
    """The list for whoever approves, and how long it is."""
    key = container().due_papers.keep(container().today(), due) if due else ""
    log(
        LogEvent.RETENTION_REVIEWED,
        looked_at=looked_at,
        kinds_with_period=container().review_held.periods,
        due=len(due),
        report=key,
    )
    measure(PapersDue=len(due))


def _tell(holding: Holding, condition: Condition) -> None:
    log(LogEvent.OBJECT_DAMAGED, object_key=holding.key, condition=condition)
