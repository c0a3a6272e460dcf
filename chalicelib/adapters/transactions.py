"""Transactions whose failed conditions come back as names, not as positions in a list."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from chalicelib.adapters.items import Item, wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MUST_BE_NEW = "attribute_not_exists(PK)"
_CONFLICT_RETRIES = 8


@dataclass(frozen=True, slots=True)
class AnyWrite:
    """One conditional part of a transaction. ``name`` says which condition failed; ``values`` are bound to its
    expressions; ``at`` is the whole item that is put, and the key of any other.
    """

    #: What DynamoDB calls the part, what it calls ``at``, and what it is told besides.
    operation: ClassVar[str]
    place: ClassVar[str] = "Key"
    besides: ClassVar[Mapping[str, Any]] = {}

    name: str
    table: str
    at: Item
    condition: str
    values: Mapping[str, Any] | None = None

    def request(self) -> dict[str, Any]:
        """As DynamoDB wants it, alone or in a transaction."""
        told = {
            "TableName": self.table,
            self.place: wire(self.at),
            "ConditionExpression": self.condition,
            **self.besides,
        }
        return told | ({"ExpressionAttributeValues": wire(self.values)} if self.values else {})


class Write(AnyWrite):
    """A put. The old item is returned with a failure: it says who was faster."""

    operation = "Put"
    place = "Item"
    besides = MappingProxyType({"ReturnValuesOnConditionCheckFailure": "ALL_OLD"})


class Check(AnyWrite):
    """A condition on an item that is not written."""

    operation = "ConditionCheck"


class Removal(AnyWrite):
    """A delete."""

    operation = "Delete"


@dataclass(frozen=True)
class Change(AnyWrite):
    """An update."""

    operation = "Update"

    update: str = field(kw_only=True)

    def request(self) -> dict[str, Any]:
        """As DynamoDB wants it."""
        return super().request() | {"UpdateExpression": self.update}


class ConditionsFailed(Exception):
    """``old_items`` has the (wire) item that stood in the way of each failed write, by the write's name."""

    def __init__(self, old_items: dict[str, Item]) -> None:
        super().__init__(", ".join(sorted(old_items)))
        self.old_items = old_items


def write_alone(client: "DynamoDBClient", write: Write) -> Item | None:
    """One conditional PutItem. The (wire) item that stands in its way, ``{}`` if the condition wants one that is not
    there; ``None`` where it was written.
    """
    try:
        client.put_item(**write.request())
    except client.exceptions.ConditionalCheckFailedException as failure:
        told: Any = failure.response
        return dict(told.get("Item", {}))
    return None


def write_together(client: "DynamoDBClient", writes: "Sequence[AnyWrite]") -> None:
    """All of the writes, or none. Raises ``ConditionsFailed``.

    DynamoDB also cancels when two transactions touch one item at the same instant; that is tried again here.
    """
    for attempt in range(_CONFLICT_RETRIES):
        try:
            client.transact_write_items(
                TransactItems=[{write.operation: write.request()} for write in writes]  # type: ignore[misc]
            )
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
