"""What was answered with success is kept, whatever dies; and two at once are one after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local.portal import mapi
from local.portal.config import Config
from local.portal.portal import Call, Portal
from local.portal.rules import Refused
from tests.unit.portal_simulator.conftest import NUMBER, PROCEDURE, UNIT, dossier, row

DIES_AFTER_ACCEPTING = """
import json, os, signal, sys
from pathlib import Path
from local.portal import mapi
from local.portal.config import Config
from local.portal.portal import Call, Portal
folder, procedure, unit, dossier = json.loads(sys.argv[1])
portal = Portal(Path(folder), Config())
portal.catalogue.tell("procedure", [procedure])
mapi.perform(portal, Call("DongBoHoSoMC", unit, {"isUpdating": "False", "data": [dossier]}))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_portal_knows_what_it_accepted(tmp_path: Path) -> None:
    told = json.dumps([str(tmp_path), PROCEDURE, UNIT, dossier()])
    died = subprocess.run([sys.executable, "-c", DIES_AFTER_ACCEPTING, told], check=False)
    assert died.returncode == -9
    again = Portal(tmp_path, Config())
    assert [each.number for each in again.store.dossiers()] == [NUMBER]
    again.store.close()


def create(portal: Portal) -> str:
    body = {"isUpdating": "False", "data": [dossier()]}
    try:
        mapi.perform(portal, Call("DongBoHoSoMC", UNIT, body))
    except Refused as refused:
        return refused.rules[0]
    return "created"


def test_of_many_creates_at_once_one_wins(portal: Portal) -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = Counter(threads.map(lambda _: create(portal), range(24)))
    assert outcomes == {"created": 1, "duplicate": 23}


def test_rows_sent_at_once_are_all_kept(portal: Portal) -> None:
    create(portal)

    def send(minute: int) -> None:
        body = {"data": [row("4", f"2026011609{minute:02d}00")]}
        mapi.perform(portal, Call("CapNhatTienDoHoSoMC", UNIT, body))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, range(40)))
    kept = {each.row["ThoiDiemXuLy"] for each in portal.store.progress(NUMBER)}
    assert len(kept) == 40


def test_numbers_of_a_counter_are_never_given_twice(portal: Portal) -> None:
    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(lambda _: portal.store.next_value("n"), range(50)))
    assert sorted(given) == list(range(1, 51))
