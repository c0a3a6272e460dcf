"""A table as it was at an instant, as a new table beside the damaged one, which stays for whoever has to look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: AWS says that a restore is usually done within an hour; it is waited for up to six.
LOOK_EVERY_S, LOOKS = 10, 6 * 360
_COUNTER, _NUMBER = "COUNTER", "NUMBER"


class CannotRestore(Exception):
    """Nothing was changed; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Window:
    """The instants to which a table can be brought back (UTC)."""

    earliest: datetime
    latest: datetime


def window(client: "DynamoDBClient", table: str) -> Window:
    """Raises CannotRestore for a table whose past nobody keeps."""
    told = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    kept = told.get("PointInTimeRecoveryDescription", {})
    if kept.get("PointInTimeRecoveryStatus") != "ENABLED":
        raise CannotRestore(f"The past of {table} is not kept: point-in-time recovery is off")
    return Window(kept["EarliestRestorableDateTime"], kept["LatestRestorableDateTime"])


def restore(client: "DynamoDBClient", source: str, target: str, at: datetime) -> None:
    """Make ``target`` what ``source`` was at ``at`` (whole seconds), and give it what AWS leaves out.

    May be repeated after an interruption: a target that was made for the same instant is gone on with.
    Raises CannotRestore for any other table of that name.
    """
    try:
        client.restore_table_to_point_in_time(
            SourceTableName=source, TargetTableName=target, RestoreDateTime=at
        )
    except client.exceptions.TableAlreadyExistsException:
        made = client.describe_table(TableName=target)["Table"].get("RestoreSummary", {})
        if made.get("RestoreDateTime") != at:
            raise CannotRestore(f"{target} is there already and is not {source} of {at:%FT%TZ}") from None
    client.get_waiter("table_exists").wait(
        TableName=target, WaiterConfig={"Delay": LOOK_EVERY_S, "MaxAttempts": LOOKS}
    )
    _finish(client, source, target)


def _finish(client: "DynamoDBClient", source: str, target: str) -> None:
    """Stream, time to live, deletion protection, past: a restored table has none of them."""
    model = client.describe_table(TableName=source)["Table"]
    made = client.describe_table(TableName=target)["Table"]
    wanted: Any = {}
    if not made.get("StreamSpecification") and model.get("StreamSpecification"):
        wanted["StreamSpecification"] = model["StreamSpecification"]
    if model.get("DeletionProtectionEnabled"):
        wanted["DeletionProtectionEnabled"] = True
    if wanted:
        client.update_table(TableName=target, **wanted)
    alive = client.describe_time_to_live(TableName=source)["TimeToLiveDescription"]
    now = client.describe_time_to_live(TableName=target)["TimeToLiveDescription"]["TimeToLiveStatus"]
    if "AttributeName" in alive and now == "DISABLED":
        client.update_time_to_live(
            TableName=target,
            TimeToLiveSpecification={"AttributeName": alive["AttributeName"], "Enabled": True},
        )
    client.update_continuous_backups(
        TableName=target, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )


def stream_of(client: "DynamoDBClient", table: str) -> str:
    """ARN of its stream."""
    return client.describe_table(TableName=table)["Table"]["LatestStreamArn"]


def carry_numbers(client: "DynamoDBClient", source: str, target: str) -> int:
    """Counters and numbers that were given out after the instant, as far as the damaged table still has them.

    A dossier number (mã hồ sơ) is given out once: what citizens and the portal were told must not name another dossier.
    Returns how many items were carried over.
    """
    carried = 0
    for item in _given_out(client, source):
        is_counter = item["SK"]["S"] == _COUNTER
        condition = "attribute_not_exists(PK)" + " OR latest < :latest" * is_counter
        values = {"ExpressionAttributeValues": {":latest": item["latest"]}} if is_counter else {}
        try:
            put: Any = {"TableName": target, "Item": item, "ConditionExpression": condition, **values}
            client.put_item(**put)
            carried += 1
        except client.exceptions.ConditionalCheckFailedException:
            continue
    return carried


def _given_out(client: "DynamoDBClient", table: str) -> Iterator[dict[str, Any]]:
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        ConsistentRead=True,
        FilterExpression="SK = :counter OR SK = :number",
        ExpressionAttributeValues={":counter": {"S": _COUNTER}, ":number": {"S": _NUMBER}},
    )
    for page in pages:
        yield from page["Items"]
