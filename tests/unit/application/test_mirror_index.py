"""The mirror index: what the portal can compute, beside what is true."""

from datetime import timedelta

import pytest

from chalicelib.application.mirror_index import MirrorIndex
from chalicelib.domain.calendar import local
from chalicelib.domain.ports_catalogue import Entry
from chalicelib.domain.states import Command
from tests.announced import CALENDAR
from tests.fakes_catalogue import InMemoryCatalogue
from tests.sync.lives import PUBLISHED, START, born, live
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import Watch, World

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


def the_period_over():
    watch = Watch()
    watch.pass_by(days=301)
    return watch


def scores(world, **which):
    catalogue = InMemoryCatalogue([Entry(CALENDAR), Entry(PUBLISHED)])
    index = MirrorIndex(world, world, world.sync.house, catalogue, the_period_over())
    mirror = index("G18.01", FIRST, LAST, **which)
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


def test_while_the_period_lasts_nothing_is_overdue_that_is_not_due(world):
    index = MirrorIndex(world, world, world.sync.house, InMemoryCatalogue([]), world.watch)
    (timed,) = (score for score in index("G18.01", FIRST, LAST).there if score.code == "dossier-on-time")
    assert (timed.of, timed.lost) == (0, ())


def test_every_group_has_its_indicators_and_procedures_come_from_the_catalogue(world):
    there, _ = scores(world)
    assert {score.group for score in there.values()} == {1, 2, 3, 4, 5, 6}
    assert sum(score.points for score in there.values()) == 100
    assert (there["procedures-online"].score, there["services-used"].score) == (2.0, 4.0)


def test_a_dossier_of_an_earlier_period_counts_where_it_ended(world):
    world.watch.pass_by(hours=1)
    world.sync(list(world.lives))
    later = MirrorIndex(world, world, world.sync.house, InMemoryCatalogue([]), world.watch)
    found = {score.code: score for score in later("G18.01", LAST, LAST).there}
    assert (found["dossier-synced"].of, found["dossier-on-time"].of) == (0, 0)
