"""Move every owner under the latest hash key: once for each rotation, safe to stop and to run again.

1. Add the new key to LATER_HASH_KEYS and set ROTATING_HASH_KEY=1 everywhere: nothing breaks, lookups cost more.
2. Run this until it says that nothing was left. 3. Take ROTATING_HASH_KEY away.
No key may ever be forgotten: a later one hashes the hash of those before.
"""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.cipher import Cipher
from chalicelib.adapters.encrypted_items import encrypted, opened

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_REF = re.compile(r"^(?:\d+-)?[0-9a-f]{32}$")
_IN_BODY = re.compile(r'"(owner_ref|ref)":"((?:\d+-)?[0-9a-f]{32})"')
_OWNED = re.compile(r"^(OWNER|GRANTOR|DELEGATE|ASKER)#(.+)$")
_KEYED = ("PK", "GSI1PK", "GSI2PK")

Item = dict[str, Any]


def rekey(client: "DynamoDBClient", table: str, renewed: Callable[[str], str], cipher: Cipher) -> int:
    """One pass over the table: how many items were changed. 0: every owner lies under the latest key.

    ``client`` must show items as they are stored. An item that changes while it is moved stays where it is and is
    taken by the next pass. What is encrypted is bound to its place, so it is encrypted anew for the one it goes to.
    """
    changed = 0
    for item in _scan(client, table):
        clear = opened(item, cipher)
        after = _under_the_latest(clear, renewed)
        if after != clear:
            changed += 1
            _replace(client, table, item, encrypted(after, cipher))
    return changed


def _scan(client: "DynamoDBClient", table: str) -> Iterator[Item]:
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def _under_the_latest(item: Item, renewed: Callable[[str], str]) -> Item:
    """The item with every ref of an owner renewed. Events are never touched: their hashes are chained."""
    if item.get("item_type", {}).get("S") == "event":
        return item
    after = dict(item)
    for name in _KEYED:
        owned = _OWNED.match(item.get(name, {}).get("S", ""))
        if owned:
            after[name] = {"S": f"{owned[1]}#{renewed(owned[2])}"}
    reference = item.get("owner_ref", {}).get("S", "")
    if _REF.match(reference):
        after["owner_ref"] = {"S": renewed(reference)}
    if "S" in item.get("body", {}):
        body = _IN_BODY.sub(lambda found: f'"{found[1]}":"{renewed(found[2])}"', item["body"]["S"])
        after["body"] = {"S": body}
    return after


def _replace(client: "DynamoDBClient", table: str, before: Item, after: Item) -> None:
    """In one transaction, if nobody changed the item meanwhile."""
    seen: dict[str, Any] = {}
    unchanged = "attribute_exists(PK)"
    if "body" in before:
        unchanged, seen = "body = :seen", {"ExpressionAttributeValues": {":seen": before["body"]}}
    put: Any = {"TableName": table, "Item": after}
    if before["PK"] == after["PK"]:
        writes: list[Any] = [{"Put": {**put, "ConditionExpression": unchanged, **seen}}]
    else:
        key = {name: before[name] for name in ("PK", "SK")}
        writes = [
            {"Put": {**put, "ConditionExpression": "attribute_not_exists(PK)"}},
            {"Delete": {"TableName": table, "Key": key, "ConditionExpression": unchanged, **seen}},
        ]
    try:
        client.transact_write_items(TransactItems=writes)
    except client.exceptions.TransactionCanceledException:
        return
