"""Webhooks on a whole machine: the example of the Python client hears of a dossier through stream, queue and poller."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from local.machine import is_open
from tests.e2e.test_crowds import upload
from tests.emulated import free_ports
from tests.pdfs import a_pdf

pytestmark = pytest.mark.e2e

FOLDER = Path(__file__).parents[2] / "clients/python"
PROCEDURE, UNIT = "1.014076", "L-SYT-01"
PATIENCE_S = 120


@pytest.fixture
def printed(machine):
    """What the example prints: a line for each message that is genuine and new."""
    port = free_ports().base
    wish = {
        "name": "Một cửa tỉnh",
        "url": f"http://127.0.0.1:{port}/motcua",
        "types": ["dossier.submitted", "dossier.received"],
        "units": [UNIT],
    }
    made = machine.client.post("province", "/v1/webhooks", wish)
    command = [sys.executable, "-u", "examples/receive_webhooks.py", str(port), made["secret"]]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=FOLDER,
        env={"PYTHONPATH": "."},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as example:
        reader = threading.Thread(target=lambda: lines.extend(example.stdout or []), daemon=True)
        reader.start()
        ends = time.monotonic() + PATIENCE_S
        while not is_open(port) and time.monotonic() < ends:
            time.sleep(0.05)
        yield lines
        example.terminate()
        reader.join()


def test_another_system_hears_of_a_dossier_within_seconds(machine, printed):
    client = machine.client
    draft = client.post("an", "/v1/dossiers", {"procedure": PROCEDURE, "unit": UNIT})
    for component in draft["components"]:
        if component["required"]:
            client.upload("an", draft["id"], upload(component["code"], a_pdf(component["code"])))
    client.when_read("an", draft["id"])
    filed = client.post("an", f"/v1/dossiers/{draft['id']}/submit", {})
    client.post("hanoi.reception", f"/v1/dossiers/{draft['id']}/commands/receive", {})
    ends = time.monotonic() + PATIENCE_S
    while len(printed) < 2 and time.monotonic() < ends:
        time.sleep(0.1)
    told = [line.split()[1:] for line in printed]
    number = filed["number"]
    assert told == [
        ["dossier.submitted", number, "submitted"],
        ["dossier.received", number, "received"],
    ], json.dumps(printed)
