"""Files that wait to be read, by a sparse index: an item bears its keys only as long as it is awaited."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.domain.storage import UploadAddress

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPendingFiles:
    """Implements ``ports_files.PendingFiles``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def pending(self, after: datetime, before: datetime) -> Iterator[tuple[datetime, UploadAddress]]:
        """One Query for each day and megabyte of keys."""
        day = after
        while day.date() <= before.date():
            yield from self._of_day(day, after, before)
            day += timedelta(days=1)

    def _of_day(
        self, day: datetime, after: datetime, before: datetime
    ) -> Iterator[tuple[datetime, UploadAddress]]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=keys.Index.UNSYNCED,
            KeyConditionExpression="GSI3PK = :day AND GSI3SK BETWEEN :after AND :before",
            ExpressionAttributeValues=items.wire(
                {
                    ":day": keys.pending(day.date()),
                    ":after": keys.since(after, ""),
                    ":before": keys.since(before, ""),
                }
            ),
        )
        for page in pages:
            for item in page["Items"]:
                _, component, file_id = item["SK"]["S"].split(keys.SEPARATOR)
                dossier_id = keys.id_of_dossier(item["PK"]["S"])
                yield keys.instant_of(item["GSI3SK"]["S"]), UploadAddress(dossier_id, component, file_id)
