"""What any list of held bytes must do, asked of the fake and of DynamoDB."""

from collections.abc import Iterator
from datetime import date, timedelta

import boto3
import pytest

from chalicelib.adapters.holdings import DynamoHoldings
from chalicelib.domain.holdings import CHECK_WITHIN, Holding, first_check, next_check
from tests.aws_in_memory import aws_in_memory
from tests.fakes import InMemoryHoldings
from tests.tables import TABLE, make_tables_of_template

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def dynamo() -> Iterator[DynamoHoldings]:
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_tables_of_template(client)
        yield DynamoHoldings(client, TABLE)


@pytest.fixture(params=["memory", "dynamodb"])
def holdings(request):
    return InMemoryHoldings() if request.param == "memory" else request.getfixturevalue("dynamo")


def a_holding(owner_ref: str, key: str = "uploads/d/c/f", **values) -> Holding:
    return Holding(**{"owner_ref": owner_ref, "sha256": "ab" * 32, "key": key, "check_on": DAY} | values)


def test_an_owner_holds_the_same_bytes_once_and_two_owners_twice(holdings, request):
    owner = request.node.name
    first = holdings.hold(a_holding(owner, check_on=DAY + timedelta(days=90)))
    assert holdings.hold(a_holding(owner, "uploads/d/c/another")) == first
    other = a_holding(f"{owner}-2", "uploads/e/c/f", check_on=DAY + timedelta(days=90))
    assert holdings.hold(other) == other


def test_what_was_checked_is_due_on_its_next_day_only(holdings, request):
    day = DAY + timedelta(days=len(request.node.name))
    holding = holdings.hold(a_holding(request.node.name, check_on=day))
    assert list(holdings.due(day)) == [holding]
    holdings.checked(holding, next_check(day))
    holdings.checked(holding, next_check(day))
    assert list(holdings.due(day)) == []
    assert [due.key for due in holdings.due(day + CHECK_WITHIN)] == [holding.key]
    holdings.checked(a_holding("nobody"), day)
    assert list(holdings.due(day)) == []


@pytest.mark.parametrize("sha256", ["00000000" + "0" * 56, "ffffffff" + "0" * 56, "0000001d" + "0" * 56])
def test_the_first_check_is_never_later_than_the_round(sha256):
    assert timedelta(days=1) <= first_check(sha256, DAY) - DAY <= CHECK_WITHIN
