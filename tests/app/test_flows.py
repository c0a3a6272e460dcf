"""The ways a dossier may take besides the straight one, over HTTP."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.ports import DossierSummary
from tests.app.world import AN, BINH, OFFICE_MORNING, PROCEDURE, UNIT, announcement, officer

AFTERNOON = OFFICE_MORNING + timedelta(hours=5)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(world, dossier, claims=AN):
    return world.call("GET", f"/v1/dossiers/{dossier['id']}", claims).body


def supplement_asked(world, before_reception=False):
    dossier = world.filed()
    if not before_reception:
        world.order(dossier, "receive", "reception")
    asked = world.order(dossier, "request-supplement", "reception", reason="Ảnh mờ, đề nghị chụp lại")
    assert asked.body["state"] == "supplement-requested", asked.body
    return dossier


def test_a_supplement_is_asked_for_brought_and_counted(world):
    dossier = supplement_asked(world)
    due, first = read(world, dossier)["clock"]["due"], read(world, dossier)["files"][0]
    world.set_clock(AFTERNOON)
    path = f"/v1/dossiers/{dossier['id']}"
    empty = world.call("POST", f"{path}/supplement", AN, {})
    assert (empty.status, empty.body["code"]) == (422, "supplement-is-empty")
    closed = world.call("DELETE", f"{path}/files/{first['component']}/{first['file_id']}", AN)
    assert (closed.status, closed.body["code"]) == (409, "files-are-closed")
    (new,) = world.put_ready(dossier["id"], first["component"])
    sent = world.call("POST", f"{path}/supplement", AN, {})
    assert (sent.status, sent.body["state"]) == (200, "received")
    assert sent.body["due"] >= due
    waited = timedelta(seconds=read(world, dossier)["clock"]["seconds_with_applicant"])
    assert timedelta(hours=3) < waited <= timedelta(hours=4)  # less the hour at noon
    again = world.order(dossier, "request-supplement", "reception", reason="Còn thiếu nữa")
    assert (again.status, again.body["code"]) == (409, "supplement-already-asked")
    receipt = world.call("GET", f"{path}/receipt", AN).body
    assert receipt["papers"][-1]["file_id"] == new


def test_a_supplement_before_reception_leads_to_reception(world):
    dossier = supplement_asked(world, before_reception=True)
    world.put_ready(dossier["id"], read(world, dossier)["files"][0]["component"])
    sent = world.call("POST", f"/v1/dossiers/{dossier['id']}/supplement", AN, {})
    assert sent.body["state"] == "received"
    assert sent.body["due"] is not None


def test_a_dossier_is_closed_when_the_supplement_never_came(world):
    dossier = supplement_asked(world)
    early = world.order(dossier, "close", "reception", reason="Quá hạn bổ sung")
    assert (early.status, early.body["code"]) == (409, "supplement-still-awaited")
    world.set_clock(OFFICE_MORNING + timedelta(days=60))
    assert world.order(dossier, "close", "reception", reason="Quá hạn bổ sung").body["state"] == "stopped"


def test_a_withdrawal_is_asked_for_and_confirmed(world):
    dossier = world.filed()
    asked = world.call("POST", f"/v1/dossiers/{dossier['id']}/withdrawal", AN, {"reason": "Nộp nhầm thủ tục"})
    assert asked.body["state"] == "withdrawal-asked"
    done = world.order(dossier, "confirm-withdrawal", "reception")
    assert (done.body["state"], done.body["possible"]) == ("stopped", [])


def test_a_declined_withdrawal_leads_back(world):
    dossier = supplement_asked(world)
    world.call("POST", f"/v1/dossiers/{dossier['id']}/withdrawal", AN, {"reason": "Đổi ý"})
    back = world.order(dossier, "decline-withdrawal", "leader", reason="Đã sắp có kết quả")
    assert back.body["state"] == "supplement-requested"


def test_a_payment_stops_the_clock_until_it_is_recorded(world):
    dossier = world.processing()
    asked = world.order(dossier, "request-payment", "clerk", amount=1_050_000)
    assert asked.body["state"] == "payment-requested"
    world.set_clock(OFFICE_MORNING + timedelta(days=1))
    paid = world.order(dossier, "record-payment", "clerk")
    assert paid.body["state"] == "processing"
    assert paid.body["due"] > asked.body["due"]
    payment = read(world, dossier)["payment"]
    assert (payment["amount"], payment["online"], bool(payment["paid_at"])) == (1_050_000, False, True)


def test_an_overdue_dossier_is_given_one_new_day_with_an_apology(world):
    dossier = world.processing()
    due = dossier["due"]
    promised = "2026-12-30T09:00:00Z"
    sorry = world.order(dossier, "reschedule", "leader", reason="Xin lỗi vì chậm trễ", promised=promised)
    assert (sorry.body["state"], sorry.body["due"]) == ("processing", due)
    assert at(read(world, dossier)["clock"]["promised"]) == at(promised)
    again = world.order(
        dossier, "reschedule", "leader", reason="Xin lỗi lần nữa", promised="2026-12-31T09:00:00Z"
    )
    assert (again.status, again.body["code"]) == (409, "already-rescheduled")


def test_a_refused_dossier_says_why_and_is_over(world):
    dossier = world.filed()
    refused = world.order(dossier, "refuse", "reception", reason="Không thuộc thẩm quyền giải quyết")
    assert (refused.body["state"], refused.body["possible"]) == ("refused", [])
    event = world.call("GET", f"/v1/dossiers/{dossier['id']}/events", AN).body["items"][-1]
    assert event["reason"] == "Không thuộc thẩm quyền giải quyết"
    assert event["by"] == "Cán bộ reception"


# At the counter

COUNTER = officer("reception")
FOR_BINH = {"number": BINH["SoDinhDanh"], "name": BINH["HoVaTen"], "phone": "0900000102"}


def at_the_counter(world, **owner):
    wish = {"owner": {**FOR_BINH, **owner}, "presented_by": "Trần Thị Mẫu Cúc"}
    return world.ready_draft(COUNTER, **wish)


def test_a_desk_files_for_somebody_else_and_receives_at_once(world):
    draft = at_the_counter(world)
    assert (draft["channel"], draft["number"], draft["owner"]["name"]) == (1, "", BINH["HoVaTen"])
    filed = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", COUNTER)
    assert filed.body["state"] == "received", filed.body
    assert filed.body["number"].startswith("G18-261005-")
    assert filed.body["due"] is not None
    events = world.call("GET", f"/v1/dossiers/{draft['id']}/events", COUNTER).body["items"]
    assert [event["kind"] for event in events] == ["draft-opened", "submitted", "received"]
    mine = world.call("GET", "/v1/dossiers", BINH).body["items"]
    assert DossierSummary.model_validate(mine[0]).number == filed.body["number"]
    assert read(world, draft, BINH)["possible"] == ["ask-withdrawal"]
    assert world.call("GET", f"/v1/dossiers/{draft['id']}", AN).status == 404


@pytest.mark.parametrize("spelled", ["038 078 900 102", "038.078.900.102", " 038078900102"])
def test_an_owner_is_known_however_the_number_was_spelled(world, spelled):
    draft = at_the_counter(world, number=spelled)
    assert world.call("GET", f"/v1/dossiers/{draft['id']}", BINH).status == 200
    assert draft["id"] in {line["id"] for line in world.call("GET", "/v1/dossiers", BINH).body["items"]}


def test_only_a_desk_files_for_somebody_who_comes(world):
    wish = {"procedure": PROCEDURE, "unit": UNIT, "owner": FOR_BINH}
    assert world.call("POST", "/v1/dossiers", officer("leader"), wish).status == 403


def test_what_a_desk_uploads_was_scanned(world):
    draft = world.draft(COUNTER, owner=FOR_BINH)
    body = announcement(draft["components"][0]["code"], b"%PDF")
    file = world.call("POST", f"/v1/dossiers/{draft['id']}/files", COUNTER, body).body["file"]
    assert file["origin"] == "scanned"


def test_a_citizen_files_for_somebody_else_and_both_may_read_it(world):
    draft = world.ready_draft(AN, owner=FOR_BINH)
    assert draft["channel"] == 2
    assert world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN).body["state"] == "submitted"
    assert read(world, draft, BINH)["owner"]["name"] == BINH["HoVaTen"]


# What is shown


def test_the_public_learns_the_number_and_the_degree_and_nothing_else(world):
    dossier = world.filed()
    shown = world.call("GET", f"/v1/tracking/{dossier['number']}")
    assert shown.body == {"number": dossier["number"], "degree_of_completion": 10}
    world.order(dossier, "receive", "reception")
    small = world.call("GET", f"/v1/tracking/{dossier['number'].lower()}")
    assert small.body == {"number": dossier["number"], "degree_of_completion": 30}


def test_numbers_are_issued_one_after_the_other(world):
    one, two = (int(world.filed()["number"].rsplit("-", 1)[1]) for _ in range(2))
    assert two == one + 1


def test_a_receipt_lists_every_file_with_bytes_pages_and_hash(world):
    draft = world.ready_draft()
    world.put_ready(draft["id"], draft["components"][0]["code"], state="rejected")
    world.put_ready(draft["id"], draft["components"][0]["code"], state="removed")
    path = f"/v1/dossiers/{draft['id']}"
    assert world.call("GET", f"{path}/receipt", AN).status == 404
    filed = world.call("POST", f"{path}/submit", AN).body
    receipt = world.call("GET", f"{path}/receipt", AN).body
    files = [file for file in read(world, draft)["files"] if file["state"] == "ready"]
    assert receipt["number"] == filed["number"]
    assert at(receipt["filed_at"]) - OFFICE_MORNING < timedelta(minutes=5)
    shown = ("file_id", "component", "name", "bytes", "pages", "sha256")
    assert [{k: p[k] for k in shown} for p in receipt["papers"]] == [{k: f[k] for k in shown} for f in files]


def test_a_queue_shows_what_waits_with_its_state_and_due(world):
    dossier = world.filed()
    path = f"/v1/work-queue?unit={UNIT}&limit=100&state="
    waiting = {
        line["id"]: line for line in world.call("GET", f"{path}submitted", officer("clerk")).body["items"]
    }
    assert waiting[dossier["id"]]["next_due"] is not None
    world.order(dossier, "receive", "reception")
    waiting = world.call("GET", f"{path}submitted", officer("clerk")).body["items"]
    assert dossier["id"] not in {line["id"] for line in waiting}


def test_a_removed_file_is_no_longer_shown_and_may_be_removed_again(world):
    draft = world.draft()
    component = draft["components"][0]["code"]
    (file,) = world.put_ready(draft["id"], component)
    path = f"/v1/dossiers/{draft['id']}/files/{component}/{file}"
    first, again = (world.call("DELETE", path, AN) for _ in range(2))
    assert (first.status, first.body["state"]) == (200, "removed")
    assert (again.status, again.body) == (first.status, first.body)
    assert read(world, draft)["files"] == []
    assert world.call("DELETE", f"{path}x", AN).body["code"] == "file-not-found"


def test_a_component_counts_as_handed_in_once_its_file_was_read(world):
    draft = world.draft()
    first, *_ = draft["components"]
    world.put_ready(draft["id"], first["code"], state="partial", failed_pages=(2,))
    shown = read(world, draft)
    assert {c["code"] for c in shown["components"] if c["handed_in"]} == {first["code"]}
    assert shown["files"][0]["failed_pages"] == [2]
