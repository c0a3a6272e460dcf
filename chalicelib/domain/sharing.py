"""A paper shown to somebody outside for a while: by a link that the owner made, and can end."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.errors import DomainError
from chalicelib.domain.papers import Paper, Validity


class ShareOver(DomainError):
    """The link never existed, has run out, or was ended by the owner; which of these is not told."""

    code = "share-over"
    vi = "Đường dẫn chia sẻ không tồn tại hoặc đã hết hạn. Hãy đề nghị chủ sở hữu chia sẻ lại."
    en = "This shared link does not exist or is over. Ask the owner to share the paper again."


class CannotBeShared(DomainError):
    """Only what can bear a watermark leaves the house."""

    code = "cannot-be-shared"
    vi = "Loại tệp này chưa đóng dấu mờ được nên không chia sẻ được. Chỉ chia sẻ được PDF, JPEG và PNG."
    en = "This kind of file cannot be watermarked and so is not shared. PDF, JPEG and PNG can be."


class CopyInPreparation(DomainError):
    """The marked copy is being made; that takes seconds, for a long paper a minute."""

    code = "copy-in-preparation"
    vi = "Bản có dấu mờ đang được tạo. Hãy thử lại sau vài giây."
    en = "The marked copy is being made. Try again in a few seconds."


class SharedPaperRevoked(DomainError):
    """The paper was revoked since it was shared: a copy would say what is no longer so."""

    code = "shared-paper-revoked"
    vi = "Giấy tờ này đã bị thu hồi ngày {day} theo quyết định số {decision}, không còn giá trị nên không mở được nữa."
    en = "This paper was revoked on {day} by decision {decision}. It is void, so the copy is not given any more."


class SharedPaperReplaced(DomainError):
    """Another paper has taken its place since it was shared."""

    code = "shared-paper-replaced"
    vi = "Giấy tờ này đã được thay thế ngày {day} theo quyết định số {decision}. Hãy đề nghị chủ sở hữu gửi bản mới."
    en = "This paper was replaced on {day} by decision {decision}. Ask the owner to share the new one."


class CopyState(StrEnum):
    """How far the marked copy is. ``IMPOSSIBLE``: nothing can be drawn on the file, as on an encrypted PDF."""

    PREPARING = "preparing"
    READY = "ready"
    IMPOSSIBLE = "impossible"


class Share(BaseModel):
    """``id`` is the hash of the token in the link; the token itself is kept nowhere. ``file_name``: of the copy."""

    model_config = ConfigDict(frozen=True)

    id: str
    owner_ref: str
    paper: str
    recipient: str
    purpose: str
    made_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    copy_state: CopyState = CopyState.PREPARING
    file_name: str = ""

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can open it any more."""
        return self.ended_at is not None or now >= self.ends_at

    @property
    def mark(self) -> str:
        """What stands across every page of the copy."""
        return f"Chia sẻ cho {self.recipient} đến {self.ends_at:%d/%m/%Y %H:%M} UTC - {self.purpose}"


#: What whoever opens a link is told of a paper that no longer stands.
_FALLEN: dict[Validity, type[DomainError]] = {
    Validity.REVOKED: SharedPaperRevoked,
    Validity.REPLACED: SharedPaperReplaced,
}


def demand_standing(paper: Paper) -> None:
    """Raises ``SharedPaperRevoked``, ``SharedPaperReplaced``, with the day and number of the decision.

    An expired paper may be shown: its own face says until when it was good.
    """
    if (fallen := _FALLEN.get(paper.validity)) is not None:
        decision = paper.decision
        raise fallen(
            day=f"{decision.decided_on:%d/%m/%Y}" if decision else "?",
            decision=decision.number if decision else "?",
        )
