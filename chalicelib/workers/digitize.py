"""An upload arrived in the store: read it.

Idempotency key: the file. A message about a file that was read, or that nobody announced, changes nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.application.digitize_file import Reading
from chalicelib.bootstrap import container
from chalicelib.domain.storage import UploadAddress, parse_upload_key
from chalicelib.observability import LogEvent, log
from chalicelib.workers.batches import Event, each_message

_LINES = {
    Reading.DONE: LogEvent.FILE_READ,
    Reading.UNFINISHED: LogEvent.FILE_READ_IN_PART,
    Reading.NOTHING_TO_DO: LogEvent.FILE_ALREADY_READ,
    Reading.UNKNOWN_FILE: LogEvent.FILE_MISSING,
}


class NotFinished(Exception):
    """The time of this invocation was used up: the message must come back."""


def handle(event: Event) -> Event:
    """``event``: SQS messages, each a notification of the store."""
    return each_message(event, _read_uploads)


def _read_uploads(notification: Mapping[str, Any]) -> None:
    for address in uploads_in(notification):
        reading, file = container().digitize_file(address)
        log(
            _LINES[reading],
            dossier_id=address.dossier_id,
            file_id=address.file_id,
            state=file.state if file else None,
            reason=file.reason if file else None,
            pages=file.pages if file else None,
        )
        if reading is Reading.UNFINISHED:
            raise NotFinished


def uploads_in(notification: Mapping[str, Any]) -> Iterator[UploadAddress]:
    """The uploads a notification tells of. The store's own test message (``s3:TestEvent``) tells of none."""
    for record in notification.get("Records", ()):
        address = parse_upload_key(unquote_plus(record["s3"]["object"]["key"]))
        if address is not None:
            yield address
