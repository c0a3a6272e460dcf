"""The client: one session for everybody, renewed once, nothing repeated, nothing raised."""

import json
from collections import deque
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.ports_portal import Verdict
from chalicelib.portal.client import PortalClient
from chalicelib.portal.http import Call, NeverSent, NoAnswer, RawAnswer
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal.wire.limits import WireLimit
from tests.unit.portal.samples import NUMBER, settings, statement, step

LOGIN = {"error_code": 0, "session": "s-1", "result": ""}
DONE = {"error_code": "0", "message": "Đồng bộ hồ sơ thành công"}
OVER = {"error_code": "-1", "message": "Phiên làm việc đã hết hạn"}


class Script:
    """A transport that answers from a list and remembers what it was asked."""

    def __init__(self, *answers: object) -> None:
        self.answers = deque(answers)
        self.calls: list[Call] = []

    def post(self, call: Call) -> RawAnswer:
        self.calls.append(call)
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return RawAnswer(200, json.dumps(answer).encode())

    @property
    def services(self) -> list[str]:
        return [call.body.get("service", "login") for call in self.calls]


class Watch:
    def __init__(self) -> None:
        self.at = datetime(2026, 1, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def client(*answers: object, watch: Watch | None = None, **changes: object) -> tuple[PortalClient, Script]:
    script, connection = Script(*answers), settings(**changes)
    return PortalClient(connection, SessionDialect(connection), script, watch or Watch()), script


def test_it_logs_in_once_for_many_calls():
    portal, script = client(LOGIN, DONE, DONE)
    portal.send([statement()], updating=False)
    assert portal.add_steps([step()]).verdict is Verdict.DONE
    assert script.services == ["login", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"]
    assert script.calls[1].body["session"] == "s-1"
    assert script.calls[1].body["isUpdating"] == "False"
    assert script.calls[1].headers["dstcode"] == script.calls[1].query["dstcode"]


def test_a_session_is_used_for_ten_minutes_at_most():
    watch = Watch()
    portal, script = client(LOGIN, DONE, LOGIN, DONE, watch=watch)
    portal.send([statement()], updating=True)
    watch.at += timedelta(minutes=10)
    portal.send([statement()], updating=True)
    assert script.services.count("login") == 2


def test_a_session_that_is_over_is_renewed_and_the_call_repeated_once():
    portal, script = client(LOGIN, OVER, {**LOGIN, "session": "s-2"}, DONE)
    assert portal.send([statement()], updating=False).verdict is Verdict.DONE
    assert script.calls[-1].body["session"] == "s-2"


def test_a_portal_that_never_accepts_a_session_is_in_trouble_not_the_dossier():
    portal, script = client(LOGIN, OVER, LOGIN, OVER)
    assert portal.send([statement()], updating=False).verdict is Verdict.TRANSIENT
    assert len(script.calls) == 4


@pytest.mark.parametrize(
    "answer", [{"error_code": "-1", "message": "Sai mật khẩu"}, {"error_code": 0, "session": ""}]
)
def test_a_refused_log_in_says_nothing_about_the_dossier(answer):
    portal, script = client(answer)
    assert portal.send([statement()], updating=False).verdict is Verdict.TRANSIENT
    assert script.services == ["login"]


def test_no_answer_is_unknown_and_no_connection_is_not():
    assert client(LOGIN, NoAnswer())[0].add_steps([step()]).verdict is Verdict.UNKNOWN
    assert client(LOGIN, NeverSent())[0].add_steps([step()]).verdict is Verdict.TRANSIENT
    assert client(NoAnswer())[0].add_steps([step()]).verdict is Verdict.TRANSIENT


def test_a_look_up_tells_absent_from_unknown():
    absent = {"error_code": "0", "message": "Không tìm thấy hồ sơ", "result": []}
    assert client(LOGIN, absent)[0].look_up(NUMBER).held is None
    assert client(LOGIN, absent)[0].look_up(NUMBER).answer.verdict is Verdict.DONE
    assert client(LOGIN, NoAnswer())[0].look_up(NUMBER).answer.verdict is Verdict.UNKNOWN


def test_what_a_look_up_shows_is_comparable_with_what_was_said():
    portal, script = client(LOGIN, DONE, LOGIN)
    portal.send([statement()], updating=False)
    header = dict(script.calls[1].body["data"][0])
    row = SessionDialect(settings()).steps("", [step()]).body["data"][0]
    script.answers[0] = {"error_code": "0", "message": "", "result": [{**header, "DanhSachTienDo": [row]}]}
    held = portal.look_up(NUMBER).held
    assert held is not None
    assert held.fields == portal.as_held(statement()).fields
    assert held.steps == (portal.as_step(step()),)


def test_what_cannot_be_said_is_found_before_anybody_is_asked():
    portal, script = client()
    with pytest.raises(WireLimit):
        portal.send([statement(unit_name="d" * 501)], updating=False)
    assert script.calls == []
