"""The tables for adapter tests: the one table with its primary key alone, or both as the template describes them."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "motcua-test"
ONCE_TABLE = "motcua-test-once"
TEMPLATE = Path(__file__).parents[1] / "infra" / "state.yaml"


def make_table(client: "DynamoDBClient") -> None:
    """Create it, empty."""
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "PK", "AttributeType": "S"},
            {"AttributeName": "SK", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
    )


def make_tables_of_template(client: "DynamoDBClient") -> None:
    """Create both tables with the keys and indexes of the template, empty."""
    for logical_id, name in (("Table", TABLE), ("OnceTable", ONCE_TABLE)):
        described = _template()["Resources"][logical_id]["Properties"]
        asked = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
        shape = {part: described[part] for part in asked if part in described}
        client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **shape)


class _Loader(yaml.SafeLoader):
    """Reads the short forms of CloudFormation, of which tables need none, as nothing."""


@cache
def _template() -> dict[str, Any]:
    _Loader.add_multi_constructor("!", lambda *_: None)
    described: dict[str, Any] = yaml.load(TEMPLATE.read_text(), _Loader)
    return described
