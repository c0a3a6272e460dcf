"""News that no message ever told of: the note beside the dossier is found, and goes when the sync has taken note."""

import contextlib
from itertools import count

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.application.oversee_sync import OverseeSync
from chalicelib.domain.states import Command
from tests.sync.lives import born, live
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import Killed, World

LIFE = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING, Command.DECIDE, Command.RETURN)


@pytest.fixture
def world():
    return World(StrictPortal())


def lived(world, position=1, commands=LIFE):
    life = world.add(born(position, world.watch.now()))
    for command in commands:
        assert live(life, command, world.watch.now())
    return life


def caught_up(world):
    found = []
    return CatchUp(world, world.sync, world.watch)(found=found.append), found


def test_what_the_stream_dropped_is_found_and_told(world):
    lived(world)
    world.watch.pass_by(minutes=5)
    assert caught_up(world) == ({"synced": 1}, [1])
    assert world.differences() == []
    assert caught_up(world) == ({}, [0])


def test_news_that_may_still_be_on_the_way_is_left_to_the_queue(world):
    life = lived(world)
    world.watch.pass_by(minutes=1)
    assert caught_up(world) == ({}, [0])
    world.sync([life.head.id])
    world.watch.pass_by(minutes=5)
    assert caught_up(world) == ({}, [0])


def test_news_that_is_delivered_twice_and_noted_besides_is_told_once(world):
    life = lived(world)
    world.watch.pass_by(minutes=5)
    world.sync([life.head.id])
    world.sync([life.head.id])
    assert caught_up(world) == ({}, [0])
    assert world.differences() == []


def test_later_news_is_found_although_the_earlier_was_told(world):
    life = lived(world, commands=LIFE[:2])
    world.sync([life.head.id])
    live(life, Command.START_PROCESSING, world.watch.now())
    world.watch.pass_by(minutes=5)
    assert caught_up(world) == ({"synced": 1}, [1])
    assert world.differences() == []


@pytest.mark.parametrize("step", range(14))
def test_a_worker_that_dies_at_any_step_loses_and_doubles_nothing(world, step):
    for position in range(2):
        lived(world, position)
    world.watch.pass_by(minutes=5)
    calls = count()

    def strike():
        if next(calls) == step:
            raise Killed

    world.strike = strike
    for _ in range(4):
        with contextlib.suppress(Killed):
            caught_up(world)
        world.watch.pass_by(minutes=5)
    assert world.differences() == []
    assert caught_up(world) == ({}, [0])


def test_a_dossier_that_is_paused_or_parked_is_not_met_every_minute(world):
    paused, parked = lived(world, 1), lived(world, 2)
    parked.head = parked.head.model_copy(
        update={"owner": parked.head.owner.model_copy(update={"number": ""})}
    )
    OverseeSync(world, world.watch).pause(paused.head.id)
    world.watch.pass_by(minutes=5)
    assert caught_up(world)[1] == [2]
    assert caught_up(world) == ({}, [0])


def test_while_the_portal_is_down_the_ledger_takes_over_and_the_note_goes(world):
    lived(world)
    world.portal.fate = lambda call: "no connection"
    world.watch.pass_by(minutes=5)
    assert caught_up(world) == ({"waits": 1}, [1])
    assert caught_up(world) == ({}, [0])
    world.portal.fate = lambda call: ""
    world.watch.pass_by(minutes=5)
    assert caught_up(world) == ({"synced": 1}, [0])


def retold_by(world):
    told = []
    CatchUp(world, world.sync, world.watch, retell=told.extend)()
    return told


def test_what_was_lost_on_the_way_to_the_portal_is_told_to_everybody_else_before_the_note_goes(world):
    life, lost = lived(world, 1), lived(world, 2)
    world.sync([life.head.id])
    assert retold_by(world) == []
    world.watch.pass_by(minutes=5)
    noted = []

    def note(dossier_ids):
        noted.extend(world.unheard(world.watch.now(), 10))
        raise Killed

    with contextlib.suppress(Killed):
        CatchUp(world, world.sync, world.watch, retell=note)()
    assert noted == [lost.head.id]
    assert retold_by(world) == [lost.head.id]
    assert retold_by(world) == []


def test_everybody_else_is_told_although_the_portal_is_down(world):
    waiting, lost = lived(world, 1), lived(world, 2)
    world.portal.fate = lambda call: "no connection"
    world.sync([waiting.head.id])
    world.watch.pass_by(hours=5)
    assert lost.head.id in retold_by(world)
