"""From the stream to the portal and back: the workers, the real table, and a strict portal."""

import json

from typer.testing import CliRunner

import manage
from chalicelib.portal.client import PortalClient
from chalicelib.portal.session_dialect import SessionDialect
from tests.app.world import UNIT, sqs_event
from tests.sync.strict_portal import StrictPortal
from tests.unit.portal.samples import settings

QUEUE = "motcua-test-portal.fifo"
OTHER_QUEUES = ("archive_queue", "webhooks_queue")


def portal_for(world, fate=lambda call: "") -> StrictPortal:
    """Put a strict portal in the real one's place."""
    strict, container = StrictPortal(fate), world.container
    for built in ("sync_batch", "catch_up", "reconcile"):
        container.__dict__.pop(built, None)
    connection = settings(unit_code="000.00.00.G18")
    client = PortalClient(connection, SessionDialect(connection), strict, container.clock.now)
    container.__dict__["portal"] = client
    return strict


def news_of(world, *dossiers):
    """What the queue delivers."""
    event = sqs_event(*({"dossier_id": dossier["id"], "seq": 2} for dossier in dossiers), queue=QUEUE)
    return world.app.handler_map["sync"](event, None)


def test_news_of_a_dossier_reaches_the_portal_in_four_calls_to_aws(world):
    portal, dossier = portal_for(world), world.processing()
    with world.counted() as calls:
        assert news_of(world, dossier) == {"batchItemFailures": []}
    assert sum(calls.values()) == 4
    assert portal.headers[dossier["number"]]["TrangThaiHoSo"] == "4"
    assert [row["TrangThai"] for row in portal.rows[dossier["number"]]] == ["1", "2", "4"]


def test_doubled_news_costs_one_call_and_says_nothing(world):
    portal, dossier = portal_for(world), world.filed()
    news_of(world, dossier)
    sizes = list(portal.sizes)
    with world.counted() as calls:
        news_of(world, dossier)
    assert sum(calls.values()) == 1
    assert portal.sizes == sizes


def test_what_the_portal_did_not_take_is_caught_up_by_the_schedule(world):
    is_down = True
    portal = portal_for(world, lambda call: "no connection" if is_down else "")
    dossier = world.filed()
    assert news_of(world, dossier) == {"batchItemFailures": []}
    assert world.container.oversee_sync.status()["waiting"] >= 1
    is_down = False
    now = world.container.clock.now()
    world.set_clock(now.replace(hour=now.hour + 1))
    from chalicelib.workers import catch_up

    catch_up.handle()
    assert dossier["number"] in portal.headers


def test_news_that_meets_a_sender_at_work_comes_again(world):
    portal_for(world)
    dossier, other = world.filed(), world.filed()
    ledgers = world.container.ledgers
    ledgers.write(ledgers.account(dossier["id"]).ledger.taking_off(2, [], world.container.clock.now()))
    assert news_of(world, dossier, other) == {"batchItemFailures": [{"itemIdentifier": "m-0"}]}


def test_the_two_sides_of_a_unit_are_compared(world):
    portal, dossier = portal_for(world), world.filed()
    news_of(world, dossier)
    portal.headers[dossier["number"]]["TrangThaiHoSo"] = "9"
    today = world.container.today()
    found = world.container.reconcile(UNIT, today, today)
    assert [each.what for each in found.differences if each.number == dossier["number"]] == ["state"]


def later(world, **span):
    from datetime import timedelta

    world.set_clock(world.container.clock.now() + timedelta(**span))


def test_news_whose_stream_record_is_lost_is_found_by_the_schedule_and_told_once(world, caplog):
    from chalicelib.workers import catch_up

    portal = portal_for(world)
    dossier = world.processing()
    catch_up.handle()
    assert dossier["number"] not in portal.headers
    later(world, minutes=10)
    catch_up.handle()
    assert [row["TrangThai"] for row in portal.rows[dossier["number"]]] == ["1", "2", "4"]
    assert "PORTAL_NEWS_WAS_LOST" in {getattr(record, "event", "") for record in caplog.records}
    assert not world.container.ledgers.account(dossier["id"]).has_news
    sizes = list(portal.sizes)
    later(world, minutes=10)
    catch_up.handle()
    assert portal.sizes == sizes


def test_news_that_the_stream_lost_reaches_the_repository_of_papers_and_subscribers_too(world):
    from chalicelib.workers import catch_up

    portal_for(world)
    dossier = world.processing()
    owner_ref = world.container.dossiers.get(dossier["id"]).owner.ref
    assert not world.container.papers.of_dossier(owner_ref, dossier["id"])
    for queue in OTHER_QUEUES:
        world.drained(queue)
    later(world, minutes=10)
    catch_up.handle()
    for queue in OTHER_QUEUES:
        assert dossier["id"] in {news["dossier_id"] for news in world.drained(queue)}
    world.app.handler_map["archive"](sqs_event({"dossier_id": dossier["id"], "seq": 0}), None)
    archived = world.container.papers.of_dossier(owner_ref, dossier["id"])
    assert archived
    again = CliRunner().invoke(manage.app, ["papers", "archive", dossier["number"]])
    assert json.loads(again.stdout) == {"papers": len(archived)}


def test_rows_that_stand_twice_are_named_until_somebody_takes_note(world, monkeypatch):
    from typer.testing import CliRunner

    from manage import app

    monkeypatch.setenv("STAGE", "test")
    run = CliRunner().invoke
    portal, dossier = portal_for(world), world.filed()
    news_of(world, dossier)
    portal.rows[dossier["number"]] *= 2
    day = world.container.today().isoformat()
    assert run(app, ["sync", "reconcile", UNIT, day, day, "--json"]).exit_code == 1
    assert "đứng hai lần" in run(app, ["sync", "stuck", "--json"]).stdout
    for order in ("accept", "skip"):
        assert run(app, ["sync", order, dossier["number"]]).exit_code == 0
    assert world.container.ledgers.account(dossier["id"]).ledger.accepted == (2,)
    news_of(world, dossier)
    assert dossier["number"] not in run(app, ["sync", "stuck", "--json"]).stdout


def test_the_index_is_shown_for_both_sides_with_what_is_certain_and_what_can_be(world, monkeypatch):
    import json

    from typer.testing import CliRunner

    from manage import app

    monkeypatch.setenv("STAGE", "test")
    portal_for(world)
    dossier = world.processing()
    news_of(world, dossier)
    day = world.container.today().isoformat()
    asked = ["sync", "index", UNIT, day, day, "--procedure", "1.013874"]
    shown = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    synced = next(score for score in shown["there"] if score["code"] == "dossier-synced")
    assert synced["good"] >= 1
    assert shown["totals"]["there"]["score"] <= shown["totals"]["there"]["reachable"] < 100
    table = CliRunner().invoke(app, asked).stdout
    assert "at most" in table
    assert CliRunner().invoke(app, [*asked, "--profile", "none"]).exit_code == 1
