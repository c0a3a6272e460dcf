"""Partial batch answers: a message that fails comes back alone, the others are done with."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

Event = dict[str, Any]


def each_message(event: Event, handle: Callable[[Mapping[str, Any]], None]) -> Event:
    """Call ``handle`` with the JSON body of every SQS message; those for which it raises are reported as failed."""
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)

    def unpack(record: Any) -> None:
        handle(json.loads(record.body))

    answer = process_partial_response(event=event, record_handler=unpack, processor=processor)
    return dict(answer)
