"""Repeated and conditional requests: a wish is carried out once, and nobody writes over what he has not seen."""

from datetime import timedelta

import pytest

from tests.app.world import AN, BINH, OFFICE_MORNING, PROCEDURE, UNIT, announcement, officer

WISH = {"procedure": PROCEDURE, "unit": UNIT}


def code(reply) -> tuple[int, str]:
    return reply.status, reply.body["code"]


def test_a_draft_is_opened_once_however_often_it_is_asked_for(world):
    first = world.call("POST", "/v1/dossiers", AN, WISH, idempotency_key="open-once-1")
    world.set_clock(OFFICE_MORNING + timedelta(hours=1))
    again = world.call("POST", "/v1/dossiers", AN, WISH, idempotency_key="open-once-1")
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Location"] == first.headers["Location"]


def test_the_same_key_for_another_request_is_refused(world):
    world.call("POST", "/v1/dossiers", AN, WISH, idempotency_key="open-once-2")
    other = world.call("POST", "/v1/dossiers", AN, {**WISH, "summary": "khác"}, idempotency_key="open-once-2")
    assert code(other) == (409, "idempotency-key-reused")
    elsewhere = world.ready_draft()
    submit = world.call("POST", f"/v1/dossiers/{elsewhere['id']}/submit", AN, idempotency_key="open-once-2")
    assert code(submit) == (409, "idempotency-key-reused")


def test_two_callers_may_use_the_same_key(world):
    one = world.call("POST", "/v1/dossiers", AN, WISH, idempotency_key="shared-key")
    two = world.call("POST", "/v1/dossiers", BINH, WISH, idempotency_key="shared-key")
    assert two.status == 201
    assert one.body["id"] != two.body["id"]
    # Subjects of different issuers may be spelled alike, and so may a subject and a key.
    namesake = {**officer("reception"), "sub": AN["sub"]}
    owner = {"number": BINH["SoDinhDanh"], "name": BINH["HoVaTen"]}
    three = world.call(
        "POST", "/v1/dossiers", namesake, {**WISH, "owner": owner}, idempotency_key="shared-key"
    )
    assert three.status == 201, three.body
    spliced = {**AN, "sub": "an#shared"}
    world.call("POST", "/v1/dossiers", spliced, WISH, idempotency_key="12345678")
    apart = world.call(
        "POST", "/v1/dossiers", AN, {**WISH, "summary": "x"}, idempotency_key="shared#12345678"
    )
    assert apart.status == 201, apart.body


def test_a_repeated_filing_is_answered_as_the_first_even_after_the_state_moved_on(world):
    draft = world.ready_draft()
    path = f"/v1/dossiers/{draft['id']}/submit"
    first = world.call("POST", path, AN, idempotency_key="submit-once", if_match='"1"')
    assert first.body["state"] == "submitted"
    world.order(draft, "receive", "reception")
    again = world.call("POST", path, AN, idempotency_key="submit-once", if_match='"1"')
    assert (again.status, again.body) == (200, first.body)
    assert code(world.call("POST", path, AN)) == (409, "transition-forbidden")
    events = world.call("GET", f"/v1/dossiers/{draft['id']}/events", AN).body["items"]
    assert [e["kind"] for e in events] == ["draft-opened", "submitted", "received"]


def test_a_repeated_command_is_answered_as_the_first_even_after_the_state_moved_on(world):
    dossier = world.filed()
    path = f"/v1/dossiers/{dossier['id']}/commands/receive"
    first = world.call("POST", path, officer("reception"), {}, idempotency_key="receive-once")
    world.order(dossier, "start-processing", "specialist")
    again = world.call("POST", path, officer("reception"), {}, idempotency_key="receive-once")
    assert (again.status, again.body) == (200, first.body)
    assert again.body["state"] == "received"


def test_a_repeated_announcement_gives_the_same_file_with_a_fresh_ticket(world):
    draft = world.draft()
    body = announcement(draft["components"][0]["code"], b"%PDF-1.7")
    path = f"/v1/dossiers/{draft['id']}/files"
    first = world.call("POST", path, AN, body, idempotency_key="attach-once")
    again = world.call("POST", path, AN, body, idempotency_key="attach-once")
    assert (again.status, again.body["file"]) == (201, first.body["file"])
    assert again.body["upload"]["fields"]["key"] == first.body["upload"]["fields"]["key"]
    assert len(world.call("GET", f"/v1/dossiers/{draft['id']}", AN).body["files"]) == 1


