"""A paper shown to somebody outside for a while: by a link that the owner made, and can end."""

from datetime import datetime

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


class Share(BaseModel):
    """``id`` is the hash of the token in the link; the token itself is kept nowhere."""

    model_config = ConfigDict(frozen=True)

    id: str
    owner_ref: str
    paper: str
    recipient: str
    purpose: str
    made_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether nobody can open it any more."""
        return self.ended_at is not None or now >= self.ends_at

    @property
    def mark(self) -> str:
        """What stands across every page of the copy."""
        return f"Chia sẻ cho {self.recipient} đến {self.ends_at:%d/%m/%Y %H:%M} UTC - {self.purpose}"
