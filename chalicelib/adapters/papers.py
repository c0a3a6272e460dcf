"""The repository of papers in DynamoDB: numbered per owner and kind, one paper for one file."""

from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.transactions import MUST_BE_NEW, ConditionsFailed, Write, write_together
from chalicelib.domain.papers import Paper
from chalicelib.domain.ports import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoPapers:
    """Implements ``ports.Papers``."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def store(self, paper: Paper) -> Paper:
        """A counter read and one transaction; again if another paper took the number first."""
        while True:
            order = self._last_of(paper) + 1
            coded = paper.model_copy(update={"code": f"{paper.kind}.{order:02d}"})
            try:
                write_together(self._client, self._writes(coded, order))
            except ConditionsFailed as failure:
                if "source" not in failure.old_items:
                    continue
                return self._get(paper.owner_ref, failure.old_items["source"]["paper"]["S"])
            return coded

    def of_dossier(self, owner_ref: str, dossier_id: str) -> tuple[Paper, ...]:
        """A Query for the sources, then one GetItem for each paper."""
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="PK = :pk AND begins_with(SK, :source)",
            ExpressionAttributeValues=items.wire(
                {":pk": keys.owner(owner_ref), ":source": keys.source(dossier_id, "")}
            ),
            ConsistentRead=True,
        )
        return tuple(self._get(owner_ref, item["paper"]["S"]) for item in answer["Items"])

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Paper]:
        """One Query; a page may be shorter than ``limit`` where results are not handed over yet."""
        question = keys.owner(owner_ref)
        query: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :pk AND begins_with(SK, :paper)",
            "FilterExpression": "visible = :yes",
            "ExpressionAttributeValues": items.wire(
                {":pk": question, ":paper": keys.Prefix.PAPER.key(""), ":yes": True}
            ),
            "Limit": limit,
        }
        if start := self._cursors.open(question, cursor):
            query["ExclusiveStartKey"] = items.wire(start)
        answer = self._client.query(**query)
        papers = tuple(items.body(item, Paper) for item in answer["Items"])
        return Page(papers, self._cursors.seal(question, items.plain(answer.get("LastEvaluatedKey", {}))))

    def make_visible(self, paper: Paper) -> None:
        """Writing it twice changes nothing."""
        shown = paper.model_copy(update={"visible": True})
        self._client.put_item(TableName=self._table, Item=items.wire(items.paper_item(shown)))

    def _get(self, owner_ref: str, sort_key: str) -> Paper:
        answer = self._client.get_item(
            TableName=self._table,
            Key=items.wire({"PK": keys.owner(owner_ref), "SK": sort_key}),
            ConsistentRead=True,
        )
        return items.body(answer["Item"], Paper)

    def _last_of(self, paper: Paper) -> int:
        answer = self._client.get_item(
            TableName=self._table,
            Key=items.wire({"PK": keys.owner(paper.owner_ref), "SK": keys.sequence(paper.kind)}),
            ConsistentRead=True,
        )
        return int(answer["Item"]["latest"]["N"]) if "Item" in answer else 0

    def _writes(self, paper: Paper, order: int) -> list[Write]:
        pk = keys.owner(paper.owner_ref)
        counter = {"PK": pk, "SK": keys.sequence(paper.kind), "item_type": "sequence", "latest": order}
        if order == 1:
            count = Write("counter", self._table, counter, MUST_BE_NEW)
        else:
            count = Write("counter", self._table, counter, "latest = :seen", {":seen": order - 1})
        source = {
            "PK": pk,
            "SK": keys.source(paper.dossier_id, paper.file.file_id),
            "item_type": "source",
            "paper": keys.paper(paper.code, paper.version),
        }
        return [
            count,
            Write("source", self._table, source, MUST_BE_NEW),
            Write("paper", self._table, items.paper_item(paper), MUST_BE_NEW),
        ]
