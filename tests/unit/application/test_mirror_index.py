"""The mirror index: what the portal can compute, beside what is true."""

from datetime import timedelta

import pytest

from chalicelib.application.mirror_index import MirrorIndex
from chalicelib.domain.calendar import local
from chalicelib.domain.states import Command
from tests.sync.lives import START, born, live
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import World

FIRST, LAST = local(START).date(), local(START).date() + timedelta(days=300)
TO_PROCESSING = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING)
TO_THE_END = (Command.DECIDE, Command.RETURN)


@pytest.fixture
def world():
    """Ten dossiers that were told until processing, and then decided and returned without the portal hearing of it."""
    world = World(StrictPortal())
    for commands in (TO_PROCESSING, TO_THE_END):
        for position in range(10):
            life = world.lives.get(f"dossier{position:06d}") or world.add(born(position))
            for command in commands:
                world.watch.pass_by(minutes=10)
                assert live(life, command, world.watch.now())
        if commands is TO_PROCESSING:
            world.sync(list(world.lives))
    return world


def scores(world, **which):
    mirror = MirrorIndex(world, world, world.sync.house)("G18.01", FIRST, LAST, **which)
    return {score.code: score for score in mirror.there}, {score.code: score for score in mirror.here}


def test_a_finish_that_got_lost_costs_all_the_points_of_being_on_time(world):
    there, here = scores(world)
    assert (there["dossier-synced"].score, there["dossier-on-time"].score) == (6.0, 0.0)
    assert here["dossier-on-time"].score == 20.0
    assert len(there["dossier-on-time"].lost) == 10


def test_once_everything_is_told_both_views_are_one(world):
    world.watch.pass_by(hours=1)
    world.sync(list(world.lives))
    there, here = scores(world)
    assert there == here
    assert there["dossier-on-time"].score == 20.0


def test_what_was_never_told_is_in_no_view_of_the_portals(world):
    world.ledgers.clear()
    there, here = scores(world)
    assert there["dossier-synced"].score == 0.0
    assert here["dossier-synced"].score == 6.0


def test_another_procedure_has_another_score(world):
    assert scores(world, procedure="1.999999")[0]["dossier-synced"].of == 0
