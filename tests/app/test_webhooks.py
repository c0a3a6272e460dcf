"""Webhooks through the real parts: asked for over HTTPS, told by queue and worker to a receiver that verifies."""

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chalicelib.domain.webhook_feeds import RETRY_AFTER
from chalicelib.domain.webhooks import MOST_SUBSCRIPTIONS, OVERLAP, EventType
from tests.app.test_workers import drained, stream_records
from tests.app.world import AN, OFFICE_MORNING, UNIT, officer, sqs_event

sys.path.append(str(Path(__file__).parents[2] / "clients/python"))

from motcua_client.webhooks import Message, NotGenuine, Verifier

QUEUE = "motcua-test-webhooks.fifo"
MACHINE = {"sub": "province-1", "scope": "webhook.keep", "units": [UNIT]}
OTHER = {**MACHINE, "sub": "province-2"}
CHIEF = officer("administrator")
DONE = {"batchItemFailures": []}


@dataclass
class Receiver:
    """A system of another agency. ``answer``: the status that it gives; ``secrets``: those it was given."""

    url: str = ""
    answer: int = 204
    secrets: list[str] = field(default_factory=list)
    taken: list[Message] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def heard(self) -> list[tuple[str, str]]:
        return [(message.type.removeprefix("dossier."), message.state) for message in self.taken]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = kept.answer
            try:
                message = Verifier(kept.secrets).message(dict(self.headers), body)
            except NotGenuine as problem:
                kept.refused.append(str(problem))
                status = 401
            else:
                if status < 300:
                    kept.taken.append(message)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/motcua"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _nobody_listens_afterwards(world):
    yield
    for each in world.container.subscriptions.all():
        assert world.container.subscriptions.change(each.ended(world.container.clock.now()))


def wish(receiver: Receiver, **values):
    wanted = {"name": "Một cửa tỉnh", "url": receiver.url, "types": list(EventType), "units": [UNIT]}
    return {**wanted, **values}


def register(world, receiver, claims=MACHINE, **values):
    reply = world.call("POST", "/v1/webhooks", claims, wish(receiver, **values))
    assert reply.status == 201, reply.body
    receiver.secrets.append(reply.body["secret"])
    return reply.body


def deliver(world, *dossiers):
    """What happened goes through the stream and the queue to the worker."""
    for dossier in dossiers:
        world.app.handler_map["relay"]({"Records": stream_records(world, dossier["id"])}, None)
    settings = world.container.settings
    for queue in (settings.portal_queue, settings.archive_queue):
        drained(world, queue)
    ours = {dossier["id"] for dossier in dossiers}
    news = [each for each in drained(world, settings.webhooks_queue) if each["dossier_id"] in ours]
    assert news
    return bring(world, *news)


def bring(world, *news):
    """The queue delivers."""
    return world.app.handler_map["tell_subscribers"](sqs_event(*news, queue=QUEUE), None)


def later(world, by: timedelta):
    world.set_clock(world.container.clock.now() + by)
    world.app.handler_map["retry_webhooks"](SCHEDULED, None)


SCHEDULED = {
    "version": "0", "id": "x", "detail-type": "Scheduled Event", "source": "aws.events", "account": "1",
    "time": "2026-10-05T02:00:00Z", "region": "local", "resources": [], "detail": {},
}  # fmt: skip


def log_of(world, made, claims=MACHINE):
    return world.call("GET", f"/v1/webhooks/{made['id']}/deliveries", claims).body["items"]


def test_another_system_hears_of_the_dossiers_of_its_unit_in_order_and_once(world, receiver):
    made = register(world, receiver)
    dossier = world.processing()
    assert deliver(world, dossier) == DONE
    doubled = [{"dossier_id": dossier["id"], "seq": seq} for seq in (4, 2, 3, 2)]
    assert bring(world, *doubled) == DONE
    assert receiver.heard == [
        ("submitted", "submitted"),
        ("received", "received"),
        ("processing-started", "processing"),
    ]
    assert {message.dossier for message in receiver.taken} == {dossier["number"]}
    assert receiver.taken[0].link.endswith(f"/v1/dossiers/{dossier['id']}")
    lines = log_of(world, made)
    assert [line["standing"] for line in lines] == ["delivered"] * 3
    assert [line["id"] for line in lines] == [message.id for message in reversed(receiver.taken)]
    assert receiver.refused == []


def test_only_what_was_asked_for_is_told(world, receiver):
    register(world, receiver, types=["dossier.received"])
    dossier = world.processing()
    deliver(world, dossier)
    assert receiver.heard == [("received", "received")]


def test_news_of_one_event_costs_six_calls_and_without_subscribers_one(world, receiver):
    dossier = world.filed()
    news = {"dossier_id": dossier["id"], "seq": 2}
    bring(world, news)
    with world.counted() as calls:
        bring(world, news)
    assert calls == {"Query": 1}
    register(world, receiver)
    dossier = world.filed()
    news = {"dossier_id": dossier["id"], "seq": 2}
    with world.counted() as calls:
        bring(world, news)
    assert calls == {"Query": 3, "PutItem": 3}
    assert len(receiver.taken) == 1


