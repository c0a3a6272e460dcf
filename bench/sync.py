"""The sync with the national portal: chaos, drain after an outage, cost in calls, reconciliation, all in one process.

The portal is the simulator of local/portal (its own checks, its own SQLite file), spoken to without a socket. Our store
is in memory and counts the calls that the adapter would make: one for each method of its port.
"""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.adapters.threads import Threads
from chalicelib.application.catch_up import CatchUp
from chalicelib.application.reconcile import Reconcile
from chalicelib.domain.calendar import local
from chalicelib.domain.pace import Admission, Breaker
from chalicelib.domain.states import Command
from chalicelib.portal.paced import PacedPortal
from local.portal.config import Config
from local.portal.portal import Portal
from tests.contract.portal_simulator import PROCEDURE, SERVICES, faults, follow, world_of
from tests.sync.lives import START, Life, born, live, wander
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import Killed, World

TO_THE_END = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING, Command.DECIDE, Command.RETURN)
LATENCY_MS = 50
PARALLEL, PER_SECOND = 8, 100.0


@benchmark("sync")
def sync(watch: Watch) -> Iterator[Figure]:
    """Every bar of the sync."""
    yield from _chaos(watch, 200 if watch.quick else 2000)
    yield from _drain(120 if watch.quick else 600)
    yield from _history()
    yield from _freshness()
    yield from _reconciliation(watch, 1000 if watch.quick else 10_000)


@contextlib.contextmanager
def simulator() -> Iterator[Portal]:
    """An empty portal that knows one procedure."""
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder), Config(catalogue=str(Path(folder) / "no-catalogue")))
        portal.clock.tell(START + timedelta(days=400), frozen=False)
        portal.catalogue.tell("procedure", [PROCEDURE])
        try:
            yield portal
        finally:
            portal.store.close()


