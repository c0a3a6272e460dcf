"""Faults on command: what was accepted, what came back, and that a seed repeats them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from local.portal.config import Config
from local.portal.exchange import without_secrets
from local.portal.faults import KINDS
from local.portal.portal import Portal
from tests.unit.portal_simulator.conftest import NUMBER, UNIT, Agency, dossier, row

ACCEPTED = {
    *("timeout_after", "http_500_after", "http_502_after", "duplicate_answer", "processed_twice"),
    *("string_codes", "int_codes", "slow", "wrong_json_after"),
}


def plan(agency: Agency, *faults: dict[str, Any], **more: Any) -> None:
    agency.control("POST", "faults", {"faults": list(faults), **more})


def send(agency: Agency) -> Any:
    """One create, with its answer as it comes."""
    body = {
        "session": agency.session,
        "madonvi": UNIT,
        "service": "DongBoHoSoMC",
        "isUpdating": "False",
        "data": [dossier()],
    }
    return agency.send("/mapi/g", body)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_says_truly_whether_the_call_was_accepted(agency: Agency, kind: str) -> None:
    agency.log_in()
    plan(agency, {"kind": kind, "services": ["DongBoHoSoMC"]})
    send(agency)
    assert bool(agency.portal.store.dossiers()) is (kind in ACCEPTED)


@pytest.mark.parametrize(
    ("kind", "status", "code", "words"),
    [
        ("http_500", 500, None, ""),
        ("http_502_after", 502, None, ""),
        ("duplicate_answer", 200, "3", "đã tồn tại"),
        ("processed_twice", 200, "3", "đã tồn tại"),
        ("expired_session", 200, "-1", "session"),
        ("int_codes", 200, 0, "thành công"),
        ("failing_code_success_text", 200, "-1", "thành công"),
        ("success_code_failing_text", 200, "0", "đã tồn tại"),
        ("quota_exceeded", 429, "-1", "hạn mức"),
    ],
)
def test_what_a_fault_answers(agency: Agency, kind: str, status: int, code: object, words: str) -> None:
    agency.log_in()
    plan(agency, {"kind": kind, "services": ["DongBoHoSoMC"]})
    response = send(agency)
    assert response.status_code == status
    if code is not None:
        answer = json.loads(response.get_data())
        assert answer["error_code"] == code
        assert words in answer["message"]


@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after"])
def test_a_time_out_promises_more_than_it_sends(agency: Agency, kind: str) -> None:
    agency.log_in()
    plan(agency, {"kind": kind})
    response = send(agency)
    assert int(response.headers["Content-Length"]) > len(response.get_data())


def test_what_is_accepted_late_comes_in_when_its_time_has_come_and_only_once(agency: Agency) -> None:
    agency.log_in()
    agency.control("POST", "clock", {"now": "2026-03-02T09:00:00", "frozen": True})
    plan(agency, {"kind": "timeout_late", "services": ["DongBoHoSoMC"], "times": 1, "later": 60})
    send(agency)
    for second, held in ((59, 0), (60, 1), (90, 1)):
        at = f"2026-03-02T09:{second // 60:02d}:{second % 60:02d}"
        agency.control("POST", "clock", {"now": at, "frozen": True})
        agency.log_in()
        assert len(agency.portal.store.dossiers()) == held


@pytest.mark.parametrize("kind", ["wrong_json", "wrong_json_after"])
def test_wrong_json_cannot_be_read(agency: Agency, kind: str) -> None:
    agency.log_in()
    plan(agency, {"kind": kind})
    with pytest.raises(json.JSONDecodeError):
        json.loads(send(agency).get_data())


def test_an_expired_session_stays_expired(agency: Agency) -> None:
    agency.log_in()
    plan(agency, {"kind": "expired_session", "times": 1})
    send(agency)
    assert "session" in agency.sync(dossier())["message"]
    agency.log_in()
    assert agency.sync(dossier())["error_code"] == "0"


def test_a_fault_strikes_as_often_as_it_may(agency: Agency) -> None:
    agency.log_in()
    plan(agency, {"kind": "http_500", "times": 2})
    assert [send(agency).status_code for _ in range(3)] == [500, 500, 200]


def struck(agency: Agency, seed: int) -> list[int]:
    plan(
        agency, {"kind": "http_500", "probability": 0.3}, {"kind": "http_502", "probability": 0.3}, seed=seed
    )
    return [send(agency).status_code for _ in range(40)]


def test_a_seed_repeats_the_same_faults(agency: Agency) -> None:
    agency.log_in()
    first = struck(agency, seed=7)
    assert set(first) == {200, 500, 502}
    assert struck(agency, seed=7) == first
    assert struck(agency, seed=8) != first


def test_the_portal_is_down_until_told(agency: Agency) -> None:
    agency.log_in()
    plan(agency, down=True)
    assert send(agency).status_code == 503
    plan(agency)
    assert send(agency).status_code == 200


def test_the_portal_is_down_for_some_seconds(tmp_path: Path) -> None:
    now = 1000.0
    portal = Portal(tmp_path, Config(), real=lambda: now)
    agency = Agency(portal)
    agency.log_in()
    plan(agency, down=30)
    assert send(agency).status_code == 503
    now = 1031.0
    assert send(agency).status_code == 200
    portal.store.close()


def test_an_unknown_fault_is_told_so(agency: Agency) -> None:
    response = agency.control_response("POST", "faults", {"faults": [{"kind": "earthquake"}]})
    assert response.status_code == 400
    assert "earthquake" in response.get_data(as_text=True)


def test_the_control_endpoint_wants_its_token_and_the_loopback_address(agency: Agency) -> None:
    assert (
        agency.control_response("GET", "dossiers", headers={"Authorization": "Bearer x"}).status_code == 403
    )
    outside = agency.http.get("/control/dossiers", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert outside.status_code == 403


def test_the_call_log_holds_what_was_said_without_secrets(agency: Agency) -> None:
    agency.sync(dossier())
    calls = agency.control("GET", "calls?limit=10")
    assert [each["service"] for each in calls] == ["DongBoHoSoMC", "login"]
    assert calls[0]["request"]["data"][0]["MaHoSo"] == NUMBER
    assert "local-only" not in json.dumps(calls)
    assert agency.session not in json.dumps(calls)


def test_secrets_are_struck_out_at_any_depth() -> None:
    body = {"a": [{"session": "s", "x": 1}], "password": "p", "client_secret": ""}
    assert without_secrets(body) == {
        "a": [{"session": "***", "x": 1}],
        "password": "***",
        "client_secret": "",
    }


def test_what_was_accepted_survives_a_new_start(agency: Agency, tmp_path: Path) -> None:
    agency.sync(dossier())
    agency.progress(row("2"))
    agency.control("PATCH", "config", {"codes": "int"})
    plan(agency, {"kind": "http_500"}, seed=3)
    again = Portal(tmp_path, Config())
    assert [each.number for each in again.store.dossiers()] == [NUMBER]
    assert len(again.store.progress(NUMBER)) == 1
    assert again.config.codes == "int"
    assert again.faults.shown()["faults"][0]["kind"] == "http_500"
    again.store.close()


def test_an_unknown_configuration_is_told_so(agency: Agency) -> None:
    assert agency.control_response("PATCH", "config", {"colour": "red"}).status_code == 400
    assert agency.control_response("PATCH", "config", {"codes": "roman"}).status_code == 400


def test_reset_forgets_everything(agency: Agency) -> None:
    agency.sync(dossier())
    agency.control("POST", "reset")
    assert agency.control("GET", "dossiers") == []
