"""Schedules called by hand: the running machine carries the order out, or it is said at once that there is none."""

import subprocess
import sys
import threading
from pathlib import Path

from local.environment import Place
from local.event_sources.timer import ScheduleTimer, SimulatedClock
from local.schedules import parse
from local.wake import order_of, schedules, wake
from scripts.documents import ROOT
from tests.emulated import free_ports


def test_an_order_is_waited_for_until_it_was_carried_out(tmp_path: Path) -> None:
    place, fired = Place(tmp_path, free_ports()), threading.Event()
    timer = ScheduleTimer(
        parse("rate(1 hour)"), SimulatedClock(place.clock), lambda event: fired.set(), order_of(place, "seal")
    )
    done = threading.Event()

    def poll() -> None:
        while not done.is_set():
            timer.step()

    machine = threading.Thread(target=poll)
    machine.start()
    try:
        assert wake(place, ["seal"]) == []
    finally:
        done.set()
        machine.join()
    assert fired.is_set()


def test_an_order_that_nobody_carries_out_is_named_and_taken_back(tmp_path: Path) -> None:
    place = Place(tmp_path, free_ports())
    assert wake(place, ["seal", "reconcile"], within_s=0) == ["seal", "reconcile"]
    assert not order_of(place, "seal").exists()


def test_all_schedules_may_be_called() -> None:
    assert {"seal", "reconcile", "catch_up", "find_stuck"} <= set(schedules())


def test_without_a_machine_it_is_said_at_once(tmp_path: Path) -> None:
    ports = free_ports()
    done = subprocess.run(
        [sys.executable, "-m", "local.wake", "seal"],
        cwd=ROOT,
        env={
            "MOTCUA_DATA": str(tmp_path),
            "MOTCUA_PORT": str(ports.base),
            "AWS_DEFAULT_REGION": "ap-southeast-1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"port {ports.api}: start it with make run" in done.stderr
