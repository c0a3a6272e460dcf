"""The Python client on a whole machine: its example files a dossier, and its repetitions change nothing."""

import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.pdfs import a_pdf

pytestmark = pytest.mark.e2e

FOLDER = Path(__file__).parents[2] / "clients/python"
EXAMPLE = FOLDER / "examples/file_a_dossier.py"
PROCEDURE, UNIT = "1.014027", "00004"


@pytest.fixture
def client(machine, monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    from motcua_client import Client

    return Client(f"http://127.0.0.1:{machine.place.ports.api}", lambda: machine.client.token("an"))


def test_the_example_has_thirty_lines_and_files_a_dossier(machine, client, tmp_path):
    assert len(EXAMPLE.read_text().splitlines()) <= 30
    draft = client.open_draft(PROCEDURE, UNIT)
    papers = []
    for component in draft["components"]:
        if component["required"]:
            file = tmp_path / f"{len(papers)}.pdf"
            file.write_bytes(a_pdf(f"{component['name']} {draft['id']}"))
            papers.append(f"{component['code']}={file}")
    api = f"http://127.0.0.1:{machine.place.ports.api}"
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), api, machine.client.token("an"), PROCEDURE, UNIT, *papers],
        env={"PYTHONPATH": str(FOLDER), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    number = done.stdout.split()[-1]
    assert machine.client.get(None, f"/v1/tracking/{number}")["degree_of_completion"] > 0


def test_a_refusal_is_an_exception_with_a_stable_code(client):
    from motcua_client import Problem

    with pytest.raises(Problem) as refused:
        client.open_draft("9.999999", UNIT)
    assert (refused.value.status, refused.value.code) == (404, "procedure-not-found")


def test_all_pages_of_a_list_are_walked(client):
    before = len(list(client.dossiers()))
    client.open_draft(PROCEDURE, UNIT)
    assert len(list(client.dossiers())) == before + 1


def test_limits_are_known_before_anything_is_sent(client):
    assert client.limits()["upload"]["bytes"] > 0


def test_a_delegate_acts_by_the_clients_own_word_and_the_grantor_sees_it(machine, client):
    from motcua_client import Client

    api = f"http://127.0.0.1:{machine.place.ports.api}"
    now = datetime.fromisoformat(client.open_draft(PROCEDURE, UNIT)["opened_at"])  # its clock may be moved
    until = (now + timedelta(days=30)).isoformat()
    wish = {"delegate_number": "038078900102", "delegate_name": "Bình", "until": until}
    given = client.call("POST", "/v1/delegations", wish)
    taker = Client(api, lambda: machine.client.token("binh"), on_behalf_of=given["id"])
    Client(api, lambda: machine.client.token("binh")).call(
        "POST", f"/v1/delegations/{given['id']}/acceptance"
    )
    draft = taker.open_draft(PROCEDURE, UNIT)
    assert draft["owner"]["number"] == "001185900101"
    ends = time.monotonic() + 60
    acts = []
    while not acts and time.monotonic() < ends:  # the stream carries them
        acts = client.call("GET", f"/v1/delegations/{given['id']}/acts")["items"]
        time.sleep(0.2)
    assert [act["operation"] for act in acts] == ["open_draft"]
