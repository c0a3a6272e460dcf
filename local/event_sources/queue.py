"""An SQS queue in front of a function."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from local.event_sources.function import LONGEST_PAUSE_S, Invoke, failed_items

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

log = logging.getLogger(__name__)

#: Long poll (s): short enough that a poller ends soon after it is told to.
WAIT_S = 2
#: How long messages stay hidden (s), renewed while they are handled: when we are killed they come back soon,
#: not only after six times the function's time-out as on AWS.
LEASE_S = 30


class QueuePoller:
    """One SQS queue, plain or FIFO. What failed comes back after a short pause, quicker than on AWS."""

    def __init__(self, client: "SQSClient", queue: str, batch_size: int, invoke: Invoke) -> None:
        self._client, self._invoke = client, invoke
        self._batch_size = min(batch_size, 10)
        self._url = client.get_queue_url(QueueName=queue)["QueueUrl"]
        self._arn = client.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])[
            "Attributes"
        ]["QueueArn"]

    def step(self) -> int:
        """Wait for messages, hand them over; returns how many there were."""
        messages = self._client.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=self._batch_size,
            WaitTimeSeconds=WAIT_S,
            VisibilityTimeout=LEASE_S,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if messages:
            with self._lease(messages):
                failed = self._handle(messages)
            self._settle(messages, failed)
        return len(messages)

    @contextmanager
    def _lease(self, messages: "Sequence[MessageTypeDef]") -> Iterator[None]:
        """Keep messages hidden for as long as the function works on them."""
        done = threading.Event()
        keeper = threading.Thread(target=self._renew, args=(messages, done), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _renew(self, messages: "Sequence[MessageTypeDef]", done: threading.Event) -> None:
        while not done.wait(LEASE_S / 3):
            for message in messages:
                self._hide(message, LEASE_S)

    def _hide(self, message: "MessageTypeDef", seconds: int) -> None:
        self._client.change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
        )

    def _handle(self, messages: "Sequence[MessageTypeDef]") -> set[str]:
        """Message ids that failed."""
        try:
            return failed_items(self._invoke({"Records": [self._record(each) for each in messages]}))
        except Exception:
            log.exception("a batch of %d from %s failed and will come back", len(messages), self._arn)
            return {message["MessageId"] for message in messages}

    def _record(self, message: "MessageTypeDef") -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": message.get("MessageAttributes", {}),
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._arn,
            "awsRegion": self._arn.split(":")[3],
        }

    def _settle(self, messages: "Sequence[MessageTypeDef]", failed: set[str]) -> None:
        for message in messages:
            if message["MessageId"] not in failed:
                self._client.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
                continue
            attempts = int(message.get("Attributes", {}).get("ApproximateReceiveCount", "1"))
            self._hide(message, min(2**attempts, LONGEST_PAUSE_S))
