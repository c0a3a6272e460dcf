"""An emulated AWS for tests that need real concurrency, streams or presigned uploads."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3

from local.children import Child, Children
from local.environment import Place, Ports, inherited
from local.machine import EMULATOR_PYTHON, emulator_environment, is_open

PATIENCE_S = 60


def free_ports(count: int = 4) -> Ports:
    """Neighbouring ports that nobody uses at the moment."""
    for base in range(20_000 + os.getpid() % 10_000, 60_000, count):
        if not any(is_open(port) for port in range(base, base + count)):
            return Ports(base)
    raise RuntimeError("no free ports")


@contextmanager
def emulator(data: Path, ports: Ports, save_every_s: float = 0.3) -> Iterator[Child]:
    """The emulator alone, saving its state several times a second; ended afterwards."""
    place = Place(data, ports)
    children = Children(place.folder("logs"))
    try:
        environment = {**inherited(), **emulator_environment(place), "SAVE_EVERY_S": str(save_every_s)}
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
    boto3.DEFAULT_SESSION = None  # it keeps the credentials that it first saw
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        boto3.DEFAULT_SESSION = None
