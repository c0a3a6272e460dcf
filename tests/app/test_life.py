"""A dossier's life over HTTP, from draft to hand-over."""

from tests.app.world import AN, officer
from tests.pdfs import a_pdf


def test_a_dossier_goes_the_whole_way(world):
    dossier = world.submitted()
    assert dossier["state"] == "submitted"
    assert dossier["number"].startswith("G18-261005-")
    assert world.order(dossier, "receive", "reception").body["due"] is not None
    assert world.order(dossier, "start-processing", "specialist").status == 200
    result = world.upload(dossier["id"], "RESULT", officer("specialist"), a_pdf("Quyết định"))
    decided = world.order(
        dossier, "decide", "leader",
        result_file=result["file_id"], result_number="12/QĐ", result_issued_on="2026-10-05",
    )  # fmt: skip
    assert decided.body["state"] == "decided", decided.body
    assert world.call("GET", f"/v1/dossiers/{dossier['id']}/result", AN).status == 403
    assert world.order(dossier, "return", "reception").body["state"] == "returned"
    assert world.call("GET", f"/v1/dossiers/{dossier['id']}/result", AN).body["url"].startswith("http")
    history = world.call("GET", f"/v1/dossiers/{dossier['id']}/events", AN).body["items"]
    assert [event["kind"] for event in history] == [
        "draft-opened", "submitted", "received", "processing-started", "decided", "returned",
    ]  # fmt: skip
