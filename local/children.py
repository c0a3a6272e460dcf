"""Child processes that never outlive us: ended in order, and tied to our life by a pipe."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.environment import ROOT

GRACE_S = 8.0
LIFELINE = "MOTCUA_LIFELINE"


class ChildEnded(Exception):
    """A process that should have stayed up has ended; its log says why."""

    def __init__(self, name: str, log: Path) -> None:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        super().__init__(f"{name} has stopped ({log}): {lines[-1] if lines else 'it said nothing'}")


@dataclass(frozen=True)
class Child:
    """One running process and its log."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def check(self) -> None:
        """Raise ChildEnded if the process is gone."""
        if self.process.poll() is not None:
            raise ChildEnded(self.name, self.log)


class Children:
    """Starts processes and ends them in reverse order, whatever happens to us.

    Each child holds the reading end of a pipe whose writing end only we have: when we go, even by SIGKILL,
    the pipe closes and the child ends itself (``die_with_parent``).
    """

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: list[Child] = []
        self._read_end, self._write_end = os.pipe()

    def start(
        self, name: str, command: Sequence[str | Path], environment: Mapping[str, str], cwd: Path = ROOT
    ) -> Child:
        """Start one process in a session of its own, so that a Ctrl-C reaches us alone."""
        path = self._logs / f"{name}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**environment, LIFELINE: str(self._read_end), "PYTHONUNBUFFERED": "1"},
                pass_fds=[self._read_end],
                cwd=cwd,
                start_new_session=True,
            )
        child = Child(name, process, path)
        self._running.append(child)
        return child

    def check(self) -> None:
        """Raise ChildEnded for the first process that is gone."""
        for child in self._running:
            child.check()

    def stop(self) -> None:
        """End all, the last started first: whoever writes goes before whoever stores."""
        while self._running:
            end(self._running.pop().process)
        for descriptor in (self._read_end, self._write_end):
            os.close(descriptor)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process, then its whole group; insist after the grace period. Leaves no member of the group."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def die_with_parent() -> None:
    """In a child: end in good order as soon as whoever started us is gone."""
    descriptor = os.environ.get(LIFELINE)
    if descriptor is not None:
        threading.Thread(target=_watch, args=(int(descriptor),), daemon=True).start()


def _watch(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)
