"""A paper shown to somebody outside for a while: by a link that the owner made, and can end."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.errors import DomainError


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