def test_what_was_not_taken_is_sent_again_by_the_schedule_and_the_keeper_sees_it(world, receiver):
    made = register(world, receiver)
    receiver.answer = 503
    dossier = world.filed()
    assert deliver(world, dossier) == DONE
    seen = world.call("GET", f"/v1/webhooks/{made['id']}", MACHINE)
    assert (seen.body["dossiers_waiting"], seen.body["failing_since"] is None) == (1, False)
    (line,) = log_of(world, made)
    assert (line["standing"], line["answered"], line["trouble"]) == ("waiting", 503, "refused")
    receiver.answer = 204
    later(world, 2 * RETRY_AFTER[0])
    assert receiver.heard == [("submitted", "submitted")]
    seen = world.call("GET", f"/v1/webhooks/{made['id']}", MACHINE)
    assert (seen.body["dossiers_waiting"], seen.body["failing_since"]) == (0, None)


def test_a_replay_sends_the_same_message_again(world, receiver):
    made = register(world, receiver)
    dossier = world.filed()
    deliver(world, dossier)
    (line,) = log_of(world, made)
    path = f"/v1/webhooks/{made['id']}/replays"
    assert world.call("POST", path, MACHINE, {"delivery": line["id"]}).body == {"deliveries": 1}
    later(world, timedelta(minutes=1))
    assert [message.id for message in receiver.taken] == [line["id"]] * 2
    day = {"since": "2026-10-05T00:00:00Z", "until": "2026-10-06T07:00:00+07:00"}
    reply = world.call("POST", path, MACHINE, day)
    assert (reply.status, reply.body) == (202, {"deliveries": 1})
    assert world.call("POST", path, MACHINE, {"delivery": "no-such-1"}).body["code"] == "delivery-not-found"
    for wrong in (
        {},
        {"since": day["since"]},
        {"delivery": "x", **day},
        {**day, "until": "2026-10-06T00:00:00"},
    ):
        assert world.call("POST", path, MACHINE, wrong).status == 422


def test_the_secret_is_shown_once_and_stands_nowhere(world, receiver):
    made = register(world, receiver)
    seen = world.call("GET", f"/v1/webhooks/{made['id']}", MACHINE).body
    listed = world.call("GET", "/v1/webhooks", MACHINE).body["items"]
    assert "secret" not in seen
    assert [set(each) for each in listed] == [set(seen) - {"dossiers_waiting"}]
    stored = world.container.dynamodb.scan(TableName=world.container.settings.table)["Items"]
    assert made["secret"].removeprefix("whsec_") not in str(stored)


def test_a_renewed_secret_takes_over_without_a_gap(world, receiver):
    made = register(world, receiver)
    path = f"/v1/webhooks/{made['id']}/secrets"
    renewed = world.call("POST", path, MACHINE, {}, idempotency_key="renew-once")
    again = world.call("POST", path, MACHINE, {}, idempotency_key="renew-once")
    assert renewed.status == again.status == 201
    assert renewed.body["secret"] == again.body["secret"] != made["secret"]
    deliver(world, world.filed())  # the receiver has only the old one yet
    receiver.secrets[:] = [renewed.body["secret"]]
    deliver(world, world.filed())
    assert len(receiver.taken) == 2
    world.set_clock(OFFICE_MORNING + OVERLAP + timedelta(hours=1))
    receiver.secrets[:] = [made["secret"]]
    deliver(world, world.filed())
    assert len(receiver.taken) == 2
    assert receiver.refused == ["no signature fits"]


def test_a_pause_holds_back_and_loses_nothing(world, receiver):
    made = register(world, receiver)
    path = f"/v1/webhooks/{made['id']}/commands"
    paused = world.call("POST", f"{path}/pause", MACHINE, {}, if_match='"1"')
    assert (paused.body["pause_reason"], paused.headers["ETag"]) == ("ordered", '"2"')
    first = world.filed()
    deliver(world, first)
    assert receiver.taken == []
    stale = world.call("POST", f"{path}/resume", MACHINE, {}, if_match='"1"')
    assert (stale.status, stale.body["code"]) == (412, "webhook-changed-meanwhile")
    assert world.call("POST", f"{path}/resume", MACHINE, {}).status == 200
    bring(world, {"dossier_id": first["id"], "seq": 2})
    assert receiver.heard == [("submitted", "submitted")]


def test_ended_is_ended(world, receiver):
    made = register(world, receiver)
    assert world.call("DELETE", f"/v1/webhooks/{made['id']}", MACHINE).body["ended_at"] is not None
    assert world.call("GET", f"/v1/webhooks/{made['id']}", MACHINE).status == 404
    assert world.call("GET", "/v1/webhooks", MACHINE).body["items"] == []
    deliver(world, world.filed())
    assert receiver.taken == []


