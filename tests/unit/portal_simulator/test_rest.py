"""The newer REST dialect: same memory, other words."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.unit.portal_simulator.conftest import Agency

NUMBER = "G18.20-20260115-0092637"
DOSSIER: dict[str, Any] = {
    "MaHoSo": NUMBER,
    "MaTTHC": "1.012289",
    "ChuHoSo": "NGUYỄN VĂN MẪU",
    "LoaiDoiTuong": 0,
    "MaDonViTiepNhan": "G18.20",
    "NgayNop": "2026-01-14 21:30:00",
    "NgayTiepNhan": "2026-01-15 08:15:00",
    "ThanhPhanHoSo": [{"MaThanhPhanHoSo": "G18-TP01", "TenThanhPhanHoSo": "Đơn", "SoLuong": 1, "LoaiBan": 2}],
    "ThongTinNguoiNop": {"LoaiDoiTuong": 0, "ThongTinChiTiet": {"SoDinhDanh": "001099000017"}},
}
ROW: dict[str, Any] = {
    "MaHoSo": NUMBER,
    "NguoiXuLy": "Trần Thị Ví Dụ",
    "ThoiDiemXuLy": "2026-02-10T03:00:00.000Z",
    "NoiDungXuLy": "Xong",
    "TrangThai": 9,
}


class Rest:
    """A client of the dialect, with its token."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        asked = {"client_id": "000.00.00.G18", "client_secret": "local-only"}
        self.token = json.loads(agency.http.post("/rest/GetToken", json=asked).get_data())["data"][
            "access_token"
        ]

    def send(self, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.agency.http.post(f"/rest/{path}", headers=headers, **options)

    def data(self, path: str, **options: Any) -> Any:
        response = self.send(path, **options)
        assert response.status_code == 200, response.get_data(as_text=True)
        return json.loads(response.get_data())["data"]


@pytest.fixture
def rest(agency: Agency) -> Rest:
    return Rest(agency)


def test_a_wrong_secret_is_401(agency: Agency) -> None:
    asked = {"client_id": "000.00.00.G18", "client_secret": "guess"}
    assert agency.http.post("/rest/GetToken", json=asked).status_code == 401


def test_a_call_without_a_token_is_401(agency: Agency) -> None:
    assert agency.http.post("/rest/TaoHoSo", json=DOSSIER).status_code == 401


def test_numbers_are_given_once(rest: Rest) -> None:
    rest.agency.control("POST", "clock", {"now": "2026-03-02T09:30:00", "frozen": True})
    given = [rest.data("GetNextValue?code=G18.20") for _ in range(3)]
    assert given == [f"G18.20-260302-000{n}" for n in (1, 2, 3)]
    assert rest.send("GetNextValue?code=G09.20").status_code == 400


def test_a_file_answers_with_its_id_and_hash(rest: Rest) -> None:
    files = {"files": (io.BytesIO(b"%PDF-"), "don.pdf")}
    (kept,) = rest.data("UploadFile", data=files)
    assert kept["HashTepTin"] == hashlib.sha256(b"%PDF-").hexdigest()
    assert rest.send("UploadFile", data={}, content_type="multipart/form-data").status_code == 400


def test_a_life_in_this_dialect_counts_for_the_index(rest: Rest) -> None:
    assert rest.data("TaoHoSo", json=DOSSIER)["maHoSo"] == NUMBER
    rest.data("CapNhatTienTrinh", json=[ROW])
    result = {"MaGiayToKetQua": "KQ.G18.000001", "DuongDanTepTinKetQua": "https://files.example.vn/r-1"}
    rest.data("CapNhatTrangThai", json=[{"MaHoSo": NUMBER, "TrangThai": 9, "DanhSachGiayToKetQua": [result]}])
    shown = rest.agency.control("GET", f"dossiers/{NUMBER}")
    assert shown["header"]["TrangThaiHoSo"] == "9"
    assert shown["progress"][0]["ThoiDiemXuLy"] == "20260210100000"
    rest.agency.control("POST", "clock", {"now": "2026-12-31T00:00:00", "frozen": True})
    groups = rest.agency.control("GET", "index?from=2026-01-01&to=2026-12-31")["groups"]
    assert groups[1]["score"] == 20
    assert rest.data(f"TraCuuHoSo?maHoSo={NUMBER}")["TrangThaiHoSo"] == "9"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"LoaiDoiTuong": 4}, "LoaiDoiTuong"),
        ({"NgayNop": "20260114213000"}, "NgayNop"),
        ({"MaTTHC": "9.999999"}, "9.999999"),
        ({"MaHoSo": "G09.20-20260115-0092637"}, "không thuộc cơ quan"),
        ({"ChuHoSo": ""}, "ChuHoSo"),
        ({"La": 1}, "La"),
    ],
)
def test_a_wrong_dossier_is_400(rest: Rest, changes: dict[str, Any], words: str) -> None:
    response = rest.send("TaoHoSo", json={**DOSSIER, **changes})
    assert response.status_code == 400
    assert words in json.loads(response.get_data())["message"]


def test_a_second_creation_is_refused_in_words(rest: Rest) -> None:
    rest.data("TaoHoSo", json=DOSSIER)
    assert "đã tồn tại" in json.loads(rest.send("TaoHoSo", json=DOSSIER).get_data())["message"]


def test_updates_of_an_unknown_dossier_are_404(rest: Rest) -> None:
    assert rest.send("CapNhatTienTrinh", json=[ROW]).status_code == 404
    assert rest.send("CapNhatTrangThai", json=[{"MaHoSo": NUMBER, "TrangThai": 4}]).status_code == 404


def test_fees_and_results_come_at_5_6_and_9_only(rest: Rest) -> None:
    rest.data("TaoHoSo", json=DOSSIER)
    fees = [{"TenPhiLePhi": "Phí", "Gia": 430000}]
    assert (
        rest.send(
            "CapNhatTrangThai", json=[{"MaHoSo": NUMBER, "TrangThai": 4, "DanhSachLePhi": fees}]
        ).status_code
        == 400
    )
    rest.data("CapNhatTrangThai", json=[{"MaHoSo": NUMBER, "TrangThai": 6, "DanhSachLePhi": fees}])


def test_faults_speak_this_dialect_too(rest: Rest) -> None:
    rest.agency.control("POST", "faults", {"faults": [{"kind": "failing_code_success_text"}]})
    answer = json.loads(rest.send("TaoHoSo", json=DOSSIER).get_data())
    assert (answer["code"], answer["data"]) == (400, None)
