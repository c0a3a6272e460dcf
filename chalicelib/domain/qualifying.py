"""Which papers may stand in for a component, and the reason why another one may not."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from chalicelib.domain.papers import Paper, PaperLine, Validity

#: How many papers of one kind are kept at hand. Older ones stay in the repository and can be searched.
SHORTLIST = 8


class Obstacle(StrEnum):
    """Why a paper does not qualify."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"
    NOT_VISIBLE = "not-visible"
    OTHER_KIND = "other-kind"
    OTHER_OWNER = "other-owner"
    NO_FILE = "no-file"
    MADE_FOR_ONE_DOSSIER = "made-for-one-dossier"
    NOT_FOUND = "not-found"
    NOT_ANSWERING = "not-answering"
    NOT_CONNECTED = "not-connected"
    NOT_A_REPLACEMENT = "not-a-replacement"


#: In Vietnamese and English, for the person who would have liked to use the paper.
SENTENCES: dict[Obstacle, tuple[str, str]] = {
    Obstacle.EXPIRED: ("Giấy tờ đã hết hiệu lực.", "The paper has expired."),
    Obstacle.REVOKED: ("Giấy tờ đã bị thu hồi.", "The paper was revoked."),
    Obstacle.REPLACED: ("Giấy tờ đã được thay thế bằng bản mới.", "The paper was replaced by a newer one."),
    Obstacle.NOT_VISIBLE: (
        "Kết quả chưa được trả cho chủ sở hữu.",
        "The result has not been handed over to its owner yet.",
    ),
    Obstacle.OTHER_KIND: (
        "Giấy tờ không thuộc loại mà thành phần này yêu cầu.",
        "The paper is not of the kind that this component asks for.",
    ),
    Obstacle.OTHER_OWNER: ("Giấy tờ thuộc về người khác.", "The paper belongs to somebody else."),
    Obstacle.NO_FILE: (
        "Kho chỉ có thông tin, chưa có tệp của giấy tờ này.",
        "Only data about this paper is stored, not the paper itself.",
    ),
    Obstacle.MADE_FOR_ONE_DOSSIER: (
        "Giấy tờ này được lập riêng cho từng hồ sơ.",
        "This paper is made anew for each dossier.",
    ),
    Obstacle.NOT_FOUND: ("Nguồn này không có giấy tờ phù hợp.", "This source holds no such paper."),
    Obstacle.NOT_ANSWERING: (
        "Nguồn này tạm thời không trả lời; hãy thử lại sau hoặc tải giấy tờ lên.",
        "This source does not answer at the moment; try again later or upload the paper.",
    ),
    Obstacle.NOT_CONNECTED: (
        "Hệ thống này chưa kết nối với nguồn đó; hãy tải giấy tờ lên.",
        "This installation is not connected to that source; upload the paper.",
    ),
    Obstacle.NOT_A_REPLACEMENT: (
        "Cơ sở dữ liệu này không thay thế được thành phần hồ sơ này.",
        "This database does not replace this component.",
    ),
}

_BY_VALIDITY = {
    Validity.EXPIRED: Obstacle.EXPIRED,
    Validity.REVOKED: Obstacle.REVOKED,
    Validity.REPLACED: Obstacle.REPLACED,
}


def obstacle_of(line: PaperLine, day: date) -> Obstacle | None:
    """What keeps a paper of the right kind and owner from being used on that day."""
    if not line.visible:
        return Obstacle.NOT_VISIBLE
    if not line.bytes:
        return Obstacle.NO_FILE
    return _BY_VALIDITY.get(line.validity_on(day))


def obstacle_for(paper: Paper, kind: str, owner_ref: str, day: date) -> Obstacle | None:
    """The same, with nothing known about the paper beforehand."""
    if paper.owner_ref != owner_ref:
        return Obstacle.OTHER_OWNER
    if paper.kind != kind:
        return Obstacle.OTHER_KIND
    return obstacle_of(paper.line, day)


def shortlist(lines: Iterable[PaperLine]) -> tuple[PaperLine, ...]:
    """The ``SHORTLIST`` best of a kind, the newest first.

    Whichever stays in force longest is always among them, so that on any day on which a paper of the kind is in
    force, the shortlist holds one.
    """
    best = sorted(lines, key=_usefulness, reverse=True)[:SHORTLIST]
    return tuple(sorted(best, key=lambda line: (line.stored_at, line.code), reverse=True))


def with_line(lines: Iterable[PaperLine], new: PaperLine) -> tuple[PaperLine, ...]:
    """The shortlist after a paper was stored or changed."""
    return shortlist([new, *(line for line in lines if line.code != new.code)])


def _usefulness(line: PaperLine) -> tuple[bool, bool, date, object]:
    usable = line.validity is Validity.IN_FORCE and line.bytes > 0
    return usable, line.visible, line.expires_on or date.max, line.stored_at
