"""Sixteen people at once: one wins, nobody is lost, numbers have no gaps."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3

from local.environment import url
from tests.pdfs import a_pdf

pytestmark = pytest.mark.e2e

CROWD = 16
PROCEDURE, UNIT, DESK = "1.014027", "00004", "hanoi.reception"


def send(machine, persona, method, path, body=None, **headers):
    """Status and body, whatever they are."""
    sent = {
        "Authorization": f"Bearer {machine.client.token(persona)}",
        "Content-Type": "application/json",
        **headers,
    }
    answer = urllib3.request(
        method,
        url(machine.place.ports.api) + path,
        body=json.dumps(body or {}).encode(),
        headers=sent,
        retries=False,
    )
    return answer.status, json.loads(answer.data)


def together(work, arguments):
    """All at once, on as many threads."""
    with ThreadPoolExecutor(CROWD) as crowd:
        return list(crowd.map(work, arguments))


def complete_draft(machine, procedure=PROCEDURE, unit=UNIT):
    """A draft whose papers have been read."""
    client = machine.client
    draft = client.post("an", "/v1/dossiers", {"procedure": procedure, "unit": unit})
    for component in draft["components"]:
        if component["required"]:
            data = a_pdf(f"{component['name']} {draft['id']}")
            client.upload("an", draft["id"], upload(component["code"], data))
    return client.when_read("an", draft["id"])


def upload(component, data, name="giay-to.pdf", media_type="application/pdf"):
    from local.demo.client import Upload

    return Upload(component, name, media_type, data, hashlib.sha256(data).hexdigest())


def test_numbers_are_unique_and_without_gaps(machine):
    drafts = together(lambda _: complete_draft(machine), range(CROWD))
    answers = together(
        lambda draft: send(machine, "an", "POST", f"/v1/dossiers/{draft['id']}/submit"), drafts
    )
    assert [status for status, _ in answers] == [200] * CROWD
    orders = sorted(int(body["number"].rsplit("-", 1)[1]) for _, body in answers)
    assert orders == list(range(orders[0], orders[0] + CROWD))
    events = [machine.client.get("an", f"/v1/dossiers/{draft['id']}/events")["items"] for draft in drafts]
    assert all([event["kind"] for event in history] == ["draft-opened", "submitted"] for history in events)


def test_one_of_two_officers_wins_and_the_others_learn_what_changed(machine):
    draft = complete_draft(machine, "2.000655", "L-SYT-01")
    path = f"/v1/dossiers/{draft['id']}"
    _, filed = send(machine, "an", "POST", f"{path}/submit")
    stale = {"If-Match": f'"{filed["version"]}"'}
    answers = together(
        lambda _: send(machine, DESK, "POST", f"{path}/commands/receive", **stale), range(CROWD)
    )
    statuses = sorted(status for status, _ in answers)
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 409, 412}
    assert all("received" in body["detail_en"] for status, body in answers if status == 412)
    history = machine.client.get("an", f"{path}/events")["items"]
    assert [event["kind"] for event in history] == ["draft-opened", "submitted", "received"]


def test_sixteen_doubles_of_one_filing_make_one_dossier_with_one_number(machine):
    draft = complete_draft(machine)
    key = {"Idempotency-Key": f"double-{draft['id']}"}
    answers = together(
        lambda _: send(machine, "an", "POST", f"/v1/dossiers/{draft['id']}/submit", **key), range(CROWD)
    )
    assert {status for status, _ in answers} == {200}
    assert len({body["number"] for _, body in answers}) == 1
    history = machine.client.get("an", f"/v1/dossiers/{draft['id']}/events")["items"]
    assert [event["kind"] for event in history] == ["draft-opened", "submitted"]


def test_sixteen_doubles_of_one_draft_open_one(machine):
    before = len(machine.client.all("an", "/v1/dossiers"))
    key = {"Idempotency-Key": f"draft-{before:08d}"}
    wish = {"procedure": PROCEDURE, "unit": UNIT}
    answers = together(lambda _: send(machine, "an", "POST", "/v1/dossiers", wish, **key), range(CROWD))
    assert {status for status, _ in answers} == {201}
    assert len({body["id"] for _, body in answers}) == 1
    assert len(machine.client.all("an", "/v1/dossiers")) == before + 1
