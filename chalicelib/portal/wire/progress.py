"""``CapNhatTienDoHoSoMC``: one row for each thing that happened to a dossier (§3)."""

from typing import Literal

from pydantic import Field

from chalicelib.portal.wire.base import Sent
from chalicelib.portal.wire.dossier import NUMBER_PATTERN
from chalicelib.portal.wire.values import Instant


class TienDo(Sent):
    """A progress row. The wire has no row id, so a row that may have arrived is never sent unasked."""

    MaHoSo: str = Field(pattern=NUMBER_PATTERN)
    NguoiXuLy: str = Field(min_length=1)
    ChucDanh: str = ""
    ThoiDiemXuLy: Instant
    PhongBanXuLy: str = ""
    NoiDungXuLy: str = Field(min_length=1)
    TrangThai: Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
    NgayBatDau: Instant = None
    NgayKetThucTheoQuyDinh: Instant = None
