"""A portal in memory of the test's own folder, spoken to without a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from local.portal.app import App
from local.portal.config import Config
from local.portal.portal import Portal

UNIT = "000.00.00.G18"
DSTCODE = "VN:GOV:000.00.00.G22:vpcpdvcprovider"
NUMBER = "000.00.01.G18-260115-0001"
PROCEDURE = {
    "MATTHC": "1.012289",
    "TENTTHC": "Cấp mới giấy phép hành nghề",
    "TRANGTHAI": "1",
    "MACOQUANCONGBO": UNIT,
    "LINHVUCTHUCHIEN": [{"MALINHVUC": "G18-KCB", "TENLINHVUC": "Khám bệnh, chữa bệnh"}],
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": "2",
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "30",
                    "DONVITINH": "Ngày",
                    "PHILEPHI": [{"MAPHILEPHI": "P1", "SOTIEN": "430.000"}],
                }
            ],
        }
    ],
    "THANHPHANHOSO": [{"TRUONGHOP": "", "GIAYTO": [{"MAGIAYTO": "G18-TP01", "TENGIAYTO": "Đơn"}]}],
    "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.G18.000001", "TENKETQUA": "Giấy phép hành nghề"}],
}


def dossier(**changes: Any) -> dict[str, Any]:
    """A dossier just received; every person in it is invented."""
    return {
        "MaHoSo": NUMBER,
        "MaTTHC": "1.012289",
        "TenTTHC": "Cấp mới giấy phép hành nghề",
        "MaLinhVuc": "G18-KCB",
        "TenLinhVuc": "Khám bệnh, chữa bệnh",
        "KenhThucHien": "2",
        "SoGiayToChuHoSo": "001099000017",
        "ChuHoSo": "NGUYỄN VĂN MẪU",
        "LoaiDoiTuong": "1",
        "NgayNopHoSo": "20260114213000",
        "NgayTiepNhan": "20260115081500",
        "NgayHenTra": "20260214170000",
        "TrangThaiHoSo": "2",
        "TaiLieuNop": [
            {
                "TepDinhKemId": "d-1",
                "TenTepDinhKem": "don.pdf",
                "IsDeleted": "False",
                "MaThanhPhanHoSo": "G18-TP01",
                "DuongDanTaiTepTin": "https://files.example.vn/d-1",
                "DuocSoHoa": "1",
                "DuocTaiSuDung": "0",
                "DuocLayTuKhoDMQG": "0",
            }
        ],
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "001099000017"}],
        **changes,
    }


RESULT = {
    "TenGiayTo": "Giấy phép hành nghề",
    "GiayToId": "r-1",
    "DuongDanTepTinKetQua": "https://files.example.vn/r-1",
    "MaGiayToKetQua": "KQ.G18.000001",
}


def finished(**changes: Any) -> dict[str, Any]:
    """The same dossier, decided in time."""
    return dossier(
        **{
            "TrangThaiHoSo": "9",
            "NgayKetThucXuLy": "20260210100000",
            "DanhSachGiayToKetQua": [dict(RESULT)],
            **changes,
        }
    )


def row(
    status: str = "2", at: str = "20260115081500", number: str = NUMBER, **changes: Any
) -> dict[str, Any]:
    """One progress row."""
    return {
        "MaHoSo": number,
        "NguoiXuLy": "Trần Thị Ví Dụ",
        "ThoiDiemXuLy": at,
        "NoiDungXuLy": "Xử lý",
        "TrangThai": status,
        **changes,
    }


class Agency:
    """The Ministry's side of the wire, logged in once; answers are decoded JSON."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.http = Client(App(portal))
        self.session = ""

    def log_in(self, password: str = "local-only") -> dict[str, Any]:
        answer: dict[str, Any] = self.post("/mapi/login", {"username": UNIT, "password": password})
        self.session = answer.get("session", "")
        return answer

    def call(self, service: str, **body: Any) -> dict[str, Any]:
        if not self.session:
            self.log_in()
        sent = {"session": self.session, "madonvi": UNIT, "service": service, **body}
        answer: dict[str, Any] = self.post("/mapi/g", sent)
        return answer

    def sync(self, *dossiers: dict[str, Any], updating: str = "False") -> dict[str, Any]:
        return self.call("DongBoHoSoMC", isUpdating=updating, data=list(dossiers))

    def progress(self, *rows: dict[str, Any]) -> dict[str, Any]:
        return self.call("CapNhatTienDoHoSoMC", data=list(rows))

    def post(self, path: str, body: Any, **options: Any) -> Any:
        return json.loads(self.send(path, body, **options).get_data())

    def send(self, path: str, body: Any, **options: Any) -> TestResponse:
        headers = {"dstcode": DSTCODE, **options.pop("headers", {})}
        return self.http.post(path, json=body, headers=headers, **options)

    def control(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        response = self.control_response(method, path, body, **options)
        assert response.status_code == 200, response.get_data(as_text=True)
        return json.loads(response.get_data())

    def control_response(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        headers = {"Authorization": "Bearer local-only", **options.pop("headers", {})}
        environ = {"REMOTE_ADDR": "127.0.0.1"}
        return self.http.open(
            f"/control/{path}", method=method, json=body, headers=headers, environ_base=environ, **options
        )


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path, Config(catalogue=str(tmp_path / "no-catalogue")))
    portal.catalogue.tell("procedure", [PROCEDURE])
    yield portal
    portal.store.close()


@pytest.fixture
def agency(portal: Portal) -> Agency:
    return Agency(portal)
