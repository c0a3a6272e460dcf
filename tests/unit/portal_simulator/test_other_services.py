"""Catalogue lists, portal-born dossiers, ratings, the repository, the registers, the console."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from tests.unit.portal_simulator.conftest import PROCEDURE, RESULT, UNIT, Agency, dossier, finished

TEXT = base64.b64encode("đơn đề nghị".encode()).decode()
FILES = [{"MaThanhPhanHoSo": "G18-TP01", "TenTepDinhKem": "don.pdf", "base64": TEXT}]
RATING = {
    "NgayTongHop": "1-2026",
    "TongSoNguoiDanhGia": "12",
    "PhanTramDanhGiaRatHaiLong": "50%",
    "PhanTramDanhGiaHaiLong": "40%",
    "PhanTramDanhGiaChuaHaiLong": "10%",
    "Madonvi": UNIT,
}
PAPER = {
    "owner": "001099000017",
    "MaKetQua": "KQ.G18.000001",
    "TenGiayTo": "Giấy phép hành nghề",
    "SoKyHieu": "12/GPHN",
    "TenTep": "gp.pdf",
    "base64": TEXT,
}
ASKED = {
    "SoDinhDanhChuSoHuu": "001099000017",
    "HoTenNguoiYeuCau": "TRẦN THỊ VÍ DỤ",
    "KenhThucHien": "1",
    "SoDinhDanhNguoiYeuCau": "001099000025",
    "MaThuTuc": "1.012289",
    "DanhSachDanhMucKetQua": [{"MaKetQua": "KQ.G18.000001", "SoKyHieu": ""}],
}


@pytest.fixture
def filed(agency: Agency) -> dict[str, Any]:
    agency.control("POST", "clock", {"now": "2026-03-02T09:30:00", "frozen": True})
    told = {
        "MaTTHC": "1.012289",
        "unit": UNIT,
        "HoTen": "NGUYỄN VĂN MẪU",
        "MaDoiTuong": "tech-1",
        "files": FILES,
    }
    return dict(agency.control("POST", "portal-born", told))


def poll(agency: Agency, first: str = "2026-03-01", last: str = "2026-03-31") -> list[dict[str, Any]]:
    found = agency.call("DanhSachHoSo", donViXuLy=UNIT, ngayNhan1=first, ngayNhan2=last)
    return list(found["data"])


def test_the_catalogue_is_listed_in_upper_case(agency: Agency) -> None:
    short = {"MATTHC": "1.012289", "TENTTHC": "Cấp mới giấy phép hành nghề"}
    assert agency.call("LayDanhSachTTHC")["result"] == [short]
    assert agency.call("LayDanhSachTTHCDonVi", maDonVi=UNIT)["result"] == [short]
    assert agency.call("LayDanhSachTTHCDonVi", maDonVi="000.00.00.G09")["result"] == []
    assert agency.call("LayThuTuc", maTTHC="1.012289")["result"] == [PROCEDURE]
    assert agency.call("LayThuTuc", maTTHC="9.999999")["result"] == []


@pytest.mark.parametrize(
    ("kind", "service", "entry"),
    [
        ("unit", "LayDanhMucCoQuan", {"MADONVI": UNIT, "TENDONVI": "Bộ Y tế", "CAPDONVI": "0"}),
        ("field", "LayDanhMucLinhVuc", {"MALINHVUC": "G18-KCB", "TENLINHVUC": "x", "MANGANH": ""}),
    ],
)
def test_units_and_fields_are_what_was_told(
    agency: Agency, kind: str, service: str, entry: dict[str, str]
) -> None:
    agency.control("POST", f"catalogue/{kind}", [entry])
    assert agency.call(service)["result"] == [entry]


def test_online_services_lie_one_level_deeper(agency: Agency) -> None:
    entry = {"MADVC": "1.012289.01", "TENDVC": "x", "MATTHC": "1.012289"}
    agency.control("POST", "catalogue/online-service", [entry])
    assert agency.call("LayDVC")["result"]["data"] == [entry]


def test_a_procedure_that_is_not_public_is_not_listed(agency: Agency) -> None:
    agency.control("POST", "catalogue/procedure", [{**PROCEDURE, "TRANGTHAI": "0"}])
    assert agency.call("LayDanhSachTTHC")["result"] == []


def test_a_dossier_filed_at_the_portal_is_found_by_polling(agency: Agency, filed: dict[str, Any]) -> None:
    assert filed["MaHoSo"] == "G22-260302-000001"
    (found,) = poll(agency)
    assert (found["maHoSo"], found["techId"], found["trangThai"]) == (filed["MaHoSo"], "tech-1", "1")
    assert poll(agency, "2026-02-01", "2026-03-01") == []


def test_its_files_are_fetched_by_their_path(agency: Agency, filed: dict[str, Any]) -> None:
    path = poll(agency)[0]["hoSoDinhKem"][0]["filedinhkem"]
    (file,) = agency.call("LayTaiLieuHoSo", donViXuLy=UNIT, duongdanteptin=path)["TepTinDinhKem"]
    assert file == {"Base64": TEXT, "DuongDan": path, "TenTaiLieu": "don.pdf"}
    assert agency.call("LayTaiLieuHoSo", donViXuLy=UNIT, duongdanteptin="kho/x")["error_code"] == "-1"


def test_its_look_up_writes_dates_in_the_providers_way(agency: Agency, filed: dict[str, Any]) -> None:
    (found,) = agency.call("TraCuuHoSo", donViXuLy=UNIT, mahoso=filed["MaHoSo"])["data"]
    assert found["NgayNop"] == "02/03/2026 09:30:00"


def test_supplements_and_withdrawals_made_there_show_in_the_next_poll(
    agency: Agency, filed: dict[str, Any]
) -> None:
    agency.control(
        "POST", f"portal-born/{filed['MaHoSo']}/supplement", {"files": FILES, "NoiDung": "Bổ sung"}
    )
    agency.control("POST", f"portal-born/{filed['MaHoSo']}/withdraw", {"NoiDung": "Nộp nhầm"})
    (found,) = poll(agency)
    assert len(found["hoSoDinhKem"]) == 2
    assert [each["loai"] for each in found["lichSu"]] == ["nop", "bo-sung", "rut"]
    assert found["trangThai"] == "7"


def test_the_agencys_answers_are_kept_with_the_dossier(agency: Agency, filed: dict[str, Any]) -> None:
    data = {
        "MaHoSo": filed["MaHoSo"],
        "MaHoSoDonVi": "000.00.01.G18-260302-0001",
        "MaDoiTuong": "tech-1",
        "NoiDung": "Đã tiếp nhận",
        "NgayXuLy": "20260302100000",
        "TrangThai": "4",
        "TaiLieuXuLy": [],
    }
    assert agency.call("DongBoTrangThaiHoSo", type="2", data=data)["error_code"] == "0"
    shown = agency.control("GET", f"portal-born/{filed['MaHoSo']}")
    assert shown["answers"] == [data]
    assert (shown["TrangThai"], shown["MaHoSoDonVi"]) == ("4", "000.00.01.G18-260302-0001")
    assert agency.call("DongBoTrangThaiHoSo", type="1", data=data)["error_code"] == "-1"
    agency.portal.change({"portal_born_states": "collapsed"})
    assert agency.call("DongBoTrangThaiHoSo", type="2", data=data)["error_code"] == "-1"


def test_another_agency_sees_none_of_it(agency: Agency, filed: dict[str, Any]) -> None:
    agency.portal.config = agency.portal.config.changed(
        {"agencies": {UNIT: "local-only", "000.00.00.H56": "x"}}
    )
    session = agency.post("/mapi/login", {"username": "000.00.00.H56", "password": "x"})["session"]
    body = {"session": session, "madonvi": "000.00.00.H56", "donViXuLy": UNIT}
    window = {"ngayNhan1": "2026-01-01", "ngayNhan2": "2026-12-31"}
    assert agency.post("/mapi/g", {**body, "service": "DanhSachHoSo", **window})["data"] == []
    found = agency.post("/mapi/g", {**body, "service": "TraCuuHoSo", "mahoso": filed["MaHoSo"]})
    assert found["data"] == []


def test_an_agency_looks_up_its_own_dossiers_only(agency: Agency) -> None:
    agency.sync(dossier())
    agency.portal.config = agency.portal.config.changed({"agencies": {"000.00.00.H56": "x"}})
    session = agency.post("/mapi/login", {"username": "000.00.00.H56", "password": "x"})["session"]
    body = {
        "session": session,
        "madonvi": "000.00.00.H56",
        "service": "TraCuuHoSo",
        "mahoso": dossier()["MaHoSo"],
    }
    assert agency.post("/mapi/g", body)["result"] == []


def test_ratings_are_monthly_and_in_per_cent(agency: Agency) -> None:
    assert agency.call("DongBoDanhGia", data=[RATING])["error_code"] == "0"
    assert list(agency.portal.store.all("rating").values()) == [RATING]
    assert agency.call("DongBoDanhGia", data=[{**RATING, "NgayTongHop": "13-2026"}])["error_code"] == "-1"
    assert (
        agency.call("DongBoDanhGia", data=[{**RATING, "PhanTramDanhGiaHaiLong": "0.4"}])["error_code"] == "-1"
    )
    assert agency.call("DongBoDanhGia", data=[])["error_code"] == "-1"


def test_a_persons_papers_are_listed_and_fetched(agency: Agency) -> None:
    agency.log_in()
    agency.control("POST", "repository", PAPER)
    session = {"session": agency.session}
    found = agency.post("/kho", {**ASKED, **session})
    (paper,) = found["result"]["DanhSachGiayToKetQua"]
    assert (found["errorCode"], paper["SoKyHieu"]) == ("0", "12/GPHN")
    path = paper["DanhSachTepDinhKem"][0]["DuongDan"]
    assert agency.post("/kho", {"CoQuanChuQuan": UNIT, "DuongDan": path, **session})["result"] == TEXT


def test_the_repository_is_asked_for_a_purpose_and_with_a_session(agency: Agency) -> None:
    agency.log_in()
    session = {"session": agency.session}
    assert agency.post("/kho", ASKED)["error_code"] == "-1"
    assert "MaThuTuc" in agency.post("/kho", {**ASKED, "MaThuTuc": "", **session})["message"]
    assert "9.999999" in agency.post("/kho", {**ASKED, "MaThuTuc": "9.999999", **session})["message"]


def test_only_the_results_asked_for_are_listed(agency: Agency) -> None:
    agency.log_in()
    agency.control("POST", "repository", PAPER)
    other = {**ASKED, "session": agency.session, "DanhSachDanhMucKetQua": [{"MaKetQua": "KQ.G09.000001"}]}
    assert agency.post("/kho", other)["result"]["DanhSachGiayToKetQua"] == []
    stranger = {**ASKED, "session": agency.session, "SoDinhDanhChuSoHuu": "001099000033"}
    assert agency.post("/kho", stranger)["result"]["DanhSachGiayToKetQua"] == []


@pytest.mark.parametrize(
    ("register", "number"), [("population", "001099000017"), ("enterprise", "0101234567")]
)
def test_the_national_registers_answer_by_number(agency: Agency, register: str, number: str) -> None:
    agency.log_in()
    agency.control("PUT", f"registers/{register}/{number}", {"Ten": "MẪU"})
    session = {"session": agency.session}
    found = agency.post(f"/csdl/{register}", {"number": number, **session})
    assert found["result"][0]["Ten"] == "MẪU"
    assert agency.post(f"/csdl/{register}", {"number": "0", **session})["result"] == []
    assert agency.post(f"/csdl/{register}", {"number": number})["error_code"] == "-1"


def test_the_console_shows_dossiers_and_names_nobody(agency: Agency) -> None:
    agency.sync(dossier())
    page = agency.http.get("/").get_data(as_text=True)
    assert dossier()["MaHoSo"] in page
    assert "Được tiếp nhận" in page
    assert "Số hóa hồ sơ" in page
    assert "NGUYỄN VĂN MẪU" not in page


class Endpoint(BaseHTTPRequestHandler):
    """An agency's endpoint for pushes, and its store of files."""

    taken: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        self.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._say(b'{"error_code": 0, "message": ""}')

    def do_GET(self) -> None:
        self._say(b"%PDF-result")

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    Endpoint.taken.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_citizens_do_there_is_pushed(agency: Agency, endpoint: str) -> None:
    agency.control("PATCH", "config", {"push_url": f"{endpoint}/nhanhsdvcqg"})
    filed = agency.control("POST", "portal-born", {"MaTTHC": "1.012289", "unit": UNIT, "files": FILES})
    agency.control(
        "POST", f"portal-born/{filed['MaHoSo']}/supplement", {"files": FILES, "NoiDung": "Bổ sung"}
    )
    assert [each["isUpdating"] for each in Endpoint.taken] == ["False", "True"]
    assert [len(each["data"]["TaiLieuNop"]) for each in Endpoint.taken] == [1, 2]
    assert Endpoint.taken[0]["data"]["TaiLieuNop"][0]["Base64"] == TEXT


