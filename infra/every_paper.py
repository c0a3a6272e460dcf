"""Every paper of the repository, in no order: it reads the whole table, so only an operator may ask."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.adapters.paper_items import paper_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from chalicelib.domain.papers import Paper


def every_paper(client: "DynamoDBClient", table: str) -> "Iterator[Paper]":
    """The latest version of each. A Scan of the whole table."""
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="item_type = :paper",
        ExpressionAttributeValues={":paper": {"S": "paper"}},
    )
    return (paper_of(item) for page in pages for item in page["Items"])
