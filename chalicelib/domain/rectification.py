"""A person asks that what is held about them be put right (quyền chỉnh sửa dữ liệu cá nhân); an officer answers."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.dated import Confidence
from chalicelib.domain.errors import DomainError
from chalicelib.domain.papers import Paper
from chalicelib.domain.traces import Viewer

#: Who cannot put it right is to say so within three days (NĐ 13/2023 Đ.15); whether the law of 2025 keeps that is open.
ANSWER_WITHIN = timedelta(hours=72)
ANSWER_WITHIN_CONFIDENCE = Confidence.MEDIUM


class RectificationNotFound(DomainError):
    """There is none, or it is somebody else's."""

    code = "rectification-not-found"
    vi = "Không có yêu cầu chỉnh sửa này. Tải lại danh sách rồi thử lại."
    en = "There is no such request for correction. Reload the list and try again."


class RectificationAnswered(DomainError):
    """An answer is given once."""

    code = "rectification-answered"
    vi = "Yêu cầu chỉnh sửa này đã được trả lời. Nếu cần, hãy lập yêu cầu mới."
    en = "This request for correction has been answered. Make a new one if need be."


class ValueDoesNotFit(DomainError):
    """A date that is none, or the like."""

    code = "value-does-not-fit"
    vi = "Giá trị đề nghị không hợp lệ cho trường này: ngày phải viết theo dạng năm-tháng-ngày."
    en = "The value does not fit the field: dates are written year-month-day."


class PaperField(StrEnum):
    """What of a paper can be put right. ``OTHER``: anything else; an officer says what was done."""

    NUMBER = "number"
    ISSUER = "issuer"
    ISSUED_ON = "issued-on"
    EXPIRES_ON = "expires-on"
    OTHER = "other"


_DATES = frozenset({PaperField.ISSUED_ON, PaperField.EXPIRES_ON})


class RectificationState(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class RectificationWish(BaseModel):
    """Which field says something wrong, what it should say, and why. ``unit``: who is asked, where no dossier tells."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    field: PaperField
    value: str = Field(min_length=1, max_length=500)
    reason: str = Field(min_length=1, max_length=1000)
    unit: str = Field(default="", max_length=40, pattern=r"^[^#/]*$")


class RectificationAnswer(BaseModel):
    """An officer's word, with what they did or why not."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    accepted: bool
    answer: str = Field(min_length=1, max_length=1000)


class Rectification(BaseModel):
    """One request. Instants are UTC; ``version`` counts the changes; ``asked``: the fingerprint of the request."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    owner_ref: str
    paper: str
    unit: str
    field: PaperField
    value: str
    reason: str
    asked_at: datetime
    answer_by: datetime
    state: RectificationState = RectificationState.ASKED
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: Viewer | None = None
    asked: str = ""

    def answered(self, said: RectificationAnswer, by: Viewer, at: datetime) -> "Rectification":
        """After the officer's word. Raises ``RectificationAnswered``."""
        if self.state is not RectificationState.ASKED:
            raise RectificationAnswered
        state = RectificationState.ACCEPTED if said.accepted else RectificationState.DECLINED
        return self.model_copy(
            update={"state": state, "answer": said.answer, "answered_at": at, "answered_by": by}
        )


def put_right(paper: Paper, field: PaperField, value: str) -> dict[str, object]:
    """What changes of the paper; nothing where it says so already. Raises ``ValueDoesNotFit``."""
    if field is PaperField.OTHER:
        return {}
    name = field.value.replace("-", "_")
    try:
        fitting = date.fromisoformat(value) if field in _DATES else value.strip()
    except ValueError as problem:
        raise ValueDoesNotFit from problem
    return {} if getattr(paper, name) == fitting else {name: fitting}
