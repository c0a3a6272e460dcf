"""Every way into the system, on one page: addresses stand in chalicelib/api/addresses.py, event sources here.

docs/flows.md is generated from both.

The names of the functions below are the names of the Lambda functions; event sources may only be declared here,
because Lambda would otherwise import a worker's module without this one.
"""

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Cron, DynamoDBEvent, Rate, SQSEvent

from chalicelib.api.doors import load_common, register
from chalicelib.names import names

app = Chalice(app_name="motcua", configure_logs=False)
register(app)
if names().is_api:  # AWS lends a function that starts more CPU than it has for its first request
    load_common()


@app.on_sqs_message(queue=names().digitize_queue, batch_size=1)
def digitize(event: SQSEvent) -> dict[str, Any]:
    """An upload arrived in the store: read it."""
    from chalicelib.workers import digitize as worker

    return worker.handle(event.to_dict(), worker.time_left_of(event.context))


@app.on_dynamodb_record(stream_arn=names().stream_arn, batch_size=100)
def relay(event: DynamoDBEvent) -> None:
    """Something happened to a dossier: tell the queues that react to it."""
    from chalicelib.workers import relay as worker

    worker.handle(event.to_dict())


@app.on_sqs_message(queue=names().archive_queue, batch_size=10)
def archive(event: SQSEvent) -> dict[str, Any]:
    """A dossier's papers changed: put them into their owner's repository."""
    from chalicelib.workers import archive as worker

    return worker.handle(event.to_dict())


@app.on_sqs_message(queue=names().prepare_queue, batch_size=1)
def prepare(event: SQSEvent) -> dict[str, Any]:
    """Somebody asked for a copy or an export: make what a request cannot wait for."""
    from chalicelib.workers import prepare as worker

    return worker.handle(event.to_dict())


@app.on_sqs_message(queue=names().portal_queue, batch_size=10)
def sync(event: SQSEvent) -> dict[str, Any]:
    """A dossier has news for the national portal: say all that it has not acknowledged yet."""
    from chalicelib.workers import sync as worker

    return worker.handle(event.to_dict())


@app.on_sqs_message(queue=names().webhooks_queue, batch_size=10)
def tell_subscribers(event: SQSEvent) -> dict[str, Any]:
    """A dossier has news for other systems: send each what it subscribed to and was not sent yet."""
    from chalicelib.workers import tell_subscribers as worker

    return worker.handle(event.to_dict())


@app.schedule(Cron(0, 19, "*", "*", "?", "*"))
def check_integrity(event: CloudWatchEvent) -> None:
    """Every night (2 h in Vietnam): check a slice of what is held, mend what is damaged, name what is past its time."""
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


@app.schedule(Rate(1, unit=Rate.MINUTES))
def retry_webhooks(event: CloudWatchEvent) -> None:
    """Every minute: send again what a subscriber did not take and what is due for another try."""
    from chalicelib.workers import retry_webhooks as worker

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


@app.schedule(Rate(1, unit=Rate.HOURS))
def find_stuck(event: CloudWatchEvent) -> None:
    """Every hour: look for files that nobody read, dossiers that nobody moves, and what partners owe for too long."""
    from chalicelib.workers import find_stuck as worker

    worker.handle()
