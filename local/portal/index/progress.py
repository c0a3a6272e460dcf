"""Group 2, tiến độ: dossiers ended in time among those solved or due."""

from __future__ import annotations

from local.portal.index.evidence import Evidence, Tally
from local.portal.index.timing import verdict


def on_time(evidence: Evidence) -> Tally:
    """The finishing state that never arrives is the end of the period, and so the dossier is overdue."""
    tally = Tally()
    for case in evidence.cases:
        judged = verdict(case, evidence)
        if judged.counted:
            tally.count(judged.on_time, case.number, judged.why)
    return tally
