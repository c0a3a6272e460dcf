"""Messages that failed for good: seen without being lost, and put back where they came from."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from chalicelib.correlation import taken

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

#: Long enough (s) to look through a queue, short enough that nobody waits for what somebody only looked at.
LOOK_S, REPLAY_S = 10, 60


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """``about``: the dossier or the stored object that it tells of. ``since``: when it was first sent (UTC).

    ``trace``: what the lines about it bear; `manage.py trace` finds them, and in them why it failed.
    """

    id: str
    queue: str
    about: str
    trace: str
    since: datetime
    deliveries: int


class DeadLetters:
    """The queue of failures behind a work queue, as the work queue itself names it."""

    def __init__(self, client: "SQSClient", queue: str) -> None:
        self._client, self._queue = client, queue
        self._url = client.get_queue_url(QueueName=queue)["QueueUrl"]
        told = client.get_queue_attributes(QueueUrl=self._url, AttributeNames=["RedrivePolicy"])["Attributes"]
        failed = json.loads(told["RedrivePolicy"])["deadLetterTargetArn"].rsplit(":", 1)[1]
        self._failed_url = client.get_queue_url(QueueName=failed)["QueueUrl"]

    def look(self) -> list[DeadLetter]:
        """All of them, the oldest first. They stay, and others see them as well."""
        messages = list(self._received(LOOK_S))
        self._show_again(messages)
        return sorted(map(self._told, messages), key=lambda each: each.since)

    def replay(self, id: str = "") -> int:
        """Put every one back, or the one of that id; how many.

        One that is sent and then not deleted comes twice, which changes nothing.
        """
        count = 0
        for message in self._messages(REPLAY_S, id):
            self._client.send_message(QueueUrl=self._url, MessageBody=message["Body"], **self._order(message))
            self._client.delete_message(QueueUrl=self._failed_url, ReceiptHandle=message["ReceiptHandle"])
            count += 1
        return count

    def forget(self, id: str) -> bool:
        """Delete one for good; False if it is not there. What it told of stays untold."""
        for message in self._messages(REPLAY_S, id):
            self._client.delete_message(QueueUrl=self._failed_url, ReceiptHandle=message["ReceiptHandle"])
            return True
        return False

    def _messages(self, hidden_s: int, id: str = "") -> Iterator["MessageTypeDef"]:
        """All of them as they come, or the one of that id."""
        if not id:
            yield from self._received(hidden_s)
            return
        found = list(self._received(hidden_s))
        self._show_again(message for message in found if message["MessageId"] != id)
        yield from (message for message in found if message["MessageId"] == id)

    def _show_again(self, messages: Iterable["MessageTypeDef"]) -> None:
        """Whoever looks next must find them, and a replay right after must too."""
        for message in messages:
            self._client.change_message_visibility(
                QueueUrl=self._failed_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )

    def _received(self, hidden_s: int) -> Iterator["MessageTypeDef"]:
        seen: set[str] = set()
        while batch := self._client.receive_message(
            QueueUrl=self._failed_url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=hidden_s,
            MessageSystemAttributeNames=["All"],
        ).get("Messages", []):
            new = [message for message in batch if message["MessageId"] not in seen]
            if not new:
                return
            seen.update(message["MessageId"] for message in new)
            yield from new

    def _order(self, message: "MessageTypeDef") -> dict[str, Any]:
        """A dossier's messages stay in its group; its own id lets it through although it was sent before."""
        if not self._queue.endswith(".fifo"):
            return {}
        again = f"again {message['MessageId']} {message['Attributes']['SentTimestamp']}"
        return {
            "MessageGroupId": message["Attributes"]["MessageGroupId"],
            "MessageDeduplicationId": hashlib.sha256(again.encode()).hexdigest(),
        }

    def _told(self, message: "MessageTypeDef") -> DeadLetter:
        attributes = message["Attributes"]
        return DeadLetter(
            id=message["MessageId"],
            queue=self._queue,
            about=_about(message["Body"]),
            trace=_trace(message),
            since=datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
            deliveries=int(attributes["ApproximateReceiveCount"]),
        )


def _about(body: str) -> str:
    """Keys and identifiers only; they name nobody. What is no message of ours is not shown: it may hold anything."""
    try:
        told = json.loads(body)
        if "dossier_id" in told:
            return str(told["dossier_id"])
        if "pk" in told:
            return f"{told['pk']} {told['sk']}"
        return ", ".join(unquote_plus(record["s3"]["object"]["key"]) for record in told["Records"])
    except (ValueError, KeyError, TypeError):
        return f"no message of ours ({len(body)} characters)"


def _trace(message: "MessageTypeDef") -> str:
    """As chalicelib/workers/batches.py has it: the message's own id where it bears none."""
    try:
        return taken(json.loads(message["Body"])["trace"], message["MessageId"])
    except (ValueError, KeyError, TypeError):
        return message["MessageId"]
