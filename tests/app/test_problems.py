"""Refusals: one shape, two languages, a stable code, and never a fault of ours for somebody else's mistake."""

import json
import logging

import pytest

from chalicelib.observability import logger
from tests.app.test_privacy import Lines
from tests.app.world import AN, PROCEDURE, UNIT, announcement, officer
from tests.tables import TABLE

WISH = {"procedure": PROCEDURE, "unit": UNIT}
CT = "application/pdf"


@pytest.fixture(scope="module")
def draft(world):
    """An empty draft that every test leaves as it is."""
    return world.draft()


@pytest.fixture(scope="module")
def filed(world):
    """A filed dossier that every test leaves as it is."""
    return world.filed()


@pytest.fixture(scope="module")
def processing(world):
    return world.processing()


def told(reply, language="vi"):
    """The code of a refusal, after its shape was checked."""
    body = reply.body
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.headers["Content-Language"] == language
    assert body["status"] == reply.status
    assert body["type"] == f"/problems/{body['code']}"
    assert body["detail"] == body["title"] == body[f"detail_{language}"]
    assert body["detail_vi"] != body["detail_en"]
    assert body["detail_vi"].endswith(".")
    assert "{" not in body["detail_vi"] + body["detail_en"]
    return reply.status, body["code"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("expected", "wish"),
    [
        ((404, "procedure-not-found"), {**WISH, "procedure": "9.999999"}),
        ((422, "unit-not-found"), {**WISH, "unit": "X-XX"}),
        ((422, "unit-not-competent"), {**WISH, "unit": "L-QLD"}),
        ((422, "not-an-identity-number"), {**WISH, "owner": {"number": "000000000000", "name": "A"}}),
        ((422, "request-invalid"), {"procedure": PROCEDURE}),
        ((422, "request-invalid"), {**WISH, "surprise": 1}),
        ((422, "request-invalid"), {**WISH, "channel": 9}),
        ((422, "request-invalid"), []),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_a_draft_that_cannot_be_opened_is_refused_in_both_languages(world, language, expected, wish):
    reply = world.call("POST", "/v1/dossiers", AN, wish, accept_language=f"{language}-XX,fr;q=0.5")
    assert told(reply, language) == expected


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ((422, "unknown-component"), {"component": "no-such-paper"}),
        ((422, "unknown-component"), {"component": "A#B"}),
        ((422, "file-refused"), {"media_type": "application/x-msdownload"}),
        ((422, "file-refused"), {"bytes": 10**9}),
        ((422, "request-invalid"), {"bytes": 0}),
        ((422, "request-invalid"), {"sha256": "abc"}),
        ((422, "request-invalid"), {"name": ""}),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(world, draft, expected, changes):
    body = {**announcement(draft["components"][0]["code"], b"%PDF"), **changes}
    assert told(world.call("POST", f"/v1/dossiers/{draft['id']}/files", AN, body)) == expected


def test_the_five_hundred_and_first_file_is_refused(world):
    draft = world.draft()
    component = draft["components"][0]["code"]
    world.put_ready(draft["id"], component, count=500)
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/files", AN, announcement(component, b"%PDF"))
    assert told(reply) == (422, "too-many-files")
    assert "500" in reply.body["detail"]
    world.forget([draft["id"]])


def test_an_empty_dossier_is_refused_with_everything_that_is_missing_by_name(world, draft):
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN)
    assert told(reply) == (422, "dossier-incomplete")
    for component in draft["components"]:
        assert (component["name"] in reply.body["detail"]) is component["required"]


def test_an_incomplete_dossier_is_refused_with_what_is_missing_by_name(world):
    draft = world.draft()
    here, *missing = [c for c in draft["components"] if c["required"]]
    world.put_ready(draft["id"], here["code"])
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN)
    assert told(reply) == (422, "dossier-incomplete")
    assert here["name"] not in reply.body["detail"]
    assert all(component["name"] in reply.body["detail"] for component in missing)


@pytest.mark.parametrize("state", ["rejected", "removed"])
def test_a_file_that_was_rejected_or_removed_completes_nothing(world, state):
    draft = world.draft()
    for component in draft["components"]:
        world.put_ready(draft["id"], component["code"], state=state)
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN)
    assert told(reply) == (422, "dossier-incomplete")


def test_a_dossier_with_files_on_the_way_waits_for_them(world):
    draft = world.ready_draft()
    component = draft["components"][0]["code"]
    file = world.call("POST", f"/v1/dossiers/{draft['id']}/files", AN, announcement(component, b"%PDF")).body
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN)
    assert told(reply) == (409, "files-still-on-the-way")
    world.call("DELETE", f"/v1/dossiers/{draft['id']}/files/{component}/{file['file']['file_id']}", AN)
    assert world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN).status == 200


def test_files_are_closed_after_filing(world, filed):
    body = announcement(filed_component(world, filed), b"%PDF")
    reply = world.call("POST", f"/v1/dossiers/{filed['id']}/files", AN, body)
    assert told(reply) == (409, "files-are-closed")
    result = world.call(
        "POST", f"/v1/dossiers/{filed['id']}/files", officer("leader"), {**body, "component": "RESULT"}
    )
    assert told(result) == (409, "files-are-closed")


def filed_component(world, dossier) -> str:
    return world.call("GET", f"/v1/dossiers/{dossier['id']}", AN).body["components"][0]["code"]


def test_a_filed_paper_is_not_taken_out_again(world, filed):
    (paper, *_) = world.call("GET", f"/v1/dossiers/{filed['id']}", AN).body["files"]
    reply = world.call(
        "DELETE", f"/v1/dossiers/{filed['id']}/files/{paper['component']}/{paper['file_id']}", AN
    )
    assert told(reply) == (409, "files-are-closed")


