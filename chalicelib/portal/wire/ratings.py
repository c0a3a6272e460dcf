"""``DongBoDanhGia``: how people judged us, a month at a time and never person by person (§10)."""

from pydantic import Field

from chalicelib.portal.wire.base import Sent

PERCENT = r"^\d{1,3}%$"


class DanhGia(Sent):
    """One unit and procedure in one month. ``NgayTongHop`` is ``M-yyyy``, shares are ``NN%``."""

    NgayTongHop: str = Field(pattern=r"^([1-9]|1[0-2])-\d{4}$")
    Madonvi: str = Field(min_length=1)
    TenDonVi: str
    MaThuTuc: str
    NoiDung: str = ""
    TongSoNguoiDanhGia: str = Field(pattern=r"^\d+$")
    PhanTramDanhGiaRatHaiLong: str = Field(pattern=PERCENT)
    PhanTramDanhGiaHaiLong: str = Field(pattern=PERCENT)
    PhanTramDanhGiaChuaHaiLong: str = Field(pattern=PERCENT)
    PhanTramDanhGiaDichVuRatHaiLong: str = Field(pattern=PERCENT)
    PhanTramDanhGiaDichVuHaiLong: str = Field(pattern=PERCENT)
    PhanTramDanhGiaDichVuChuaHaiLong: str = Field(pattern=PERCENT)
    DanhSachNoiDungYKien: tuple[str, ...] = ()
