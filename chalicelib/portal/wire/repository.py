"""The national repository of electronic results (Kho dữ liệu điện tử): list, fetch a file (§7)."""

from typing import Literal

from pydantic import Field

from chalicelib.portal.wire.base import Sent, Told
from chalicelib.portal.wire.values import Text


class DanhMucKetQua(Sent):
    """A kind of result asked for; an empty ``SoKyHieu`` means any."""

    MaKetQua: str
    SoKyHieu: str = ""


class TraCuuKetQua(Sent):
    """Who asks for whose results, and under which procedure. ``KenhThucHien``: 1 officer, 2 the citizen."""

    SoDinhDanhChuSoHuu: str = Field(min_length=1)
    HoTenNguoiYeuCau: str
    KenhThucHien: Literal["1", "2"]
    SoDinhDanhNguoiYeuCau: str = Field(min_length=1)
    MaThuTuc: str
    DanhSachDanhMucKetQua: tuple[DanhMucKetQua, ...] = ()


class TepDinhKem(Told):
    """A file of a stored result; ``DuongDan`` is the path to fetch it by."""

    TenTep: Text = ""
    DuongDan: Text = ""


class GiayToKetQua(Told):
    """A stored result. The file stays with ``CoQuanChuQuan``; the portal only relays it."""

    MaKetQua: Text = ""
    TenGiayTo: Text = ""
    SoKyHieu: Text = ""
    CoQuanChuQuan: Text = ""
    DanhSachTepDinhKem: tuple[TepDinhKem, ...] = ()


class LayTep(Sent):
    """Which file to fetch."""

    CoQuanChuQuan: str
    DuongDan: str = Field(min_length=1)
