"""A portal that others wrote from the same description: right in substance, and different in every small thing."""

import base64
import json
from collections import deque
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.ports_portal import Held, Verdict
from chalicelib.domain.shown import agrees
from chalicelib.portal.answers import judge, read
from chalicelib.portal.client import PortalClient
from chalicelib.portal.held import held_from, held_in, step_from
from chalicelib.portal.http import Call, RawAnswer
from chalicelib.portal.inbox import Inbox
from chalicelib.portal.mapping import ho_so, tien_do
from chalicelib.portal.services import PortalServices
from chalicelib.portal.session_dialect import SessionDialect
from chalicelib.portal.wire.values import read_instant
from tests.unit.portal.samples import NUMBER, RECEIVED, settings, statement, step

OK = "Đồng bộ hồ sơ thành công"
LOGIN = (200, {"error_code": 0, "session": "s-1", "result": ""})
HEADER = ho_so(statement(), settings()).on_the_wire()
ROW = tien_do(step()).on_the_wire()
AT = datetime(2026, 1, 15, tzinfo=UTC)


class Line:
    """A transport that answers from a list of (status, body) and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers = deque(answers)
        self.calls: list[Call] = []

    def post(self, call):
        self.calls.append(call)
        status, body = self.answers.popleft()
        return RawAnswer(status, body if isinstance(body, bytes) else json.dumps(body).encode())


def client(*answers, now=lambda: AT):
    line, connection = Line(LOGIN, *answers), settings()
    return PortalClient(connection, SessionDialect(connection), line, now), line


def verdict(body, status=200):
    answer = judge(read(status, body if isinstance(body, bytes) else json.dumps(body).encode()))
    return answer.verdict if answer else "session over"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"Error_Code": "0", "Message": OK}, Verdict.DONE),
        ({"ErrorCode": 0, "MESSAGE": OK}, Verdict.DONE),
        ({"error_code": "0", "message": None, "result": None}, Verdict.DONE),
        ({"error_code": "0", "message": OK, "more": {"than": ["was", "asked"]}}, Verdict.DONE),
        ({"code": 201, "message": "Created"}, Verdict.DONE),
        ({"error_code": None, "message": OK}, Verdict.UNKNOWN),
        ({"message": OK}, Verdict.UNKNOWN),
        ({"error_code": 1e400, "message": "?"}, Verdict.UNRECOGNISED),
        ({"error_code": "E-17", "message": "Chuyện lạ"}, Verdict.UNRECOGNISED),
        ({"error_code": "-302", "message": "ApiKey sai"}, "session over"),
        ({"error_code": "0", "result": [{"MaHoSo": NUMBER, "error_code": "0"}]}, Verdict.DONE),
        (
            {
                "error_code": "0",
                "result": [{"MaHoSo": NUMBER, "error_code": "-1", "message": "Thiếu TenTTHC"}],
            },
            Verdict.PERMANENT,
        ),
        (b"", Verdict.UNKNOWN),
        (b"null", Verdict.UNKNOWN),
        (b"[]", Verdict.UNKNOWN),
        (b"\xff\xfe broken", Verdict.UNKNOWN),
        (b"[" * 100_000, Verdict.UNKNOWN),
        ("\ufeff".encode() + json.dumps({"error_code": 0, "message": OK}).encode(), Verdict.DONE),
        (b"<!DOCTYPE html><html><title>Login</title></html>", Verdict.UNKNOWN),
    ],
)
def test_an_answer_that_is_written_otherwise_means_the_same(body, expected):
    assert verdict(body) == expected


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_whoever_is_sent_elsewhere_asks_before_saying_anything_again(status):
    assert verdict(b"<html>Moved</html>", status) is Verdict.UNKNOWN


@pytest.mark.parametrize("status", [404, 405, 406, 410, 415, 429, 501, 503])
def test_a_wrong_address_is_no_fault_of_the_dossier(status):
    assert verdict(b"<html>Not here</html>", status) is Verdict.TRANSIENT


def test_a_server_that_breaks_over_one_entry_and_says_so_is_believed():
    assert verdict({"error_code": "-1", "message": "Thiếu TenTTHC"}, 500) is Verdict.PERMANENT
    assert verdict({"error_code": "0", "message": OK}, 500) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "over",
    [
        (401, b""),
        (403, b"<html>Forbidden</html>"),
        (200, {"error_code": "401", "message": ""}),
        (200, {"error_code": "-1", "message": "Token hết hạn"}),
        (200, {"error_code": "-300", "message": "Mã đơn vị rỗng"}),
    ],
)
def test_a_session_that_is_over_is_renewed_however_it_is_said(over):
    portal, line = client(over, LOGIN, (200, {"error_code": "0", "message": OK}))
    assert portal.send([statement()], updating=False).verdict is Verdict.DONE
    assert len(line.calls) == 4


@pytest.mark.parametrize(
    "welcome",
    [
        {"error_code": "0", "session": "s-9", "result": ""},
        {"Error_Code": 0, "Session": "s-9"},
        {"error_code": 0, "result": {"session": "s-9"}},
        {"error_code": "00", "message": json.dumps({"error_code": "0", "session": "s-9"})},
    ],
)
def test_a_session_is_found_however_it_is_given(welcome):
    portal, line = client((200, {"error_code": 0, "message": OK}))
    line.answers[0] = (200, welcome)
    assert portal.add_steps([step()]).verdict is Verdict.DONE
    assert line.calls[-1].body["session"] == "s-9"


def test_words_nobody_knows_make_the_next_call_log_in_anew():
    seconds = [0]
    unknown, done = (200, {"error_code": "-99", "message": ""}), (200, {"error_code": 0, "message": OK})
    portal, line = client(done, unknown, LOGIN, done, now=lambda: AT + timedelta(seconds=seconds[0]))
    assert portal.add_steps([step()]).verdict is Verdict.DONE
    seconds[0] = 120
    assert portal.add_steps([step()]).verdict is Verdict.UNRECOGNISED
    assert portal.add_steps([step()]).verdict is Verdict.DONE
    assert [call.body.get("service", "login") for call in line.calls].count("login") == 2


@pytest.mark.parametrize(
    "nothing",
    [
        (200, {"error_code": "0", "message": "", "result": []}),
        (200, {"error_code": "0", "message": "", "result": None}),
        (200, {"error_code": "0", "message": "Thành công", "result": ""}),
        (200, {"error_code": "-1", "message": "Không có dữ liệu", "result": []}),
        (200, {"error_code": "1", "message": "Không tìm thấy bản ghi"}),
        (404, {"code": 404, "message": "Not found"}),
    ],
)
def test_a_look_up_that_finds_nothing_says_so_in_many_ways(nothing):
    found = client(nothing)[0].look_up(NUMBER)
    assert (found.answer.verdict, found.held) == (Verdict.DONE, None)


def otherwise(value):
    """The same header as others might write it: numbers as numbers, truths as truths, nothing as null."""
    if isinstance(value, dict):
        return {name.lower(): otherwise(part) for name, part in value.items()} | {"id": 7, "ghiChuThem": "x"}
    if isinstance(value, list):
        return [otherwise(part) for part in value]
    if value in ("0", "1", "9", "50000"):
        return float(value)
    return {"": None, "True": True, "False": False}.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize(
    "shown",
    [
        HEADER,
        otherwise(HEADER),
        {**HEADER, "TaiLieuNop": json.dumps(HEADER["TaiLieuNop"])},
        {**HEADER, "DinhDanhCHS": HEADER["DinhDanhCHS"][0]},
        {**HEADER, "DanhSachLePhi": None},
        {**HEADER, "HoSoCoThanhPhanSoHoa": True, "TrangThaiHoSo": 9},
        {**HEADER, "NgayTiepNhan": "2026-01-15T01:15:00Z", "NgayKetThucXuLy": "2026-01-20 08:15:00.000"},
        {**HEADER, "NgayTiepNhan": "2026-01-15T08:15:00+07:00", "NgayKetThucXuLy": "20/01/2026 08:15"},
    ],
)
def test_a_dossier_that_is_shown_otherwise_does_not_differ(shown):
    held = held_in({"error_code": "0", "result": [shown]}, NUMBER)
    assert held is not None
    ours = held_from(HEADER, None).fields
    assert [name for name in ours if name in held.fields and not agrees(ours[name], held.fields[name])] == []
    assert held.fields["state"] == "9"


def test_what_truly_differs_is_still_seen():
    held = held_in({"result": [otherwise({**HEADER, "TaiLieuNop": [], "NgayHenTra": "hôm nào đó"})]}, NUMBER)
    ours = held_from(HEADER, None).fields
    assert {name for name in held.fields if not agrees(ours[name], held.fields[name])} == {"papers", "due"}


def test_one_dossier_that_is_shown_without_its_number_is_the_one_that_was_asked_for():
    shown = {name: value for name, value in HEADER.items() if name != "MaHoSo"}
    held = held_in({"error_code": 0, "data": shown}, NUMBER)
    assert held is not None
    assert held.fields["state"] == "9"


@pytest.mark.parametrize(
    "rows",
    [
        [{name.lower(): value for name, value in ROW.items()}],
        json.dumps([ROW]),
        [{**ROW, "TrangThai": 4.0, "ThoiDiemXuLy": "2026-01-15T10:15:00.000+07:00", "ChucDanh": None}],
    ],
)
def test_progress_rows_are_known_again_however_they_are_written(rows):
    held = held_in({"result": {"hoSo": HEADER, "danhSachTienDo": rows}}, NUMBER)
    assert held == Held(NUMBER, held.fields, (step_from(ROW),))


@pytest.mark.parametrize(
    "written",
    [
        *("20260115081500", "202601150815", "15/01/2026 08:15:00", "15/01/2026 08:15", "15-01-2026 08:15:00"),
        *("2026-01-15 08:15:00", "2026-01-15T08:15:00", "2026-01-15T08:15:00.000", "2026-01-15T01:15:00Z"),
        *("2026-01-15T08:15:00+07:00", " 20260115081500 ", 20260115081500),
    ],
)
def test_an_instant_is_read_in_every_writing_that_providers_use(written):
    assert read_instant(written) == RECEIVED


@pytest.mark.parametrize("written", ["mai", "2026011508150", "32/01/2026", "20261340", "0"])
def test_what_is_no_instant_is_none(written):
    with pytest.raises(ValueError, match="not an instant"):
        read_instant(written)


def test_a_supplement_says_whether_it_was_answered_as_a_truth():
    from chalicelib.domain.statements import StatedSupplement

    asked = StatedSupplement(seq=3, asked_by="Trần Thị Ví Dụ", asked_for="Bổ sung đơn", asked_at=RECEIVED)
    (told,) = ho_so(statement(supplements=(asked,)), settings()).on_the_wire()["DanhSachHoSoBoSung"]
    assert told["TrangThaiBoSung"] is False
    assert (told["NgayBoSung"], told["NgayTiepNhanBoSung"]) == ("20260115081500", "")


def inbox(*answers):
    portal, _ = client(*answers)
    return Inbox(portal, SessionDialect(settings()), "G18")


FILED = {"maHoSo": "G22-1", "maTTHC": "1.002600", "ngayNhanHoSo": "2026-01-15"}


@pytest.mark.parametrize(
    "body",
    [
        {"error_code": "0", "data": [{**FILED, "hoSoDinhKem": None, "lichSu": None, "soCmnd": 1099000001}]},
        {"error_code": 0, "result": [{name.upper(): value for name, value in FILED.items()}]},
        {"error_code": "0", "data": FILED},
        {"error_code": "0", "data": [{"maHoSo": "?"}, {**FILED, "ngayNhanHoSo": ""}, None, FILED]},
    ],
)
def test_dossiers_filed_there_are_read_however_they_are_listed(body):
    (filed,) = inbox((200, body)).filed(date(2026, 1, 15), date(2026, 1, 15))
    assert (filed.number, filed.procedure_code) == ("G22-1", "1.002600")


@pytest.mark.parametrize(
    "file",
    [
        [{"Base64": base64.b64encode(b"%PDF" * 40).decode()}],
        {"base64": base64.encodebytes(b"%PDF" * 40).decode()},
        [{"Base64": "data:application/pdf;base64," + base64.b64encode(b"%PDF" * 40).decode()}],
    ],
)
def test_a_paper_is_fetched_however_its_bytes_are_wrapped(file):
    assert inbox((200, {"error_code": "0", "TepTinDinhKem": file})).fetch("x") == b"%PDF" * 40


@pytest.mark.parametrize(
    "body",
    [
        {"error_code": "0", "result": [{"MATTHC": "'1.002600", "TENTTHC": "Tên"}]},
        {"error_code": 0, "RESULT": {"DATA": [{"maTTHC": "1.002600 ", "tenTTHC": "Tên"}]}},
        {"error_code": "0", "data": json.dumps([{"MATTHC": "1.002600", "TENTTHC": "Tên", "X": None}])},
    ],
)
def test_a_list_of_the_catalogue_is_read_however_it_is_wrapped(body):
    portal, _ = client((200, body))
    assert PortalServices(portal, SessionDialect(settings()), "/kho").procedures() == {"1.002600": "Tên"}
