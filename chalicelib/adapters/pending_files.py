"""Files that wait to be read, by a sparse index: an item bears its keys only as long as it is awaited."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.queries import Query, every
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
        within = (keys.since(after, ""), keys.since(before, ""))
        of_day = Query(self._table, keys.pending(day.date()), index=keys.Index.UNSYNCED, between=within)
        for item in every(self._client, of_day):
            component, file_id = keys.parts_of(item["SK"]["S"])
            address = UploadAddress(items.id_of_dossier(item), component, file_id)
            yield keys.instant_of(item["GSI3SK"]["S"]), address
