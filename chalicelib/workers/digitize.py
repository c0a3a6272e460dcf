"""An upload arrived in the store: read it.

Idempotency key: the file. A message about a file that was read, or that nobody announced, changes nothing.
A file too long for one invocation gains pages in each and is put at the end of the queue again, so that a long one
neither waits for the queue's patience nor uses up its attempts.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.application.digitize_file import Reading
from chalicelib.bootstrap import container
from chalicelib.domain.storage import UploadAddress, notification_of, parse_upload_key
from chalicelib.observability import LogEvent, log
from chalicelib.workers.batches import Event, each_message

_LINES = {
    Reading.DONE: LogEvent.FILE_READ,
    Reading.UNFINISHED: LogEvent.FILE_READ_IN_PART,
    Reading.STUCK: LogEvent.FILE_READ_IN_PART,
    Reading.NOTHING_TO_DO: LogEvent.FILE_ALREADY_READ,
    Reading.UNKNOWN_FILE: LogEvent.FILE_MISSING,
}


TimeLeft = Callable[[], float]


class NotFinished(Exception):
    """The time of this invocation was used up and no page was gained: the message must come back, and is counted."""


def handle(event: Event, time_left: TimeLeft | None = None) -> Event:
    """``event``: SQS messages, each a notification of the store; ``time_left``: seconds of this invocation."""
    return each_message(event, partial(_read_uploads, time_left))


def time_left_of(context: Any) -> TimeLeft | None:
    """Seconds that a Lambda context still gives; None where there is no context."""
    return None if context is None else lambda: context.get_remaining_time_in_millis() / 1000


def _read_uploads(time_left: TimeLeft | None, notification: Mapping[str, Any]) -> None:
    for address in uploads_in(notification):
        reading, file = container().digitize_file(address, time_left)
        log(
            _LINES[reading],
            dossier_id=address.dossier_id,
            file_id=address.file_id,
            state=file.state if file else None,
            reason=file.reason if file else None,
            pages=file.pages if file else None,
        )
        if reading is Reading.UNFINISHED:
            container().queues.send(container().settings.digitize_queue, notification_of(address))
        elif reading is Reading.STUCK:
            raise NotFinished


def uploads_in(notification: Mapping[str, Any]) -> Iterator[UploadAddress]:
    """The uploads a notification tells of. The store's own test message (``s3:TestEvent``) tells of none."""
    for record in notification.get("Records", ()):
        address = parse_upload_key(unquote_plus(record["s3"]["object"]["key"]))
        if address is not None:
            yield address
