"""Bring what was read of papers under the latest data key: the object store's half of infra/reencrypt_items.py.

The keys of objects are walked in their order, page by page. How far it has come stands in the table, so it may be
stopped at any instant and gone on with from another machine. Earlier versions of an object stay as they were until the
bucket's rules remove them: old versions of the key stay in the ring for them too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import keys
from chalicelib.adapters.cipher import CannotOpen, Cipher, version_of
from chalicelib.adapters.items import SCHEMA, wire
from chalicelib.adapters.queries import item_at
from chalicelib.domain.ports_sync import Together, one_by_one
from chalicelib.domain.storage import PAGES, READINGS, is_reading
from infra.reencrypt_items import Step

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

_GONE_OR_CHANGED = frozenset({"NoSuchKey", "404", "PreconditionFailed", "412"})


@dataclass(frozen=True, slots=True)
class Store:
    """Where readings lie, and the table that knows how far this has come."""

    s3: "S3Client"
    bucket: str
    client: "DynamoDBClient"
    table: str


def reencrypt_readings(
    store: Store, cipher: Cipher, page: int = 200, together: Together = one_by_one
) -> Iterator[Step]:
    """Page after page of ``page`` objects, several of them at once by ``together``.

    An object that changes while it is looked at was written under the latest version by whoever changed it.
    """
    latest = cipher.latest()
    after = _progress(store, latest)
    for prefix in sorted((f"{PAGES}/", f"{READINGS}/")):
        while after < f"{prefix}\uffff":
            listed = store.s3.list_objects_v2(
                Bucket=store.bucket, Prefix=prefix, StartAfter=max(after, prefix), MaxKeys=page
            ).get("Contents", [])
            if not listed:
                break
            found = [entry["Key"] for entry in listed if is_reading(entry["Key"])]
            changed = together(lambda key: _bring(store, cipher, latest, key), found)
            after = listed[-1]["Key"]
            _note(store, latest, after)
            unreadable = tuple(key for key, fate in zip(found, changed, strict=True) if fate is None)
            yield Step(len(listed), sum(map(bool, changed)), unreadable)
    _note(store, latest, "")


def _bring(store: Store, cipher: Cipher, latest: int, key: str) -> bool | None:
    """Whether the object was written anew; ``None`` if it does not open. A GetObject, a PutObject if it is outdated."""
    try:
        answer = store.s3.get_object(Bucket=store.bucket, Key=key)
        data = answer["Body"].read()
        if version_of(data) == latest:
            return False
        clear = data if version_of(data) is None else cipher.decrypt(data, key)
        store.s3.put_object(
            Bucket=store.bucket,
            Key=key,
            Body=cipher.encrypt(clear, key),
            ContentType=answer["ContentType"],
            ChecksumAlgorithm="SHA256",
            IfMatch=answer["ETag"],
        )
    except CannotOpen:
        return None
    except store.s3.exceptions.ClientError as fault:
        if fault.response["Error"]["Code"] in _GONE_OR_CHANGED:
            return False
        raise
    return True


def _progress(store: Store, latest: int) -> str:
    """The key after which the last run for this version was stopped; nothing if there was none."""
    stored = item_at(store.client, store.table, keys.KEYS, keys.REENCRYPTION_OF_READINGS) or {}
    return str(stored["after"]["S"]) if stored.get("version") == {"N": str(latest)} else ""


def _note(store: Store, latest: int, after: str) -> None:
    item: dict[str, Any] = {
        "PK": keys.KEYS,
        "SK": keys.REENCRYPTION_OF_READINGS,
        "item_type": "reencryption",
        "schema": SCHEMA,
        "version": latest,
        "after": after,
    }
    store.client.put_item(TableName=store.table, Item=wire(item))