def test_a_push_that_failed_is_kept_and_can_be_repeated(agency: Agency, endpoint: str) -> None:
    agency.control("PATCH", "config", {"push_url": "http://127.0.0.1:9/", "fetch_seconds": 0.2})
    filed = agency.control("POST", "portal-born", {"MaTTHC": "1.012289", "unit": UNIT})
    assert [each["taken"] for each in filed["pushes"]] == [False]
    agency.control("PATCH", "config", {"push_url": endpoint})
    again = agency.control("POST", f"portal-born/{filed['MaHoSo']}/push", {})
    assert [each["taken"] for each in again["pushes"]] == [False, True]
    assert Endpoint.taken[0]["isUpdating"] == "False"


def test_a_synced_result_is_in_the_repository_and_its_file_is_relayed(agency: Agency, endpoint: str) -> None:
    result = {**RESULT, "DuongDanTepTinKetQua": f"{endpoint}/r-1"}
    agency.sync(finished(DanhSachGiayToKetQua=[result]))
    session = {"session": agency.session}
    (paper,) = agency.post("/kho", {**ASKED, **session})["result"]["DanhSachGiayToKetQua"]
    assert (paper["MaKetQua"], paper["CoQuanChuQuan"]) == ("KQ.G18.000001", UNIT)
    path = paper["DanhSachTepDinhKem"][0]["DuongDan"]
    content = agency.post("/kho", {"CoQuanChuQuan": UNIT, "DuongDan": path, **session})["result"]
    assert base64.b64decode(content) == b"%PDF-result"
    assert (
        agency.post("/kho", {"CoQuanChuQuan": UNIT, "DuongDan": f"{endpoint}/x", **session})["error_code"]
        == "-1"
    )


