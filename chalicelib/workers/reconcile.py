"""Every hour: compare units' recent dossiers with the portal, and give back to the sync what is safely mended.

Idempotent: comparing changes nothing, mending only makes the sync tell a dossier again. Each run begins with another
unit and stops when its time is over, so that in turn all are compared.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta

from chalicelib.application.comparing import Kind
from chalicelib.application.reconcile import Reconciliation
from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log, measure

#: Days whose dossiers are compared. What is older is compared by hand: ``python manage.py sync reconcile``.
PERIOD = timedelta(days=60)
#: Seconds after which no other unit is begun.
_BUDGET = 600


def handle() -> None:
    """Work through the units until the time is over or the portal falls silent."""
    until = time.monotonic() + _BUDGET
    today = container().today()
    for unit in _in_turn(today):
        if time.monotonic() > until:
            return
        found = container().reconcile(unit, today - PERIOD, today, mend=True)
        tell(unit, found)
        if any(each.kind is Kind.NOT_ASKED for each in found.differences):
            log(LogEvent.PORTAL_SILENT, unit=unit)
            return


def tell(unit: str, found: Reconciliation) -> None:
    """One line for a unit that has dossiers; an error if something is finished here and not there."""
    if not found.compared:
        return
    mended = sum(each.mended for each in found.differences)
    log(
        LogEvent.PORTAL_COMPARED,
        unit=unit,
        compared=found.compared,
        on_the_way=found.on_the_way,
        differences=len(found.differences),
        mended=mended,
    )
    measure(
        DossiersCompared=found.compared,
        DifferencesFound=len(found.differences),
        DifferencesMended=mended,
        FinishedHereNotThere=len(found.finished_here_not_there),
    )
    if found.finished_here_not_there:
        log(LogEvent.PORTAL_LACKS_A_FINISH, unit=unit, dossiers=found.finished_here_not_there)


def _in_turn(today: date) -> Iterator[str]:
    """All units of today, beginning with another one every hour."""
    codes = sorted(unit.code for unit in container().catalogue.units().on(today))
    first = container().clock.now().hour * len(codes) // 24
    yield from codes[first:]
    yield from codes[:first]
