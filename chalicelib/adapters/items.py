"""Items of the table and what they stand for, in both directions. No item is read as a bare dict elsewhere.

Every item has ``item_type``, ``schema`` and ``body``: the model as JSON, exactly as it was when it was written.
What a condition or an index looks at stands beside it as attributes of its own. The client encrypts what is personal on
its way (adapters/encrypted_items.py): here everything is in clear.
"""

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

from chalicelib.adapters import keys
from chalicelib.correlation import current
from chalicelib.domain.audit import StoredEvent
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import EVENT, AnyEvent
from chalicelib.domain.files import DossierFile, ReadField
from chalicelib.domain.making import Made
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.ports import DossierSummary

if TYPE_CHECKING:
    from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Item = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)

SCHEMA = 1
_FIELDS: TypeAdapter[tuple[ReadField, ...]] = TypeAdapter(
    tuple[ReadField, ...], config=ConfigDict(defer_build=True)
)


@cache
def _types() -> "tuple[TypeSerializer, TypeDeserializer]":
    """boto3's own translation, imported with the first item: it costs more than the rest of this package."""
    from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

    return TypeSerializer(), TypeDeserializer()


def wire(item: Mapping[str, Any]) -> Item:
    """Plain values as the attribute values that DynamoDB wants."""
    serialize = _types()[0].serialize
    return {name: serialize(value) for name, value in item.items()}


def plain(item: Mapping[str, Any]) -> Item:
    """Attribute values as plain values."""
    deserialize = _types()[1].deserialize
    return {name: deserialize(value) for name, value in item.items()}


class Unreadable(Exception):
    """An attribute was encrypted and does not open: it was changed, or moved here from elsewhere."""


def text(item: Mapping[str, Any], attribute: str) -> str:
    """A text of a (wire) item. Raises ``Unreadable``."""
    value = item[attribute]
    if "S" not in value:
        raise Unreadable(attribute)
    return str(value["S"])


def body(item: Mapping[str, Any], model: type[Model]) -> Model:
    """The model that was written into a (wire) item. Raises ``Unreadable``."""
    return model.model_validate_json(text(item, "body"))


def head_item(dossier: Dossier) -> Item:
    """``line`` is what lists show, so that they need not read the head."""
    return {
        "PK": keys.dossier(dossier.id),
        "SK": keys.HEAD,
        "item_type": "dossier",
        "schema": SCHEMA,
        "version": dossier.version,
        "state": dossier.state,
        **({} if dossier.is_rehearsal else _list_keys(dossier)),
        "line": summary_of(dossier).model_dump_json(),
        "body": dossier.model_dump_json(),
    }


def _list_keys(dossier: Dossier) -> Item:
    return {
        "GSI1PK": keys.work_queue(dossier.unit, dossier.state),
        "GSI1SK": keys.due(dossier.clock.next_due, dossier.id),
        "GSI2PK": keys.owner(dossier.owner.ref),
        "GSI2SK": keys.filed(dossier.opened_at, dossier.id),
    }


def summary_of(dossier: Dossier) -> DossierSummary:
    """The dossier as a line of a list."""
    return DossierSummary(
        id=dossier.id,
        number=dossier.number,
        state=dossier.state,
        version=dossier.version,
        procedure_code=dossier.procedure.code,
        procedure_name=dossier.procedure.name,
        unit=dossier.unit,
        opened_at=dossier.opened_at,
        next_due=dossier.clock.next_due,
        summary=dossier.summary,
    )


def event_item(event: AnyEvent) -> Item:
    """``hash`` is of exactly the text in ``body``, so a chain can be verified without knowing the model.

    ``trace`` is the id of the request that it came of: it goes on with the stream, and nothing is decided by it.
    """
    item: Item = {
        "PK": keys.dossier(event.dossier_id),
        "SK": keys.event(event.seq),
        "item_type": "event",
        "schema": SCHEMA,
        "dossier_id": event.dossier_id,
        "seq": event.seq,
        "kind": event.kind,
        "hash": event.digest(),
        "body": event.model_dump_json(),
    }
    return item | ({"trace": current()} if current() else {})


def id_of_dossier(item: Mapping[str, Any]) -> str:
    """Of a (wire) item that stands beside a dossier, or of a line of an index that leads to one."""
    return keys.id_of_dossier(item["PK"]["S"])


def place_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Where a (wire) item stands, as a message may name it."""
    return {"pk": item["PK"]["S"], "sk": item["SK"]["S"]}


def event_of(item: Mapping[str, Any]) -> AnyEvent:
    """The event in a (wire) item."""
    return EVENT.validate_json(text(item, "body"))


def stored_event_of(item: Mapping[str, Any]) -> StoredEvent:
    """The event in a (wire) item as it stands there; its own fields where they can be read."""
    told = item["body"].get("S", "")
    return StoredEvent(
        seq=int(item["seq"]["N"]), text=told, digest=item["hash"]["S"], previous=_previous_hash(told)
    )


def _previous_hash(told: str) -> str:
    try:
        return str(json.loads(told)["previous_hash"])
    except (ValueError, KeyError, TypeError):
        return ""


def file_item(file: DossierFile) -> Item:
    """Small: a query reads a megabyte, and five hundred files must fit; so what was read of them is compressed."""
    item: Item = {
        "PK": keys.dossier(file.dossier_id),
        "SK": keys.file(file.component, file.file_id),
        "item_type": "file",
        "schema": SCHEMA,
        "revision": file.revision,
        "state": file.state,
        "fields": zlib.compress(_FIELDS.dump_json(file.fields)),
        "body": file.model_dump_json(exclude={"fields"}),
    }
    if file.is_awaited:
        announced_at = file.announced_at.astimezone(UTC)
        item |= {
            "GSI3PK": keys.pending(announced_at.date()),
            "GSI3SK": keys.since(announced_at, file.file_id),
        }
    if file.to_certify is not None:
        item["awaits"] = Made.CERTIFIED_COPY
    return item


def file_of(item: Mapping[str, Any]) -> DossierFile:
    """The file in a (wire) item."""
    fields = _FIELDS.validate_json(zlib.decompress(item["fields"]["B"]))
    return body(item, DossierFile).model_copy(update={"fields": fields})


def news_item(event: AnyEvent, since: datetime | None = None) -> Item:
    """The note that the portal must hear of a dossier up to this event; it goes once the sync has taken note.

    ``since``: when we learned of it, if that is not when it happened.
    """
    return {
        "PK": keys.dossier(event.dossier_id),
        "SK": keys.NEWS,
        "item_type": "news",
        "schema": SCHEMA,
        "seq": event.seq,
        "GSI3PK": keys.news_list(keys.news_shard(event.dossier_id)),
        "GSI3SK": keys.since(since or event.at, event.dossier_id),
    }


def number_item(number: str, dossier_id: str) -> Item:
    """A number belongs to one dossier for ever."""
    return {
        "PK": keys.number(number),
        "SK": keys.NUMBER,
        "item_type": "number",
        "schema": SCHEMA,
        "dossier_id": dossier_id,
    }


def counter_item(number: DossierNumber) -> Item:
    """The order last issued."""
    return {
        "PK": keys.counter(number.unit, number.day),
        "SK": keys.COUNTER,
        "item_type": "counter",
        "schema": SCHEMA,
        "latest": number.order,
    }
