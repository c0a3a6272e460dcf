"""The sync against the portal's simulator, which was written by others from the same description of the wire."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.application.sync_batch import Ending
from chalicelib.domain.states import NATIONAL_CODES, Command
from local.portal.config import Config
from local.portal.portal import Portal
from local.portal.services import portal_born
from tests.contract.portal_simulator import (
    PROCEDURE,
    PROXY,
    REST,
    SESSION,
    UNIT,
    bad_weather,
    finish,
    follow,
    world_of,
)
from tests.sync.lives import START, born, live, wander

TO_THE_END = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING, Command.DECIDE, Command.RETURN)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, Config(catalogue=str(tmp_path / "no-catalogue")))
    portal.clock.tell(START + timedelta(days=400), frozen=False)
    portal.catalogue.tell("procedure", [PROCEDURE])
    yield portal
    portal.store.close()


@pytest.mark.parametrize("dialect", [SESSION, PROXY], ids=["session", "proxy"])
@pytest.mark.parametrize("codes", ["string", "int"])
def test_every_kind_of_life_is_accepted_as_it_happens(portal, dialect, codes):
    portal.change({"codes": codes})
    world, luck = world_of(portal, **dialect), Random(3)
    lives = [world.add(born(n)) for n in range(20)]
    for _ in range(12):
        for life in lives:
            world.watch.pass_by(hours=3)
            wander(life, luck, world.watch.now())
        report = world.sync([life.head.id for life in lives])
        assert set(report.endings.values()) <= {Ending.SYNCED, Ending.NOTHING_TO_SAY}
    assert finish(world, turns=1) == []


@pytest.mark.parametrize("trouble", [0.0, 0.02], ids=["calm", "troubled"])
def test_the_newer_dialect_tells_states_and_rows_in_order(portal, trouble):
    world, luck = world_of(portal, **REST), Random(3)
    portal.faults.plan({"seed": 1, "faults": bad_weather("full", trouble)})
    lives = [world.add(born(n)) for n in range(10)]
    for _ in range(10):
        for life in lives:
            world.watch.pass_by(hours=3)
            wander(life, luck, world.watch.now())
        world.sync([life.head.id for life in lives])
    portal.faults.stop()
    finish(world)
    for life in lives:
        header = world.portal.headers[life.head.number]
        rows = [(row["TrangThai"], row["ThoiDiemXuLy"]) for row in world.portal.rows[life.head.number]]
        assert header["TrangThaiHoSo"] == str(NATIONAL_CODES[life.head.state])
        assert rows == world.rows_of(life)
        assert bool(header.get("DanhSachGiayToKetQua")) == (life.head.result is not None)
    assert not any(ledger.repairs for ledger in world.ledgers.values())


@pytest.mark.parametrize(("said", "is_taken"), [("number", True), ("empty", False)])
def test_a_portal_that_wants_an_id_beside_the_number_is_given_the_number_again(portal, said, is_taken):
    portal.change({"rest_dossier_id": "number"})
    world = world_of(portal, **REST, rest_dossier_id=said)
    life = world.add(born(1))
    for command in TO_THE_END:
        world.watch.pass_by(hours=1)
        assert live(life, command, world.watch.now())
    report = world.sync([life.head.id])
    assert (report.endings[life.head.id] is Ending.SYNCED) is is_taken
    world.portal.look()
    assert (world.portal.headers[life.head.number]["TrangThaiHoSo"] == "10") is is_taken
    assert bool(world.portal.rows[life.head.number]) is is_taken


@pytest.mark.parametrize("lookup", ["full", "header", "brief"])
@pytest.mark.parametrize("batch", ["atomic", "partial"])
def test_faults_of_every_kind_lose_nothing_and_double_nothing(portal, lookup, batch):
    portal.change({"batch": batch, "lookup": lookup})
    world, luck = world_of(portal), Random(5)
    portal.faults.plan({"seed": 5, "faults": bad_weather(lookup, 0.03)})
    lives = [world.add(born(n)) for n in range(12)]
    for _ in range(12):
        for life in lives:
            world.watch.pass_by(hours=1)
            wander(life, luck, world.watch.now())
        follow(portal, world)
        news = [life.head.id for life in lives] * 2
        luck.shuffle(news)
        for start in range(0, len(news), 10):
            world.sync(news[start : start + 10])
        CatchUp(world, world.sync, world.watch)()
    portal.faults.stop()
    assert finish(world) == []
    assert [ledger.repairs for ledger in world.ledgers.values() if ledger.repairs] == []


def test_filing_goes_on_while_the_portal_is_down_and_all_is_told_when_it_is_back(portal):
    portal.faults.plan({"down": True})
    world = world_of(portal)
    lives = [world.add(born(n)) for n in range(30)]
    for command in TO_THE_END:
        for life in lives:
            world.watch.pass_by(minutes=5)
            assert live(life, command, world.watch.now())
        report = world.sync([life.head.id for life in lives])
        assert set(report.endings.values()) == {Ending.WAITS}
    portal.faults.stop()
    world.watch.pass_by(minutes=15)
    assert CatchUp(world, world.sync, world.watch)() == {"synced": 30}
    assert world.differences() == []


@pytest.mark.parametrize("trouble", [0.0, 0.1], ids=["calm", "troubled"])
def test_a_dossier_filed_at_the_portal_is_answered_and_never_becomes_a_twin(portal, trouble):
    world = world_of(portal)
    filed = portal_born.file_at_portal(
        portal, {"MaTTHC": "1.002600", "unit": UNIT, "HoTen": "NGUYỄN VĂN MẪU"}
    )
    portal.faults.plan({"seed": 2, "faults": bad_weather("full", trouble)})
    life = world.add(born(1))
    world.write(world.ledger(life.head.id).model_copy(update={"portal_number": filed["MaHoSo"]}))
    for command in TO_THE_END:
        world.watch.pass_by(hours=1)
        assert live(life, command, world.watch.now())
        world.sync([life.head.id])
    portal.faults.stop()
    finish(world)
    told = portal_born.known(portal, filed["MaHoSo"])
    states = [answer["TrangThai"] for answer in told["answers"]]
    assert sorted(set(states), key=int) == ["2", "4", "9", "10"]
    assert states == sorted(states, key=int)
    assert told["MaHoSoDonVi"] == life.head.number
    assert world.portal.headers == {}


def test_a_quota_slows_down_and_parks_nothing(portal):
    portal.change({"calls_per_minute": 3})
    world = world_of(portal)
    lives = [world.add(born(n)) for n in range(5)]
    for life in lives:
        world.watch.pass_by(hours=1)
        live(life, Command.SUBMIT, world.watch.now())
    for _ in range(3):
        world.watch.pass_by(minutes=15)
        world.sync([life.head.id for life in lives])
    assert not any(ledger.repairs for ledger in world.ledgers.values())