def test_a_repeated_registration_is_one_subscription_with_one_secret(world, receiver):
    replies = [
        world.call("POST", "/v1/webhooks", MACHINE, wish(receiver), idempotency_key="the-same-key")
        for _ in range(2)
    ]
    assert replies[0].body == replies[1].body
    assert len(world.call("GET", "/v1/webhooks", MACHINE).body["items"]) == 1
    other = wish(receiver, name="khác")
    reply = world.call("POST", "/v1/webhooks", MACHINE, other, idempotency_key="the-same-key")
    assert (reply.status, reply.body["code"]) == (409, "idempotency-key-reused")


def test_nobody_sees_or_orders_anything_of_anothers_subscription(world, receiver):
    made = register(world, receiver)
    path = f"/v1/webhooks/{made['id']}"
    strangers = (OTHER, officer("administrator", "L-QLD"), {**MACHINE, "units": ["L-QLD"]})
    asked = [
        ("GET", path, None),
        ("GET", f"{path}/deliveries", None),
        ("POST", f"{path}/secrets", {}),
        ("POST", f"{path}/commands/pause", {}),
        ("POST", f"{path}/commands/resume", {}),
        ("POST", f"{path}/replays", {"delivery": "x-1"}),
        ("DELETE", path, None),
    ]
    for claims in strangers:
        assert world.call("GET", "/v1/webhooks", claims).body["items"] == []
        for method, address, body in asked:
            reply = world.call(method, address, claims, body)
            assert (reply.status, reply.body["code"]) == (404, "webhook-not-found"), address
    assert world.call("GET", path, CHIEF).status == 200  # of the unit: keeps what tells of it


def test_nobody_subscribes_to_units_that_are_not_theirs(world, receiver):
    for units in (["L-QLD"], [UNIT, "L-QLD"], ["no-such-unit"]):
        reply = world.call("POST", "/v1/webhooks", MACHINE, wish(receiver, units=units))
        assert (reply.status, reply.body["code"]) == (403, "not-allowed")
    for claims in (AN, officer("leader"), {**MACHINE, "scope": "dossier.read"}):
        assert world.call("POST", "/v1/webhooks", claims, wish(receiver)).status == 403


@pytest.mark.parametrize(
    "values",
    [{"url": "ftp://x.example/"}, {"url": "https://a@x.example/"}, {"url": "https://x.example/ä"},
     {"types": []}, {"types": ["dossier.draft-opened"]}, {"units": []}, {"secret": "my-own"}],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_is_refused(world, receiver, values):
    assert world.call("POST", "/v1/webhooks", MACHINE, wish(receiver, **values)).status == 422


def test_on_aws_no_stage_calls_its_own_machine(world, monkeypatch):
    from chalicelib.bootstrap import Container
    from chalicelib.names import names

    assert Container(world.container.settings).post.lenient
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "motcua-test-tell_subscribers")
    names.cache_clear()
    try:
        assert not Container(world.container.settings).post.lenient
    finally:
        names.cache_clear()


def test_a_keeper_has_a_limited_number(world, receiver):
    for number in range(MOST_SUBSCRIPTIONS):
        register(world, receiver, name=str(number))
    reply = world.call("POST", "/v1/webhooks", MACHINE, wish(receiver))
    assert (reply.status, reply.body["code"]) == (409, "too-many-webhooks")


@pytest.mark.parametrize(
    "contact", ["nobody", "a@b", "x@example.vn\nBcc: y@example.vn", "Tên <x@example.vn>"]
)
def test_what_is_no_address_for_letters_is_refused(world, receiver, contact):
    reply = world.call("POST", "/v1/webhooks", MACHINE, wish(receiver, contact=contact))
    assert (reply.status, reply.body["code"]) == (422, "request-invalid")


def test_a_contact_is_shown_to_the_keeper_and_stands_nowhere_in_clear(world, receiver):
    made = register(world, receiver, contact="van-hanh@example.vn")
    shown = world.call("GET", f"/v1/webhooks/{made['id']}", MACHINE).body
    assert shown["contact"] == "van-hanh@example.vn"
    stored = world.container.table_client().scan(TableName=world.container.settings.table)["Items"]
    assert b"van-hanh" not in repr(stored).encode()


def test_operators_see_and_order_the_same(world, receiver):
    import manage

    made = register(world, receiver)
    deliver(world, world.filed())

    def run(*arguments: str):
        result = CliRunner().invoke(manage.app, ["webhooks", *arguments], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    (listed,) = [each for each in json.loads(run("list", "--json")) if each["id"] == made["id"]]
    assert (listed["name"], listed["waiting"]) == ("Một cửa tỉnh", 0)
    (line,) = json.loads(run("log", made["id"], "--json"))
    assert line["standing"] == "delivered"
    run("replay", made["id"], "--delivery", line["id"])
    run("now")
    assert len(receiver.taken) == 2
    run("pause", made["id"])
    run("replay", made["id"], "--since", "2026-10-05", "--until", "2026-10-06")
    run("now")
    assert len(receiver.taken) == 2
    run("resume", made["id"])
    run("now")
    assert len(receiver.taken) == 3
    unheard = world.filed()  # its news was lost on the way
    assert json.loads(run("tell", unheard["number"])) == {"told": 1}
    assert receiver.taken[-1].dossier == unheard["number"]
