"""The newer REST dialect's own shapes (§4.3): one vendor's view, casing as given there, numbers as numbers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, PlainSerializer

from chalicelib.portal.wire.base import Sent
from chalicelib.portal.wire.dossier import NUMBER_PATTERN, PROCEDURE_PATTERN, GiayToKetQua, LePhi
from chalicelib.portal.wire.values import LOCAL_ZONE


def _spaced(instant: datetime | None) -> str:
    return "" if instant is None else f"{instant.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M:%S}"


def _iso(instant: datetime | None) -> str:
    return "" if instant is None else instant.astimezone(LOCAL_ZONE).isoformat(timespec="milliseconds")


#: ``yyyy-MM-dd HH:mm:ss`` in Vietnam's time.
Spaced = Annotated[datetime | None, PlainSerializer(_spaced, return_type=str)]
#: ISO 8601 with milliseconds.
Iso = Annotated[datetime | None, PlainSerializer(_iso, return_type=str)]


class DinhKem(Sent):
    """A file of a component. ``HashTepTin`` belongs to files uploaded there, which we do not do."""

    IdGiayTo: str = ""
    MaKetQua: str = ""
    TenGiayTo: str = ""
    HashTepTin: str = ""


class ThanhPhan(Sent):
    """A component. ``LoaiBan``: 0 original, 1 copy, 2 electronic."""

    MaThanhPhanHoSo: str = ""
    TenThanhPhanHoSo: str = Field(min_length=1)
    SoLuong: int = 1
    LoaiBan: int = 2
    GiayToDinhKem: tuple[DinhKem, ...] = ()


class NguoiNopChiTiet(Sent):
    """Who files, and for whom."""

    TenNguoiNop: str
    SoDinhDanh: str
    SoDienThoai: str = ""
    Email: str = ""
    TenChuHs: str
    SoDinhDanhChuHs: str


class NguoiNop(Sent):
    """``IdDoiTuong`` is the account's TechID."""

    LoaiDoiTuong: int
    IdDoiTuong: str = ""
    ThongTinChiTiet: NguoiNopChiTiet


class HoSoMoi(Sent):
    """A dossier as it is created. What happens later travels by ``TrangThaiMoi``."""

    MaHoSo: str = Field(pattern=NUMBER_PATTERN)
    MaTTHC: str = Field(pattern=PROCEDURE_PATTERN)
    MaDichVuCong: str = ""
    ChuHoSo: str = Field(min_length=1)
    LoaiDoiTuong: int = Field(ge=0, le=2)
    MaDonViTiepNhan: str = Field(min_length=1)
    NgayNop: Spaced
    NgayTiepNhan: Spaced = None
    ThanhPhanHoSo: tuple[ThanhPhan, ...] = ()
    ThongTinNguoiNop: NguoiNop


class TrangThaiMoi(Sent):
    """Where a dossier stands now. The two lists may only come with states 5, 6 and 9.

    ``IdHoSo``: what ``portal_settings.RestDossierId`` says.
    """

    IdHoSo: str = ""
    MaHoSo: str = Field(pattern=NUMBER_PATTERN)
    TrangThai: int = Field(ge=1, le=10)
    NoiDungYKien: str = ""
    PhongBanXuLy: str = ""
    NoiDungXuLy: str = ""
    DanhSachLePhi: tuple[LePhi, ...] = ()
    DanhSachGiayToKetQua: tuple[GiayToKetQua, ...] = ()


class TienTrinh(Sent):
    """A progress row."""

    IDHoSo: str = ""
    MaHoSo: str = Field(pattern=NUMBER_PATTERN)
    NguoiXuLy: str = Field(min_length=1)
    ThoiDiemXuLy: Iso
    PhongBanXuLy: str = ""
    NoiDungXuLy: str = Field(min_length=1)
    TrangThai: int = Field(ge=1, le=10)
    NgayBatDau: Iso = None
    NgayKetThucTheoQuyDinh: Iso = None
