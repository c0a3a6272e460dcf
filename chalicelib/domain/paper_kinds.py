"""Kinds of paper that outlive the dossier they were made for, and how long the law wants them kept.

Components and results of the catalogue name one of these as their ``paper``; what names none is made anew for each
dossier and is never offered again. Codes beginning with ``L-`` are ours: no national list of kinds of paper is public.
"""

import unicodedata
from dataclasses import dataclass

from chalicelib.domain.dated import Confidence


@dataclass(frozen=True, slots=True)
class PaperKind:
    """``names``: what such papers are called elsewhere. ``keep_years``: ``None`` where no retention period is known,
    and then nothing is erased. ``legal_hold``: never erased, whatever its age.
    """

    code: str
    name: str
    names: tuple[str, ...] = ()
    keep_years: int | None = None
    legal_hold: bool = False
    confidence: Confidence = Confidence.LOW


_KINDS = (
    PaperKind(
        "L-GT-DKDN",
        "Giấy chứng nhận đăng ký doanh nghiệp",
        names=("Giấy chứng nhận đăng ký hộ kinh doanh", "Giấy tờ về tư cách pháp nhân"),
    ),
    PaperKind("L-GT-CFS", "Giấy chứng nhận lưu hành tự do"),
    PaperKind("L-GT-UQ", "Giấy ủy quyền của nhà sản xuất hoặc chủ sở hữu sản phẩm"),
    PaperKind("L-GT-SK", "Giấy khám sức khỏe", names=("Giấy xác nhận đủ sức khỏe",)),
    PaperKind("L-GT-VB", "Văn bằng chuyên môn"),
    PaperKind("L-GT-VBCK", "Văn bằng chuyên khoa"),
    PaperKind("L-GT-GPHN", "Giấy phép hành nghề", legal_hold=True),
    PaperKind("L-GT-CCHND", "Chứng chỉ hành nghề dược", legal_hold=True),
    PaperKind("L-GT-DKKDD", "Giấy chứng nhận đủ điều kiện kinh doanh dược", legal_hold=True),
    PaperKind("L-GT-PCMP", "Phiếu công bố sản phẩm mỹ phẩm đã được cấp số tiếp nhận"),
    PaperKind("L-GT-ISO", "Giấy chứng nhận đạt tiêu chuẩn quản lý chất lượng ISO 13485"),
    PaperKind("L-GT-ATTP", "Giấy xác nhận kiến thức về an toàn thực phẩm"),
    PaperKind("L-GT-KT", "Giấy xác nhận khuyết tật"),
)

PAPER_KINDS: dict[str, PaperKind] = {kind.code: kind for kind in _KINDS}


def fits_kind(name: str, kind: str) -> bool:
    """Whether a paper of another repository, of which only the name is known, is of that kind.

    Its name must begin with a name of the kind, whatever its case and spacing: national result codes that would say
    so better are not public for most procedures.
    """
    known = PAPER_KINDS.get(kind)
    if known is None:
        return False
    told = _plain(name)
    return any(told.startswith(_plain(each)) for each in (known.name, *known.names))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
