"""The limits that the one-stop decrees set, by the date on which a dossier was received."""

from collections.abc import Iterable
from datetime import date, time

from pydantic import Field

from chalicelib.domain.dated import Confidence, Dated, in_force
from chalicelib.domain.durations import Duration
from chalicelib.domain.errors import DomainError


class RulesNotLoaded(DomainError):
    """No decree in the catalogue was in force on that date."""

    code = "rules-not-loaded"
    vi = "Chưa có quy định về thời hạn cho ngày {day}. Hãy bổ sung vào danh mục."
    en = "The catalogue holds no time limits in force on {day}. Add them to the catalogue."


class LegalRules(Dated):
    """One version of the limits; ``limits`` not found in the law of that time are None.

    ``confidence`` names the fields that were not read in a published source.
    """

    decrees: tuple[str, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)
    sources_read_on: date | None = None
    confidence: dict[str, Confidence] = Field(default_factory=dict)

    # Reception
    reception_closes: time  # an arrival after this local time counts from the next working day
    reception_last: Duration  # so does one in this last stretch before the office closes
    officer_told_within: Duration | None = None  # of an online dossier
    online_answer_within: Duration
    counter_answer_within: Duration
    hand_over_until: time  # received after this local time: the processing unit gets it next working day

    # Supplement, processing, delay
    supplement_requests_max: int = Field(ge=0)
    unsupplemented_closed_after: Duration | None = None
    specialist_check_within: Duration
    reschedules_max: int = Field(ge=0)
    apology_before_due: Duration


def rules_on(versions: Iterable[LegalRules], day: date) -> LegalRules:
    """The limits for a dossier received on that day. Raises RulesNotLoaded."""
    rules = in_force(versions, day)
    if rules is None:
        raise RulesNotLoaded(day=day)
    return rules
