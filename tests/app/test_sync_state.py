"""The sync as a whole: halted by people, silent because the portal is, and what officers are told of it."""

import json
from itertools import chain, repeat

import pytest
from typer.testing import CliRunner

from chalicelib.adapters.sync_states import PAUSE_KEPT_S, DynamoSyncStates
from chalicelib.domain.pace import Admission, Breaker
from chalicelib.portal.paced import PacedPortal
from tests.app.test_sync import news_of, portal_for
from tests.app.world import AN, officer


@pytest.fixture
def states(world):
    yield world.container.sync_states
    world.container.sync_states.resume()
    world.container.__dict__.pop("sync_states")


def catch_up():
    from chalicelib.workers import catch_up as worker

    worker.handle()


def hours_later(world, hours):
    now = world.container.clock.now()
    world.set_clock(now.replace(hour=now.hour + hours))


def told(world):
    return world.call("GET", "/v1/sync-state", officer("reception")).body


def test_officers_see_since_when_the_portal_is_silent_and_what_waits(world, states):
    is_down, before = True, told(world)["waiting"]
    portal_for(world, lambda call: "no connection" if is_down else "")
    dossier = world.filed()
    news_of(world, dossier)
    began = world.container.clock.now()
    hours_later(world, 1)
    catch_up()
    seen = told(world)
    assert seen["portal"] == "silent"
    assert seen["since"] > began.isoformat()
    assert seen["waiting"] > before
    hours_later(world, 1)
    catch_up()
    assert told(world)["since"] == seen["since"]
    is_down = False
    hours_later(world, 2)
    catch_up()
    after = told(world)
    assert (after["portal"], after["since"]) == ("answering", None)
    assert after["waiting"] <= before


def test_nobody_but_officers_is_told(world, states):
    assert world.call("GET", "/v1/sync-state", AN).status == 403
    assert world.call("GET", "/v1/sync-state").status == 401


def paced(world, portal, states):
    """The portal behind the gate that people close."""
    now = world.container.clock.now
    client = world.container.portal
    gate = PacedPortal(
        client, Breaker(), Admission.full(100, 8, now()), 8, now, lambda _: None, states.is_paused
    )
    world.container.__dict__["portal"] = gate
    return portal


def test_a_halted_sync_says_nothing_and_loses_nothing(world):
    container = world.container
    states = DynamoSyncStates(container.dynamodb, container.settings.table, chain([0, 0], repeat(0)).__next__)
    portal = paced(world, portal_for(world), states)
    states.pause(container.clock.now())
    dossier = world.filed()
    assert news_of(world, dossier) == {"batchItemFailures": []}
    assert (portal.headers, sum(portal.calls.values())) == ({}, 0)
    assert told(world)["portal"] == "paused"
    states.resume()
    again = DynamoSyncStates(container.dynamodb, container.settings.table, lambda: 0.0)
    container.__dict__.pop("catch_up", None)
    container.__dict__.pop("sync_batch", None)
    container.portal._is_paused = again.is_paused
    hours_later(world, 1)
    catch_up()
    assert dossier["number"] in portal.headers


def test_the_order_is_read_once_for_many_dossiers_and_obeyed_soon(world):
    container, seconds = world.container, [0.0]
    states = DynamoSyncStates(container.dynamodb, container.settings.table, lambda: seconds[0])
    with world.counted() as calls:
        assert [states.is_paused() for _ in range(100)] == [False] * 100
    assert calls == {"GetItem": 1}
    states.pause(container.clock.now())
    assert not states.is_paused()
    seconds[0] = PAUSE_KEPT_S
    assert states.is_paused()
    first = states.read().paused_since
    hours_later(world, 1)
    states.pause(container.clock.now())
    assert states.read().paused_since == first
    states.resume()


def test_the_whole_sync_is_halted_and_let_go_on_from_the_command_line(world, states, monkeypatch):
    from manage import app

    monkeypatch.setenv("STAGE", "test")
    run = CliRunner().invoke
    assert run(app, ["sync", "pause", "--all"]).exit_code == 0
    assert json.loads(run(app, ["sync", "status", "--json"]).stdout)["portal"] == "paused"
    assert run(app, ["sync", "resume", "--all"]).exit_code == 0
    assert json.loads(run(app, ["sync", "status", "--json"]).stdout)["portal"] != "paused"
    assert run(app, ["sync", "pause"]).exit_code == 2


def test_figures_are_written_without_any_dossier_or_person(world, states, capsys):
    portal_for(world)
    dossier = world.filed()
    news_of(world, dossier)
    catch_up()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    told_now, caught_up = lines[0], lines[-1]
    assert told_now["DossiersTold"] == [1.0]
    assert {"DossiersWaiting", "ParkedDossiers", "OldestWaitingSeconds"} <= caught_up.keys()
    for secret in (dossier["id"], dossier["number"], AN["SoDinhDanh"], AN["HoVaTen"]):
        assert secret not in json.dumps(lines, ensure_ascii=False)
