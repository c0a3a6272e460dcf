"""What the portal pushes to the agency's own endpoints, and what it wants to hear (§5.1): told, so read leniently."""

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.portal.wire.base import Told
from chalicelib.portal.wire.values import Instant, Text


class TepNop(Told):
    """A paper with its bytes. Addresses instead of bytes are not followed: the poll fetches those papers."""

    MaThanhPhanHoSo: Text = ""
    TenTepDinhKem: Text = ""
    Base64: Text = ""


class HoSoDay(Told):
    """A dossier filed, supplemented or withdrawn there.

    ``LoaiThayDoi`` (``nop``, ``bo-sung``, ``rut``) and ``ThoiDiemThayDoi`` are assumptions; without them an updating
    push is taken for a supplement made now.
    """

    MaHoSo: Text = Field(min_length=1, max_length=50, pattern=r"^[^\s#/]+$")
    MaTTHC: Text = Field(min_length=1)
    NgayNopHoSo: Instant = None
    MaDoiTuong: Text = ""
    HoTen: Text = ""
    SoDinhDanh: Text = ""
    ThongTinSuaDoi: Text = ""
    LoaiThayDoi: Text = ""
    ThoiDiemThayDoi: Instant = None
    TaiLieuNop: tuple[TepNop, ...] = ()


class TraLoi(BaseModel):
    """``error_code``: ``0`` taken, ``1`` known already, ``-1`` not taken, and ``message`` says why."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    error_code: str
    message: str = ""


class HoSoTraCuu(TraLoi):
    """A dossier as the portal looks it up: what it is and where it stands, nothing of any person."""

    MaHoSo: str = ""
    MaTTHC: str = ""
    TenTTHC: str = ""
    MaLinhVuc: str = ""
    TenLinhVuc: str = ""
    LoaiDoiTuong: str = ""
    TrangThaiHoSo: str = ""
    HinhThuc: str = ""
    DonViXuLy: str = ""
