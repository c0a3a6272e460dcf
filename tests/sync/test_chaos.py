"""Everything goes wrong at once, and in the end the portal holds exactly what we hold."""

import contextlib
from collections import Counter
from random import Random

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.application.comparing import Kind
from chalicelib.application.reconcile import Reconcile
from chalicelib.domain.calendar import local
from chalicelib.portal.http import Call
from tests.sync.lives import START, Life, born, wander
from tests.sync.strict_portal import FAULTS, TWICE, StrictPortal
from tests.sync.world import Killed, World


class Weather:
    """Thirty calls of a hundred fail, a fifth of those after acceptance; for a day none gets through.

    ``doubling``: faults after which no client can keep a row from standing twice.
    """

    def __init__(self, seed: int, doubling: bool = False) -> None:
        self.luck = Random(seed)
        self.is_down = False
        self.is_fair = False
        self.kills = 0
        self.struck: Counter[str] = Counter()
        self.before = [name for name, (carried_out, _) in FAULTS.items() if not carried_out]
        self.after = [name for name, (carried_out, _) in FAULTS.items() if carried_out]
        self.after += ["late by half a minute"]
        self.after += [TWICE, "late by an hour"] * 6 if doubling else []
        self.share_after = 0.7 if doubling else 0.2

    def fate(self, call: Call) -> str:
        if self.is_fair:
            return ""
        if self.is_down:
            return "no connection"
        self.strike()
        if self.luck.random() >= 0.3:
            return ""
        name = self.luck.choice(self.after if self.luck.random() < self.share_after else self.before)
        self.struck[name] += 1
        return name

    def strike(self) -> None:
        if not self.is_fair and self.luck.random() < 0.02:
            self.kills += 1
            raise Killed


def deliver(world: World, ids: list[str]) -> None:
    try:
        report = world.sync(ids)
        assert not report.faults
    except Killed:
        pass


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("keeps_parts", [False, True], ids=["atomic", "partial"])
def test_in_the_end_the_portals_view_equals_ours(seed, keeps_parts):
    weather = Weather(seed)
    world = lived_through(weather, StrictPortal(weather.fate, keeps_parts=keeps_parts), seed)
    assert world.differences() == []
    assert [ledger.repairs for ledger in world.ledgers.values() if ledger.repairs] == []
    assert all(ledger.next_attempt is None for ledger in world.ledgers.values())
    assert weather.kills
    assert len(weather.struck) > len(FAULTS) / 2


def test_where_calls_are_taken_in_twice_every_doubled_row_is_named_and_nothing_else_differs():
    weather = Weather(3, doubling=True)
    world = lived_through(weather, StrictPortal(weather.fate), 3, at_a_time=2)
    reconcile = Reconcile(world, world, world.client, world.sync.house, world.watch)
    days = (local(START).date(), local(world.watch.now()).date())
    found = reconcile("G18.01", *days, mend=True).differences
    doubled = {life.head.id for life in world.lives.values() if has_doubles(world, life)}
    assert doubled
    assert {each.kind for each in found} == {Kind.ROW_TWICE}
    assert {each.dossier_id for each in found} == doubled
    assert {id for id, ledger in world.ledgers.items() if ledger.repairs} == doubled
    for rows in world.portal.rows.values():
        rows[:] = [row for place, row in enumerate(rows) if row not in rows[:place]]
    assert world.differences() == []


def lived_through(weather: Weather, portal: StrictPortal, seed: int, *, at_a_time: int = 10) -> World:
    """Forty lives in bad weather; of the news some comes twice, some never. Afterwards only the schedule works."""
    world = World(portal, seed, weather.strike)
    luck = Random(seed)
    lives = [world.add(born(n)) for n in range(40)]
    for turn in range(16):
        weather.is_down = turn in (8, 9)
        news = []
        for life in lives:
            world.watch.pass_by(minutes=luck.choice((1, 20, 90)))
            if wander(life, luck, world.watch.now()):
                news += [life.head.id] * luck.choice((0, 1, 1, 1, 2))
        luck.shuffle(news)
        for start in range(0, len(news), at_a_time):
            deliver(world, news[start : start + at_a_time])
        world.watch.pass_by(minutes=luck.choice((1, 10, 400)))
        catch_up(world)
    weather.is_fair = True
    for _ in range(20):
        world.watch.pass_by(minutes=15)
        catch_up(world)
    return world


def has_doubles(world: World, life: Life) -> bool:
    rows = world.portal.rows[life.head.number]
    return any(row in rows[:place] for place, row in enumerate(rows))


def catch_up(world: World) -> None:
    with contextlib.suppress(Killed):
        CatchUp(world, world.sync, world.watch)()
