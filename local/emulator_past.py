"""Restoring a table to a point in time, in the emulator; MiniStack itself copies the present, whatever is asked for.

The table's stream holds every change of its last day with the item before it, so the past is the present with the
later changes taken back. Written against the pinned version; tests/app/test_restore.py holds it to that.
"""

import copy
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ministack.services import dynamodb

Answer = tuple[int, dict[str, str], Any]
Items = defaultdict[str, dict[str, Any]]


def remember_the_past() -> None:
    """From now on a table is restored as it was, and its window begins where its stream does."""
    restore, describe = dynamodb._restore_table_to_point_in_time, dynamodb._describe_continuous_backups
    table_told = dynamodb._table_description

    def restored(request: dict[str, Any]) -> Answer:
        source, target, at = request.get("SourceTableName"), request.get("TargetTableName"), _instant(request)
        answer: Answer = restore(request)
        if answer[0] == 200:
            table = dynamodb._tables[target]
            table["items"] = items_at(dynamodb._tables[source], dynamodb.stream_live_records(source), at)
            table["RestoreSummary"] = {"RestoreDateTime": at, "RestoreInProgress": False}
            dynamodb._items_replaced(table)
        return answer

    def described(request: dict[str, Any]) -> Answer:
        status, headers, body = describe(request)
        told = json.loads(body)
        window = told.get("ContinuousBackupsDescription", {}).get("PointInTimeRecoveryDescription", {})
        if "EarliestRestorableDateTime" in window:
            created = dynamodb._tables[request["TableName"]]["CreationDateTime"]
            window["EarliestRestorableDateTime"] = int(created)
        return status, headers, json.dumps(told).encode()

    def table_described(name: str, *more: Any) -> dict[str, Any]:
        told: dict[str, Any] = table_told(name, *more)
        origin = dynamodb._tables.get(name, {}).get("RestoreSummary")
        return {**told, "RestoreSummary": origin} if origin else told

    dynamodb._restore_table_to_point_in_time, dynamodb._describe_continuous_backups = restored, described
    dynamodb._table_description = table_described


def items_at(table: Mapping[str, Any], changes: list[dict[str, Any]], at: float) -> Items:
    """What a table with two keys held at the end of the second ``at`` (Unix time), by their values."""
    items: Items = defaultdict(dict, copy.deepcopy(dict(table["items"])))
    for change in reversed(changes):
        told = change["dynamodb"]
        if told["ApproximateCreationDateTime"] <= at:
            break
        partition, place = _value(told["Keys"][table["pk_name"]]), _value(told["Keys"][table["sk_name"]])
        if before := told.get("OldImage"):
            items[partition][place] = copy.deepcopy(before)
        else:
            items[partition].pop(place, None)
    return defaultdict(dict, {partition: held for partition, held in items.items() if held})


def _instant(request: Mapping[str, Any]) -> float:
    """The instant that is asked for; the latest one if none is named."""
    at = request.get("RestoreDateTime")
    return float("inf") if at is None else float(at)


def _value(key: Mapping[str, str]) -> str:
    return next(iter(key.values()))
