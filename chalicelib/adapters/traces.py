"""Consents and the log of uses in DynamoDB, beside the papers that they are about."""

from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.paper_items import trace_item, writes_of_traces
from chalicelib.adapters.transactions import Check, ConditionsFailed, Write, write_together
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.files import DossierFile
from chalicelib.domain.paper_errors import ConsentNotFound
from chalicelib.domain.ports import Page
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

    def uses(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Use]:
        """One Query."""
        found, further = self._list(owner_ref, keys.Prefix.USE, limit, cursor)
        return Page(tuple(items.body(item, Use) for item in found), further)

    def consents(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Consent]:
        """One Query."""
        found, further = self._list(owner_ref, keys.Prefix.CONSENT, limit, cursor)
        return Page(tuple(items.body(item, Consent) for item in found), further)

    def consent(self, owner_ref: str, consent_id: str) -> Consent:
        """One GetItem."""
        if keys.SEPARATOR in consent_id:
            raise ConsentNotFound
        answer = self._client.get_item(
            TableName=self._table,
            Key=items.wire({"PK": keys.owner(owner_ref), "SK": keys.consent(consent_id)}),
            ConsistentRead=True,
        )
        if "Item" not in answer:
            raise ConsentNotFound
        return items.body(answer["Item"], Consent)

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

    def _list(
        self, owner_ref: str, prefix: keys.Prefix, limit: int, cursor: str
    ) -> tuple[list[items.Item], str]:
        question = "\0".join([keys.owner(owner_ref), prefix])
        query: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :pk AND begins_with(SK, :prefix)",
            "ExpressionAttributeValues": items.wire(
                {":pk": keys.owner(owner_ref), ":prefix": prefix.key("")}
            ),
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if start := self._cursors.open(question, cursor):
            query["ExclusiveStartKey"] = items.wire(start)
        answer = self._client.query(**query)
        further = self._cursors.seal(question, items.plain(answer.get("LastEvaluatedKey", {})))
        return answer["Items"], further
