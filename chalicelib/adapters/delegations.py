"""Delegations in DynamoDB: one item each, so that it ends at once; acts are noted on it and listed by the stream."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.adapters import items, keys, keys_of_people
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.queries import Query, first_of, item_at, page_of
from chalicelib.adapters.transactions import MUST_BE_NEW, Write, write_alone
from chalicelib.domain.delegation import Act, Delegation, DelegationNotFound, DelegationNotInForce
from chalicelib.domain.errors import KeyReusedForAnotherRequest
from chalicelib.domain.ports import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST = 100
_IN_FORCE = "GSI1PK = :mine AND accepted = :yes AND ended = :no AND until_at > :now"


class DynamoDelegations:
    """Implements ``ports_delegations.Delegations``."""

    def __init__(self, client: "DynamoDBClient", table: str, cursors: Cursors) -> None:
        self._client = client
        self._table = table
        self._cursors = cursors

    def give(self, delegation: Delegation) -> Delegation:
        """One PutItem, which gives back what stands there already."""
        stands = write_alone(self._client, Write("terms", self._table, _item(delegation), MUST_BE_NEW))
        kept = delegation if stands is None else items.body(stands, Delegation)
        if kept.asked != delegation.asked:
            raise KeyReusedForAnotherRequest
        return kept

    def get(self, delegation_id: str) -> Delegation:
        """One GetItem."""
        item = item_at(self._client, self._table, *_key(delegation_id).values())
        if item is None:
            raise DelegationNotFound
        return items.body(item, Delegation)

    def change(self, after: Delegation) -> bool:
        """One conditional PutItem."""
        put = Write("terms", self._table, _item(after), "version = :seen", {":seen": after.version - 1})
        return write_alone(self._client, put) is None

    def given_by(self, ref: str) -> tuple[Delegation, ...]:
        """One Query on the index."""
        return self._list(keys.Index.BY_OWNER, keys_of_people.grantor(ref))

    def held_by(self, ref: str) -> tuple[Delegation, ...]:
        """One Query on the index."""
        return self._list(keys.Index.WORK_QUEUE, keys_of_people.delegate(ref))

    def act(self, delegation_id: str, delegate_ref: str, act: Act, line: str) -> Delegation:
        """One UpdateItem, which checks, notes and reads."""
        values = {
            ":mine": keys_of_people.delegate(delegate_ref),
            ":yes": True,
            ":no": False,
            ":now": _instant(act.at),
        }
        noted = {":act": act.model_dump_json(), ":line": line}
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=items.wire(_key(delegation_id)),
                UpdateExpression="SET act = :act, look = :line",
                ConditionExpression=_IN_FORCE,
                ExpressionAttributeValues=items.wire(values | noted),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as failure:
            told: Any = failure.response
            if told.get("Item", {}).get("GSI1PK") != {"S": keys_of_people.delegate(delegate_ref)}:
                raise DelegationNotFound from failure
            raise DelegationNotInForce from failure
        return items.body(answer["Attributes"], Delegation)

    def acts(self, delegation_id: str, limit: int, cursor: str = "") -> Page[Act]:
        """One Query."""
        partition = keys_of_people.delegation(delegation_id)
        acts = Query(self._table, partition, prefix=keys.Prefix.ACT.key(""), newest_first=True)
        return page_of(self._client, self._cursors, acts, limit, cursor, _act_of)

    def _list(self, index: keys.Index, partition: str) -> tuple[Delegation, ...]:
        latest = Query(self._table, partition, index=index, newest_first=True)
        return tuple(map(_read, first_of(self._client, latest, _MOST)))


_read = partial(items.body, model=Delegation)


class DynamoActs:
    """Implements ``ports_delegations.Acts``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def keep(self, delegation_id: str, act: Act) -> None:
        """One PutItem."""
        item = {
            "PK": keys_of_people.delegation(delegation_id),
            "SK": keys_of_people.act(act.at, act.id),
            "item_type": "act",
            "schema": items.SCHEMA,
            "operation": act.operation,
            "dossier_id": act.dossier_id,
        }
        self._client.put_item(TableName=self._table, Item=items.wire(item))


def act_noted_on(item: items.Item) -> tuple[str, Act]:
    """The delegation and the act that was noted on its (wire) item last, as the stream shows it."""
    return keys_of_people.id_of_delegation(item["PK"]["S"]), Act.model_validate_json(item["act"]["S"])


def _key(delegation_id: str) -> items.Item:
    if keys.SEPARATOR in delegation_id:
        raise DelegationNotFound
    return {"PK": keys_of_people.delegation(delegation_id), "SK": keys.TERMS}


def _item(delegation: Delegation) -> items.Item:
    """What is checked when somebody acts stands beside the body; both sides find it by their hashes."""
    return {
        **_key(delegation.id),
        "item_type": "delegation",
        "schema": items.SCHEMA,
        "version": delegation.version,
        "GSI1PK": keys_of_people.delegate(delegation.delegate.ref),
        "GSI1SK": keys.since(delegation.given_at, delegation.id),
        "GSI2PK": keys_of_people.grantor(delegation.grantor.ref),
        "GSI2SK": keys.since(delegation.given_at, delegation.id),
        "accepted": delegation.accepted_at is not None,
        "ended": delegation.ended_at is not None,
        "until_at": _instant(delegation.until),
        "body": delegation.model_dump_json(),
    }


def _act_of(item: items.Item) -> Act:
    id_ = item["SK"]["S"].rpartition(keys.SEPARATOR)[2]
    return Act(
        id=id_,
        at=keys.instant_of(item["SK"]["S"]),
        operation=item["operation"]["S"],
        dossier_id=item["dossier_id"]["S"],
    )


def _instant(at: datetime) -> str:
    return keys.stamp(at)