def test_a_version_without_the_result_takes_it_out_of_the_repository(agency: Agency) -> None:
    agency.sync(finished())
    agency.portal.change({"rules": {"status-9-result": False}})
    agency.sync(finished(DanhSachGiayToKetQua=[]), updating="True")
    found = agency.post("/kho", {**ASKED, "session": agency.session})
    assert found["result"]["DanhSachGiayToKetQua"] == []


def test_files_are_fetched_where_the_installation_does_so(agency: Agency, endpoint: str) -> None:
    agency.portal.change({"fetch_files": True})
    paper = {**dossier()["TaiLieuNop"][0], "DuongDanTaiTepTin": f"{endpoint}/d-1"}
    assert agency.sync(dossier(TaiLieuNop=[paper]))["error_code"] == "0"
    kept = agency.portal.store.all("fetched")
    assert kept[f"{endpoint}/d-1"]["bytes"] == len(b"%PDF-result")


def test_an_adapters_prefix_stands_before_the_address(agency: Agency) -> None:
    prefix = "/XrdAdapter/RestService/forward"
    agency.portal.change({"prefix": prefix})
    answer = agency.post(f"{prefix}/mapi/login", {"username": UNIT, "password": "local-only"})
    assert answer["error_code"] == "0"
    assert agency.send("/mapi/login", {}).status_code == 404
