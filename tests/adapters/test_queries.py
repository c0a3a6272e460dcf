"""Questions to the one table: what narrows them, what ends a page, and what a write that fails gives back."""

import boto3
import pytest

from chalicelib.adapters import items
from chalicelib.adapters.cursors import BadCursor, Cursors
from chalicelib.adapters.keys import Index
from chalicelib.adapters.queries import Query, every, first_of, item_at, page_of
from chalicelib.adapters.transactions import MUST_BE_NEW, Write, write_alone
from tests.aws_in_memory import aws_in_memory
from tests.tables import TABLE, make_tables_of_template

CURSORS = Cursors(b"secret")


@pytest.fixture(scope="module")
def client():
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_tables_of_template(client)
        for number in range(1, 6):
            item = {
                "PK": "SHELF",
                "SK": f"BOOK#{number}",
                "GSI2PK": "READER",
                "GSI2SK": f"AT#{9 - number}",
                "text": "x" * 300_000,
            }
            client.put_item(TableName=TABLE, Item=items.wire(item))
        client.put_item(TableName=TABLE, Item=items.wire({"PK": "SHELF", "SK": "LABEL"}))
        yield client


def place(item):
    return item["SK"]["S"]


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({}, ["BOOK#1", "BOOK#2", "BOOK#3", "BOOK#4", "BOOK#5", "LABEL"]),
        ({"prefix": "BOOK#"}, ["BOOK#1", "BOOK#2", "BOOK#3", "BOOK#4", "BOOK#5"]),
        ({"between": ("BOOK#2", "BOOK#4")}, ["BOOK#2", "BOOK#3", "BOOK#4"]),
        ({"before": "BOOK#3"}, ["BOOK#1", "BOOK#2"]),
        ({"prefix": "BOOK#", "newest_first": True}, ["BOOK#5", "BOOK#4", "BOOK#3", "BOOK#2", "BOOK#1"]),
        ({"more": {"FilterExpression": "SK = :label"}, "values": {":label": "LABEL"}}, ["LABEL"]),
    ],
)
def test_a_question_is_narrowed_and_answered_whole_beyond_a_megabyte(client, narrowed, found):
    assert list(map(place, every(client, Query(TABLE, "SHELF", consistent=True, **narrowed)))) == found


def test_an_index_has_an_order_of_its_own(client):
    lent = Query(TABLE, "READER", index=Index.BY_OWNER)
    assert list(map(place, first_of(client, lent, 2))) == ["BOOK#5", "BOOK#4"]


def test_the_attributes_of_an_index_are_those_of_the_template(client):
    described = client.describe_table(TableName=TABLE)["Table"]["GlobalSecondaryIndexes"]
    keyed = {each["IndexName"]: [key["AttributeName"] for key in each["KeySchema"]] for each in described}
    assert {index.value: list(index.attributes) for index in Index} == keyed


def test_pages_follow_each_other_to_the_end(client):
    books, cursor, found = Query(TABLE, "SHELF", prefix="BOOK#"), "", []
    for _ in range(4):
        page = page_of(client, CURSORS, books, 2, cursor, place)
        found.append(page.items)
        if not (cursor := page.cursor):
            break
    assert found == [("BOOK#1", "BOOK#2"), ("BOOK#3", "BOOK#4"), ("BOOK#5",)]


@pytest.mark.parametrize("question", ["", "books by name"])
def test_a_cursor_belongs_to_the_list_that_gave_it(client, question):
    books = Query(TABLE, "SHELF", prefix="BOOK#")
    cursor = page_of(client, CURSORS, books, 2, "", place, question).cursor
    with pytest.raises(BadCursor):
        page_of(client, CURSORS, books, 2, cursor, place, "another list")


def test_an_item_is_found_or_not(client):
    found = item_at(client, TABLE, "SHELF", "LABEL")
    assert found is not None
    assert place(found) == "LABEL"
    assert item_at(client, TABLE, "SHELF", "NOTHING") is None


def test_a_write_that_fails_gives_back_what_stands_in_its_way(client):
    def put(colour, condition, values=None):
        item = {"PK": "SHELF-2", "SK": "LABEL", "colour": colour}
        return write_alone(client, Write("label", TABLE, item, condition, values))

    assert put("red", "colour = :seen", {":seen": "blue"}) == {}
    assert put("red", MUST_BE_NEW) is None
    stands = put("green", MUST_BE_NEW)
    assert stands is not None
    assert items.plain(stands)["colour"] == "red"
    assert put("green", "colour = :seen", {":seen": "red"}) is None
