"""Answers in every shape that was seen, and the one verdict each of them means."""

import json

import pytest

from chalicelib.domain.ports_portal import Verdict
from chalicelib.portal.answers import judge, plain_code, read

OK = "Đồng bộ hồ sơ thành công"
DUPLICATE = "Hồ sơ G18.01-260115-0001 đã tồn tại"


def verdict(body: object, status: int = 200) -> Verdict | None:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = judge(read(status, raw))
    return answer.verdict if answer else None


@pytest.mark.parametrize("code", ["0", 0, "00", "000", 0.0])
def test_zero_is_success_however_it_is_written(code):
    assert verdict({"error_code": code, "message": OK}) is Verdict.DONE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"error_code": "0", "message": DUPLICATE}, Verdict.EXISTS),
        ({"error_code": "3", "message": DUPLICATE}, Verdict.EXISTS),
        ({"error_code": -3, "message": ""}, Verdict.EXISTS),
        ({"error_code": "0", "message": "Cập nhật không thành công"}, Verdict.UNRECOGNISED),
        ({"error_code": "-1", "message": OK}, Verdict.UNKNOWN),
        ({"error_code": "-1", "message": "Hệ thống đang quá tải"}, Verdict.TRANSIENT),
        ({"error_code": "-1", "message": "Vượt quá hạn mức số lần gọi"}, Verdict.TRANSIENT),
        ({"error_code": "-1", "message": "Vượt quá 10 bản ghi trong một lần gọi"}, Verdict.PERMANENT),
        ({"error_code": "-1", "message": "Hồ sơ 1: thiếu TenTTHC"}, Verdict.PERMANENT),
        (
            {"error_code": "-1", "message": "Mã TTHC 1.999999 không có trong CSDLQG"},
            Verdict.PERMANENT,
        ),
        ({"error_code": "-1", "message": "Mã thủ tục của hồ sơ không tồn tại"}, Verdict.PERMANENT),
        ({"error_code": "-1", "message": "Hồ sơ G18.01-260115-0001 chưa tồn tại"}, Verdict.MISSING),
        ({"error_code": "-1", "message": "?"}, Verdict.UNRECOGNISED),
        ({"code": 200, "message": "OK", "data": {}}, Verdict.DONE),
        ({"statusCode": "03", "message": "Yêu cầu bị gián đoạn. Vui lòng thử lại."}, Verdict.TRANSIENT),
        ({"unexpected": True}, Verdict.UNKNOWN),
        (b"<html>", Verdict.UNKNOWN),
    ],
)
def test_each_known_answer_has_its_verdict(body, expected):
    assert verdict(body) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (500, Verdict.UNKNOWN),
        (502, Verdict.UNKNOWN),
        (503, Verdict.TRANSIENT),
        (404, Verdict.TRANSIENT),
        (429, Verdict.TRANSIENT),
        (418, Verdict.UNRECOGNISED),
    ],
)
def test_a_server_in_trouble_says_nothing_about_the_dossier(status, expected):
    assert verdict(b"<html>Bad gateway</html>", status) is expected


@pytest.mark.parametrize(
    "body",
    [
        {"error_code": "-1", "message": "Phiên làm việc đã hết hạn"},
        {"error_code": "9", "message": "Invalid session"},
    ],
)
def test_a_session_that_is_over_is_known_by_its_words(body):
    assert verdict(body) is None
    assert verdict(b"{}", 401) is None


def test_a_session_that_is_over_is_known_by_the_codes_of_this_installation():
    assert judge(read(200, b'{"error_code": "77"}'), expired_codes=frozenset({"77"})) is None


def test_a_version_is_no_session():
    assert verdict({"error_code": "-1", "message": "Phiên bản không hợp lệ"}) is Verdict.PERMANENT


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_real_answer_is_found_inside_strings(times):
    body: object = {"error_code": "3", "message": DUPLICATE}
    for _ in range(times):
        body = {"error_code": "0", "message": json.dumps(body)}
    assert verdict(json.dumps(json.dumps(body)).encode()) is Verdict.EXISTS


def test_codes_lose_their_padding_and_words_stay():
    assert [plain_code(code) for code in ("00", "-3", 0.0, "E1", "")] == ["0", "-3", "0", "E1", ""]


def test_success_may_be_required_in_words_as_one_vendor_does():
    assert judge(read(200, b'{"error_code": 0}'), success_needs_words=True).verdict is Verdict.UNRECOGNISED
