"""Log-in, sessions, the agency proxy, and codes as strings or numbers."""

from __future__ import annotations

import json

from tests.unit.portal_simulator.conftest import NUMBER, UNIT, Agency, dossier


def test_a_known_user_gets_a_session(agency: Agency) -> None:
    answer = agency.log_in()
    assert answer["error_code"] == "0"
    assert answer["session"]


def test_a_wrong_password_gets_none(agency: Agency) -> None:
    answer = agency.log_in("guess")
    assert answer["error_code"] == "-1"
    assert not answer.get("session")


def test_a_call_without_a_session_is_refused(agency: Agency) -> None:
    answer = agency.post("/mapi/g", {"service": "TraCuuHoSo", "madonvi": UNIT, "mahoso": NUMBER})
    assert "session" in answer["message"]


def test_an_old_session_is_refused(agency: Agency) -> None:
    agency.log_in()
    agency.portal.change({"session_seconds": 0})
    assert agency.sync(dossier())["error_code"] == "-1"


def test_a_session_speaks_for_its_own_unit_only(agency: Agency) -> None:
    agency.log_in()
    answer = agency.call("TraCuuHoSo", madonvi="000.00.00.G09", mahoso=NUMBER)
    assert "madonvi" in answer["message"]


def test_a_call_without_the_dstcode_is_refused(agency: Agency) -> None:
    agency.log_in()
    answer = agency.post(
        "/mapi/login", {"username": UNIT, "password": "local-only"}, headers={"dstcode": "x"}
    )
    assert "dstcode" in answer["message"]


def test_an_unknown_service_is_refused(agency: Agency) -> None:
    assert "LayDSDanhGia" in agency.call("LayDSDanhGia")["message"]


def test_codes_come_as_numbers_where_the_installation_says_so(agency: Agency) -> None:
    agency.portal.change({"codes": "int"})
    assert agency.log_in()["error_code"] == 0
    assert agency.sync(dossier())["error_code"] == 0
    assert agency.sync(dossier())["error_code"] == 3


def test_the_proxy_wraps_the_answer_in_a_string(agency: Agency) -> None:
    headers = {"Authorization": "Bearer local-only"}
    path = "/KetNoiMotCuaQuocGia/DongBoHoSoMC?isUpdating=False"
    answer = agency.post(path, [dossier()], headers=headers)
    assert answer["error_code"] == "0"
    assert json.loads(answer["message"])["error_code"] == "0"
    again = agency.post(path, [dossier()], headers=headers)
    assert json.loads(again["message"])["error_code"] == "3"


def test_the_proxy_wants_its_bearer(agency: Agency) -> None:
    answer = agency.post("/KetNoiMotCuaQuocGia/TraCuuHoSo", {"mahoso": NUMBER})
    assert "session" in json.loads(answer["message"])["message"]
