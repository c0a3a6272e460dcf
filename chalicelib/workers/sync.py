"""Dossiers have news for the national portal: bring their accounts with it up to date, all of a batch in one pass.

Idempotency key: the dossier and the revision of its ledger. The message carries no state; what is left to say is read
from the table, so a message that is doubled, late or out of order changes nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.application.sync_batch import Ending, Report
from chalicelib.bootstrap import container
from chalicelib.correlation import following, together
from chalicelib.observability import LogEvent, log, measure
from chalicelib.workers.batches import Event, correlation_of, failures, read_messages

#: After these the news must come again: somebody else was at it, or we broke.
_COMES_AGAIN = frozenset({Ending.BUSY, Ending.BROKEN})

LINES: dict[Ending, LogEvent] = {
    Ending.SYNCED: LogEvent.PORTAL_SYNCED,
    Ending.WAITS: LogEvent.PORTAL_WAITS,
    Ending.REFUSED: LogEvent.PORTAL_WAITS,
    Ending.PARKED: LogEvent.PORTAL_NEEDS_REPAIR,
    Ending.BUSY: LogEvent.PORTAL_BUSY,
    Ending.BROKEN: LogEvent.PORTAL_SYNC_BROKE,
}

MEASURED: dict[Ending, str] = {
    Ending.SYNCED: "DossiersTold",
    Ending.WAITS: "DossiersPutOff",
    Ending.REFUSED: "DossiersRefused",
    Ending.PARKED: "DossiersNewlyParked",
}


def handle(event: Event) -> Event:
    """``event``: SQS messages of a FIFO queue, grouped by dossier; those that must come again are named."""
    dossier_of, failed = read_messages(event, lambda news: str(news["dossier_id"]))
    if not dossier_of:
        return failures(failed)
    trace_of = {
        dossier_of[record["messageId"]]: correlation_of(record)
        for record in event["Records"]
        if record["messageId"] in dossier_of
    }
    with following(together(trace_of.values())):
        report = container().sync_batch(list(dossier_of.values()))
    tell(report, trace_of)
    failed += [id for id, dossier in dossier_of.items() if report.endings[dossier] in _COMES_AGAIN]
    return failures(failed)


def tell(report: Report, trace_of: Mapping[str, str] = MappingProxyType({})) -> None:
    """One log line for each dossier about which there is something to say, and the figures of the batch."""
    for dossier_id, ending in report.endings.items():
        if ending in LINES:
            fault = report.faults.get(dossier_id)
            with following(trace_of.get(dossier_id, "")):
                log(LINES[ending], dossier_id=dossier_id, fault=type(fault).__name__ if fault else None)
    measure(**figures({ending: report.count(ending) for ending in Ending}))


def figures(endings: Mapping[str, int]) -> dict[str, float]:
    """What the portal made of a run, in the names of the metrics."""
    return {name: endings.get(ending, 0) for ending, name in MEASURED.items()}
