"""The fields of the session dialect: kind, length, enumeration and obligation of each, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """How a value is written on the wire."""

    TEXT = auto()
    INSTANT = auto()  # yyyyMMddHHmmss in Asia/Ho_Chi_Minh
    SPACED = auto()  # yyyy-MM-dd HH:mm:ss in Asia/Ho_Chi_Minh
    ISO = auto()  # ISO 8601
    CODE = auto()  # member of ``values``, as a string
    NUMBERED = auto()  # member of ``values``, as a string or a JSON number
    AMOUNT = auto()  # whole number as a string
    COUNT = auto()  # whole number as a JSON number or string
    BOOLEAN = auto()  # JSON boolean or "True"/"False"
    LIST = auto()  # list of objects, each by ``entry``
    ANY = auto()


@dataclass(frozen=True)
class Field:
    """One field; ``required`` means present and not empty, at every status."""

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    limit: int | None = None
    values: tuple[str, ...] = ()
    entry: tuple[Field, ...] = ()


def code(name: str, values: str, *, required: bool = False) -> Field:
    """A field whose value is one of the space-separated codes."""
    return Field(name, Kind.CODE, required, values=tuple(values.split()))


def texts(names: str) -> tuple[Field, ...]:
    """Optional texts without a known limit."""
    return tuple(Field(name) for name in names.split())


def instants(names: str) -> tuple[Field, ...]:
    """Optional instants."""
    return tuple(Field(name, Kind.INSTANT) for name in names.split())


STATUSES = "1 2 3 4 5 6 7 8 9 10"

PAPER = (
    Field("TepDinhKemId"),
    Field("TenTepDinhKem", required=True, limit=4000),
    Field("IsDeleted", Kind.BOOLEAN),
    Field("MaThanhPhanHoSo"),
    Field("DuongDanTaiTepTin", required=True),
    code("DuocSoHoa", "0 1"),
    code("DuocTaiSuDung", "0 1 2"),
    code("DuocLayTuKhoDMQG", "0 1"),
    Field("MaKetQuaThayThe"),
)

FEE = (
    Field("TenPhiLePhi", required=True),
    Field("MaPhiLePhi"),
    code("HinhThucThu", "1 2 4"),
    Field("Gia", Kind.AMOUNT, required=True),
    code("LoaiPhiLePhi", "1 2 3"),
)

SUPPLEMENT = (
    *texts("HoSoBoSungId NguoiYeuCauBoSung NoiDungBoSung"),
    Field("NgayBoSung", Kind.INSTANT, required=True),
    *texts("NguoiTiepNhanBoSung ThongTinTiepNhan"),
    Field("NgayTiepNhanBoSung", Kind.INSTANT),
    Field("TrangThaiBoSung", Kind.BOOLEAN),
    Field("DanhSachGiayToBoSung", Kind.LIST, entry=PAPER),
    Field("DanhSachLePhiBoSung", Kind.LIST, entry=FEE),
    *instants("NgayHenTraTruoc NgayHenTraMoi"),
)

RESULT = (
    Field("TenGiayTo", required=True, limit=2000),
    *texts("MaThanhPhanHoSo GiayToId"),
    Field("DuongDanTepTinKetQua"),
    Field("MaGiayToKetQua"),
)

OTHER_FILE = (
    Field("TenGiayTo", required=True, limit=2000),
    Field("SoLuong", Kind.COUNT),
    Field("LoaiGiayTo", Kind.COUNT),
)

IDENTITY = (Field("LoaiDinhDanh", required=True), Field("SoDinhDanh", required=True))

DOSSIER = (
    Field("MaHoSo", required=True, limit=50),
    Field("MaTTHC", required=True),
    Field("TenTTHC", required=True),
    Field("MaLinhVuc", required=True),
    Field("TenLinhVuc", required=True),
    Field("SoBienNhan"),
    code("KenhThucHien", "1 2 3", required=True),
    Field("SoGiayToChuHoSo"),
    Field("ChuHoSo"),
    code("LoaiDoiTuong", "1 2 3 4", required=True),
    *texts("MaDoiTuong ThongTinKhac Email Fax SoDienThoai"),
    Field("TrichYeuHoSo", limit=1000),
    Field("NgayNopHoSo", Kind.INSTANT, required=True),
    *instants("NgayTiepNhan NgayHenTra"),
    code("TrangThaiHoSo", STATUSES, required=True),
    *instants("NgayTra NgayKetThucXuLy NgayTuChoi"),
    Field("ThongTinTra"),
    code("HinhThuc", "0 1"),
    *texts("DonViXuLy GhiChu"),
    Field("TaiLieuNop", Kind.LIST, entry=PAPER),
    Field("DanhSachLePhi", Kind.LIST, entry=FEE),
    Field("DanhSachTepDinhKemKhac", Kind.LIST, entry=OTHER_FILE),
    Field("DanhSachHoSoBoSung", Kind.LIST, entry=SUPPLEMENT),
    Field("DanhSachGiayToKetQua", Kind.LIST, entry=RESULT),
    code("NoiNopHoSo", "1 2"),
    code("HoSoCoThanhPhanSoHoa", "0 1"),
    code("TaiKhoanDuocXacThucVoiVNeID", "0 1"),
    code("DuocThanhToanTrucTuyen", "0 1 2 3"),
    Field("DinhDanhCHS", Kind.LIST, required=True, entry=IDENTITY),
    Field("DSKetNoiCSDL", Kind.LIST, entry=(Field("MaCSDL", required=True),)),
)

PROGRESS = (
    Field("MaHoSo", required=True, limit=50),
    Field("NguoiXuLy", required=True, limit=50),
    Field("ChucDanh"),
    Field("ThoiDiemXuLy", Kind.INSTANT, required=True),
    Field("PhongBanXuLy"),
    Field("NoiDungXuLy", required=True),
    code("TrangThai", STATUSES, required=True),
    *instants("NgayBatDau NgayKetThucTheoQuyDinh"),
)

PORTAL_BORN_STATUS = (
    Field("MaHoSo", required=True, limit=50),
    Field("MaHoSoDonVi", limit=50),
    Field("MaDoiTuong"),
    Field("NoiDung", required=True),
    Field("NgayXuLy", Kind.INSTANT, required=True),
    code("TrangThai", STATUSES, required=True),
    Field("TaiLieuXuLy", Kind.LIST, entry=PAPER),
)

SATISFACTION = "PhanTramDanhGiaRatHaiLong PhanTramDanhGiaHaiLong PhanTramDanhGiaChuaHaiLong"
SERVICE_SATISFACTION = SATISFACTION.replace("DanhGia", "DanhGiaDichVu")
RATING = (
    Field("NgayTongHop", required=True),
    Field("TongSoNguoiDanhGia", Kind.COUNT, required=True),
    *(Field(name, required=True) for name in SATISFACTION.split()),
    Field("DanhSachNoiDungYKien", Kind.ANY),
    Field("MaThuTuc"),
    Field("NoiDung"),
    *texts(SERVICE_SATISFACTION),
    Field("Madonvi", required=True),
    Field("TenDonVi"),
)
