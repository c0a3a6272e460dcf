"""Bring everything under the latest data key: once for each rotation, safe to stop at any instant and to run again.

1. `manage.py keys rotate`: from then on everything is written under a new version; older ones stay readable.
2. Wait until every process has read the ring again (adapters/key_ring.py: five minutes), then run
   `manage.py keys reencrypt`: this, and infra/reencrypt_readings.py for the object store.
3. It has come to the end when it says that nothing was left. Old versions stay in the ring, for backups hold them too.
4. Once, when a table that was in clear has come through: `manage.py keys refuse-clear`.

Items from before encryption are taken along: that is how a table that was in clear becomes encrypted while it is used.
How far it has come stands in the table, so another machine can go on where this one was stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import keys
from chalicelib.adapters.cipher import Cipher, version_of
from chalicelib.adapters.encrypted_items import ENCRYPTED, encrypted, envelope_of, is_public, opened
from chalicelib.adapters.items import SCHEMA, Item, wire

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PROGRESS = {"PK": keys.KEYS, "SK": keys.REENCRYPTION}


@dataclass(frozen=True, slots=True)
class Step:
    """One page. ``unreadable``: what does not open, by its keys: somebody changed or moved it."""

    looked_at: int
    changed: int
    unreadable: tuple[str, ...] = ()


def reencrypt(client: "DynamoDBClient", table: str, cipher: Cipher, page: int = 200) -> Iterator[Step]:
    """Page after page of ``page`` items; ``client`` must show items as they are stored.

    An item that changes while it is looked at was written under the latest version by whoever changed it.
    """
    latest = cipher.latest()
    start = _progress(client, table, latest)
    while True:
        more = {"ExclusiveStartKey": start} if start else {}
        answer = client.scan(TableName=table, ConsistentRead=True, Limit=page, **more)
        found = [item for item in answer["Items"] if not is_public(item)]
        outdated = {at: names for at, item in enumerate(found) if (names := _outdated(item, latest))}
        unreadable = [
            at for at, names in outdated.items() if not _replace(client, table, found[at], names, cipher)
        ]
        start = answer.get("LastEvaluatedKey")
        _note(client, table, latest, start)
        names = tuple(" ".join((found[at]["PK"]["S"], found[at]["SK"]["S"])) for at in unreadable)
        yield Step(len(answer["Items"]), len(outdated) - len(unreadable), names)
        if not start:
            return


def in_clear(client: "DynamoDBClient", table: str) -> Iterator[str]:
    """The items of which something personal stands in clear, by their keys; ``client`` as above."""
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        for item in page["Items"]:
            if not is_public(item) and any(
                _version(item, name) is None for name in ENCRYPTED.keys() & item.keys()
            ):
                yield " ".join((item["PK"]["S"], item["SK"]["S"]))


def _outdated(item: Item, latest: int) -> tuple[str, ...]:
    """The attributes that are in clear or under an older version."""
    return tuple(name for name in sorted(ENCRYPTED.keys() & item.keys()) if _version(item, name) != latest)


def _version(item: Item, name: str) -> int | None:
    envelope = envelope_of(item, name)
    return None if envelope is None else version_of(envelope)


def _replace(
    client: "DynamoDBClient", table: str, item: Item, names: tuple[str, ...], cipher: Cipher
) -> bool:
    """One conditional UpdateItem for the attributes that are outdated; false if one of them does not open."""
    clear = opened(item, cipher)
    if any(envelope_of(clear, name) is not None for name in names):
        return False
    anew = encrypted(clear, cipher)
    told: dict[str, Any] = {
        "Key": {name: item[name] for name in ("PK", "SK")},
        "UpdateExpression": "SET " + ", ".join(f"#{n} = :{n}" for n in names),
        "ConditionExpression": " AND ".join(f"#{n} = :seen_{n}" for n in names),
        "ExpressionAttributeNames": {f"#{n}": n for n in names},
        "ExpressionAttributeValues": {f":{n}": anew[n] for n in names}
        | {f":seen_{n}": item[n] for n in names},
    }
    try:
        client.update_item(TableName=table, **told)
    except client.exceptions.ConditionalCheckFailedException:
        return True
    return True


def _progress(client: "DynamoDBClient", table: str, latest: int) -> Any:
    """Where the last run for this version was stopped; nothing if there was none."""
    answer = client.get_item(TableName=table, Key=wire(_PROGRESS), ConsistentRead=True)
    stored = answer.get("Item", {})
    if stored.get("version") != {"N": str(latest)} or "at" not in stored:
        return None
    return stored["at"]["M"]


def _note(client: "DynamoDBClient", table: str, latest: int, at: Any) -> None:
    item = wire({**_PROGRESS, "item_type": "reencryption", "schema": SCHEMA, "version": latest})
    client.put_item(TableName=table, Item={**item, **({"at": {"M": at}} if at else {})})
