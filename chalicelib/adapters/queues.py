"""Messages to our own queues. A message never carries state: it says that a dossier has news."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

_BATCH = 10


class MessagesRefused(Exception):
    """The queue took only a part; the caller must deliver all of them again."""


@dataclass(frozen=True, slots=True)
class News:
    """Dossier ``dossier_id`` has something new, namely event ``seq``; ``trace``: the request that it came of."""

    dossier_id: str
    seq: int
    trace: str = ""


class SqsQueues:
    """Sends in batches of ten; FIFO queues keep the order of each dossier."""

    def __init__(self, client: "SQSClient") -> None:
        self._client = client
        self._url = cache(lambda name: client.get_queue_url(QueueName=name)["QueueUrl"])

    def tell(self, queue: str, news: Sequence[News]) -> None:
        """Raises ``MessagesRefused`` if not every message was taken."""
        for batch in _batches(news):
            answer = self._client.send_message_batch(
                QueueUrl=self._url(queue), Entries=[_entry(queue, n, item) for n, item in enumerate(batch)]
            )
            if answer.get("Failed"):
                raise MessagesRefused(queue, len(answer["Failed"]))

    def send(self, queue: str, body: Mapping[str, Any]) -> None:
        """One message as it stands, to a queue without order."""
        self._client.send_message(QueueUrl=self._url(queue), MessageBody=json.dumps(body))


def _entry(queue: str, position: int, news: News) -> "SendMessageBatchRequestEntryTypeDef":
    entry: SendMessageBatchRequestEntryTypeDef = {
        "Id": str(position),
        "MessageBody": json.dumps({name: value for name, value in asdict(news).items() if value != ""}),
    }
    if queue.endswith(".fifo"):
        entry["MessageGroupId"] = news.dossier_id
        entry["MessageDeduplicationId"] = f"{news.dossier_id}-{news.seq}"
    return entry


def _batches(news: Iterable[News]) -> Iterator[list[News]]:
    rest = iter(news)
    while batch := list(islice(rest, _BATCH)):
        yield batch
