"""What officers say of a reading and what is shown of it."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.digitization.model import FieldName
from chalicelib.domain.officers_word import Certification, Correction

_DATES = frozenset({FieldName.ISSUE_DATE, FieldName.EXPIRY_DATE, FieldName.BIRTH_DATE})
MOST_PHOTOS = 30


class CorrectionRequest(BaseModel):
    """What a field of the paper really says. Dates are ISO."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    field: FieldName
    value: str = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _is_a_date_where_one_is_due(self) -> "CorrectionRequest":
        if self.field in _DATES:
            date.fromisoformat(self.value)
        return self


class JoinRequest(BaseModel):
    """The photos that follow the first one, in the order of the pages."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    followed_by: tuple[str, ...] = Field(min_length=1, max_length=MOST_PHOTOS - 1)

    @model_validator(mode="after")
    def _names_each_photo_once(self) -> "JoinRequest":
        if len(set(self.followed_by)) < len(self.followed_by):
            raise ValueError("each photo may be named once")
        return self


class _WordView(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)

    by: str
    position: str
    at: datetime


class CorrectionView(_WordView):
    """An officer's value of one field, with who and when (NĐ 224/2026 Đ.15)."""

    field: str
    value: str

    @classmethod
    def of(cls, correction: Correction) -> "CorrectionView":
        """The view of ``correction``."""
        by = correction.by
        return cls(
            by=by.name, position=by.position, at=correction.at, field=correction.field, value=correction.value
        )


class CertificationView(_WordView):
    """Who certified which copy, and when."""

    copy_name: str
    sha256: str

    @classmethod
    def of(cls, certification: Certification) -> "CertificationView":
        """The view of ``certification``."""
        by = certification.by
        return cls(
            by=by.name,
            position=by.position,
            at=certification.at,
            copy_name=certification.copy_name,
            sha256=certification.sha256,
        )
