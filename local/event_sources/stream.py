"""A DynamoDB stream in front of a function."""

import base64
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local.event_sources.function import Invoke, failed_items

if TYPE_CHECKING:
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_dynamodbstreams.literals import ShardIteratorTypeType

log = logging.getLogger(__name__)

#: How often an idle stream is looked at (s): Lambda looks four times a second, we are a little quicker.
LOOK_EVERY_S = 0.1


class Checkpoints:
    """How far each shard has been handled, in a file: a new start goes on where the last one ended."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reached: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def get(self, shard: str) -> str | None:
        """Sequence number of the last record handled."""
        return self._reached.get(shard)

    def set(self, shard: str, sequence_number: str) -> None:
        """Written beside and put in place at once: a crash leaves the old file or the new one."""
        self._reached[shard] = sequence_number
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(self._reached), encoding="utf-8")
        beside.replace(self._path)


class StreamPoller:
    """One stream, in order, from the oldest record not yet handled; a failing record blocks its shard."""

    def __init__(
        self,
        client: "DynamoDBStreamsClient",
        stream_arn: str,
        batch_size: int,
        checkpoints: Checkpoints,
        invoke: Invoke,
    ) -> None:
        self._client, self._arn, self._invoke = client, stream_arn, invoke
        self._batch_size, self._checkpoints = batch_size, checkpoints
        self._iterators: dict[str, str] = {}
        self._finished: set[str] = set()

    def step(self) -> int:
        """Look at every shard once; returns how many records were handled."""
        if not self._iterators:
            self._find_shards()
        return sum(self._advance(shard) for shard in list(self._iterators))

    def _find_shards(self) -> None:
        for shard in self._client.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]:
            if shard["ShardId"] not in self._finished:
                self._iterators[shard["ShardId"]] = self._iterator(shard["ShardId"])

    def _iterator(self, shard: str) -> str:
        reached = self._checkpoints.get(f"{self._arn}/{shard}")
        if reached is not None:
            try:
                return self._ask_iterator(shard, "AFTER_SEQUENCE_NUMBER", reached)
            except self._client.exceptions.TrimmedDataAccessException:
                log.warning("the checkpoint of %s is older than the stream", shard)
        return self._ask_iterator(shard, "TRIM_HORIZON")

    def _ask_iterator(self, shard: str, kind: "ShardIteratorTypeType", after: str | None = None) -> str:
        position = {"SequenceNumber": after} if after else {}
        return self._client.get_shard_iterator(
            StreamArn=self._arn, ShardId=shard, ShardIteratorType=kind, **position
        )["ShardIterator"]

    def _advance(self, shard: str) -> int:
        try:
            answer = self._client.get_records(ShardIterator=self._iterators[shard], Limit=self._batch_size)
        except (
            self._client.exceptions.ExpiredIteratorException,
            self._client.exceptions.TrimmedDataAccessException,
        ):
            self._iterators[shard] = self._iterator(shard)
            return 0
        records = [lambda_record(record, self._arn) for record in answer["Records"]]
        if not records:
            self._move_on(shard, answer.get("NextShardIterator"))
            return 0
        handled = self._handle(records)
        if handled:
            reached = records[handled - 1]["dynamodb"]["SequenceNumber"]
            self._checkpoints.set(f"{self._arn}/{shard}", reached)
        if handled == len(records):
            self._move_on(shard, answer.get("NextShardIterator"))
        else:
            self._iterators[shard] = self._iterator(shard)
        return handled

    def _move_on(self, shard: str, following: str | None) -> None:
        if following:
            self._iterators[shard] = following
        else:
            del self._iterators[shard]
            self._finished.add(shard)

    def _handle(self, records: list[dict[str, Any]]) -> int:
        """How many records from the front were handled; raises when not even one was."""
        failed = failed_items(self._invoke({"Records": records}))
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        handled = next((place for place, number in enumerate(numbers) if number in failed), len(records))
        if handled == 0:
            raise RecordRefused(numbers[0])
        return handled


class RecordRefused(Exception):
    """The function did not handle the first record of a batch; it will be given again."""


def lambda_record(record: Mapping[str, Any], arn: str) -> dict[str, Any]:
    """A stream record as Lambda passes it: plain JSON, bytes in base64, instants as seconds."""
    return {**_plain(record), "eventSourceARN": arn}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.timestamp() if isinstance(value, datetime) else value
