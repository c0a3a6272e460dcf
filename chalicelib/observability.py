"""Structured logs with catalogued lines, and metrics: identifiers and counts, never a person."""

import traceback
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.correlation import current

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics


class _Line(NamedTuple):
    level: str
    sentence: str


class LogEvent(Enum):
    """Every line that is ever logged, by a code that survives rewording. docs/log-events.md is made from it."""

    API_ANSWERED = _Line("INFO", "Request answered")
    API_REFUSED = _Line("INFO", "Request refused by a rule")
    API_BROKE = _Line("ERROR", "Request failed by a fault of ours")
    MESSAGE_FAILED = _Line("WARNING", "A message failed and comes again")
    MESSAGE_SET_ASIDE = _Line("ERROR", "A message failed for good and was set aside")
    FILE_STUCK = _Line("ERROR", "A file was sent and nobody read it")
    DOSSIER_STILL = _Line("WARNING", "Nothing happens with a dossier any more")
    FILE_READ = _Line("INFO", "File read")
    FILE_READ_IN_PART = _Line("INFO", "File read in part; it will be gone on with")
    FILE_MISSING = _Line("WARNING", "Message about an upload that no dossier announced")
    FILE_ALREADY_READ = _Line("INFO", "File was read before; nothing to do")
    FILE_FETCHED = _Line("INFO", "Portal fetched a file")
    NEWS_RELAYED = _Line("INFO", "Events relayed to their queues")
    DRAFTS_ERASED = _Line("INFO", "Drafts that nobody filed were erased")
    OBJECT_DAMAGED = _Line("ERROR", "A stored object was damaged")
    INTEGRITY_CHECKED = _Line("INFO", "Stored objects checked for integrity")
    RETENTION_REVIEWED = _Line("INFO", "Papers looked through for those that outlived their legal period")
    PAPERS_ARCHIVED = _Line("INFO", "Papers put into their owner's repository")
    THING_PREPARED = _Line("INFO", "An order for a copy or export was carried out, or was out of date")
    PORTAL_SYNCED = _Line("INFO", "Portal acknowledged a dossier")
    PORTAL_WAITS = _Line("WARNING", "Portal did not take a dossier; it will be tried again")
    PORTAL_NEEDS_REPAIR = _Line("ERROR", "Dossier cannot be told to the portal truthfully")
    PORTAL_BUSY = _Line("INFO", "Somebody else is telling the portal of this dossier; the news comes again")
    PORTAL_SYNC_BROKE = _Line("ERROR", "Telling the portal of a dossier failed by a fault of ours")
    PORTAL_NEWS_WAS_LOST = _Line(
        "WARNING", "News of dossiers never came by the queue; everybody was told all the same"
    )
    PORTAL_COMPARED = _Line("INFO", "A unit's dossiers compared with what the portal holds")
    PORTAL_LACKS_A_FINISH = _Line("ERROR", "Dossiers are finished here and not at the portal")
    PORTAL_SILENT = _Line("WARNING", "Portal did not answer a question of ours; it will be asked again")
    PORTAL_POLLED = _Line("INFO", "Dossiers filed at the portal taken in")
    PORTAL_DOSSIER_STUCK = _Line(
        "ERROR", "A dossier filed at the portal cannot be taken in by a rule of ours"
    )
    PARTNERS_WENT_ON = _Line("INFO", "Partners' dossiers gone on with")
    PARTNER_OWES = _Line("WARNING", "A partner's system has owed something for too long")
    DAYS_SEALED = _Line("INFO", "Journal sealed for the days that are over")
    WEBHOOKS_SENT = _Line("INFO", "Subscribers told of dossiers")
    WEBHOOK_PAUSED = _Line(
        "WARNING", "A subscription was paused: its receiver took nothing for days, or is gone"
    )
    CAUGHT_UP = _Line("INFO", "Catch-up with the portal finished")


@cache
def logger() -> "Logger":
    """The logger of this process; its lines are JSON."""
    from aws_lambda_powertools import Logger

    return Logger(service="motcua")


@cache
def metrics() -> "Metrics":
    """Metrics in the embedded format, written with the logs."""
    from aws_lambda_powertools import Metrics

    return Metrics(namespace="Motcua", service="motcua")


def log(event: LogEvent, **identifiers: Any) -> None:
    """Log a catalogued line. Pass identifiers and counts only: no names, numbers, phones or texts of people."""
    line = event.value
    if trace := current():
        identifiers = {"trace": trace, **identifiers}
    getattr(logger(), line.level.lower())(line.sentence, extra={"event": event.name, **identifiers})


#: Every figure that is ever measured, with its unit. infra/watch.py raises alarms on some of them.
METRICS = {
    "DossiersTold": "Count",
    "DossiersPutOff": "Count",
    "DossiersRefused": "Count",
    "DossiersNewlyParked": "Count",
    "DossiersWaiting": "Count",
    "OldestWaitingSeconds": "Seconds",
    "ParkedDossiers": "Count",
    "PortalSilentSeconds": "Seconds",
    "NewsFoundByCatchUp": "Count",
    "DossiersCompared": "Count",
    "DifferencesFound": "Count",
    "DifferencesMended": "Count",
    "FinishedHereNotThere": "Count",
    "StuckFiles": "Count",
    "StillDossiers": "Count",
    "PapersDue": "Count",
    "PartnersDossiersOwed": "Count",
    "PartnersOldestDebtSeconds": "Seconds",
    "WebhooksTold": "Count",
    "WebhooksPutOff": "Count",
    "WebhooksGivenUp": "Count",
    "WebhooksPaused": "Count",
}


def measure(**figures: float) -> None:
    """Write catalogued figures at once, as one line in the embedded format: no dossier and no person in it."""
    for name, value in figures.items():
        metrics().add_metric(name=name, unit=METRICS[name], value=value)
    metrics().flush_metrics()


def place_of(error: BaseException) -> str:
    """Where an error was raised, innermost last: ``http.py:210 > models.py:81``. Its message may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
