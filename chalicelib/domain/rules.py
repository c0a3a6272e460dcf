"""The limits that the one-stop decrees set, by the date on which a dossier was received."""

from collections.abc import Iterable
from datetime import date, time

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.domain.confidence import Confidence
from chalicelib.domain.durations import Duration
from chalicelib.domain.errors import DomainError
from chalicelib.domain.validity import Dated


class RulesNotLoaded(DomainError):
    """No decree in the catalogue was in force on that date."""

    code = "rules-not-loaded"
    vi = "Chưa có quy định về thời hạn cho ngày {day}. Hãy bổ sung vào danh mục."
    en = "The catalogue holds no time limits in force on {day}. Add them to the catalogue."


class LegalRules(Dated):
    """One version of the limits. A limit of None was not found in the law of that time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decrees: tuple[str, ...] = Field(min_length=1)

    supplement_requests_max: int = Field(ge=0)
    reschedules_max: int = Field(ge=0)

    online_answer: Duration
    counter_answer: Duration
    specialist_check: Duration
