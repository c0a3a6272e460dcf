"""``DongBoHoSoMC``: one dossier with all its lists (§2.3 and §2.4 of the reconstructed interface)."""

from typing import Literal

from pydantic import Field

from chalicelib.portal.wire.base import Sent
from chalicelib.portal.wire.values import Flag, Instant, Money, Truth

NUMBER_PATTERN = r"^[A-Z0-9][A-Z0-9.]*-(\d{6}|\d{8})-[0-9]{4,}$"
PROCEDURE_PATTERN = r"^\d\.\d{6}$"


class GiayToNop(Sent):
    """A paper that was handed in. ``DuocTaiSuDung``: 1 a component, 2 the result of an earlier dossier."""

    TepDinhKemId: str = ""
    TenTepDinhKem: str
    IsDeleted: Truth = False
    MaThanhPhanHoSo: str = ""
    DuongDanTaiTepTin: str = Field(pattern=r"^https?://")
    DuocSoHoa: Flag
    DuocTaiSuDung: Literal["0", "1", "2"]
    DuocLayTuKhoDMQG: Flag
    MaKetQuaThayThe: str = ""


class LePhi(Sent):
    """A fee. ``HinhThucThu``: 1 at reception, 2 at a supplement, 4 at the hand-over of the result."""

    TenPhiLePhi: str
    MaPhiLePhi: str = ""
    HinhThucThu: Literal["1", "2", "4"] = "1"
    Gia: Money
    LoaiPhiLePhi: Literal["1", "2", "3"] = "1"


class TepDinhKemKhac(Sent):
    """Another attachment, counted only. The two numbers are numbers on the wire."""

    TenGiayTo: str
    SoLuong: int
    LoaiGiayTo: int


class HoSoBoSung(Sent):
    """One round of asking for more and getting it. ``TrangThaiBoSung``: whether it was answered, a bool on the wire."""

    HoSoBoSungId: str
    NguoiYeuCauBoSung: str
    NoiDungBoSung: str
    NgayBoSung: Instant
    NguoiTiepNhanBoSung: str = ""
    ThongTinTiepNhan: str = ""
    NgayTiepNhanBoSung: Instant = None
    TrangThaiBoSung: bool
    DanhSachGiayToBoSung: tuple[GiayToNop, ...] = ()
    DanhSachLePhiBoSung: tuple[LePhi, ...] = ()
    NgayHenTraTruoc: Instant = None
    NgayHenTraMoi: Instant = None


class GiayToKetQua(Sent):
    """A result. Its code and its link are what registers it in the national repository (§7.3); empty: unregistered."""

    TenGiayTo: str
    MaThanhPhanHoSo: str = ""
    GiayToId: str
    DuongDanTepTinKetQua: str = Field(pattern=r"^https?://")
    MaGiayToKetQua: str


class DinhDanhChuHoSo(Sent):
    """Who the owner is. ``LoaiDinhDanh``: 1 personal number (12 digits), 2 old number (9); others unknown."""

    LoaiDinhDanh: str = Field(min_length=1)
    SoDinhDanh: str = Field(min_length=1)


class KetNoiCSDL(Sent):
    """A national database that was asked."""

    MaCSDL: str = Field(min_length=1)


class HoSo(Sent):
    """A dossier as the portal is told of it, always whole."""

    MaHoSo: str = Field(pattern=NUMBER_PATTERN)
    MaTTHC: str = Field(pattern=PROCEDURE_PATTERN)
    TenTTHC: str = Field(min_length=1)
    MaLinhVuc: str = Field(min_length=1)
    TenLinhVuc: str = Field(min_length=1)
    KenhThucHien: Literal["1", "2", "3"]
    SoGiayToChuHoSo: str
    ChuHoSo: str
    LoaiDoiTuong: Literal["1", "2", "3", "4"]
    MaDoiTuong: str = ""
    ThongTinKhac: str = ""
    Email: str = ""
    Fax: str = ""
    SoDienThoai: str = ""
    TrichYeuHoSo: str = ""
    NgayNopHoSo: Instant
    NgayTiepNhan: Instant
    NgayHenTra: Instant = None
    NgayKetThucXuLy: Instant = None
    NgayTra: Instant = None
    NgayTuChoi: Instant = None
    TrangThaiHoSo: Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    ThongTinTra: str = ""
    HinhThuc: Literal["", "0", "1"] = ""
    DonViXuLy: str
    GhiChu: str = ""
    TaiLieuNop: tuple[GiayToNop, ...] = ()
    DanhSachLePhi: tuple[LePhi, ...] = ()
    DanhSachTepDinhKemKhac: tuple[TepDinhKemKhac, ...] = ()
    DanhSachHoSoBoSung: tuple[HoSoBoSung, ...] = ()
    DanhSachGiayToKetQua: tuple[GiayToKetQua, ...] = ()
    NoiNopHoSo: Literal["1", "2"] = "2"
    HoSoCoThanhPhanSoHoa: Flag
    TaiKhoanDuocXacThucVoiVNeID: Flag
    DuocThanhToanTrucTuyen: Literal["0", "1", "2"]
    DinhDanhCHS: tuple[DinhDanhChuHoSo, ...] = ()
    DSKetNoiCSDL: tuple[KetNoiCSDL, ...] = ()
