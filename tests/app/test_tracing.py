"""One id from the request to the portal: in the answer, the event, the message, every line, the portal's own log."""

import json
import logging
import time
from uuid import uuid4

import boto3
import pytest
from typer.testing import CliRunner

import manage
from chalicelib.adapters import keys
from chalicelib.adapters.items import wire
from chalicelib.correlation import brought
from manage_commands.trace import lines_in_files
from tests.app.test_audit import relay_everything
from tests.app.test_workers import stream_records
from tests.app.world import AN, sqs_event

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def submitted(world, **headers):
    draft = world.ready_draft()
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN, **headers)
    assert reply.status == 200, reply.body
    return draft["id"], reply.headers["X-Request-Id"]


def event_of(world, dossier_id, seq):
    key = wire({"PK": keys.dossier(dossier_id), "SK": keys.event(seq)})
    return world.container.dynamodb.get_item(TableName=world.container.settings.table, Key=key)["Item"]


def messages(world, queue):
    url = world.container.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    found = world.container.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
    world.container.sqs.purge_queue(QueueUrl=url)
    return [json.loads(each["Body"]) for each in found.get("Messages", [])]


@pytest.fixture
def written(world, monkeypatch):
    """Lines as Lambda would hand them to CloudWatch."""
    from chalicelib.observability import logger

    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(logger().registered_formatter.format(record))

    handler = Kept()
    logger()._logger.addHandler(handler)
    yield lines
    logger()._logger.removeHandler(handler)


def test_the_callers_id_goes_into_answer_event_and_message(world):
    mine = str(uuid4())
    dossier_id, told = submitted(world, x_request_id=mine)
    assert told == mine
    assert event_of(world, dossier_id, 2)["trace"]["S"] == mine
    world.app.handler_map["relay"]({"Records": stream_records(world, dossier_id)}, None)
    ours = [
        each
        for each in messages(world, world.container.settings.portal_queue)
        if each["dossier_id"] == dossier_id
    ]
    assert {each["seq"]: each["trace"] for each in ours}[2] == mine


def test_the_trace_of_a_tracing_client_is_taken(world):
    _, told = submitted(world, traceparent=TRACEPARENT)
    assert told == "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize(
    "offered", ["", "001185900101", "Nguyễn Thị Thử An", "a" * 33, "x\ninjected", "1" * 64]
)
def test_what_is_no_id_is_not_taken(offered):
    made = brought({"x-request-id": offered})
    assert offered not in made or not offered
    assert len(made) == 32
    assert brought({"x-request-id": offered}, "4BF92F35-77B3-4DA6-A3CE-929D0E0E4736") == (
        "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"
    )


def test_a_problem_names_the_same_id_as_the_header(world):
    reply = world.call("GET", "/v1/dossiers/none", AN)
    assert reply.status == 404
    assert reply.body["request_id"] == reply.headers["X-Request-Id"]


def test_an_operator_finds_every_line_of_a_request_whichever_function_wrote_it(world, written):
    mine = str(uuid4())
    dossier_id, _ = submitted(world, x_request_id=mine)
    relay_everything(world, dossier_id)
    world.app.handler_map["archive"](sqs_event({"dossier_id": dossier_id, "seq": 2, "trace": mine}), None)
    logs = boto3.client("logs", region_name=world.container.settings.region)
    group = f"/aws/lambda/motcua-test-{uuid4().hex[:8]}"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    now = int(time.time() * 1000)
    logs.put_log_events(
        logGroupName=group,
        logStreamName="s",
        logEvents=[{"timestamp": now, "message": line} for line in ["START", *written]],
    )
    result = CliRunner().invoke(manage.app, ["trace", mine, "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    events = [line["event"] for line in found]
    assert events.count("API_ANSWERED") == 1
    assert {"NEWS_RELAYED", "PAPERS_ARCHIVED"} <= set(events)
    assert CliRunner().invoke(manage.app, ["trace", mine]).exit_code == 0
    assert CliRunner().invoke(manage.app, ["trace", str(uuid4())]).exit_code == 1


def test_on_one_machine_the_lines_come_from_its_files(tmp_path, written, world):
    mine = str(uuid4())
    submitted(world, x_request_id=mine)
    (tmp_path / "api.log").write_text("\n".join(["no json", *written]), encoding="utf-8")
    (line,) = lines_in_files(tmp_path, mine)
    assert (line.where, line.event, line.about["operation"]) == ("api", "API_ANSWERED", "submit")


def test_a_message_without_an_id_is_followed_by_its_own(world, written):
    answer = world.app.handler_map["archive"](sqs_event({"dossier_id": "nobody", "seq": 1}), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-0"}]}
    (line,) = [json.loads(each) for each in written if "MESSAGE_FAILED" in each]
    assert (line["trace"], line["fault"], line["delivery"]) == ("m-0", "DossierNotFound", 1)
    assert "dossiers.py" in line["where"]


def test_one_message_that_cannot_be_understood_fails_alone(world, written):
    dossier_id, _ = submitted(world)
    event = sqs_event({"dossier_id": dossier_id, "seq": 2})
    event["Records"].append({**event["Records"][0], "messageId": "poison", "body": "no json at all"})
    for function in ("archive", "sync"):
        failed = world.app.handler_map[function](event, None)["batchItemFailures"]
        assert {"itemIdentifier": "poison"} in failed
        assert any("poison" in line and "JSONDecodeError" in line for line in written)


def test_the_last_delivery_is_told_as_an_error(world, written):
    event = sqs_event("nothing of ours")
    event["Records"][0]["attributes"] = {"ApproximateReceiveCount": "5"}
    world.app.handler_map["archive"](event, None)
    (line,) = [json.loads(each) for each in written]
    assert (line["level"], line["event"]) == ("ERROR", "MESSAGE_SET_ASIDE")
