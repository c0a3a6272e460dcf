"""``DongBoTrangThaiHoSo``: our answer about a dossier that was filed at the portal (§4.2)."""

from typing import Literal

from pydantic import Field

from chalicelib.portal.wire.base import Sent
from chalicelib.portal.wire.values import Instant, Truth

#: The envelope's ``type`` of this service.
STATUS_TYPE = "2"


class GiayToXuLy(Sent):
    """A paper that goes with the answer."""

    TepDinhKemId: str = ""
    TenTepDinhKem: str
    IsDeleted: Truth = False
    MaThanhPhanHoSo: str = ""
    DuongDanTaiTepTin: str = Field(pattern=r"^https?://")


class TrangThaiHoSo(Sent):
    """``MaHoSo`` is the portal's own number, ``MaHoSoDonVi`` ours."""

    MaHoSo: str = Field(min_length=1)
    MaHoSoDonVi: str = ""
    MaDoiTuong: str = ""
    NoiDung: str = Field(min_length=1)
    NgayXuLy: Instant
    TrangThai: Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    TaiLieuXuLy: tuple[GiayToXuLy, ...] = ()