def test_a_refused_request_does_not_use_up_its_key(world):
    draft = world.draft()
    path = f"/v1/dossiers/{draft['id']}/submit"
    assert world.call("POST", path, AN, idempotency_key="refused-first").status == 422
    for component in draft["components"]:
        world.put_ready(draft["id"], component["code"])
    assert world.call("POST", path, AN, idempotency_key="refused-first").status == 200


@pytest.mark.parametrize("key", ["short", "a b c d e f g h", "k" * 129, "khóa-không-ascii"])
def test_a_key_that_is_no_key_is_refused(world, key):
    reply = world.call("POST", "/v1/dossiers", AN, WISH, idempotency_key=key)
    assert code(reply) == (422, "request-invalid")
    assert reply.body["errors"][0]["pointer"] == "/idempotency_key"


def writes_on(world, dossier):
    """Every kind of write on an existing dossier, as method, path, caller and body."""
    path = f"/v1/dossiers/{dossier['id']}"
    file = announcement(dossier["components"][0]["code"], b"%PDF")
    (ready,) = world.put_ready(dossier["id"], dossier["components"][0]["code"])
    removed = f"{path}/files/{dossier['components'][0]['code']}/{ready}"
    return (
        ("POST", f"{path}/files", AN, file),
        ("DELETE", removed, AN, None),
        ("POST", f"{path}/submit", AN, None),
        ("POST", f"{path}/withdrawal", AN, {"reason": "đổi ý"}),
        ("POST", f"{path}/commands/receive", officer("reception"), {}),
    )


@pytest.mark.parametrize("tag", ['"9"', 'W/"9"', '"9-1f3a"'])
def test_a_write_on_a_version_that_is_not_the_present_one_is_refused_with_what_changed(world, tag):
    draft = world.draft()
    for method, path, caller, body in writes_on(world, draft):
        reply = world.call(method, path, caller, body, if_match=tag)
        assert code(reply) == (412, "precondition-failed"), path
        assert "1" in reply.body["detail_en"]
        assert "'draft'" in reply.body["detail_en"]


@pytest.mark.parametrize("tag", ['"1"', '"1-2"', 'W/"1"', "*"])
def test_a_write_on_the_present_version_is_carried_out(world, tag):
    draft = world.ready_draft()
    assert world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN, if_match=tag).status == 200


def test_if_match_that_is_no_tag_is_refused(world):
    draft = world.ready_draft()
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN, if_match="1")
    assert code(reply) == (422, "request-invalid")


def test_what_has_not_changed_is_not_sent_again(world):
    draft = world.draft()
    path = f"/v1/dossiers/{draft['id']}"
    tag = world.call("GET", path, AN).headers["ETag"]
    unchanged = world.call("GET", path, AN, if_none_match=tag)
    assert (unchanged.status, unchanged.body, unchanged.headers["ETag"]) == (304, None, tag)
    world.put_ready(draft["id"], draft["components"][0]["code"])
    changed = world.call("GET", path, AN, if_none_match=tag)
    assert changed.status == 200
    assert changed.headers["ETag"] != tag


def test_a_file_that_is_read_or_removed_changes_the_tag(world):
    draft = world.draft()
    path = f"/v1/dossiers/{draft['id']}"
    component = draft["components"][0]["code"]
    file = world.call("POST", f"{path}/files", AN, announcement(component, b"%PDF")).body["file"]
    tags = [world.call("GET", path, AN).headers["ETag"]]
    world.call("DELETE", f"{path}/files/{component}/{file['file_id']}", AN)
    tags.append(world.call("GET", path, AN).headers["ETag"])
    assert len(set(tags)) == 2


def test_the_tag_of_a_read_opens_the_next_write(world):
    draft = world.ready_draft()
    tag = world.call("GET", f"/v1/dossiers/{draft['id']}", AN).headers["ETag"]
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN, if_match=tag)
    assert reply.status == 200
    stale = world.call("POST", f"/v1/dossiers/{draft['id']}/withdrawal", AN, {"reason": "x"}, if_match=tag)
    assert code(stale) == (412, "precondition-failed")
