"""One deployment at a time: who may begin, and how what was killed is gone on with."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from infra.turns import KEY, LEASE, Holder, SomebodyElseDeploys, Turn
from tests.aws_in_memory import aws_in_memory

BUCKET = "motcua-test-releases"
NOW = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)


@pytest.fixture
def s3() -> Iterator[Any]:
    with aws_in_memory():
        client = boto3.client("s3")
        client.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": client.meta.region_name}
        )
        yield client


def a_turn(s3: Any, now: datetime = NOW) -> Turn:
    return Turn(s3, BUCKET, now=lambda: now)


def hold(s3: Any, holder: Holder) -> None:
    import json
    from dataclasses import asdict

    s3.put_object(Bucket=BUCKET, Key=KEY, Body=json.dumps(asdict(holder)).encode())


def test_a_second_one_is_refused_until_the_first_is_over(s3: Any) -> None:
    with a_turn(s3) as first:
        first.take()  # taking it twice is no crime
        with pytest.raises(SomebodyElseDeploys, match=r"until 04:00Z"):
            a_turn(s3).take()
    with a_turn(s3):
        assert s3.head_object(Bucket=BUCKET, Key=KEY)
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET)


def test_one_that_fails_gives_its_turn_back(s3: Any) -> None:
    with pytest.raises(RuntimeError), a_turn(s3):
        raise RuntimeError
    a_turn(s3).take()


def test_what_was_killed_on_this_machine_is_taken_over_at_once(s3: Any) -> None:
    killed = subprocess.Popen([sys.executable, "-c", "pass"])
    killed.wait()
    hold(s3, replace(Holder.here(NOW), process=killed.pid))
    a_turn(s3).take()


def test_what_was_killed_elsewhere_is_waited_for_no_longer_than_it_could_have_taken(s3: Any) -> None:
    hold(s3, Holder("lan", "her-laptop", 1, NOW.isoformat()))
    with pytest.raises(SomebodyElseDeploys, match="lan on her-laptop"):
        a_turn(s3, NOW + LEASE / 2).take()
    a_turn(s3, NOW + LEASE).take()


def test_before_there_is_a_bucket_there_is_nothing_to_hold(s3: Any) -> None:
    with Turn(s3, "nowhere-yet") as turn:
        turn.take()