def _chaos(watch: Watch, count: int) -> Iterator[Figure]:
    """Full lives; 30 % of calls fail, a fifth of them after acceptance; workers die; the portal is down for a day.

    A tenth of the news comes by no message at all, and in the end only the schedule works.
    """
    luck, kills = Random(11), 0
    with simulator() as portal:
        world = world_of(portal, seed=11)
        killing = Random(12)

        def strike() -> None:
            if killing.random() < 0.005:
                raise Killed

        lives = [world.add(born(n)) for n in range(count)]
        for turn in watch.track(range(14), 14, f"chaos, {count} dossiers"):
            portal.faults.plan({"seed": turn, "faults": _bad_weather(), "down": turn == 7})
            world.strike = strike
            news = [life.head.id for life in lives if wander(life, luck, world.watch.now())]
            news = [each for each in news if luck.random() >= 0.1]
            news += luck.sample(news, len(news) // 3)
            luck.shuffle(news)
            for start in range(0, len(news), 10):
                kills += _struck_dead(lambda ids=news[start : start + 10]: world.sync(ids))
            world.watch.pass_by(hours=24 if turn == 7 else luck.choice((1, 5)))
            follow(portal, world)
            kills += _struck_dead(CatchUp(world, world.sync, world.watch))
        portal.faults.stop()
        world.strike = lambda: None
        for _ in range(8):
            world.watch.pass_by(minutes=15)
            follow(portal, world)
            CatchUp(world, world.sync, world.watch)()
        differences = world.differences()
    how = f"{count} dossiers, {kills} workers killed, seed 11, every field and row compared with the facts"
    yield figure("chaos: differences in the end", len(differences), "", how, at_most=0)
    parked = sum(bool(ledger.repairs) for ledger in world.ledgers.values())
    yield figure(
        "chaos: dossiers parked without need", parked, "", "none of these dossiers lacks anything", at_most=0
    )


_TAKEN_IN = frozenset({"duplicate_answer", "processed_twice"})


def _bad_weather() -> list[dict[str, object]]:
    """Thirty in a hundred calls, a fifth of these after acceptance."""
    kinds = faults("full")
    after = [kind for kind in kinds if kind.endswith(("_after", "_late")) or kind in _TAKEN_IN]
    before = [kind for kind in kinds if kind not in {*after, "string_codes", "int_codes"}]
    return [
        {"kind": kind, "probability": share / len(group), "services": SERVICES.get(kind, ())}
        for group, share in ((before, 0.24), (after, 0.06))
        for kind in group
    ]


def _struck_dead(work: object) -> int:
    assert callable(work)
    try:
        work()
    except Killed:
        return 1
    return 0


def _drain(count: int) -> Iterator[Figure]:
    """The same dossiers, told one by one as vendors do, and told by catching up."""
    slow = _told_per_second(count // 6, one_by_one=True)
    fast = _told_per_second(count, one_by_one=False)
    how = f"{count} dossiers of 5 rows, {LATENCY_MS} ms a call, {PARALLEL} parallel, {PER_SECOND:g} calls/s"
    yield figure("drain after an outage", fast, "dossiers/s", how)
    yield figure("drain against one by one", fast / slow, "times", f"{slow:.1f}/s one by one", at_least=8)


def _told_per_second(count: int, *, one_by_one: bool) -> float:
    with simulator() as portal:
        world = world_of(portal)
        lives = [world.add(_grown_up(world, n)) for n in range(count)]
        portal.faults.plan({"latency_ms": LATENCY_MS})
        if not one_by_one:
            _paced(world)
        world.watch.pass_by(hours=1)
        for life in lives:
            world.write(world.ledger(life.head.id).replayed(world.watch.now()))
        started = time.perf_counter()
        if one_by_one:
            for life in lives:
                world.sync([life.head.id])
        else:
            CatchUp(world, world.sync, world.watch, per_pass=200)()
        seconds = time.perf_counter() - started
        assert all(world.ledger(life.head.id).next_attempt is None for life in lives)
    return count / seconds


def _paced(world: World) -> None:
    from datetime import UTC, datetime

    def now() -> datetime:
        return datetime.now(UTC)

    paced = PacedPortal(
        world.sync.portal, Breaker(), Admission.full(PER_SECOND, PARALLEL, now()), PARALLEL, now, time.sleep
    )
    world.sync = replace(world.sync, portal=paced, together=Threads(PARALLEL))


def _grown_up(world: World, position: int) -> Life:
    life = born(position, world.watch.now())
    for command in TO_THE_END:
        world.watch.pass_by(minutes=1)
        assert live(life, command, world.watch.now())
    return life


def _history() -> Iterator[Figure]:
    """One more event after 1 and after 200."""
    world = World(StrictPortal())
    life = world.add(born(1))
    times: list[float] = []
    for turn in range(200):
        world.watch.pass_by(minutes=5)
        commands = (Command.SUBMIT, Command.RECEIVE, Command.REQUEST_PAYMENT, Command.RECORD_PAYMENT)
        assert any(live(life, command, world.watch.now()) for command in commands)
        world.calls.clear()
        started = time.perf_counter()
        world.sync([life.head.id])
        times.append(time.perf_counter() - started)
        assert turn == 0 or sum(world.calls.values()) <= 4
    how = "store calls in memory, one event told at a time, 200 events"
    yield figure("calls to AWS per event synced", sum(world.calls.values()), "calls", how, at_most=4)
    early, late = sorted(times[2:32])[15], sorted(times[-30:])[15]
    yield figure("sync after 200 events against after 2", late / early, "times", "medians of 30", at_most=1.5)


def _freshness() -> Iterator[Figure]:
    """From the news to acknowledged, without the queue's own time."""
    with simulator() as portal:
        world = world_of(portal)
        portal.faults.plan({"latency_ms": LATENCY_MS})
        times = []
        for position in range(20):
            life = world.add(born(position, world.watch.now()))
            live(life, Command.SUBMIT, world.watch.now())
            started = time.perf_counter()
            world.sync([life.head.id])
            times.append(time.perf_counter() - started)
        how = f"median of 20, simulator at {LATENCY_MS} ms; queue and stream not in it"
        yield figure("a dossier's news told", sorted(times)[10], "s", how, at_most=2)


def _reconciliation(watch: Watch, count: int) -> Iterator[Figure]:
    """Fifty planted differences among many dossiers."""
    luck = Random(5)
    with simulator() as portal:
        world = world_of(portal)
        lives = [world.add(_grown_up(world, n)) for n in watch.track(range(count), count, "reconciliation")]
        for start in range(0, count, 100):
            world.sync([life.head.id for life in lives[start : start + 100]])
        planted = {life.head.number for life in luck.sample(lives, 50)}
        for number in planted:
            known = portal.store.dossier(number)
            assert known is not None
            field = luck.choice(
                ("TrangThaiHoSo", "NgayHenTra", "ChuHoSo", "DonViXuLy", "DanhSachGiayToKetQua")
            )
            portal.store.save_dossier(number, known.unit, {**known.header, field: ""}, portal.stamp())
        reconcile = Reconcile(world, world, world.sync.portal, world.sync.house, world.watch)
        world.calls.clear()
        started = time.perf_counter()
        first, last = local(START).date(), local(world.watch.now()).date()
        found = reconcile("G18.01", first, last)
        seconds = time.perf_counter() - started
    exact = {each.number for each in found.differences} == planted and len(found.differences) == 50
    how = f"{count} dossiers compared field by field in {seconds:.0f} s, 50 planted, seed 5"
    yield figure("reconciliation finds exactly the planted differences", float(exact), "", how, at_least=1)
    per_dossier = sum(world.calls.values()) / count
    yield figure(
        "reconciliation: calls to AWS per dossier", per_dossier, "calls", "listing included", at_most=2.2
    )
