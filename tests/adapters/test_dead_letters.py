"""Messages that failed for good are seen without being lost, and come again in the order of their dossier."""

import json

import boto3
import pytest

from chalicelib.adapters.dead_letters import DeadLetters
from tests.aws_in_memory import aws_in_memory

SUFFIXES = ("", ".fifo")


@pytest.fixture
def sqs():
    with aws_in_memory():
        yield boto3.client("sqs", region_name="ap-southeast-1")


def queues(sqs, suffix):
    """A work queue and the queue of its failures: names and addresses."""
    fifo = {"FifoQueue": "true"} if suffix else {}
    failed = sqs.create_queue(QueueName=f"work-failed{suffix}", Attributes=fifo)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=failed, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
    work = sqs.create_queue(QueueName=f"work{suffix}", Attributes={**fifo, "RedrivePolicy": redrive})[
        "QueueUrl"
    ]
    return work, failed


def put(sqs, url, suffix, *bodies):
    for number, body in enumerate(bodies):
        order = (
            {"MessageGroupId": body["dossier_id"], "MessageDeduplicationId": str(number)} if suffix else {}
        )
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body), **order)


def received(sqs, url):
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"])
    return [
        (json.loads(each["Body"]), each["Attributes"].get("MessageGroupId"))
        for each in found.get("Messages", [])
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_one_sees_which_dossiers_a_dead_message_is_about(sqs, suffix):
    _, failed = queues(sqs, suffix)
    put(sqs, failed, suffix, *({"dossier_id": f"d{n}", "seq": n} for n in range(3)))
    found = DeadLetters(sqs, f"work{suffix}").look()
    assert sorted(each.about for each in found) == ["d0", "d1", "d2"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_replaying_puts_all_back_and_leaves_none_behind(sqs, suffix):
    work, failed = queues(sqs, suffix)
    put(sqs, failed, suffix, *({"dossier_id": f"d{n}", "seq": n} for n in range(3)))
    letters = DeadLetters(sqs, f"work{suffix}")
    assert letters.replay() == 3
    assert letters.replay() == 0
    back = received(sqs, work)
    assert sorted(body["dossier_id"] for body, _ in back) == ["d0", "d1", "d2"]
    if suffix:
        assert all(group == body["dossier_id"] for body, group in back)


def test_an_upload_is_named_by_its_key(sqs):
    _, failed = queues(sqs, "")
    record = {"s3": {"object": {"key": "uploads/d1/CCCD/f+1"}}}
    sqs.send_message(QueueUrl=failed, MessageBody=json.dumps({"Records": [record]}))
    (found,) = DeadLetters(sqs, "work").look()
    assert found.about == "uploads/d1/CCCD/f 1"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_was_looked_at_can_be_replayed_at_once(sqs, suffix):
    _, failed = queues(sqs, suffix)
    put(sqs, failed, suffix, *({"dossier_id": f"d{n}", "seq": n} for n in range(3)))
    letters = DeadLetters(sqs, f"work{suffix}")
    assert len(letters.look()) == len(letters.look()) == 3
    assert letters.replay() == 3


@pytest.mark.parametrize(
    "body", ["no json at all", "[]", '"text"', '{"Records": [{"s3": {}}]}', "{}", "null"]
)
def test_what_cannot_be_understood_is_seen_and_can_be_forgotten(sqs, body):
    _, failed = queues(sqs, "")
    sqs.send_message(QueueUrl=failed, MessageBody=body)
    put(sqs, failed, "", {"dossier_id": "d1", "seq": 1, "trace": "a" * 32})
    letters = DeadLetters(sqs, "work")
    by_about = {each.about: each for each in letters.look()}
    assert by_about.keys() == {"d1", f"no message of ours ({len(body)} characters)"}
    assert by_about["d1"].trace == "a" * 32
    poison = by_about.pop(f"no message of ours ({len(body)} characters)")
    assert poison.trace == poison.id
    assert letters.forget(poison.id)
    assert not letters.forget(poison.id)
    assert [each.about for each in letters.look()] == ["d1"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_one_alone_is_replayed_and_the_others_stay(sqs, suffix):
    work, failed = queues(sqs, suffix)
    put(sqs, failed, suffix, *({"dossier_id": f"d{n}", "seq": n} for n in range(3)))
    letters = DeadLetters(sqs, f"work{suffix}")
    one = letters.look()[0]
    assert letters.replay(one.id) == 1
    assert [body["dossier_id"] for body, _ in received(sqs, work)] == [one.about]
    assert one.about not in {each.about for each in letters.look()}
