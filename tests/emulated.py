"""An emulated AWS for tests that need real concurrency, streams or presigned uploads."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3

from local.children import Child, Children
from local.environment import Place, Ports, inherited
from local.machine import EMULATOR_PYTHON, emulator_environment, is_open

PATIENCE_S = 60


#: Below those that the system gives to whoever calls out.
FIRST_PORT, LAST_PORT = 20_000, 32_000
_taken: set[int] = set()


def free_ports(count: int = 4) -> Ports:
    """Neighbouring ports that nobody uses, from this worker's share: several workers look at the same time."""
    share = (LAST_PORT - FIRST_PORT) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    first = FIRST_PORT + share * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for base in random.SystemRandom().sample(range(first, first + share - count, 10), k=100):
        if base not in _taken and not any(is_open(port) for port in range(base, base + count)):
            _taken.add(base)
            return Ports(base)
    raise RuntimeError("no free ports")


@contextmanager
def emulator(
    data: Path, ports: Ports, save_every_s: float = 0.3, decisions: Path | None = None
) -> Iterator[Child]:
    """The emulator alone, saving its state several times a second; killed afterwards, as nobody reads its last state.

    ``decisions``: a file for what it decides about permissions; without one everybody may do everything.
    """
    place = Place(data, ports)
    children = Children(place.folder("logs"))
    try:
        environment = {**inherited(), **emulator_environment(place), "SAVE_EVERY_S": str(save_every_s)}
        if decisions:
            environment |= {"AUTH": "true", "NOTE_DECISIONS": str(decisions)}
        child = children.start(
            "emulator", [EMULATOR_PYTHON, "-m", "local.tethered", "local.emulator_server"], environment
        )
        deadline = time.monotonic() + PATIENCE_S
        while not is_open(ports.emulator):
            child.check()
            assert time.monotonic() < deadline, "the emulator does not answer"
            time.sleep(0.05)
        yield child
        child.process.kill()
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
