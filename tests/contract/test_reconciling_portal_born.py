"""Dossiers filed at the portal among those compared: by the portal's number, by their state alone, never as a twin."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.application.catch_up import CatchUp
from chalicelib.application.comparing import Kind
from chalicelib.application.reconcile import Reconcile
from chalicelib.application.sync_batch import Ending
from chalicelib.domain.calendar import local
from chalicelib.domain.states import Command
from local.portal.config import Config
from local.portal.portal import Portal
from local.portal.services import portal_born
from tests.contract.portal_simulator import PROCEDURE, REST, SESSION, UNIT, world_of
from tests.sync.lives import START, born, live

TO_THE_END = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING, Command.DECIDE, Command.RETURN)
MONTH = (local(START).date(), local(START).date() + timedelta(days=30))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, Config(catalogue=str(tmp_path / "no-catalogue")))
    portal.clock.tell(START + timedelta(days=400), frozen=False)
    portal.catalogue.tell("procedure", [PROCEDURE])
    yield portal
    portal.store.close()


def two_born(portal, **settings):
    """One dossier of ours and one filed there, both at their end and told."""
    world = world_of(portal, **settings)
    filed = portal_born.file_at_portal(portal, {"MaTTHC": "1.002600", "unit": UNIT, "HoTen": "AN"})["MaHoSo"]
    ours, theirs = world.add(born(0)), world.add(born(1))
    world.write(world.ledger(theirs.head.id).model_copy(update={"portal_number": filed}))
    for command in TO_THE_END:
        world.watch.pass_by(hours=1)
        for life in (ours, theirs):
            assert live(life, command, world.watch.now())
    world.sync([ours.head.id, theirs.head.id])
    return world, filed


def reconciled(world, **order):
    compare = Reconcile(world, world, world.sync.portal, world.sync.house, world.watch)
    return compare("G18.01", *MONTH, **order)


def put_back(portal, filed, state):
    told = portal_born.known(portal, filed)
    with portal.store.transaction():
        portal.store.put(portal_born.KIND, filed, {**told, "TrangThai": state})


@pytest.mark.parametrize("collapsed", [False, True], ids=["whole codes", "collapsed codes"])
def test_a_dossier_filed_there_is_found_there_and_differs_in_nothing(portal, collapsed):
    portal.change({"portal_born_states": "collapsed" if collapsed else "national"})
    world, _ = two_born(portal, **SESSION, collapsed_replies=collapsed)
    found = reconciled(world, mend=True)
    assert (found.compared, found.on_the_way, found.differences) == (2, 0, ())


def test_a_reply_that_was_lost_is_found_and_said_again_and_no_twin_is_made(portal):
    world, filed = two_born(portal)
    put_back(portal, filed, "4")
    found = reconciled(world, mend=True)
    assert [(each.kind, each.what, each.mended) for each in found.differences] == [
        (Kind.FIELD, "state", True)
    ]
    assert found.finished_here_not_there == (world.lives["dossier000001"].head.number,)
    answers = len(portal_born.known(portal, filed)["answers"])
    assert CatchUp(world, world.sync, world.watch)() == {"synced": 1}
    told = portal_born.known(portal, filed)
    assert [each["TrangThai"] for each in told["answers"][answers:]] == ["9", "10"]
    assert [each.number for each in portal.store.dossiers()] == [world.lives["dossier000000"].head.number]
    assert reconciled(world).differences == ()


def test_what_the_applicant_did_there_meanwhile_is_told_and_never_overwritten(portal):
    world, filed = two_born(portal)
    portal_born.withdraw(portal, filed, {"NoiDung": "Không cần nữa"})
    found = reconciled(world, mend=True)
    assert [(each.kind, each.mended) for each in found.differences] == [(Kind.FIELD, False)]
    assert CatchUp(world, world.sync, world.watch)() == {}
    assert portal_born.known(portal, filed)["TrangThai"] == "7"


def test_a_portal_that_does_not_show_its_own_dossiers_is_no_reason_to_tell_them_anew(portal):
    world, filed = two_born(portal)
    with portal.store.transaction():
        portal.store.put(portal_born.KIND, filed, {**portal_born.known(portal, filed), "unit": "elsewhere"})
    found = reconciled(world, mend=True)
    assert [(each.kind, each.mended) for each in found.differences] == [(Kind.NOT_SHOWN, False)]
    assert found.finished_here_not_there == ()
    assert CatchUp(world, world.sync, world.watch)() == {}


def test_a_dialect_without_words_for_them_holds_up_nobody_else(portal):
    world = world_of(portal, **REST)
    ours, theirs = world.add(born(0)), world.add(born(1))
    world.write(world.ledger(theirs.head.id).model_copy(update={"portal_number": "G22-1"}))
    for command in TO_THE_END[:2]:
        world.watch.pass_by(hours=1)
        for life in (ours, theirs):
            live(life, command, world.watch.now())
    report = world.sync([theirs.head.id, ours.head.id])
    assert report.endings == {theirs.head.id: Ending.REFUSED, ours.head.id: Ending.SYNCED}
