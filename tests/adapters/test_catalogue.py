"""The catalogue in DynamoDB: how many calls it costs, and when it forgets."""

from collections import Counter
from datetime import date

import boto3
import pytest

from chalicelib.adapters.catalogue import DynamoCatalogueReader, DynamoCatalogueWriter
from chalicelib.application.load_catalogue import Outcome, load_catalogue
from tests.aws_in_memory import aws_in_memory
from tests.fakes_catalogue import CATALOGUE_FOLDER, real_catalogue
from tests.tables import TABLE, make_table

TODAY = date(2026, 11, 22)


class Clock:
    """Seconds that pass only when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def client():
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_table(client)
        load_catalogue(CATALOGUE_FOLDER, DynamoCatalogueWriter(client, TABLE))
        yield client


@pytest.fixture
def calls(client):
    """The calls made since the test began, by name."""
    counted = Counter()

    def count(model, **_):
        counted[model.name] += 1

    client.meta.events.register("before-call.dynamodb", count, unique_id="count")
    yield counted
    client.meta.events.unregister("before-call.dynamodb", unique_id="count")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def reader(client, clock):
    return DynamoCatalogueReader(client, TABLE, clock, ttl_s=300)


def ask_everything(reader):
    reader.calendar()
    reader.rules_on(TODAY)
    reader.units()
    reader.procedure("1.012289", TODAY)
    reader.procedures(TODAY)


def test_a_cold_request_reads_each_part_once_and_a_warm_one_nothing(reader, calls):
    ask_everything(reader)
    assert calls == {"Query": 5}
    ask_everything(reader)
    assert calls == {"Query": 5}


def test_what_was_read_is_forgotten_after_its_time(reader, calls, clock):
    reader.calendar()
    clock.now = 299
    reader.calendar()
    assert calls == {"Query": 1}
    clock.now = 300
    reader.calendar()
    assert calls == {"Query": 2}


def test_every_page_of_the_list_costs_one_query_in_all(reader, calls):
    seen, after = [], None
    while True:
        page = reader.procedures(TODAY, after=after, limit=10)
        seen += [summary.code for summary in page.procedures]
        if page.next_after is None:
            break
        after = page.next_after
    assert len(seen) == len(set(seen)) >= 40
    assert seen == sorted(seen)
    assert calls == {"Query": 1}


def test_a_second_load_costs_a_query_and_no_write(client, calls):
    report = load_catalogue(CATALOGUE_FOLDER, DynamoCatalogueWriter(client, TABLE))
    assert report.total(Outcome.NEW) == report.total(Outcome.CHANGED) == 0
    assert calls == {"Query": 1}


def test_the_store_holds_what_the_files_say(client, reader):
    files = real_catalogue()
    assert DynamoCatalogueWriter(client, TABLE).digests() == files.digests()
    assert reader.calendar() == files.calendar()
    assert {unit.code for unit in reader.units().versions} == {unit.code for unit in files.units().versions}
    assert reader.procedure("1.012289", TODAY) == files.procedure("1.012289", TODAY)
