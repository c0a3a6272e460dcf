"""Which attributes of an item are encrypted, and the client that does it: what leaves the process is never in clear.

Encryption hangs on the client and not on each adapter, so an adapter that is written tomorrow cannot forget it. Each
attribute is an envelope of its own (adapters/cipher.py), bound to the key of its item and to its name. Items from
before stay readable: text is text, an envelope is binary.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from chalicelib.adapters.cipher import CannotOpen, Cipher, version_of
from chalicelib.adapters.keys import SEPARATOR

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from chalicelib.adapters.items import Item

#: Attributes that hold personal data, by the type that they have in clear, and what of persons is in them.
ENCRYPTED: Final[Mapping[str, tuple[str, str]]] = {
    "body": (
        "S",
        "the whole model: numbers, names, phones, e-mails, addresses, reasons, summaries, who looked",
    ),
    "line": ("S", "a dossier as a line of a list: its summary"),
    "fields": ("B", "what was read of a paper: names, numbers, dates of birth, addresses"),
    "words": ("S", "every word of a paper, for searching"),
    "paper_number": ("S", "the number of a paper, which for a card is the person's own"),
}

#: Partitions that say nothing about any person: they stay as they are.
PUBLIC: Final[Mapping[str, str]] = {
    "PROCEDURE": "the catalogue, which is published",
    "CATALOGUE": "the same",
    "KEYS": "the data keys, which are wrapped already, and how far reencryption has come",
    "SYNC": "how the sync stands as a whole",
}

_REQUESTS: Final = ("PutItem", "BatchWriteItem", "TransactWriteItems")
_ANSWERS: Final = (
    "GetItem",
    "BatchGetItem",
    "Query",
    "Scan",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "TransactWriteItems",
)


def place_of(item: "Item", attribute: str) -> str:
    """Where an attribute stands, whatever its table is called after a restore."""
    key = [item[name]["S"] for name in ("PK", "SK", "id") if name in item]
    if not key:
        raise CannotOpen(f"{attribute} without the key of its item: the question must ask for it too")
    return "\0".join([*key, attribute])


def is_public(item: "Item") -> bool:
    """By its partition, which nobody can change without moving it."""
    return item.get("PK", {}).get("S", "").partition(SEPARATOR)[0] in PUBLIC


def encrypted(item: "Item", cipher: Cipher) -> "Item":
    """The (wire) item as it is stored."""
    if is_public(item):
        return item
    return item | {
        name: {"B": cipher.encrypt(_clear(item[name]), place_of(item, name))}
        for name in ENCRYPTED.keys() & item.keys()
        if envelope_of(item, name) is None
    }


def opened(item: "Item", cipher: Cipher) -> "Item":
    """The (wire) item as it was before it was stored. An envelope that does not open is left as it is: whoever needs
    its content fails (``items.text``), and an auditor can still say which it was. The same becomes of what stands in
    clear once the stage refuses that.
    """
    found = {name: envelope_of(item, name) for name in ENCRYPTED.keys() & item.keys()}
    in_clear = [name for name, data in found.items() if data is None]
    refused = in_clear if in_clear and not is_public(item) and cipher.refuses_clear() else ()
    return (
        item
        | {name: _opened(item, name, data, cipher) for name, data in found.items() if data is not None}
        | {name: {"NULL": True} for name in refused}
    )


def envelope_of(item: "Item", name: str) -> bytes | None:
    """The envelope that stands in an attribute, or ``None`` where it is in clear or missing."""
    value = item.get(name)
    if value is None or "B" not in value:
        return None
    data = bytes(value["B"])
    return data if version_of(data) is not None else None


def encrypt_what_is_personal(client: "DynamoDBClient", cipher: Cipher) -> "DynamoDBClient":
    """The client, from now on encrypting what it sends and opening what it is answered, failed conditions included."""
    events = client.meta.events

    def send(params: dict[str, Any], **_: Any) -> dict[str, Any]:
        return _with_items(params, lambda item: encrypted(item, cipher))

    def receive(parsed: dict[str, Any], **_: Any) -> None:
        parsed |= _with_items(parsed, lambda item: opened(item, cipher))

    for operation in _REQUESTS:
        # What the handler returns takes the place of the parameters; the stubs know only handlers that answer nothing.
        events.register(f"provide-client-params.dynamodb.{operation}", send)  # type: ignore[arg-type]
    for operation in _ANSWERS:
        events.register(f"after-call.dynamodb.{operation}", receive)
    return client


def _opened(item: "Item", name: str, data: bytes, cipher: Cipher) -> dict[str, Any]:
    kind, _ = ENCRYPTED[name]
    try:
        clear = cipher.decrypt(data, place_of(item, name))
    except CannotOpen:
        return {"B": data}
    return {kind: clear.decode() if kind == "S" else clear}


def _clear(value: Mapping[str, Any]) -> bytes:
    return value["S"].encode() if "S" in value else bytes(value["B"])


Change = Callable[["Item"], "Item"]


def _with_items(told: dict[str, Any], change: Change) -> dict[str, Any]:
    """Request or answer with every item in it changed; the rest is passed on untouched."""
    made: dict[str, Any] = {}
    for name in ("Item", "Attributes"):
        if told.get(name):
            made[name] = change(told[name])
    if "Items" in told:
        made["Items"] = [change(item) for item in told["Items"]]
    if "Responses" in told:
        made["Responses"] = {
            table: [change(item) for item in found] for table, found in told["Responses"].items()
        }
    if "RequestItems" in told:
        made["RequestItems"] = {table: _puts(batch, change) for table, batch in told["RequestItems"].items()}
    if "TransactItems" in told:
        made["TransactItems"] = [_put(write, "Put", change) for write in told["TransactItems"]]
    if "CancellationReasons" in told:
        made["CancellationReasons"] = [
            reason | {"Item": change(reason["Item"])} if reason.get("Item") else reason
            for reason in told["CancellationReasons"]
        ]
    return told | made


def _puts(batch: Iterable[dict[str, Any]], change: Change) -> list[dict[str, Any]]:
    return [_put(write, "PutRequest", change) for write in batch]


def _put(write: dict[str, Any], name: str, change: Change) -> dict[str, Any]:
    if name not in write:
        return write
    return write | {name: write[name] | {"Item": change(write[name]["Item"])}}
