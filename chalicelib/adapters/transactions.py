"""Transactions whose failed conditions come back as names, not as positions in a list."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.items import Item, wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MUST_BE_NEW = "attribute_not_exists(PK)"
_CONFLICT_RETRIES = 8


@dataclass(frozen=True, slots=True)
class Write:
    """One conditional put. ``name`` says which condition failed; ``values`` are bound to ``condition``."""

    name: str
    table: str
    item: Item
    condition: str
    values: Mapping[str, Any] | None = None

    def request(self) -> dict[str, Any]:
        """As DynamoDB wants it. The old item is returned with a failure: it says who was faster."""
        put: dict[str, Any] = {
            "TableName": self.table,
            "Item": wire(self.item),
            "ConditionExpression": self.condition,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        if self.values:
            put["ExpressionAttributeValues"] = wire(self.values)
        return {"Put": put}


@dataclass(frozen=True, slots=True)
class Check:
    """One condition on an item that is not written."""

    name: str
    table: str
    key: Item
    condition: str
    values: Mapping[str, Any] | None = None

    def request(self) -> dict[str, Any]:
        """As DynamoDB wants it."""
        check: dict[str, Any] = {
            "TableName": self.table,
            "Key": wire(self.key),
            "ConditionExpression": self.condition,
        }
        if self.values:
            check["ExpressionAttributeValues"] = wire(self.values)
        return {"ConditionCheck": check}


@dataclass(frozen=True, slots=True)
class Change:
    """One conditional update of an item; ``values`` are bound to both expressions."""

    name: str
    table: str
    key: Item
    update: str
    condition: str
    values: Mapping[str, Any]

    def request(self) -> dict[str, Any]:
        """As DynamoDB wants it."""
        update: dict[str, Any] = {
            "TableName": self.table,
            "Key": wire(self.key),
            "UpdateExpression": self.update,
            "ConditionExpression": self.condition,
            "ExpressionAttributeValues": wire(self.values),
        }
        return {"Update": update}


@dataclass(frozen=True, slots=True)
class Removal:
    """One conditional delete."""

    name: str
    table: str
    key: Item
    condition: str
    values: Mapping[str, Any] | None = None

    def request(self) -> dict[str, Any]:
        """As DynamoDB wants it."""
        delete: dict[str, Any] = {
            "TableName": self.table,
            "Key": wire(self.key),
            "ConditionExpression": self.condition,
        }
        if self.values:
            delete["ExpressionAttributeValues"] = wire(self.values)
        return {"Delete": delete}


AnyWrite = Write | Check | Change | Removal


class ConditionsFailed(Exception):
    """``old_items`` has the (wire) item that stood in the way of each failed write, by the write's name."""

    def __init__(self, old_items: dict[str, Item]) -> None:
        super().__init__(", ".join(sorted(old_items)))
        self.old_items = old_items


def write_together(client: "DynamoDBClient", writes: "Sequence[AnyWrite]") -> None:
    """All of the writes, or none. Raises ``ConditionsFailed``.

    DynamoDB also cancels when two transactions touch one item at the same instant; that is tried again here.
    """
    for attempt in range(_CONFLICT_RETRIES):
        try:
            client.transact_write_items(TransactItems=[write.request() for write in writes])  # type: ignore[misc]
            return
        except client.exceptions.TransactionCanceledException as error:
            reasons = error.response.get("CancellationReasons", [])
            failed = {
                write.name: dict(reason.get("Item", {}))
                for write, reason in zip(writes, reasons, strict=False)
                if reason.get("Code") == "ConditionalCheckFailed"
            }
            if failed:
                raise ConditionsFailed(failed) from error
            is_conflict = any(reason.get("Code") == "TransactionConflict" for reason in reasons)
            if not is_conflict or attempt == _CONFLICT_RETRIES - 1:
                raise
            time.sleep(random.uniform(0, 0.02 * 2**attempt))
