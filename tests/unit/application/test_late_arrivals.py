"""A call that the portal takes in after we asked what became of it: prevented where time helps, shown where not."""

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.application.comparing import Kind
from chalicelib.application.oversee_sync import OverseeSync
from chalicelib.application.reconcile import Reconcile
from chalicelib.application.sync_batch import Ending
from chalicelib.domain.calendar import local
from chalicelib.domain.ports_sync import Standing
from chalicelib.domain.states import Command
from tests.sync.lives import START, born, live
from tests.sync.strict_portal import TWICE, StrictPortal
from tests.sync.world import World

ROWS, HEADER = "CapNhatTienDoHoSoMC", "DongBoHoSoMC"


class Once:
    """A fate that strikes one service a single time."""

    def __init__(self, fault, service):
        self.fault, self.service = fault, service

    def __call__(self, call):
        if call.body.get("service") != self.service:
            return ""
        fault, self.fault = self.fault, ""
        return fault


@pytest.fixture
def world():
    return World(StrictPortal())


def filed(world, fault, service):
    world.portal.fate = Once(fault, service)
    life = world.add(born(1))
    assert live(life, Command.SUBMIT, world.watch.now())
    return life


def go_on(world, **span):
    world.watch.pass_by(**span)
    CatchUp(world, world.sync, world.watch)()


def parked(world):
    return world.standing(Standing.PARKED, world.watch.now(), 9).items


def test_nothing_is_said_again_while_it_may_still_be_on_its_way(world):
    life = filed(world, "late by half a minute", ROWS)
    assert world.sync([life.head.id]).endings == {life.head.id: Ending.WAITS}
    world.watch.pass_by(seconds=10)
    assert world.sync([life.head.id]).endings == {life.head.id: Ending.SETTLES}
    assert world.portal.calls[ROWS] == 1
    go_on(world, minutes=2)
    assert world.portal.calls[ROWS] == 1
    assert world.differences() == []


@pytest.mark.parametrize(("fault", "calls"), [("late by ten minutes", 1), ("lost before", 2)])
def test_a_request_for_a_supplement_is_given_longer_because_two_make_a_dossier_overdue(world, fault, calls):
    life = filed(world, "", ROWS)
    assert live(life, Command.RECEIVE, world.watch.now())
    world.sync([life.head.id])
    before = world.portal.calls[ROWS]
    world.portal.fate = Once(fault, ROWS)
    assert live(life, Command.REQUEST_SUPPLEMENT, world.watch.now())
    world.sync([life.head.id])
    go_on(world, minutes=2)
    go_on(world, minutes=5)
    assert world.portal.calls[ROWS] == before + 1
    go_on(world, minutes=15)
    assert world.portal.calls[ROWS] == before + calls
    assert world.differences() == []


def test_a_row_that_came_twice_all_the_same_is_shown_to_a_person_and_hinders_nothing(world):
    life = filed(world, "late by an hour", ROWS)
    world.sync([life.head.id])
    go_on(world, minutes=2)
    go_on(world, minutes=70)
    assert len(world.portal.rows[life.head.number]) == 2
    go_on(world, minutes=20)
    (stuck,) = OverseeSync(world, world.watch).stuck()
    assert "Bước 2 đứng hai lần trên Cổng DVCQG" in stuck.why[0][0]
    assert live(life, Command.RECEIVE, world.watch.now())
    assert world.sync([life.head.id]).endings == {life.head.id: Ending.SYNCED}
    assert parked(world) == (life.head.id,)


def doubled(world):
    life = filed(world, TWICE, ROWS)
    world.sync([life.head.id])
    assert len(world.portal.rows[life.head.number]) == 2
    return life


def reconciled(world):
    today = local(START).date()
    return Reconcile(world, world, world.client, world.sync.house, world.watch)(
        "G18.01", today, local(world.watch.now()).date(), mend=True
    )


def test_a_row_that_the_axis_doubled_is_noticed_by_the_comparison_until_the_portal_removes_it(world):
    life = doubled(world)
    found = reconciled(world)
    assert [(each.kind, each.mended) for each in found.differences] == [(Kind.ROW_TWICE, False)]
    assert parked(world) == (life.head.id,)
    world.portal.rows[life.head.number].pop()
    assert reconciled(world).differences == ()
    assert parked(world) == ()


def test_a_person_may_take_note_of_a_doubled_row_and_is_not_asked_again(world):
    life = doubled(world)
    reconciled(world)
    assert OverseeSync(world, world.watch).accept(life.head.id)
    assert parked(world) == ()
    assert len(reconciled(world).differences) == 1
    assert parked(world) == ()


def test_a_header_that_comes_late_over_a_newer_one_is_put_right(world):
    life = filed(world, "", HEADER)
    world.sync([life.head.id])
    world.portal.fate = Once("late by an hour", HEADER)
    assert live(life, Command.RECEIVE, world.watch.now())
    world.sync([life.head.id])
    go_on(world, minutes=2)
    assert live(life, Command.START_PROCESSING, world.watch.now())
    world.sync([life.head.id])
    world.watch.pass_by(minutes=60)
    world.portal.look()
    assert world.portal.headers[life.head.number]["TrangThaiHoSo"] == "2"
    go_on(world, minutes=1)
    go_on(world, minutes=1)
    assert world.differences() == []
    assert parked(world) == ()


def test_what_was_never_in_doubt_is_never_looked_at(world):
    life = filed(world, "", HEADER)
    world.sync([life.head.id])
    go_on(world, hours=2)
    assert world.portal.calls["TraCuuHoSo"] == 0
