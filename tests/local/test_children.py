"""Processes: whatever happens to us, none of them is left."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from local.children import ChildEnded, Children
from local.environment import ROOT

SLEEPER = [sys.executable, "-m", "local.tethered", "tests.local.sleeper"]
PATIENCE_S = 20


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and ") Z " in status.read_text(encoding="utf-8")


def pids_in(log: Path) -> list[int]:
    """The sleeper writes its own number and that of a process it started itself."""
    return [int(word) for word in log.read_text(encoding="utf-8").split()]


def test_stopping_ends_a_child_and_what_the_child_started(tmp_path: Path) -> None:
    children = Children(tmp_path)
    child = children.start("sleeper", SLEEPER, os.environ)
    assert eventually(lambda: len(pids_in(child.log)) == 2)
    pids = pids_in(child.log)
    children.stop()
    assert all(eventually(lambda pid=pid: is_gone(pid)) for pid in pids)


def test_a_child_ends_itself_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, time\n"
        "from local.children import Children\n"
        f"Children(pathlib.Path({str(tmp_path)!r})).start('sleeper', {SLEEPER!r}, os.environ)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as parent:
        log = tmp_path / "sleeper.log"
        assert eventually(lambda: log.exists() and len(pids_in(log)) == 2)
        sleeper = pids_in(log)[0]
        parent.send_signal(signal.SIGKILL)
    assert eventually(lambda: is_gone(sleeper))


def test_a_child_that_dies_is_named_with_its_last_words(tmp_path: Path) -> None:
    children = Children(tmp_path)
    try:
        child = children.start("mayfly", [sys.executable, "-c", "print('no room')"], os.environ)
        child.process.wait()
        with pytest.raises(ChildEnded, match=r"mayfly has stopped .*: no room"):
            children.check()
    finally:
        children.stop()
