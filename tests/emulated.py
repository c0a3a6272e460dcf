"""An emulated AWS for tests that need real concurrency, streams or presigned uploads: MiniStack with our stack."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

from infra.deploy_state import deploy
from local.children import Child, Children
from local.environment import Place, Ports, inherited, url
from local.machine import EMULATOR_PYTHON, emulator_environment, is_open

PATIENCE_S = 60


@dataclass(frozen=True)
class Emulated:
    """A running emulator; ``stack`` holds the outputs of infra/state.yaml for stage ``test``."""

    place: Place
    child: Child
    stack: dict[str, str]


def free_ports(count: int = 4) -> Ports:
    """Neighbouring ports that nobody uses at the moment."""
    for base in range(20_000 + os.getpid() % 10_000, 60_000, count):
        if not any(is_open(port) for port in range(base, base + count)):
            return Ports(base)
    raise RuntimeError("no free ports")


@contextmanager
def emulator(data: Path, ports: Ports) -> Iterator[Child]:
    """The emulator alone, saving its state several times a second; ended afterwards."""
    place = Place(data, ports)
    children = Children(place.folder("logs"))
    try:
        environment = {**inherited(), **emulator_environment(place), "SAVE_EVERY_S": "0.3"}
        child = children.start(
            "emulator", [EMULATOR_PYTHON, "-m", "local.tethered", "local.emulator_server"], environment
        )
        deadline = time.monotonic() + PATIENCE_S
        while not is_open(ports.emulator):
            child.check()
            assert time.monotonic() < deadline, "the emulator does not answer"
            time.sleep(0.05)
        yield child
    finally:
        children.stop()


@contextmanager
def aws_environment(place: Place) -> Iterator[None]:
    """Within this, boto3 and the application speak to that emulator."""
    before = dict(os.environ)
    os.environ.update(place.aws())
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def emulated_stack(data: Path) -> Iterator[Emulated]:
    """Emulator and stack, with the environment that leads there."""
    place = Place(data, free_ports())
    with emulator(data, place.ports) as child, aws_environment(place):
        endpoint = url(place.ports.emulator)
        stack = deploy(boto3.client("cloudformation", endpoint_url=endpoint), "test")
        yield Emulated(place, child, stack)
