"""The emulator under our launcher: what was stored survives even a sudden death, events not yet relayed included."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import boto3
import pytest

from infra.deploy_state import deploy
from local.environment import Place, url
from local.event_sources.stream import Checkpoints, StreamPoller
from tests.emulated import aws_environment, emulator, free_ports

pytestmark = pytest.mark.e2e

PATIENCE_S = 30


def saved(place: Place, word: str) -> bool:
    file = place.data / "emulator" / "dynamodb.json"
    return file.exists() and word in file.read_text(encoding="utf-8")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE_S
    while not holds():
        assert monotonic() < deadline
        sleep(0.05)


def relayed(arn: str, checkpoints: Path) -> list[str]:
    seen: list[str] = []

    def function(event: dict[str, Any]) -> None:
        seen.extend(record["dynamodb"]["Keys"]["PK"]["S"] for record in event["Records"])

    StreamPoller(boto3.client("dynamodbstreams"), arn, 100, Checkpoints(checkpoints), function).step()
    return seen


def test_nothing_that_was_saved_is_lost_when_the_emulator_is_killed(tmp_path: Path) -> None:
    place = Place(tmp_path, free_ports())
    checkpoints = tmp_path / "checkpoints.json"
    with aws_environment(place):
        with emulator(tmp_path, place.ports) as child:
            stack = deploy(boto3.client("cloudformation"), "test")
            table, bucket = stack["TableName"], stack["FilesBucket"]
            put(table, "first")
            assert relayed(stack["TableStreamArn"], checkpoints) == ["first"]
            put(table, "second")
            boto3.client("s3").put_object(Bucket=bucket, Key="uploads/a", Body=b"paper")
            wait_until(lambda: saved(place, "second"))
            os.kill(child.process.pid, signal.SIGKILL)
            child.process.wait()
        with emulator(tmp_path, place.ports):
            assert deploy(boto3.client("cloudformation"), "test") == stack
            found = boto3.client("dynamodb").scan(TableName=table)["Items"]
            assert {item["PK"]["S"] for item in found} == {"first", "second"}
            assert boto3.client("s3").get_object(Bucket=bucket, Key="uploads/a")["Body"].read() == b"paper"
            assert relayed(stack["TableStreamArn"], checkpoints) == ["second"]


def put(table: str, name: str) -> None:
    boto3.client("dynamodb").put_item(TableName=table, Item={"PK": {"S": name}, "SK": {"S": "HEAD"}})


def test_the_emulator_listens_on_the_loopback_address_only(tmp_path: Path) -> None:
    place = Place(tmp_path, free_ports())
    with emulator(tmp_path, place.ports) as child:
        sockets = set()
        for descriptor in Path(f"/proc/{child.process.pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile: the connection that found it open
                sockets.add(str(descriptor.readlink()))
        listening = [
            line.split()[1]
            for file in ("tcp", "tcp6")
            for line in Path(f"/proc/net/{file}").read_text(encoding="ascii").splitlines()[1:]
            if line.split()[3] == "0A" and f"socket:[{line.split()[9]}]" in sockets
        ]
        assert listening == [f"0100007F:{place.ports.emulator:04X}"], url(place.ports.emulator)
