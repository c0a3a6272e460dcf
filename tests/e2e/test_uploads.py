"""What the store itself refuses, because the form that it was given says so."""

import pytest
import urllib3

from tests.app.world import announcement
from tests.pdfs import a_pdf

pytestmark = pytest.mark.e2e


@pytest.fixture
def announced(machine):
    """A file that was announced, the form for it, and its bytes."""
    data = a_pdf("Giấy tờ được khai báo")
    draft = machine.client.post("an", "/v1/dossiers", {"procedure": "1.014027", "unit": "00004"})
    answer = machine.client.post(
        "an",
        f"/v1/dossiers/{draft['id']}/files",
        announcement(draft["components"][0]["code"], data),
    )
    return {"dossier_id": draft["id"], "form": answer["upload"], "data": data}


def post(form, data, **changes):
    fields = {**form["fields"], **changes}
    sent = [*fields.items(), ("file", ("giay-to.pdf", data, "application/pdf"))]
    return urllib3.request("POST", form["url"], fields=sent, retries=False).status


def test_more_bytes_than_declared_are_refused_by_the_store(announced):
    assert post(announced["form"], announced["data"] + b"%") >= 400


def test_fewer_bytes_than_declared_are_refused_by_the_store(announced):
    assert post(announced["form"], announced["data"][:-1]) >= 400


def test_what_was_declared_is_taken_and_read(machine, announced):
    assert post(announced["form"], announced["data"]) < 300
    (file,) = machine.client.when_read("an", announced["dossier_id"])["files"]
    assert (file["state"], file["reason"]) == ("ready", "")


def test_other_bytes_of_the_same_size_are_rejected_at_the_latest_when_read(machine, announced):
    # AWS compares the SHA-256 of a form itself; the emulator does not, and then our own check has to find it.
    status = post(announced["form"], announced["data"][:-1] + b"x")
    if status < 300:
        (file,) = machine.client.when_read("an", announced["dossier_id"])["files"]
        assert (file["state"], file["reason"]) == ("rejected", "hash-differs")
        assert "Tải lên lần nữa" in file["reason_vi"]
