"""Every hour: look for files that were sent and never read, and for dossiers with which nothing happens any more.

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
