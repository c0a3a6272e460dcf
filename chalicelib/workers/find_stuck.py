"""Every hour: look for files that were sent and never read, for dossiers with which nothing happens any more, and for
what partners' systems have owed for too long.

Idempotent: it looks and changes nothing.
"""

import time

from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log, measure

#: Seconds after which no other unit is looked at.
_BUDGET = 240


def handle() -> None:
    """A line for each that is stuck, and how many there are."""
    until = time.monotonic() + _BUDGET
    files = list(container().find_stuck.stuck_files())
    for file in files:
        log(
            LogEvent.FILE_STUCK,
            dossier_id=file.dossier_id,
            file_id=file.file_id,
            component=file.component,
            since=file.since.isoformat(),
        )
    still = list(container().find_stuck.still_dossiers(lambda: time.monotonic() < until))
    for dossier in still:
        log(
            LogEvent.DOSSIER_STILL,
            dossier_id=dossier.dossier_id,
            unit=dossier.unit,
            state=dossier.state,
            since=dossier.since.isoformat(),
        )
    measure(StuckFiles=len(files), StillDossiers=len(still))
    _tell_what_partners_owe()


def _tell_what_partners_owe() -> None:
    """A line for each unit that has owed for too long, and the figures of all together."""
    now = container().clock.now()
    owing = list(container().partner_debts.outstanding())
    for each in owing:
        if each.since is not None and each.is_overlong(now):
            log(LogEvent.PARTNER_OWES, unit=each.unit, dossiers=each.dossiers, since=each.since.isoformat())
    oldest = min((each.since for each in owing if each.since is not None), default=now)
    measure(
        PartnersDossiersOwed=sum(each.dossiers for each in owing),
        PartnersOldestDebtSeconds=(now - oldest).total_seconds(),
    )
