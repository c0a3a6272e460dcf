"""The data keys of all processes, wrapped, in one item of the table: the latest version writes, all of them read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.transactions import MUST_BE_NEW
from chalicelib.domain.ports_keys import FieldKeys, KeyRefused

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: For how many seconds a process goes by what it read: after that a key that was shut in KMS opens nothing any more,
#: and a rotation has reached every writer.
KEPT_S = 300.0


@dataclass(frozen=True, slots=True)
class _Read:
    """The ring as it was read ``at``, and the keys that were opened since."""

    at: float
    wrapped: Mapping[int, bytes]
    refuses_clear: bool = False
    opened: dict[int, bytes] = field(default_factory=dict)

    @property
    def latest(self) -> int:
        return max(self.wrapped, default=0)


_NEVER = _Read(-float("inf"), {})


class DynamoKeyRing:
    """Implements ``ports_keys.DataKeys``. ``monotonic``: seconds that never go back.

    A warm process makes no call; every ``KEPT_S`` one GetItem, and an unwrapping for each version that it meets.
    """

    def __init__(
        self,
        client: "Callable[[], DynamoDBClient]",
        table: str,
        wrapping: Callable[[], FieldKeys],
        monotonic: Callable[[], float],
    ) -> None:
        self._client = client
        self._table = table
        self._wrapping = wrapping
        self._monotonic = monotonic
        self._read = _NEVER

    def latest(self) -> tuple[int, bytes]:
        """The first write of an installation makes the first key: GenerateDataKey and a PutItem."""
        ring = self._fresh()
        if not ring.wrapped:
            self._add(ring)
            ring = self._again()
        return ring.latest, self._opened(ring, ring.latest)

    def key(self, version: int) -> bytes:
        """One GetItem more for a version that a rotation has brought meanwhile."""
        ring = self._fresh()
        if version not in ring.wrapped:
            ring = self._again()
        return self._opened(ring, version)

    def refuses_clear(self) -> bool:
        """As the ring says; no call of its own."""
        return self._fresh().refuses_clear

    def refuse_clear(self) -> None:
        """From now on nothing is read that stands in clear: at once here, within ``KEPT_S`` elsewhere.

        One UpdateItem and one GetItem.
        """
        self._client().update_item(
            TableName=self._table,
            Key=items.wire({"PK": keys.KEYS, "SK": keys.KEYS}),
            UpdateExpression="SET refuses_clear = :yes",
            ConditionExpression="attribute_exists(PK)",
            ExpressionAttributeValues=items.wire({":yes": True}),
        )
        self._again()

    def versions(self) -> tuple[int, ...]:
        """Every version that there is, the latest last. One GetItem."""
        return tuple(sorted(self._again().wrapped))

    def rotate(self) -> int:
        """Add a version, with which everything is written from now on: at once here, within ``KEPT_S`` elsewhere.

        A GetItem, GenerateDataKey and a conditional PutItem. The version that there is now.
        """
        before = self._again()
        self._add(before)
        return self._again().latest

    def _fresh(self) -> _Read:
        ring = self._read
        return ring if self._monotonic() - ring.at < KEPT_S else self._again()

    def _again(self) -> _Read:
        answer = self._client().get_item(
            TableName=self._table, Key=items.wire({"PK": keys.KEYS, "SK": keys.KEYS}), ConsistentRead=True
        )
        item = answer.get("Item", {})
        stored = item.get("wrapped", {"M": {}})["M"]
        wrapped = {int(version): bytes(value["B"]) for version, value in stored.items()}
        refuses = bool(item.get("refuses_clear", {}).get("BOOL"))
        self._read = _Read(self._monotonic(), wrapped, refuses)
        return self._read

    def _opened(self, ring: _Read, version: int) -> bytes:
        if version not in ring.wrapped:
            raise KeyRefused(f"data key {version}")
        if version not in ring.opened:
            ring.opened[version] = self._wrapping().unwrap(version, ring.wrapped[version])
        return ring.opened[version]

    def _add(self, ring: _Read) -> None:
        """One version more, unless somebody else was faster: then theirs counts."""
        version = ring.latest + 1
        _, wrapped = self._wrapping().generate(version)
        held = {str(number): value for number, value in ring.wrapped.items()} | {str(version): wrapped}
        item = {**_item(version, held), "refuses_clear": ring.refuses_clear}
        put: dict[str, Any] = {"TableName": self._table, "Item": items.wire(item)}
        if ring.wrapped:
            put["ConditionExpression"] = "latest = :seen"
            put["ExpressionAttributeValues"] = items.wire({":seen": ring.latest})
        else:
            put["ConditionExpression"] = MUST_BE_NEW
        client = self._client()
        try:
            client.put_item(**put)
        except client.exceptions.ConditionalCheckFailedException:
            return


def _item(latest: int, wrapped: Mapping[str, bytes]) -> items.Item:
    return {
        "PK": keys.KEYS,
        "SK": keys.KEYS,
        "item_type": "keys",
        "schema": items.SCHEMA,
        "latest": latest,
        "wrapped": dict(wrapped),
    }
