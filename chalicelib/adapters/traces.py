"""Consents and the log of uses in DynamoDB, beside the papers that they are about."""

from functools import partial
from typing import TYPE_CHECKING

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.paper_items import checks_of, trace_item, writes_of_traces
from chalicelib.adapters.queries import Query, item_at, page_of
from chalicelib.adapters.transactions import Check, ConditionsFailed, Write, write_together
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.files import DossierFile
from chalicelib.domain.paper_errors import ConsentNotFound
from chalicelib.domain.ports import Page
from chalicelib.domain.reliance import Reliance
from chalicelib.domain.traces import Consent, Trace, Use

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoTraces:
    """Implements ``ports_papers.Traces``."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def record(self, *traces: Trace) -> None:
        """One transaction."""
        write_together(self._client, writes_of_traces(self._table, traces))

    def record_if_in_force(self, use: Use, paper: Reliance) -> bool:
        """One transaction."""
        writes = [*writes_of_traces(self._table, [use]), *checks_of(self._table, [paper])]
        try:
            write_together(self._client, writes)
        except ConditionsFailed:
            return False
        return True

    def uses(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Use]:
        """One Query."""
        return self._page(Use, owner_ref, keys.Prefix.USE, limit, cursor)

    def consents(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Consent]:
        """One Query."""
        return self._page(Consent, owner_ref, keys.Prefix.CONSENT, limit, cursor)

    def consent(self, owner_ref: str, consent_id: str) -> Consent:
        """One GetItem."""
        if keys.SEPARATOR in consent_id:
            raise ConsentNotFound
        item = item_at(self._client, self._table, keys.owner(owner_ref), keys.consent(consent_id))
        if item is None:
            raise ConsentNotFound
        return items.body(item, Consent)

    def take_back(self, consent: Consent, file: DossierFile, dossier: Dossier) -> bool:
        """One transaction, in which the dossier must still be at its version."""
        stored = file.model_copy(update={"revision": file.revision + 1})
        writes: list[Write | Check] = [
            Write("consent", self._table, trace_item(consent), "revoked = :no", {":no": False}),
            Write("file", self._table, items.file_item(stored), "revision = :seen", {":seen": file.revision}),
            Check(
                "head",
                self._table,
                {"PK": keys.dossier(dossier.id), "SK": keys.HEAD},
                "version = :seen",
                {":seen": dossier.version},
            ),
        ]
        try:
            write_together(self._client, writes)
        except ConditionsFailed:
            return False
        return True

    def _page(
        self, model: type[items.Model], owner_ref: str, prefix: keys.Prefix, limit: int, cursor: str
    ) -> Page[items.Model]:
        partition = keys.owner(owner_ref)
        latest = Query(self._table, partition, prefix=prefix.key(""), newest_first=True)
        read, question = partial(items.body, model=model), f"{partition}\0{prefix}"
        return page_of(self._client, self._cursors, latest, limit, cursor, read, question)
