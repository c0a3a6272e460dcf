"""The state of the whole sync in DynamoDB: one item for what people ordered, one beside it for what was seen."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.queries import Query, every
from chalicelib.domain.sync_state import SyncState

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: For how many seconds a process goes by the last order it read: no call for each dossier, and soon obeyed.
PAUSE_KEPT_S = 15.0


class DynamoSyncStates:
    """Implements ``ports_sync.SyncStates``. ``monotonic``: seconds that never go back."""

    def __init__(self, client: "DynamoDBClient", table: str, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._table = table
        self._monotonic = monotonic
        self._paused = False
        self._read_at = -float("inf")

    def read(self) -> SyncState:
        """One Query."""
        states = every(self._client, Query(self._table, keys.SYNC, consistent=True))
        found = {item["SK"]["S"]: item for item in states}
        seen = items.body(found[keys.SEEN], SyncState) if keys.SEEN in found else SyncState()
        pause = found.get(keys.PAUSE)
        since = datetime.fromisoformat(pause["since"]["S"]) if pause else None
        return seen.model_copy(update={"paused_since": since})

    def note(self, state: SyncState) -> None:
        """One PutItem."""
        seen = state.model_copy(update={"paused_since": None})
        self._put(keys.SEEN, body=seen.model_dump_json())

    def pause(self, now: datetime) -> None:
        """One Query, and one PutItem if it was not halted before."""
        if self.read().paused_since is None:
            self._put(keys.PAUSE, since=now.isoformat())

    def resume(self) -> None:
        """One DeleteItem."""
        self._client.delete_item(TableName=self._table, Key=items.wire({"PK": keys.SYNC, "SK": keys.PAUSE}))

    def is_paused(self) -> bool:
        """Whether people have halted the sync: one GetItem for a process in ``PAUSE_KEPT_S``, however much it says."""
        if self._monotonic() - self._read_at >= PAUSE_KEPT_S:
            key = items.wire({"PK": keys.SYNC, "SK": keys.PAUSE})
            self._paused = "Item" in self._client.get_item(TableName=self._table, Key=key)
            self._read_at = self._monotonic()
        return self._paused

    def _put(self, sk: str, **values: str) -> None:
        item = {"PK": keys.SYNC, "SK": sk, "item_type": "sync-state", "schema": items.SCHEMA, **values}
        self._client.put_item(TableName=self._table, Item=items.wire(item))
