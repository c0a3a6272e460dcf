"""Partial batch answers: a message that fails comes back alone and says why, the others are done with."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from chalicelib.correlation import following, taken
from chalicelib.observability import LogEvent, log, place_of

Event = dict[str, Any]
What = TypeVar("What")

#: How often a queue hands a message over before it sets it aside (``maxReceiveCount`` in infra/state.yaml).
DELIVERIES = 5


def each_message(event: Event, handle: Callable[[Mapping[str, Any]], None]) -> Event:
    """Call ``handle`` with the JSON body of every SQS message; those for which it raises are reported as failed."""
    _, failed = read_messages(event, handle)
    return failures(failed)


def read_messages(
    event: Event, read: Callable[[Mapping[str, Any]], What]
) -> tuple[dict[str, What], list[str]]:
    """What ``read`` makes of each message, by its id, and the ids of those for which it raised: one alone fails."""
    made: dict[str, What] = {}
    failed: list[str] = []
    for record in event["Records"]:
        with following(correlation_of(record)):
            try:
                made[record["messageId"]] = read(json.loads(record["body"]))
            except Exception as fault:  # whatever it is, it concerns this message and no other
                _tell_why(record, fault)
                failed.append(record["messageId"])
    return made, failed


def correlation_of(record: Mapping[str, Any]) -> str:
    """The id that a message bears; one that bears none is followed by its own."""
    try:
        body = json.loads(record["body"])
    except ValueError:
        body = None
    return taken(body.get("trace") if isinstance(body, dict) else None, record["messageId"])


def failures(message_ids: Iterable[str]) -> Event:
    """The answer that lets these messages come again, and no other."""
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in message_ids]}


def _tell_why(record: Mapping[str, Any], fault: Exception) -> None:
    """Kind and place of the fault; its text may hold personal data."""
    delivery = int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
    log(
        LogEvent.MESSAGE_FAILED if delivery < DELIVERIES else LogEvent.MESSAGE_SET_ASIDE,
        queue=record.get("eventSourceARN", "").rpartition(":")[2],
        message_id=record["messageId"],
        delivery=delivery,
        fault=type(fault).__name__,
        where=place_of(fault),
    )
