"""What was last carried out in a stage, kept in its own bucket, so that any machine can go on from there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from infra.plan import Step

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "deployed.json"


@dataclass(frozen=True, slots=True)
class Record:
    """``done``: fingerprint of each step. ``outputs``: of both stacks. ``chalice``: what Chalice knows it made."""

    done: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    layer: str = ""
    chalice: Mapping[str, Any] = field(default_factory=dict)

    def having(self, step: Step, fingerprint: str, **changes: Any) -> "Record":
        """The record after a step."""
        return replace(self, done={**self.done, step: fingerprint}, **changes)


def load(client: "S3Client", bucket: str) -> Record:
    """An empty record where nothing was deployed yet."""
    try:
        text = client.get_object(Bucket=bucket, Key=KEY)["Body"].read()
    except (client.exceptions.NoSuchBucket, client.exceptions.NoSuchKey):
        return Record()
    return Record(**json.loads(text))


def save(client: "S3Client", bucket: str, record: Record) -> None:
    """After every step, so that a deployment that was interrupted goes on where it stopped."""
    told = {name: getattr(record, name) for name in ("done", "outputs", "layer", "chalice")}
    client.put_object(
        Bucket=bucket, Key=KEY, Body=json.dumps(told, indent=1).encode(), ContentType="application/json"
    )
