"""Reports of papers that are due to be erased, in the object store: one for a night on which something was found."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.domain.ports import Ids
from chalicelib.domain.retention import DuePaper
from chalicelib.domain.storage import RETENTION, retention_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3DuePapers:
    """JSON Lines, as ``manage.py papers erase-expired`` takes them once they were approved."""

    def __init__(self, client: "S3Client", bucket: str, ids: Ids) -> None:
        self._client = client
        self._bucket = bucket
        self._ids = ids

    def keep(self, day: date, due: Sequence[DuePaper]) -> str:
        """The key of the report. One PutObject."""
        key = retention_key(day, self._ids.new())
        self._client.put_object(
            Bucket=self._bucket, Key=key, Body=lines_of(due).encode(), ContentType="application/jsonl"
        )
        return key

    def found(self, since: date) -> Iterator[DuePaper]:
        """What the reports since that day say, of each paper the latest. One call for each report, and one for all."""
        latest: dict[tuple[str, str], DuePaper] = {}
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=f"{RETENTION}/", StartAfter=retention_key(since, "")
        )
        for key in (entry["Key"] for page in pages for entry in page.get("Contents", [])):
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read().decode()
            latest |= {(each.owner_ref, each.code): each for each in map(due_paper_in, body.splitlines())}
        yield from latest.values()


def lines_of(due: Sequence[DuePaper]) -> str:
    """A line of JSON for each."""
    return "".join(json.dumps(asdict(each), default=str) + "\n" for each in due)


def due_paper_in(line: str) -> DuePaper:
    """The paper in a line."""
    told: dict[str, Any] = json.loads(line)
    return DuePaper(**told | {"since": date.fromisoformat(told["since"])})
