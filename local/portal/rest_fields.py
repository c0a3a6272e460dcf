"""The fields of the newer REST dialect, whose enumerations and instants differ from the session dialect."""

from __future__ import annotations

from local.portal.fields import STATUSES, Field, Kind, code, texts

ATTACHED = texts("IdGiayTo MaKetQua TenGiayTo HashTepTin")

COMPONENT = (
    Field("MaThanhPhanHoSo"),
    Field("TenThanhPhanHoSo", required=True),
    Field("SoLuong", Kind.COUNT),
    Field("LoaiBan", Kind.NUMBERED, values=("0", "1", "2")),
    Field("GiayToDinhKem", Kind.LIST, entry=ATTACHED),
)

DOSSIER = (
    Field("MaHoSo", required=True, limit=50),
    Field("MaTTHC", required=True),
    Field("MaDichVuCong"),
    Field("ChuHoSo", required=True),
    Field("LoaiDoiTuong", Kind.NUMBERED, required=True, values=("0", "1", "2")),
    Field("MaDonViTiepNhan", required=True),
    Field("NgayNop", Kind.SPACED, required=True),
    Field("NgayTiepNhan", Kind.SPACED),
    Field("EformThongTinChiTiet", Kind.ANY),
    Field("ThanhPhanHoSo", Kind.LIST, entry=COMPONENT),
    Field("ThongTinNguoiNop", Kind.ANY, required=True),
    Field("TrangThaiThanhToan", Kind.NUMBERED, values=("0", "1")),
)

PROGRESS = (
    Field("IDHoSo"),
    Field("MaHoSo", required=True, limit=50),
    Field("NguoiXuLy", required=True, limit=50),
    Field("ThoiDiemXuLy", Kind.ISO, required=True),
    Field("PhongBanXuLy"),
    Field("NoiDungXuLy", required=True),
    Field("TrangThai", Kind.NUMBERED, required=True, values=tuple(STATUSES.split())),
    Field("NgayBatDau", Kind.ISO),
    Field("NgayKetThucTheoQuyDinh", Kind.ISO),
)

STATUS = (
    Field("IdHoSo"),
    Field("MaHoSo", required=True, limit=50),
    Field("TrangThai", Kind.NUMBERED, required=True, values=tuple(STATUSES.split())),
    *texts("NoiDungYKien PhongBanXuLy NoiDungXuLy"),
    Field(
        "DanhSachLePhi",
        Kind.LIST,
        entry=(
            *texts("TenPhiLePhi MaPhiLePhi"),
            code("HinhThucThu", "1 2 4"),
            Field("Gia", Kind.COUNT),
            code("LoaiPhiLePhi", "1 2 3"),
        ),
    ),
    Field(
        "DanhSachGiayToKetQua",
        Kind.LIST,
        entry=texts(
            "TenGiayTo MaThanhPhanHoSo GiayToId DuongDanTepTinKetQua MaGiayToKetQua IdTepTin HashTepTin"
        ),
    ),
)
