"""Our statements as wire models of the session dialect; every code comes from ``codes.py``."""

from collections.abc import Iterator

from pydantic import ValidationError

from chalicelib.domain.errors import DomainError
from chalicelib.domain.statements import (
    KNOWN_THERE,
    Reply,
    StatedFee,
    StatedOwner,
    StatedPaper,
    StatedResult,
    StatedSupplement,
    Statement,
    Step,
)
from chalicelib.domain.states import State
from chalicelib.portal import codes
from chalicelib.portal.codes import national_code
from chalicelib.portal.wire.dossier import (
    DinhDanhChuHoSo,
    GiayToKetQua,
    GiayToNop,
    HoSo,
    HoSoBoSung,
    KetNoiCSDL,
    LePhi,
)
from chalicelib.portal.wire.progress import TienDo
from chalicelib.portal.wire.status import TrangThaiHoSo
from chalicelib.portal_settings import PortalSettings, ReceptionDate


class NotSayable(DomainError):
    """A value has no form on the wire."""

    code = "portal-value-has-no-form"
    vi = "Cổng DVCQG không nhận giá trị của trường {field}. Hãy sửa thông tin này trong hồ sơ rồi gửi lại."
    en = "The national portal has no form for the value of {field}. Mend it in the dossier, then send again."


def ho_so(statement: Statement, settings: PortalSettings) -> HoSo:
    """The whole dossier. Raises ``NotSayable`` or ``WireLimit``."""
    reception = statement.received_at
    if reception is None and settings.reception_date is ReceptionDate.FILED:
        reception = statement.filed_at
    try:
        return HoSo(
            MaHoSo=statement.number,
            MaTTHC=national_code(statement.procedure_code),
            TenTTHC=statement.procedure_name,
            MaLinhVuc=statement.field_code,
            TenLinhVuc=statement.field_name,
            KenhThucHien=codes.CHANNELS.code(statement.channel),
            SoGiayToChuHoSo=statement.owner.number,
            ChuHoSo=statement.owner.name,
            LoaiDoiTuong=codes.OWNERS.code(statement.owner.kind),
            MaDoiTuong=statement.owner.tech_id,
            Email=statement.owner.email,
            SoDienThoai=statement.owner.phone,
            TrichYeuHoSo=statement.summary,
            NgayNopHoSo=statement.filed_at,
            NgayTiepNhan=reception,
            NgayHenTra=statement.due,
            NgayKetThucXuLy=statement.finished_at,
            NgayTra=statement.returned_at,
            NgayTuChoi=statement.refused_at,
            TrangThaiHoSo=codes.STATES.code(statement.state),
            DonViXuLy=statement.unit_name,
            TaiLieuNop=tuple(map(_paper, statement.papers)),
            DanhSachLePhi=tuple(map(fee, statement.fees)),
            DanhSachHoSoBoSung=tuple(map(_supplement, statement.supplements)),
            DanhSachGiayToKetQua=tuple(map(result, statement.results)),
            HoSoCoThanhPhanSoHoa=any(paper.digitized for paper in statement.papers),
            TaiKhoanDuocXacThucVoiVNeID=statement.identity_verified,
            DuocThanhToanTrucTuyen=codes.PAYMENTS.code(statement.online_payment),
            DinhDanhCHS=_identities(statement.owner, settings),
            DSKetNoiCSDL=tuple(_databases(statement, settings)),
        )
    except ValidationError as problem:
        raise not_sayable(problem) from None


def tien_do(step: Step) -> TienDo:
    """A progress row. Raises ``NotSayable``."""
    try:
        return TienDo(
            MaHoSo=step.number,
            NguoiXuLy=step.person,
            ChucDanh=step.position,
            ThoiDiemXuLy=step.at,
            PhongBanXuLy=step.unit,
            NoiDungXuLy=step.text,
            TrangThai=codes.STATES.code(step.state),
            NgayBatDau=step.since,
            NgayKetThucTheoQuyDinh=step.due,
        )
    except ValidationError as problem:
        raise not_sayable(problem) from None


def trang_thai(reply: Reply, settings: PortalSettings) -> TrangThaiHoSo:
    """Our answer about a portal-born dossier, with the state collapsed where the installation wants that."""
    try:
        return TrangThaiHoSo(
            MaHoSo=reply.number,
            MaHoSoDonVi=reply.own_number,
            MaDoiTuong=reply.tech_id,
            NoiDung=reply.text,
            NgayXuLy=reply.at,
            TrangThai=state_said(reply.state, settings),
        )
    except ValidationError as problem:
        raise not_sayable(problem) from None


def state_said(state: State, settings: PortalSettings) -> str:
    """The code by which a portal-born dossier's state is said. What the applicant did there is not said anew."""
    is_collapsed = settings.collapsed_replies and state not in KNOWN_THERE
    return codes.COLLAPSED_REPLY[state] if is_collapsed else codes.STATES.code(state)


def not_sayable(problem: ValidationError) -> NotSayable:
    """Names the field and never the value, which may be personal."""
    return NotSayable(field=".".join(str(part) for part in problem.errors(include_input=False)[0]["loc"]))


def _identities(owner: StatedOwner, settings: PortalSettings) -> tuple[DinhDanhChuHoSo, ...]:
    kind = codes.PERSONAL_NUMBER_LENGTHS.get(len(owner.number), settings.other_identity_type)
    return (DinhDanhChuHoSo(LoaiDinhDanh=kind, SoDinhDanh=owner.number),) if kind else ()


def _databases(statement: Statement, settings: PortalSettings) -> Iterator[KetNoiCSDL]:
    """Those whose national code this installation knows: the table of MaCSDL is not public, and none is invented."""
    for code in statement.databases:
        if code in settings.database_codes:
            yield KetNoiCSDL(MaCSDL=settings.database_codes[code])


def _paper(paper: StatedPaper) -> GiayToNop:
    return GiayToNop(
        TepDinhKemId=paper.file_id,
        TenTepDinhKem=paper.name,
        MaThanhPhanHoSo=paper.component,
        DuongDanTaiTepTin=paper.link,
        DuocSoHoa=paper.digitized,
        DuocTaiSuDung=codes.REUSE.code(paper.reuse),
        DuocLayTuKhoDMQG=paper.from_national_repository,
        MaKetQuaThayThe=paper.stands_in_for,
    )


def fee(stated: StatedFee) -> LePhi:
    """A fee."""
    return LePhi(TenPhiLePhi=stated.name, MaPhiLePhi=stated.code, Gia=stated.amount)


def _supplement(supplement: StatedSupplement) -> HoSoBoSung:
    return HoSoBoSung(
        HoSoBoSungId=str(supplement.seq),
        NguoiYeuCauBoSung=supplement.asked_by,
        NoiDungBoSung=supplement.asked_for,
        NgayBoSung=supplement.asked_at,
        NguoiTiepNhanBoSung=supplement.answered_by,
        NgayTiepNhanBoSung=supplement.answered_at,
        TrangThaiBoSung=supplement.answered_at is not None,
        DanhSachGiayToBoSung=tuple(map(_paper, supplement.papers)),
        NgayHenTraTruoc=supplement.due_before,
        NgayHenTraMoi=supplement.due_after,
    )


def result(stated: StatedResult) -> GiayToKetQua:
    """A result."""
    return GiayToKetQua(
        TenGiayTo=stated.name,
        GiayToId=stated.file_id,
        DuongDanTepTinKetQua=stated.link,
        MaGiayToKetQua=stated.code,
    )
