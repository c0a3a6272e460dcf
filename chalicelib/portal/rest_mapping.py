"""Our statements in the shapes of the newer REST dialect."""

from collections.abc import Iterator

from pydantic import ValidationError

from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.statements import Statement, Step
from chalicelib.domain.states import State
from chalicelib.portal import codes
from chalicelib.portal.codes import national_code
from chalicelib.portal.mapping import NotSayable, fee, not_sayable, result
from chalicelib.portal.wire.rest import (
    DinhKem,
    HoSoMoi,
    NguoiNop,
    NguoiNopChiTiet,
    ThanhPhan,
    TienTrinh,
    TrangThaiMoi,
)
from chalicelib.portal_settings import RestDossierId

#: With which states the two lists may travel (§4.3).
_WITH_FEES = frozenset({State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED, State.DECIDED})
_WITH_RESULTS = frozenset({State.DECIDED})


def new_dossier(statement: Statement, receiving_unit: str) -> HoSoMoi:
    """The dossier as it is created. Raises ``NotSayable`` for owners that the dialect has no code for."""
    owner = statement.owner
    if owner.kind not in set(codes.REST_OWNERS):
        raise NotSayable(field="LoaiDoiTuong")
    kind = int(codes.REST_OWNERS.code(owner.kind))
    try:
        return HoSoMoi(
            MaHoSo=statement.number,
            MaTTHC=national_code(statement.procedure_code),
            ChuHoSo=owner.name,
            LoaiDoiTuong=kind,
            MaDonViTiepNhan=receiving_unit,
            NgayNop=statement.filed_at,
            NgayTiepNhan=statement.received_at,
            ThanhPhanHoSo=tuple(
                ThanhPhan(
                    MaThanhPhanHoSo=paper.component,
                    TenThanhPhanHoSo=paper.name,
                    GiayToDinhKem=(DinhKem(IdGiayTo=paper.file_id, TenGiayTo=paper.name),),
                )
                for paper in statement.papers
            ),
            ThongTinNguoiNop=NguoiNop(
                LoaiDoiTuong=int(codes.REST_OWNERS.code(OwnerKind.CITIZEN)) if statement.filer else kind,
                IdDoiTuong=owner.tech_id,
                ThongTinChiTiet=_who_files(statement),
            ),
        )
    except ValidationError as problem:
        raise not_sayable(problem) from None


def _who_files(statement: Statement) -> NguoiNopChiTiet:
    """Owner and filer, who are one person unless somebody files for another: then phone and e-mail are not theirs."""
    owner, filer = statement.owner, statement.filer
    return NguoiNopChiTiet(
        TenNguoiNop=filer.name if filer else owner.name,
        SoDinhDanh=filer.number if filer else owner.number,
        SoDienThoai="" if filer else owner.phone,
        Email="" if filer else owner.email,
        TenChuHs=owner.name,
        SoDinhDanhChuHs=owner.number,
    )


def dossier_id(number: str, said: RestDossierId) -> str:
    """What stands as IdHoSo beside a dossier's number."""
    return number if said is RestDossierId.NUMBER else ""


def states(statement: Statement, said: RestDossierId = RestDossierId.EMPTY) -> Iterator[TrangThaiMoi]:
    """Where the dossier stands. A returned one passes through 9, which alone may carry the result."""
    if statement.state is State.RETURNED:
        yield _state(statement, State.DECIDED, said)
    yield _state(statement, statement.state, said)


def _state(statement: Statement, state: State, said: RestDossierId) -> TrangThaiMoi:
    try:
        return TrangThaiMoi(
            IdHoSo=dossier_id(statement.number, said),
            MaHoSo=statement.number,
            TrangThai=int(codes.STATES.code(state)),
            PhongBanXuLy=statement.unit_name,
            DanhSachLePhi=tuple(map(fee, statement.fees)) if state in _WITH_FEES else (),
            DanhSachGiayToKetQua=tuple(map(result, statement.results)) if state in _WITH_RESULTS else (),
        )
    except ValidationError as problem:
        raise not_sayable(problem) from None


def progress(step: Step, said: RestDossierId = RestDossierId.EMPTY) -> TienTrinh:
    """A progress row."""
    try:
        return TienTrinh(
            IDHoSo=dossier_id(step.number, said),
            MaHoSo=step.number,
            NguoiXuLy=step.person,
            ThoiDiemXuLy=step.at,
            PhongBanXuLy=step.unit,
            NoiDungXuLy=step.text,
            TrangThai=int(codes.STATES.code(step.state)),
            NgayBatDau=step.since,
            NgayKetThucTheoQuyDinh=step.due,
        )
    except ValidationError as problem:
        raise not_sayable(problem) from None
