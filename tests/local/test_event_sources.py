"""The pollers: what was handled is forgotten, what was not comes back, and nothing in between is lost."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.event_sources.queue import QueuePoller
from local.event_sources.stream import Checkpoints, RecordRefused, StreamPoller, lambda_record
from local.event_sources.timer import ScheduleTimer, SimulatedClock
from local.schedules import parse
from tests.aws_in_memory import aws_in_memory

TABLE = "things"


@pytest.fixture(autouse=True)
def aws() -> Iterator[None]:
    with aws_in_memory():
        yield


def queue_with(*bodies: str) -> str:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=body)
    return url


def left_in(url: str) -> int:
    names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def test_a_handled_batch_is_deleted() -> None:
    url, seen = queue_with("a", "b"), []
    poller = QueuePoller(boto3.client("sqs"), "jobs", 10, seen.append)
    assert poller.step() == 2
    assert sorted(record["body"] for record in seen[0]["Records"]) == ["a", "b"]
    assert left_in(url) == 0


def test_only_what_succeeded_is_deleted() -> None:
    url, handled = queue_with("good", "bad", "good"), []

    def function(event: dict[str, Any]) -> dict[str, Any]:
        handled.extend(record["body"] for record in event["Records"])
        failed = [each["messageId"] for each in event["Records"] if each["body"] == "bad"]
        return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}

    QueuePoller(boto3.client("sqs"), "jobs", 10, function).step()
    assert sorted(handled) == ["bad", "good", "good"]
    assert left_in(url) == 1


def test_a_batch_whose_function_breaks_stays() -> None:
    url = queue_with("a", "b")

    def function(event: dict[str, Any]) -> None:
        raise RuntimeError(len(event["Records"]))

    QueuePoller(boto3.client("sqs"), "jobs", 10, function).step()
    assert left_in(url) == 2


def table_with(count: int) -> str:
    dynamodb = boto3.client("dynamodb")
    table = dynamodb.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]
    put(range(count))
    return table["LatestStreamArn"]


def put(numbers: range) -> None:
    for number in numbers:
        boto3.client("dynamodb").put_item(TableName=TABLE, Item={"id": {"S": str(number)}})


def ids(event: dict[str, Any]) -> list[str]:
    return [record["dynamodb"]["Keys"]["id"]["S"] for record in event["Records"]]


def test_a_new_poller_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    arn, seen = table_with(3), []
    client, path = boto3.client("dynamodbstreams"), tmp_path / "relay.json"

    def poller() -> StreamPoller:
        return StreamPoller(client, arn, 10, Checkpoints(path), lambda event: seen.extend(ids(event)))

    assert poller().step() == 3
    put(range(3, 5))
    second = poller()
    assert second.step() == 2
    assert second.step() == 0
    assert seen == ["0", "1", "2", "3", "4"]


def test_a_failing_record_is_given_again_and_its_successors_wait(tmp_path: Path) -> None:
    arn, seen = table_with(4), []
    broken = {"2"}

    def function(event: dict[str, Any]) -> dict[str, Any]:
        for record in event["Records"]:
            if record["dynamodb"]["Keys"]["id"]["S"] in broken:
                number = record["dynamodb"]["SequenceNumber"]
                return {"batchItemFailures": [{"itemIdentifier": number}]}
            seen.extend(ids({"Records": [record]}))
        return {}

    poller = StreamPoller(
        boto3.client("dynamodbstreams"), arn, 10, Checkpoints(tmp_path / "c.json"), function
    )
    assert poller.step() == 2
    with pytest.raises(RecordRefused):
        poller.step()
    broken.clear()
    assert poller.step() == 2
    assert seen == ["0", "1", "2", "3"]


def test_a_function_that_breaks_gets_the_same_records_again(tmp_path: Path) -> None:
    arn, calls = table_with(2), []

    def function(event: dict[str, Any]) -> None:
        calls.append(ids(event))
        if len(calls) == 1:
            raise RuntimeError

    poller = StreamPoller(
        boto3.client("dynamodbstreams"), arn, 10, Checkpoints(tmp_path / "c.json"), function
    )
    with pytest.raises(RuntimeError):
        poller.step()
    assert poller.step() == 2
    assert calls == [["0", "1"], ["0", "1"]]


def test_a_record_reaches_the_function_as_plain_json() -> None:
    when = datetime(2026, 1, 5, tzinfo=UTC)
    record = {"dynamodb": {"ApproximateCreationDateTime": when, "NewImage": {"hash": {"B": b"\x00"}}}}
    told = json.loads(json.dumps(lambda_record(record, "arn")))
    assert told["dynamodb"] == {
        "ApproximateCreationDateTime": when.timestamp(),
        "NewImage": {"hash": {"B": "AA=="}},
    }


MONDAY_8 = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "after", "due"),
    [
        ("rate(5 minutes)", timedelta(minutes=5), True),
        ("rate(5 minutes)", timedelta(minutes=4), False),
        ("rate(1 day)", timedelta(days=10), True),
        ("cron(30 8 * * ? *)", timedelta(minutes=30), True),
        ("cron(30 8 * * ? *)", timedelta(minutes=29), False),
        ("cron(0/15 * * * ? *)", timedelta(minutes=15), True),
        ("cron(0/15 * * * ? *)", timedelta(minutes=14), False),
        ("cron(0 9 ? * TUE-FRI *)", timedelta(hours=23), False),
        ("cron(0 9 ? * TUE-FRI *)", timedelta(hours=25), True),
        ("cron(0 0 1 JAN,FEB ? 2026)", timedelta(days=20), False),
        ("cron(0 0 1 JAN,FEB ? 2026)", timedelta(days=27), True),
    ],
)
def test_a_schedule_knows_when_it_is_due(expression: str, after: timedelta, due: bool) -> None:
    assert parse(expression).due_between(MONDAY_8, MONDAY_8 + after) is due


@pytest.mark.parametrize("expression", ["rate(1 week)", "cron(0 9 * *)", "cron(61 * * * ? *)", "hourly"])
def test_a_schedule_that_cannot_be_kept_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(expression)


@pytest.fixture
def clock(tmp_path: Path) -> SimulatedClock:
    return SimulatedClock(tmp_path / "clock.json")


@pytest.fixture
def order(tmp_path: Path) -> Path:
    return tmp_path / "order"


def test_a_jump_of_the_simulated_clock_fires_a_schedule_once(clock: SimulatedClock, order: Path) -> None:
    fired: list[dict[str, Any]] = []
    timer = ScheduleTimer(parse("rate(1 hour)"), clock, fired.append, order)
    assert timer.step() == 0
    clock.turn(clock.now() + timedelta(days=10), turning=False)
    assert [timer.step(), timer.step()] == [1, 0]
    assert fired[0]["source"] == "aws.events"


def test_a_schedule_rests_while_a_story_turns_the_clock_and_goes_on_afterwards(
    clock: SimulatedClock, order: Path
) -> None:
    timer = ScheduleTimer(parse("rate(1 hour)"), clock, lambda event: None, order)
    story = clock.now() - timedelta(days=30)
    for day in range(3):
        clock.turn(story + timedelta(days=day), turning=True)
        assert timer.step() == 0
    clock.turn(story + timedelta(days=2, minutes=59), turning=False)
    assert timer.step() == 0
    clock.turn(story + timedelta(days=2, minutes=61), turning=False)
    assert timer.step() == 1


def test_a_clock_that_is_set_back_delays_a_schedule_by_no_more_than_its_own_time(
    clock: SimulatedClock, order: Path
) -> None:
    timer = ScheduleTimer(parse("rate(1 hour)"), clock, lambda event: None, order)
    past = clock.now() - timedelta(days=30)
    clock.turn(past, turning=False)
    assert timer.step() == 0
    clock.turn(past + timedelta(minutes=61), turning=False)
    assert timer.step() == 1


def test_an_order_is_carried_out_at_once_even_while_the_clock_is_being_turned(
    clock: SimulatedClock, order: Path
) -> None:
    timer = ScheduleTimer(parse("rate(1 hour)"), clock, lambda event: None, order)
    clock.turn(clock.now(), turning=True)
    order.touch()
    assert [timer.step(), timer.step()] == [1, 0]
    assert not order.exists()


def test_an_order_that_fails_stands_until_it_succeeds(clock: SimulatedClock, order: Path) -> None:
    table_is_away = iter([True, False])

    def fail_once(event: dict[str, Any]) -> None:
        if next(table_is_away):
            raise RuntimeError("the table is away")

    timer = ScheduleTimer(parse("rate(1 hour)"), clock, fail_once, order)
    order.touch()
    with pytest.raises(RuntimeError):
        timer.step()
    assert order.exists()
    assert timer.step() == 1
    assert not order.exists()
