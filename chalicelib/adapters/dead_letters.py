"""Messages that failed for good: seen without being lost, and put back where they came from."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

#: Long enough (s) to look through a queue, short enough that nobody waits for what somebody only looked at.
LOOK_S, REPLAY_S = 10, 60


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """``about``: the dossier or the stored object that it tells of. ``since``: when it was first sent (UTC)."""

    id: str
    queue: str
    about: str
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
        """All of them, the oldest first; each is hidden from others for some seconds."""
        found = [self._told(message) for message in self._messages(LOOK_S)]
        return sorted(found, key=lambda each: each.since)

    def replay(self) -> int:
        """Put every one back; how many. One that is sent and then not deleted comes twice, which changes nothing."""
        count = 0
        for message in self._messages(REPLAY_S):
            self._client.send_message(QueueUrl=self._url, MessageBody=message["Body"], **self._order(message))
            self._client.delete_message(QueueUrl=self._failed_url, ReceiptHandle=message["ReceiptHandle"])
            count += 1
        return count

    def _messages(self, hidden_s: int) -> Iterator["MessageTypeDef"]:
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
            since=datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
            deliveries=int(attributes["ApproximateReceiveCount"]),
        )


def _about(body: str) -> str:
    """Keys and identifiers only; they name nobody."""
    told = json.loads(body)
    if "dossier_id" in told:
        return str(told["dossier_id"])
    return ", ".join(unquote_plus(record["s3"]["object"]["key"]) for record in told.get("Records", ()))
