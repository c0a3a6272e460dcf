"""What any keeper of the catalogue must do, asked of the fake and of DynamoDB."""

from collections.abc import Iterator
from datetime import date

import boto3
import pytest

from chalicelib.adapters.catalogue import DynamoCatalogueReader, DynamoCatalogueWriter
from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.ports_catalogue import (
    CatalogueChangedMeanwhile,
    CatalogueNotLoaded,
    CatalogueReader,
    CatalogueWriter,
    Change,
    Entry,
)
from chalicelib.domain.procedures import Level, Procedure, ProcedureNotFound
from chalicelib.domain.rules import RulesNotLoaded
from chalicelib.domain.units import Unit, UnitLevel
from tests.announced import CALENDAR, LAST_RULES
from tests.aws_in_memory import aws_in_memory
from tests.fakes_catalogue import InMemoryCatalogue
from tests.tables import TABLE, make_table

Keeper = tuple[CatalogueWriter, CatalogueReader]
OLD, NEW = date(2024, 1, 1), date(2025, 7, 1)


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request) -> Iterator[Keeper]:
    if request.param == "memory":
        catalogue = InMemoryCatalogue()
        yield catalogue, catalogue
        return
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_table(client)
        yield DynamoCatalogueWriter(client, TABLE), DynamoCatalogueReader(client, TABLE, lambda: 0.0)


def procedure(code: str = "1.999999", **values: object) -> Procedure:
    return Procedure.model_validate(
        {
            "code": code,
            "valid_from": OLD,
            "name": "Thủ tục mẫu",
            "field_code": "L-MAU",
            "field_name": "Mẫu",
            "levels": ["province"],
            "processing": [{"duration": "10 working days"}],
            "fees": "unknown",
            "components": "unknown",
            "results": [{"code": "unknown", "name": "Giấy phép"}],
            "sources": ["a test"],
        }
        | values
    )


def add(keeper: Keeper, *values: object) -> None:
    keeper[0].write([Change(Entry(value), None) for value in values])


def test_the_version_of_the_day_is_found(keeper):
    add(keeper, procedure(valid_to=date(2025, 6, 30)), procedure(valid_from=NEW, name="Thủ tục mới"))
    reader = keeper[1]
    assert reader.procedure("1.999999", date(2025, 6, 30)).name == "Thủ tục mẫu"
    assert reader.procedure("1.999999", NEW).name == "Thủ tục mới"


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2025, 1, 1)])
def test_before_and_after_its_time_a_procedure_is_not_found(keeper, day):
    add(keeper, procedure(valid_to=date(2024, 12, 31)))
    with pytest.raises(ProcedureNotFound):
        keeper[1].procedure("1.999999", day)


def test_the_list_shows_each_procedure_once_in_the_version_of_the_day(keeper):
    add(
        keeper,
        procedure("1.000002", valid_to=date(2025, 6, 30)),
        procedure("1.000002", valid_from=NEW, name="Thủ tục mới"),
        procedure("1.000001"),
        procedure("1.000003", valid_from=NEW),
    )
    shown = keeper[1].procedures(NEW).procedures
    assert [(line.code, line.name) for line in shown] == [
        ("1.000001", "Thủ tục mẫu"),
        ("1.000002", "Thủ tục mới"),
        ("1.000003", "Thủ tục mẫu"),
    ]
    assert len(keeper[1].procedures(OLD).procedures) == 2


def test_the_list_is_read_page_by_page(keeper):
    add(keeper, *(procedure(f"1.00000{number}") for number in range(5)))
    first = keeper[1].procedures(NEW, limit=2)
    second = keeper[1].procedures(NEW, limit=2, after=first.next_after)
    last = keeper[1].procedures(NEW, limit=2, after=second.next_after)
    assert [len(page.procedures) for page in (first, second, last)] == [2, 2, 1]
    assert (first.next_after, last.next_after) == ("1.000001", None)


def test_the_list_is_narrowed_by_field_and_level(keeper):
    add(
        keeper,
        procedure("1.000001"),
        procedure("1.000002", field_code="L-KHAC", levels=["ministry", "province"]),
    )
    reader = keeper[1]
    assert [line.code for line in reader.procedures(NEW, field_code="L-KHAC").procedures] == ["1.000002"]
    assert [line.code for line in reader.procedures(NEW, level=Level.MINISTRY).procedures] == ["1.000002"]
    assert len(reader.procedures(NEW, level=Level.PROVINCE).procedures) == 2


def test_calendar_rules_and_units_come_back_as_they_were_written(keeper):
    unit = Unit(code="G18", name="Bộ Y tế", level=UnitLevel.MINISTRY, valid_from=OLD, source="a test")
    add(keeper, CALENDAR, LAST_RULES, unit)
    reader = keeper[1]
    assert reader.calendar() == CALENDAR
    assert reader.rules_on(NEW) == LAST_RULES
    assert reader.units().versions == (unit,)
    with pytest.raises(RulesNotLoaded):
        reader.rules_on(OLD)


def test_nothing_is_read_from_an_empty_store(keeper):
    writer, reader = keeper
    assert writer.digests() == {}
    for ask in (reader.calendar, reader.units, lambda: reader.rules_on(NEW), lambda: reader.procedures(NEW)):
        with pytest.raises(CatalogueNotLoaded):
            ask()


def test_an_entry_is_changed_only_by_who_saw_it(keeper):
    writer = keeper[0]
    before, after = Entry(procedure()), Entry(procedure(name="Thủ tục sửa"))
    writer.write([Change(before, None)])
    assert writer.digests() == {before.id: before.digest}
    for seen in (None, "somebody else's"):
        with pytest.raises(CatalogueChangedMeanwhile):
            writer.write([Change(after, seen)])
    writer.write([Change(after, before.digest)])
    assert writer.digests() == {after.id: after.digest}
    assert keeper[1].procedure("1.999999", NEW).name == "Thủ tục sửa"


def test_more_than_one_transaction_of_changes_is_written(keeper):
    add(keeper, *(procedure(f"1.{number:06d}") for number in range(120)))
    assert len(keeper[0].digests()) == 120
    assert len(keeper[1].procedures(NEW, limit=200).procedures) == 120


def test_the_same_value_always_has_the_same_digest():
    again = WorkingCalendar.model_validate_json(CALENDAR.model_dump_json())
    assert Entry(again).digest == Entry(CALENDAR).digest
    assert Entry(procedure()).digest != Entry(procedure(name="Khác")).digest
