"""Reconciliation: finds exactly what differs, says it without values, mends what is safe, for a known price."""

from datetime import timedelta
from random import Random

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.application.comparing import Kind
from chalicelib.application.oversee_sync import OverseeSync
from chalicelib.application.reconcile import Reconcile
from chalicelib.application.sync_batch import Ending
from chalicelib.domain.calendar import local
from chalicelib.domain.states import Command
from tests.sync.lives import START, born, live
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import World

TO_THE_END = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING, Command.DECIDE, Command.RETURN)
TODAY = local(START).date()
MONTH = (TODAY, TODAY + timedelta(days=30))


@pytest.fixture
def world():
    world = World(StrictPortal())
    for position in range(30):
        life = world.add(born(position))
        for command in TO_THE_END[: 1 + position % 5]:
            world.watch.pass_by(minutes=10)
            live(life, command, world.watch.now())
    world.sync(list(world.lives))
    world.watch.pass_by(hours=1)
    return world


@pytest.fixture
def reconcile(world):
    return Reconcile(world, world, world.client, world.sync.house, world.watch)


def number_of(world, position):
    return world.lives[f"dossier{position:06d}"].head.number


def test_two_sides_that_agree_have_no_differences(world, reconcile):
    found = reconcile("G18.01", *MONTH)
    assert (found.compared, found.on_the_way, found.differences) == (30, 0, ())


def test_exactly_the_planted_differences_are_found_and_mended(world, reconcile):
    portal = world.portal
    decided, gone, fewer, twice = (number_of(world, position) for position in (4, 9, 14, 2))
    portal.headers[decided]["TrangThaiHoSo"] = "4"
    del portal.headers[gone], portal.rows[gone]
    portal.rows[fewer].pop()
    portal.rows[twice].append(portal.rows[twice][0])
    found = reconcile("G18.01", *MONTH, mend=True)
    assert {(each.number, each.kind, each.what, each.mended) for each in found.differences} == {
        (decided, Kind.FIELD, "state", True),
        (gone, Kind.NOT_THERE, "", True),
        (fewer, Kind.ROW_MISSING, "6", True),
        (twice, Kind.ROW_TWICE, "2", False),
    }
    assert set(found.finished_here_not_there) == {decided, gone, fewer}
    CatchUp(world, world.sync, world.watch)()
    portal.rows[twice].pop()
    assert world.differences() == []


def test_comparing_alone_changes_nothing(world, reconcile):
    world.portal.headers[number_of(world, 4)]["TrangThaiHoSo"] = "4"
    before = dict(world.ledgers)
    assert not reconcile("G18.01", *MONTH).differences[0].mended
    assert world.ledgers == before


def test_a_row_that_would_come_too_late_is_left_to_people(world, reconcile):
    world.portal.rows[number_of(world, 4)].pop(0)
    found = reconcile("G18.01", *MONTH, mend=True)
    assert [(each.kind, each.mended) for each in found.differences] == [(Kind.ROW_MISSING, False)]


def test_a_dossier_that_is_still_on_its_way_is_no_difference(world, reconcile):
    world.portal.fate = lambda call: "503"
    life = world.lives["dossier000000"]
    live(life, Command.RECEIVE, world.watch.now())
    world.sync([life.head.id])
    world.portal.fate = lambda call: ""
    found = reconcile("G18.01", *MONTH)
    assert (found.on_the_way, found.differences) == (1, ())


def test_only_the_unit_and_the_period_asked_for_are_compared(world, reconcile):
    assert reconcile("G18.99", *MONTH).compared == 0
    assert reconcile("G18.01", TODAY - timedelta(days=9), TODAY - timedelta(days=1)).compared == 0


def test_dossiers_that_finished_long_ago_are_filled_in(reconcile, world):
    world.ledgers.clear()
    world.portal.headers.clear()
    world.portal.rows.clear()
    assert all(each.kind is Kind.NOT_THERE for each in reconcile("G18.01", *MONTH, mend=True).differences)
    assert CatchUp(world, world.sync, world.watch)() == {"synced": 30}
    assert world.differences() == []


def test_comparing_costs_two_calls_to_the_store_and_one_to_the_portal_for_each(world, reconcile):
    world.calls.clear()
    world.portal.calls.clear()
    reconcile("G18.01", *MONTH)
    assert world.calls == {"account": 30, "events": 30, "work_queue": 10}
    assert world.portal.calls["TraCuuHoSo"] == 30


def test_a_planted_difference_in_any_field_is_found(world, reconcile):
    luck = Random(1)
    number = number_of(world, 4)
    header = world.portal.headers[number]
    for name in header.keys() - {
        "MaHoSo",
        "ThongTinKhac",
        "Fax",
        "ThongTinTra",
        "HinhThuc",
        "GhiChu",
        "NoiNopHoSo",
    }:
        if name == "DanhSachTepDinhKemKhac":
            continue
        kept, header[name] = header[name], "20200101000000" if name.startswith("Ngay") else str(luck.random())
        assert [each.kind for each in reconcile("G18.01", *MONTH).differences] == [Kind.FIELD], name
        header[name] = kept


def test_the_operator_sees_what_is_stuck_and_why_and_can_try_again(world):
    oversee = OverseeSync(world, world.watch)
    life = world.lives["dossier000000"]
    life.head = life.head.model_copy(update={"owner": life.head.owner.model_copy(update={"number": ""})})
    live(life, Command.RECEIVE, world.watch.now())
    world.sync([life.head.id])
    assert oversee.status()["repairs"] == {"no-identity": 1}
    stuck = list(oversee.stuck())
    assert [each.mend for each in stuck] == ["owner"]
    assert "số định danh" in stuck[0].why[0][0]
    life.head = life.head.model_copy(
        update={"owner": life.head.owner.model_copy(update={"number": "001099000000"})}
    )
    assert oversee.replay_parked() == 1
    assert CatchUp(world, world.sync, world.watch)() == {"synced": 1}
    assert oversee.status()["parked"] == 0


def test_a_paused_dossier_is_left_alone_until_it_is_replayed(world):
    oversee = OverseeSync(world, world.watch)
    life = world.lives["dossier000000"]
    assert oversee.pause(life.head.id)
    live(life, Command.RECEIVE, world.watch.now())
    assert set(world.sync([life.head.id]).endings.values()) == {Ending.PAUSED}
    assert CatchUp(world, world.sync, world.watch)() == {}
    assert oversee.status()["paused"] == 1
    assert oversee.replay(life.head.id)
    assert CatchUp(world, world.sync, world.watch)() == {"synced": 1}
