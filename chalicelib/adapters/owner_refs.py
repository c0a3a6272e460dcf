"""Under which ref an owner lies: their number's, that of the person an old number belongs to, or an older key's."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys
from chalicelib.adapters.identity import HashedRefs
from chalicelib.domain.identity_numbers import is_old_number
from chalicelib.domain.paper_errors import OldNumberTaken

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class KnownRefs:
    """Implements ``ports.OwnerRefs`` and ``ports_papers.Aliases``.

    Costs no call for a number of today, unless the key is being rotated.
    """

    def __init__(
        self, hashed: HashedRefs, client: "Callable[[], DynamoDBClient]", table: str, *, rotating: bool
    ) -> None:
        self._hashed = hashed
        self._client = client
        self._table = table
        self._rotating = rotating

    def ref(self, number: str) -> str:
        """One GetItem for a nine-digit number; while the key is rotated, a Query for each key that there was."""
        own = self._where_it_lies(number) if self._rotating else self._hashed.ref(number)
        return self._belongs_to(own) if is_old_number(number) else own

    def link(self, old_number: str, owner_ref: str) -> str:
        """One PutItem."""
        old = self._hashed.ref(old_number)
        alias = {"PK": keys.owner(old), "SK": keys.ALIAS, "item_type": "alias", "schema": items.SCHEMA}
        client = self._client()
        try:
            client.put_item(
                TableName=self._table,
                Item=items.wire({**alias, "owner_ref": owner_ref}),
                ConditionExpression="attribute_not_exists(PK) OR owner_ref = :owner",
                ExpressionAttributeValues=items.wire({":owner": owner_ref}),
            )
        except client.exceptions.ConditionalCheckFailedException as failure:
            raise OldNumberTaken from failure
        return old

    def _belongs_to(self, ref: str) -> str:
        answer = self._client().get_item(
            TableName=self._table,
            Key=items.wire({"PK": keys.owner(ref), "SK": keys.ALIAS}),
            ConsistentRead=True,
        )
        return str(answer["Item"]["owner_ref"]["S"]) if "Item" in answer else ref

    def _where_it_lies(self, number: str) -> str:
        """Under the latest key, unless there is something under an earlier one and nothing under this."""
        latest = self._hashed.ref(number)
        return next(filter(self._holds_something, (latest, *self._hashed.earlier(number))), latest)

    def _holds_something(self, ref: str) -> bool:
        own: dict[str, Any] = {"KeyConditionExpression": "PK = :owner"}
        filed = {"KeyConditionExpression": "GSI2PK = :owner", "IndexName": keys.Index.BY_OWNER.value}
        owner = items.wire({":owner": keys.owner(ref)})
        return any(
            self._client().query(TableName=self._table, ExpressionAttributeValues=owner, Limit=1, **question)[
                "Items"
            ]
            for question in (own, filed)
        )
