"""Is anything stuck: files that nobody read, dossiers that nobody moves, dead messages; each is seen and measured."""

import json
import re
from datetime import timedelta

import pytest
from typer.testing import CliRunner

import manage
from chalicelib.domain.states import State
from chalicelib.workers import find_stuck
from chalicelib.workers.batches import DELIVERIES
from scripts.documents import ROOT
from tests.app.test_tracing import written  # noqa: F401 - a fixture
from tests.app.world import AN, OFFICE_MORNING, UNIT, announcement
from tests.pdfs import a_pdf


def run(*arguments):
    return CliRunner().invoke(manage.app, list(arguments))


def told(kind):
    return {
        each["what"]: each
        for each in json.loads(run("stuck", "--unit", UNIT, "--json").stdout)
        if each["kind"] == kind
    }


@pytest.fixture
def sent(world):
    """A file whose bytes arrived, and of which nobody was told."""
    draft = world.draft()
    component, data = draft["components"][0]["code"], a_pdf("Giấy tờ")
    path = f"/v1/dossiers/{draft['id']}/files"
    announced = world.call("POST", path, AN, announcement(component, data)).body
    never_sent = world.call("POST", path, AN, announcement(component, a_pdf("Khác"))).body
    key = announced["upload"]["fields"]["key"]
    world.container.s3.put_object(Bucket=world.container.settings.files_bucket, Key=key, Body=data)
    yield draft, announced["file"]["file_id"], never_sent["file"]["file_id"], key
    world.forget([draft["id"]])


def digitize_queue(world):
    """Keys of all uploads of which the queue tells."""
    url = world.container.sqs.get_queue_url(QueueName=world.container.settings.digitize_queue)["QueueUrl"]
    keys = set()
    while found := world.container.sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0
    ).get("Messages"):
        for message in found:
            records = json.loads(message["Body"]).get("Records", [])
            keys |= {record["s3"]["object"]["key"] for record in records}
            world.container.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return keys


def stuck_files(world, draft):
    found = [each for each in world.container.find_stuck.stuck_files() if each.dossier_id == draft["id"]]
    return [each.file_id for each in found]


def test_a_file_that_arrived_and_was_not_read_is_stuck_after_an_hour_and_no_longer_once_it_is_read(
    world, sent
):
    draft, file_id, never_sent, key = sent
    assert stuck_files(world, draft) == []
    world.set_clock(OFFICE_MORNING + timedelta(hours=1, minutes=1))
    assert stuck_files(world, draft) == [file_id]
    (line,) = [each for each in told("file").values() if draft["id"] in each["what"]]
    assert file_id in line["what"]
    assert never_sent not in line["what"]
    assert run("stuck", "--unit", UNIT).exit_code == 1
    assert run("stuck", "--unit", UNIT, "--again").exit_code == 1
    assert key in digitize_queue(world)
    world.notify(key)
    assert stuck_files(world, draft) == []


def test_looking_for_it_costs_two_queries_and_a_look_at_each_that_waits(world, sent):
    world.set_clock(OFFICE_MORNING + timedelta(hours=2))
    with world.counted() as calls:
        waiting = list(world.container.find_stuck.files.pending(OFFICE_MORNING, world.container.clock.now()))
    assert calls == {"Query": 1}
    with world.counted() as calls:
        list(world.container.find_stuck.stuck_files())
    assert calls["Query"] == 2
    assert calls["HeadObject"] >= len([each for each in waiting if each[1].dossier_id == sent[0]["id"]])


def test_a_dossier_that_nobody_answers_stands_still_and_moves_again_when_somebody_does(world):
    dossier = world.filed()

    def still():
        found = world.container.find_stuck.still_dossiers(units=[UNIT])
        return {each.dossier_id: each.state for each in found}.get(dossier["id"])

    assert still() is None
    world.set_clock(OFFICE_MORNING + timedelta(days=3))
    assert still() == State.SUBMITTED
    assert any(dossier["number"] in what for what in told("dossier"))
    assert world.order(dossier, "receive", "reception").status == 200
    assert still() is None
    world.set_clock(OFFICE_MORNING + timedelta(days=8))
    assert still() == State.RECEIVED
    world.forget([dossier["id"]])


def test_the_hourly_look_leaves_a_line_for_each_and_two_figures(world, sent, written, capsys):  # noqa: F811
    draft, file_id, *_ = sent
    world.set_clock(OFFICE_MORNING + timedelta(hours=2))
    find_stuck.handle()
    lines = [json.loads(each) for each in written]
    ours = [each for each in lines if each.get("dossier_id") == draft["id"]]
    assert [(each["event"], each["file_id"]) for each in ours] == [("FILE_STUCK", file_id)]
    (figures,) = [
        json.loads(line) for line in capsys.readouterr().out.splitlines() if "StillDossiers" in line
    ]
    assert figures["StuckFiles"][0] >= 1


def test_a_message_that_fails_five_times_is_dead_seen_with_its_cause_and_replayed(world, written):  # noqa: F811
    sqs, name = world.container.sqs, world.container.settings.archive_queue
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    sqs.purge_queue(QueueUrl=url)
    body = {"dossier_id": "nobody-has-it", "seq": 1, "trace": "ab" * 16}
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))
    for _ in range(6):  # what Lambda does, without the pauses between deliveries
        found = sqs.receive_message(
            QueueUrl=url, VisibilityTimeout=0, WaitTimeSeconds=0, MessageSystemAttributeNames=["All"]
        )
        for message in found.get("Messages", []):
            record = {
                "messageId": message["MessageId"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "eventSourceARN": f"arn:aws:sqs:::{name}",
            }
            answer = world.app.handler_map["archive"]({"Records": [record]}, None)
            assert answer == {"batchItemFailures": [{"itemIdentifier": message["MessageId"]}]}
    (dead,) = json.loads(run("dead", "list", "archive", "--json").stdout)
    assert (dead["about"], dead["trace"]) == ("nobody-has-it", "ab" * 16)
    causes = [json.loads(line) for line in written]
    assert [each["event"] for each in causes] == ["MESSAGE_FAILED"] * 4 + ["MESSAGE_SET_ASIDE"]
    assert {each["trace"] for each in causes} == {"ab" * 16}
    assert {each["fault"] for each in causes} == {"DossierNotFound"}
    assert "archive: nobody-has-it" in told("message")
    assert run("dead", "replay", "archive", "--id", dead["id"]).stdout.startswith("1 messages")
    assert run("dead", "list", "archive").exit_code == 0
    (back,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)["Messages"]
    assert json.loads(back["Body"]) == body
    sqs.purge_queue(QueueUrl=url)


def test_the_patience_with_a_message_is_that_of_the_queues():
    template = (ROOT / "infra" / "state.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"maxReceiveCount: (\d+)", template)) == {str(DELIVERIES)}
