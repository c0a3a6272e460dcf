"""A dossier with its events or with one file, each in one call, so that the trace of the look is the second."""

from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.queries import Query, every, items_at
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoGlances:
    """Implements ``ports_looks.Glances``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def with_events(self, dossier_id: str) -> tuple[Dossier, tuple[AnyEvent, ...]]:
        """One Query for every megabyte from the first event to the head; the files between them stay there."""
        without_files = Query(
            self._table,
            keys.dossier(dossier_id),
            between=(keys.event(1), keys.HEAD),
            consistent=True,
            more={"FilterExpression": "item_type IN (:event, :dossier)"},
            values={":event": "event", ":dossier": "dossier"},
        )
        found = list(every(self._client, without_files))
        if not found or found[-1]["SK"]["S"] != keys.HEAD:
            raise DossierNotFound
        *events, head = found
        return items.body(head, Dossier), tuple(map(items.event_of, events))

    def with_file(self, dossier_id: str, component: str, file_id: str) -> tuple[Dossier, DossierFile | None]:
        """One BatchGetItem."""
        partition, file = keys.dossier(dossier_id), keys.file(component, file_id)
        both = items_at(self._client, self._table, [(partition, keys.HEAD), (partition, file)])
        found = {item["SK"]["S"]: item for item in both}
        if keys.HEAD not in found:
            raise DossierNotFound
        return items.body(found[keys.HEAD], Dossier), items.file_of(found[file]) if file in found else None