@pytest.mark.parametrize(
    ("expected", "command", "role", "instruction"),
    [
        ((409, "transition-forbidden"), "return", "reception", {}),
        ((422, "reason-required"), "stop", "leader", {"reason": "  "}),
        ((422, "amount-missing"), "request-payment", "clerk", {}),
        ((422, "request-invalid"), "request-payment", "clerk", {"amount": -1}),
        ((422, "appointment-not-later"), "reschedule", "leader", {"reason": "x"}),
        ((422, "appointment-not-later"), "reschedule", "leader", {"reason": "x", "promised": "2026-10-06T02:00:00Z"}),
        ((422, "request-invalid"), "reschedule", "leader", {"reason": "x", "promised": "2026-12-20T09:00:00"}),
        ((422, "result-missing"), "decide", "leader", {}),
        ((422, "result-missing"), "decide", "leader", {
            "result_file": "unknown", "result_number": "1", "result_issued_on": "2026-10-05"
        }),
    ],
    ids=str,
)  # fmt: skip
def test_an_order_that_breaks_a_rule_is_refused(world, processing, expected, command, role, instruction):
    reply = world.order(processing, command, role, **instruction)
    assert told(reply) == expected


def test_a_refused_order_says_what_is_possible(world, filed):
    reply = world.order(filed, "decide", "leader")
    assert told(reply) == (409, "transition-forbidden")
    assert "receive" in reply.body["detail_en"]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1/dossiers/unknown", 404),
        ("GET", "/v1/dossiers/a%23b", 404),
        ("GET", f"/v1/dossiers/{'x' * 3000}", 404),
        ("GET", "/v1/procedures/a%23b", 404),
        ("GET", f"/v1/procedures/{'x' * 3000}", 404),
        ("GET", "/v1/procedures/1.999999", 404),
        ("GET", "/v1/tracking/nonsense", 404),
        ("GET", "/v1/tracking/G18-261005-9999", 404),
        ("GET", "/v1/dossiers?limit=0", 422),
        ("GET", "/v1/dossiers?limit=101", 422),
        ("GET", "/v1/dossiers?limit=x", 422),
        ("GET", "/v1/dossiers?surprise=1", 422),
        ("GET", "/v1/dossiers?cursor=forged", 400),
        ("GET", "/v1/papers?cursor=forged", 400),
        ("GET", "/v1/procedures?level=planet", 422),
    ],
)  # fmt: skip
def test_a_bad_address_is_never_a_fault_of_ours(world, method, path, expected):
    assert told(world.call(method, path, AN))[0] == expected


@pytest.mark.parametrize(
    ("method", "path", "values"),
    [
        ("GET", "/v1/dossiers/{dossier_id}", {"dossier_id": "a#b"}),
        ("GET", "/v1/procedures/{code}", {"code": "a#b"}),
        ("GET", "/v1/tracking/{number}", {"number": "a/b"}),
        (
            "DELETE",
            "/v1/dossiers/{dossier_id}/files/{component}/{file_id}",
            {"dossier_id": "d1", "component": "A#B", "file_id": "f1"},
        ),
    ],
)
def test_a_separator_that_came_encoded_does_no_harm(world, method, path, values):
    """The gateway of the cloud hands over path values decoded, which the local one does not."""
    reply = world.invoke(method, path, values, AN)
    assert told(reply) == (404, "page-not-found")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"\xff\xfe", b"[1]", b'"text"', b'{"procedure": 7, "unit": null}']
)
def test_a_body_that_is_no_request_is_refused_with_each_mistake(world, body):
    reply = world.send("POST", "/v1/dossiers", AN, body)
    assert told(reply) == (422, "request-invalid")
    assert reply.body["errors"]


def test_a_refusal_does_not_repeat_what_was_sent(world):
    body = {**WISH, "owner": {"number": AN["SoDinhDanh"] * 3, "name": AN["HoVaTen"], "phone": "0" * 99}}
    reply = world.call("POST", "/v1/dossiers", AN, body)
    assert told(reply) == (422, "request-invalid")
    assert {problem["pointer"] for problem in reply.body["errors"]} == {"/owner/number", "/owner/phone"}
    assert AN["SoDinhDanh"] not in json.dumps(reply.body)
    assert AN["HoVaTen"] not in json.dumps(reply.body, ensure_ascii=False)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_of_another_kind_is_refused(world, media_type):
    reply = world.send("POST", "/v1/dossiers", AN, json.dumps(WISH).encode(), content_type=media_type)
    assert told(reply) == (415, "unsupported-media-type")


def test_a_problem_names_its_request_as_the_log_does(world):
    heard = Lines()
    ours = logging.getLogger(logger().name)
    ours.addHandler(heard)
    try:
        reply = world.call("GET", "/v1/dossiers/nothing", AN)
    finally:
        ours.removeHandler(heard)
    (line,) = [line for line in heard.lines if '"event":"API_REFUSED"' in line]
    assert reply.body["request_id"] != ""
    assert reply.body["request_id"] in line


def test_a_fault_of_ours_tells_the_caller_nothing_but_what_to_do(world):
    """A head that cannot be read stands for every fault: the caller learns no detail of it."""
    from chalicelib.adapters import keys

    key = {"PK": {"S": keys.dossier("broken")}, "SK": {"S": keys.HEAD}}
    item = {**key, "item_type": {"S": "dossier"}, "body": {"S": '{"name": "Bí Mật"}'}}
    world.container.dynamodb.put_item(TableName=TABLE, Item=item)
    reply = world.call("GET", "/v1/dossiers/broken/receipt", AN)
    assert told(reply) == (500, "server-fault")
    assert "Mật" not in json.dumps(reply.body, ensure_ascii=False)
    world.forget(["broken"])
