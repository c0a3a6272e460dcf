"""A dossier has news for other systems: send each what it subscribed to and was not sent yet.

Idempotency key: the event and the subscriber, by the feed's claim and the message's ``webhook-id``. What comes from the
queue carries no state, so news that is doubled, late or out of order changes nothing.
"""

import time

from chalicelib.application.tell_subscriber import Ending, Report
from chalicelib.bootstrap import container
from chalicelib.observability import LogEvent, log, measure
from chalicelib.workers.batches import Event, failures, read_messages

#: Seconds after which nothing new is begun; an attempt takes ten at most, and the function has sixty.
BUDGET = 40


def handle(event: Event) -> Event:
    """``event``: SQS messages of a FIFO queue, grouped by dossier; those that must come again are named."""
    until = time.monotonic() + BUDGET
    dossier_of, failed = read_messages(event, lambda news: str(news["dossier_id"]))
    report = container().send_webhooks(list(dossier_of.values()), lambda: time.monotonic() < until)
    tell(report)
    failed += [name for name, dossier_id in dossier_of.items() if dossier_id in report.busy]
    return failures(failed)


def tell(report: Report) -> None:
    """One line for what was done, and one for each subscription that was given a rest: its keeper has to act."""
    for subscription_id, reason in report.paused.items():
        log(
            LogEvent.WEBHOOK_PAUSED,
            subscription_id=subscription_id,
            reason=reason,
            written_to=subscription_id in report.written_to,
        )
    if report.endings:
        log(LogEvent.WEBHOOKS_SENT, **{ending.value: count for ending, count in report.endings.items()})
        measure(
            WebhooksTold=report.endings[Ending.TOLD],
            WebhooksPutOff=report.endings[Ending.WAITS],
            WebhooksGivenUp=report.endings[Ending.GIVEN_UP],
            WebhooksPaused=len(report.paused),
        )
