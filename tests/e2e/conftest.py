"""One whole machine in processes of its own, on which the sample dossiers have been through their story."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from local import calls
from local.demo.client import Client
from local.environment import Place
from tests.emulated import free_ports

READY_WITHIN_S = 240


@dataclass
class RunningMachine:
    """``make run`` as a person would see it: what it printed, where it keeps its things, how to talk to it."""

    place: Place
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @property
    def client(self) -> Client:
        return Client(self.place)

    def wait_for(self, words: str) -> None:
        """Until it prints ``words``; fails with all that it printed if it ends or takes too long."""
        ends = time.monotonic() + READY_WITHIN_S
        while not any(words in line for line in self.printed):
            if self.process.poll() is not None or time.monotonic() > ends:
                pytest.fail("the machine did not get there:\n" + "".join(self.printed))
            time.sleep(0.1)


def start(place: Place) -> RunningMachine:
    """Start ``python -m local.machine run`` and gather what it prints."""
    environment = {
        **os.environ,
        "MOTCUA_DATA": str(place.data),
        "MOTCUA_PORT": str(place.ports.base),
        calls.SWITCH: "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "local.machine", "run"],
        cwd=Path(__file__).parents[2],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    running = RunningMachine(place, process)
    threading.Thread(target=lambda: running.printed.extend(process.stdout or []), daemon=True).start()
    return running


@pytest.fixture(scope="package")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMachine]:
    """Ended with the last test here: even one that does nothing keeps a third of a processor busy."""
    place = Place(tmp_path_factory.mktemp("machine"), free_ports())
    running = start(place)
    running.wait_for("Ctrl-C ends it.")
    yield running
    if running.process.poll() is None:
        os.kill(running.process.pid, signal.SIGINT)
        running.process.wait(timeout=30)
    assert running.process.stdout is not None
    running.process.stdout.close()
