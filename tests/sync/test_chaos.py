"""Everything goes wrong at once, and in the end the portal holds exactly what we hold."""

import contextlib
from collections import Counter
from random import Random

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.portal.http import Call
from tests.sync.lives import born, wander
from tests.sync.strict_portal import FAULTS, StrictPortal
from tests.sync.world import Killed, World


class Weather:
    """Thirty calls of a hundred fail, a fifth of those after acceptance; for a day none gets through."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)
        self.is_down = False
        self.is_fair = False
        self.kills = 0
        self.struck: Counter[str] = Counter()
        self.before = [name for name, (carried_out, _) in FAULTS.items() if not carried_out]
        self.after = [name for name, (carried_out, _) in FAULTS.items() if carried_out]

    def fate(self, call: Call) -> str:
        if self.is_fair:
            return ""
        if self.is_down:
            return "no connection"
        self.strike()
        if self.luck.random() >= 0.3:
            return ""
        name = self.luck.choice(self.after if self.luck.random() < 0.2 else self.before)
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
    portal = StrictPortal(weather.fate, keeps_parts=keeps_parts)
    world = World(portal, seed, weather.strike)
    luck = Random(seed)
    lives = [world.add(born(n)) for n in range(40)]
    for turn in range(16):
        weather.is_down = turn in (8, 9)
        news = []
        for life in lives:
            world.watch.pass_by(minutes=luck.choice((1, 20, 90)))
            if wander(life, luck, world.watch.now()):
                news += [life.head.id] * luck.choice((1, 1, 2))
        luck.shuffle(news)
        for start in range(0, len(news), 10):
            deliver(world, news[start : start + 10])
        world.watch.pass_by(minutes=luck.choice((1, 10, 400)))
        catch_up(world)
    weather.is_fair = True
    for _ in range(20):
        world.watch.pass_by(minutes=15)
        deliver(world, [life.head.id for life in lives])
    assert world.differences() == []
    assert [ledger.repairs for ledger in world.ledgers.values() if ledger.repairs] == []
    assert all(ledger.next_attempt is None for ledger in world.ledgers.values())
    assert weather.kills
    assert len(weather.struck) > len(FAULTS) / 2


def catch_up(world: World) -> None:
    with contextlib.suppress(Killed):
        CatchUp(world, world.sync, world.watch)()
