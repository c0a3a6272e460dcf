"""Shares of papers in DynamoDB, by the hash of their token; the table forgets them some time after they end."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.paper_items import writes_of_traces
from chalicelib.adapters.queries import item_at
from chalicelib.adapters.transactions import (
    MUST_BE_NEW,
    ConditionsFailed,
    Write,
    write_alone,
    write_together,
)
from chalicelib.domain.making import Made
from chalicelib.domain.sharing import CopyState, Share, ShareOver
from chalicelib.domain.traces import Use

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: The owner's log keeps what happened; the link itself is of no use any more.
_KEPT_AFTER_END = timedelta(days=30)


class DynamoShares:
    """Implements ``ports_papers.Shares``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def keep(self, share: Share, use: Use) -> Share:
        """One transaction."""
        new = Write("share", self._table, _item(share), MUST_BE_NEW)
        try:
            write_together(self._client, [new, *writes_of_traces(self._table, [use])])
        except ConditionsFailed as failure:
            return items.body(failure.old_items["share"], Share)
        return share

    def get(self, share_id: str) -> Share:
        """One GetItem."""
        if keys.SEPARATOR in share_id:
            raise ShareOver
        item = item_at(self._client, self._table, keys.share(share_id), keys.SHARE)
        if item is None:
            raise ShareOver
        return items.body(item, Share)

    def copied(self, share: Share) -> None:
        """One PutItem."""
        write_alone(self._client, Write("share", self._table, _item(share), "ended = :no", {":no": False}))

    def end(self, share: Share, at: datetime) -> Share:
        """One PutItem."""
        ended = share.model_copy(update={"ended_at": at})
        self._client.put_item(TableName=self._table, Item=items.wire(_item(ended)))
        return ended


def _item(share: Share) -> dict[str, Any]:
    item: dict[str, Any] = {
        "PK": keys.share(share.id),
        "SK": keys.SHARE,
        "item_type": "share",
        "schema": items.SCHEMA,
        "expires_at": int((share.ends_at + _KEPT_AFTER_END).timestamp()),
        "ended": share.ended_at is not None,
        "body": share.model_dump_json(),
    }
    if share.copy_state is CopyState.PREPARING and share.ended_at is None:
        item["awaits"] = Made.MARKED_COPY
    return item
