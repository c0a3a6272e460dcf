"""Every rule refuses what breaks it and accepts what keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from local.portal.rules import RULES
from tests.unit.portal_simulator.conftest import NUMBER, RESULT, UNIT, Agency, dossier, finished, row

Attempt = Callable[[Agency], dict[str, Any]]


def sync(**changes: Any) -> Attempt:
    return lambda agency: agency.sync(dossier(**changes))


def finish(**changes: Any) -> Attempt:
    return lambda agency: agency.sync(finished(**changes))


def without(name: str) -> Attempt:
    return lambda agency: agency.sync({key: value for key, value in dossier().items() if key != name})


def paper(**changes: Any) -> Attempt:
    return sync(TaiLieuNop=[{**dossier()["TaiLieuNop"][0], **changes}])


def progress(*rows: dict[str, Any]) -> Attempt:
    def attempt(agency: Agency) -> dict[str, Any]:
        agency.sync(dossier())
        return agency.progress(*rows)

    return attempt


def after(before: Attempt, then: Attempt) -> Attempt:
    def attempt(agency: Agency) -> dict[str, Any]:
        assert before(agency)["error_code"] == "0"
        return then(agency)

    return attempt


def configured(values: dict[str, Any], then: Attempt) -> Attempt:
    def attempt(agency: Agency) -> dict[str, Any]:
        agency.log_in()
        agency.portal.change(values)
        return then(agency)

    return attempt


def update(**changes: Any) -> Attempt:
    return lambda agency: agency.sync(dossier(**changes), updating="True")


def answer_portal_born(number: str) -> Attempt:
    def attempt(agency: Agency) -> dict[str, Any]:
        filed = agency.control("POST", "portal-born", {"MaTTHC": "1.012289", "unit": UNIT})
        data = {
            "MaHoSo": number or filed["MaHoSo"],
            "NoiDung": "Đã tiếp nhận",
            "NgayXuLy": "20260115090000",
            "TrangThai": "2",
        }
        return agency.call("DongBoTrangThaiHoSo", type="2", data=data)

    return attempt


def twin(own: str) -> Attempt:
    def attempt(agency: Agency) -> dict[str, Any]:
        filed = agency.control("POST", "portal-born", {"MaTTHC": "1.012289", "unit": UNIT})
        data = {
            "MaHoSo": filed["MaHoSo"],
            "MaHoSoDonVi": own,
            "NoiDung": "Đã tiếp nhận",
            "NgayXuLy": "20260115090000",
            "TrangThai": "2",
        }
        agency.call("DongBoTrangThaiHoSo", type="2", data=data)
        return agency.sync(dossier())

    return attempt


def log_in(password: str) -> Attempt:
    return lambda agency: agency.log_in(password)


def with_session(session: str) -> Attempt:
    def attempt(agency: Agency) -> dict[str, Any]:
        agency.log_in()
        return agency.call("TraCuuHoSo", mahoso=NUMBER, **({"session": session} if session else {}))

    return attempt


def with_dstcode(value: str) -> Attempt:
    return lambda agency: dict(
        agency.post("/mapi/login", {"username": UNIT, "password": "local-only"}, headers={"dstcode": value})
    )


def look_up(**changes: Any) -> Attempt:
    return lambda agency: agency.call(**{"service": "TraCuuHoSo", "mahoso": NUMBER, **changes})


def data(value: Any) -> Attempt:
    return lambda agency: agency.call("DongBoHoSoMC", isUpdating="False", data=value)


def updating(value: Any) -> Attempt:
    return lambda agency: agency.call("DongBoHoSoMC", isUpdating=value, data=[dossier()])


def owner(kind: str, number: str) -> Attempt:
    return sync(DinhDanhCHS=[{"LoaiDinhDanh": kind, "SoDinhDanh": number}])


SUPPLEMENT = {"NgayBoSung": "20260116080000", "NoiDungBoSung": "Bổ sung bản sao văn bằng"}
FEE = {"TenPhiLePhi": "Phí thẩm định", "Gia": "430000"}
FUTURE = {"rules": {"future-date": True}}
ORDERED = {"rules": {"state-order": True}}
FETCHING = {"fetch_files": True, "fetch_seconds": 0.2}

CASES: dict[str, tuple[Attempt, Attempt]] = {
    "login": (log_in("local-only"), log_in("guess")),
    "session": (with_session(""), with_session("stolen")),
    "dstcode": (with_dstcode("VN:GOV:000.00.00.G22:vpcpdvcprovider"), with_dstcode("VN:GOV:other")),
    "madonvi": (look_up(), look_up(madonvi="000.00.00.G09")),
    "service": (look_up(), look_up(service="LayDSDanhGia")),
    "data": (data([dossier()]), data([])),
    "is-updating": (updating("False"), updating(False)),
    "unknown-field": (sync(GhiChu="x"), sync(GhiChuThem="x")),
    "missing-field": (sync(), without("TenLinhVuc")),
    "not-a-string": (sync(TrangThaiHoSo="2"), sync(TrangThaiHoSo=2)),
    "too-long": (sync(TrichYeuHoSo="x" * 1000), sync(TrichYeuHoSo="x" * 1001)),
    "bad-date": (sync(NgayHenTra=""), sync(NgayHenTra="20260230170000")),
    "bad-value": (sync(KenhThucHien="3"), sync(KenhThucHien="0")),
    "bad-number": (sync(DanhSachLePhi=[FEE]), sync(DanhSachLePhi=[{**FEE, "Gia": "430.000"}])),
    "bad-list": (sync(DSKetNoiCSDL=[{"MaCSDL": "1"}]), sync(DSKetNoiCSDL=["1"])),
    "number-format": (sync(MaHoSo="G18.20-20260115-0092637"), sync(MaHoSo="000.00.01.G18-261315-0001")),
    "foreign-prefix": (sync(), sync(MaHoSo="000.00.01.G09-260115-0001")),
    "unknown-procedure": (sync(), sync(MaTTHC="1.012289.000.00.00.H56")),
    "procedure-name": (sync(), sync(TenTTHC="Cấp giấy phép")),
    "procedure-field": (sync(), sync(MaLinhVuc="G18-DUOC")),
    "component-code": (paper(MaThanhPhanHoSo=""), paper(MaThanhPhanHoSo="TP99")),
    "result-code": (finish(), finish(DanhSachGiayToKetQua=[{**RESULT, "MaGiayToKetQua": "KQ.G09.000001"}])),
    "identity": (owner("2", "012345678"), owner("1", "01234567890")),
    "dummy-identity": (owner("2", "012345679"), owner("2", "000000001")),
    "file-url": (paper(), paper(DuongDanTaiTepTin="https://a.example.vn/1##https://a.example.vn/2")),
    "file-unreachable": (
        configured({"fetch_files": False}, paper(DuongDanTaiTepTin="http://127.0.0.1:9/x")),
        configured(FETCHING, paper(DuongDanTaiTepTin="http://127.0.0.1:9/x")),
    ),
    "date-order": (finish(), finish(NgayKetThucXuLy="20260114220000")),
    "future-date": (
        configured(FUTURE, progress(row())),
        configured(FUTURE, progress(row(at="29990101000000"))),
    ),
    "reception-date": (sync(TrangThaiHoSo="1", NgayTiepNhan=""), sync(TrangThaiHoSo="4", NgayTiepNhan="")),
    "status-3": (sync(TrangThaiHoSo="3", NgayTuChoi="20260115090000"), sync(TrangThaiHoSo="3")),
    "status-5": (sync(TrangThaiHoSo="5", DanhSachHoSoBoSung=[SUPPLEMENT]), sync(TrangThaiHoSo="5")),
    "status-6": (sync(TrangThaiHoSo="6", DanhSachLePhi=[FEE]), sync(TrangThaiHoSo="6")),
    "status-9-end": (finish(), finish(NgayKetThucXuLy="")),
    "status-9-result": (finish(), finish(DanhSachGiayToKetQua=[])),
    "status-10": (finish(TrangThaiHoSo="10", NgayTra="20260211080000"), finish(TrangThaiHoSo="10")),
    "state-order": (
        configured(ORDERED, after(sync(), update(TrangThaiHoSo="4"))),
        configured(ORDERED, after(sync(), update(TrangThaiHoSo="1"))),
    ),
    "duplicate": (after(sync(), update()), after(sync(), sync())),
    "update-before-create": (after(sync(), update()), update()),
    "progress-before-dossier": (progress(row()), lambda agency: agency.progress(row())),
    "portal-born-twin": (twin("000.00.01.G18-260115-0002"), twin(NUMBER)),
    "unknown-portal-dossier": (answer_portal_born(""), answer_portal_born("G22-260115-999999")),
    "rows-per-call": (
        configured({"rows_per_call": 2}, progress(row("2"), row("4"))),
        configured({"rows_per_call": 2}, progress(row("2"), row("4"), row("9"))),
    ),
    "bytes-per-call": (
        configured({"bytes_per_call": 5000}, sync()),
        configured({"bytes_per_call": 500}, sync()),
    ),
    "quota": (configured({"calls_per_minute": 9}, sync()), configured({"calls_per_minute": 1}, sync())),
}


def last_rules(agency: Agency) -> list[str]:
    rules: list[str] = agency.portal.store.calls(1)[0]["rules"]
    return rules


def test_every_rule_has_its_two_cases() -> None:
    assert set(CASES) == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_accepts_what_keeps_it(agency: Agency, rule: str) -> None:
    answer = CASES[rule][0](agency)
    assert answer["error_code"] == "0", answer["message"]


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_refuses_what_breaks_it(agency: Agency, rule: str) -> None:
    answer = CASES[rule][1](agency)
    assert answer["error_code"] == ("3" if rule == "duplicate" else "-1")
    assert rule in last_rules(agency)


@pytest.mark.parametrize(
    "rule", ["unknown-field", "procedure-name", "dummy-identity", "status-10", "date-order"]
)
def test_a_rule_that_is_switched_off_accepts(agency: Agency, rule: str) -> None:
    agency.portal.change({"rules": {rule: False}})
    assert CASES[rule][1](agency)["error_code"] == "0"


@pytest.mark.parametrize(
    ("reading", "stated", "accepted"),
    [
        ("optional", "", True),
        ("optional", "20260115081500", True),
        ("required", "", False),
        ("forbidden", "20260115081500", False),
        ("forbidden", "", True),
    ],
)
def test_the_reception_date_of_a_dossier_never_received_is_configuration(
    agency: Agency, reading: str, stated: str, accepted: bool
) -> None:
    agency.portal.change({"reception_date_if_never_received": reading})
    answer = agency.sync(dossier(TrangThaiHoSo="1", NgayTiepNhan=stated))
    assert (answer["error_code"] == "0") is accepted


def test_other_kinds_of_identity_are_configuration(agency: Agency) -> None:
    assert owner("3", "0101234567")(agency)["error_code"] == "0"
    agency.portal.change({"other_identity_types": "refuse", "rules": {"duplicate": False}})
    owner("3", "0101234567")(agency)
    assert last_rules(agency) == ["identity"]


def test_an_atomic_call_keeps_nothing_when_one_of_it_is_refused(agency: Agency) -> None:
    answer = agency.sync(dossier(), dossier(MaHoSo="000.00.01.G18-260115-0002", TenTTHC="?"))
    assert answer["error_code"] == "-1"
    assert agency.portal.store.dossiers() == []


def test_a_partial_call_keeps_the_good_ones(agency: Agency) -> None:
    agency.portal.change({"batch": "partial"})
    answer = agency.sync(dossier(MaHoSo="000.00.01.G18-260115-0002", TenTTHC="?"), dossier())
    assert answer["error_code"] == "-1"
    assert [each.number for each in agency.portal.store.dossiers()] == [NUMBER]


def test_every_version_of_a_dossier_is_kept(agency: Agency) -> None:
    agency.sync(dossier())
    assert agency.sync(finished(), updating="True")["error_code"] == "0"
    shown = agency.control("GET", f"dossiers/{NUMBER}")
    assert [each["header"]["TrangThaiHoSo"] for each in shown["versions"]] == ["2", "9"]
    assert shown["header"] == finished()


def test_progress_rows_keep_their_order_and_their_duplicates(agency: Agency) -> None:
    agency.sync(dossier())
    agency.progress(row("2"), row("4", "20260116090000"))
    agency.progress(row("2"))
    shown = agency.control("GET", f"dossiers/{NUMBER}")
    assert [each["TrangThai"] for each in shown["progress"]] == ["2", "4", "2"]
    assert [(each["TrangThai"], each["times"]) for each in shown["duplicates"]] == [("2", 2)]


@pytest.mark.parametrize(("how", "shown"), [("full", True), ("header", False), ("brief", False)])
def test_a_look_up_tells_as_much_as_it_is_set_up_to(agency: Agency, how: str, shown: bool) -> None:
    agency.portal.change({"lookup": how})
    agency.sync(dossier())
    agency.progress(row("2"))
    (found,) = agency.call("TraCuuHoSo", mahoso=NUMBER)["result"]
    assert ("DanhSachTienDo" in found) is shown
    assert ("ChuHoSo" in found) is (how != "brief")


def test_a_look_up_of_an_unknown_number_is_empty(agency: Agency) -> None:
    assert agency.call("TraCuuHoSo", mahoso=NUMBER)["result"] == []


def test_rules_that_nobody_ever_saw_enforced_are_off_at_first() -> None:
    assert {rule.code for rule in RULES if not rule.on} == {"future-date", "state-order"}
