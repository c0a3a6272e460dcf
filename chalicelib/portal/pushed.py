"""From a push of the portal to a dossier filed there, with the bytes of its papers; and how we answer."""

import base64
import binascii
import hashlib
from collections import Counter
from datetime import datetime

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DomainError
from chalicelib.domain.filed_there import FiledThere, PaperThere
from chalicelib.domain.paper_errors import SourceNotAnswering
from chalicelib.portal import codes
from chalicelib.portal.codes import SUPPLEMENT, WITHDRAWAL, national_code
from chalicelib.portal.wire.pushed import HoSoDay, HoSoTraCuu, TepNop

TAKEN, KNOWN, FAILED = "0", "1", "-1"


class PaperNotReadable(DomainError):
    """The bytes of a pushed paper are not base64."""

    code = "paper-not-readable"
    vi = "Tệp thứ {position} không đọc được: Base64 phải là nội dung tệp, không rỗng."
    en = "File {position} cannot be read: Base64 must hold the file's bytes and not be empty."


class PushedPapers:
    """The papers of one push, by the paths under which ``filed_there`` names them: an inbox without a portal."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}
        self._times: Counter[str] = Counter()

    def keep(self, paper: TepNop, position: int) -> PaperThere:
        """Name the paper by its content, so that a push that is repeated names it likewise."""
        try:
            data = base64.b64decode(paper.Base64, validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not data:
            raise PaperNotReadable(position=position)
        content = f"{paper.MaThanhPhanHoSo}/{hashlib.sha256(data).hexdigest()}"
        self._times[content] += 1
        path = f"pushed/{content}/{self._times[content]}"
        self._bytes[path] = data
        return PaperThere(paper.MaThanhPhanHoSo, paper.TenTepDinhKem or "giay-to", path)

    def fetch(self, path: str) -> bytes:
        """The bytes. Raises ``SourceNotAnswering`` for a paper of another push."""
        if path not in self._bytes:
            raise SourceNotAnswering
        return self._bytes[path]


def filed_there(pushed: HoSoDay, papers: PushedPapers, *, is_updating: bool, now: datetime) -> FiledThere:
    """The dossier in our words. Raises ``PaperNotReadable``."""
    change = pushed.LoaiThayDoi or (SUPPLEMENT if is_updating else "")
    changed_at = pushed.ThoiDiemThayDoi or now
    return FiledThere(
        number=pushed.MaHoSo,
        procedure_code=national_code(pushed.MaTTHC),
        owner_number=pushed.SoDinhDanh,
        owner_name=pushed.HoTen,
        tech_id=pushed.MaDoiTuong,
        filed_at=pushed.NgayNopHoSo or now,
        papers=tuple(papers.keep(each, position) for position, each in enumerate(pushed.TaiLieuNop, start=1)),
        supplemented_at=changed_at if change == SUPPLEMENT else None,
        withdrawn_at=changed_at if change == WITHDRAWAL else None,
        withdrawal_reason=pushed.ThongTinSuaDoi if change == WITHDRAWAL else "",
    )


def looked_up(dossier: Dossier, number: str) -> HoSoTraCuu:
    """The dossier as the portal asks for it, under the number by which it asked."""
    procedure = dossier.procedure
    return HoSoTraCuu(
        error_code=TAKEN,
        MaHoSo=number,
        MaTTHC=national_code(procedure.code),
        TenTTHC=procedure.name,
        MaLinhVuc=procedure.field_code,
        TenLinhVuc=procedure.field_name,
        LoaiDoiTuong=codes.OWNERS.code(dossier.owner.kind),
        TrangThaiHoSo=codes.STATES.code(dossier.state),
        HinhThuc=codes.CHANNELS.code(dossier.channel),
        DonViXuLy=dossier.unit_name,
    )
