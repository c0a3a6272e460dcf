"""Every way into the system, on one page. docs/flows.md is generated from this file.

The names of the functions below are the names of the Lambda functions; event sources may only be declared here,
because Lambda would otherwise import a worker's module without this one.
"""

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Cron, DynamoDBEvent, Rate, SQSEvent

from chalicelib.api import (
    agency,
    citizen,
    contract,
    officer,
    pages,
    papers,
    partner,
    pieces,
    portal_files,
    preflights,
    public,
    readings,
)
from chalicelib.settings import settings

app = Chalice(app_name="motcua", configure_logs=False)
app.register_blueprint(public.blueprint)
app.register_blueprint(citizen.blueprint)
app.register_blueprint(pieces.blueprint)
app.register_blueprint(officer.blueprint)
app.register_blueprint(readings.blueprint)
app.register_blueprint(papers.blueprint)
app.register_blueprint(agency.blueprint)
app.register_blueprint(partner.blueprint)
app.register_blueprint(contract.blueprint)
app.register_blueprint(pages.blueprint)
app.register_blueprint(portal_files.blueprint)
app.register_blueprint(preflights.declare())


@app.on_sqs_message(queue=settings().digitize_queue, batch_size=1)
def digitize(event: SQSEvent) -> dict[str, Any]:
    """An upload arrived in the store: read it."""
    from chalicelib.workers import digitize as worker

    return worker.handle(event.to_dict(), worker.time_left_of(event.context))


@app.on_dynamodb_record(stream_arn=settings().stream_arn, batch_size=100)
def relay(event: DynamoDBEvent) -> None:
    """Something happened to a dossier: tell the queues that react to it."""
    from chalicelib.workers import relay as worker

    worker.handle(event.to_dict())


@app.on_sqs_message(queue=settings().archive_queue, batch_size=10)
def archive(event: SQSEvent) -> dict[str, Any]:
    """A dossier's papers changed: put them into their owner's repository."""
    from chalicelib.workers import archive as worker

    return worker.handle(event.to_dict())


@app.on_sqs_message(queue=settings().portal_queue, batch_size=10)
def sync(event: SQSEvent) -> dict[str, Any]:
    """A dossier has news for the national portal: say all that it has not acknowledged yet."""
    from chalicelib.workers import sync as worker

    return worker.handle(event.to_dict())


@app.schedule(Cron(0, 19, "*", "*", "?", "*"))
def check_integrity(event: CloudWatchEvent) -> None:
    """Every night (2 o'clock in Vietnam): recompute the hashes of a slice of what is held, and mend what is damaged."""
    from chalicelib.workers import check_integrity as worker

    worker.handle()


@app.schedule(Cron(0, 18, "*", "*", "?", "*"))
def seal(event: CloudWatchEvent) -> None:
    """Every night (1 o'clock in Vietnam): seal the journal of the days that are over."""
    from chalicelib.workers import seal as worker

    worker.handle()


@app.schedule(Cron(0, 18, "*", "*", "?", "*"))
def erase_drafts(event: CloudWatchEvent) -> None:
    """Every night (1 o'clock in Vietnam): erase the drafts that nobody filed for ninety days."""
    from chalicelib.workers import erase_drafts as worker

    worker.handle()


@app.schedule(Rate(1, unit=Rate.MINUTES))
def catch_up(event: CloudWatchEvent) -> None:
    """Every minute: take up again whatever the portal has not acknowledged and is due for another try."""
    from chalicelib.workers import catch_up as worker

    worker.handle()


@app.schedule(Rate(5, unit=Rate.MINUTES))
def take_in(event: CloudWatchEvent) -> None:
    """Every five minutes: take in what people filed, supplemented or withdrew at the national portal."""
    from chalicelib.workers import take_in as worker

    worker.handle()


@app.schedule(Rate(1, unit=Rate.HOURS))
def reconcile(event: CloudWatchEvent) -> None:
    """Every hour: compare what we hold with what the portal answers, and mend what is safely mended."""
    from chalicelib.workers import reconcile as worker

    worker.handle()
