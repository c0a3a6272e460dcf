"""What a citizen may ask for: what to bring, how long it takes, what it costs, what comes out."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from chalicelib.domain.dated import Confidence, Dated
from chalicelib.domain.durations import Duration
from chalicelib.domain.errors import DomainError

NATIONAL_CODE = r"\d\.\d{6}"
USUAL_CASE = "default"


class ProcedureNotFound(DomainError):
    """No such procedure, or none of its versions is in force on that date."""

    code = "procedure-not-found"
    vi = "Không có thủ tục {procedure} có hiệu lực ngày {day}. Hãy tra cứu lại danh mục thủ tục."
    en = "No procedure {procedure} is in force on {day}. Look it up in the list of procedures."


class ProcedureNotFileable(DomainError):
    """The catalogue does not know which papers belong to it, or it runs on another system."""

    code = "procedure-not-fileable"
    vi = "Chưa nhận hồ sơ trực tuyến cho thủ tục {procedure}: {reason}. Hãy nộp tại bộ phận một cửa."
    en = "Procedure {procedure} cannot be filed online yet: {reason}. File it at the one-stop desk."


class CaseNotFound(DomainError):
    """The procedure has no processing time for such a case."""

    code = "procedure-case-not-found"
    vi = "Thủ tục {procedure} không có trường hợp {case}. Các trường hợp: {known}."
    en = "Procedure {procedure} has no case {case}. Its cases: {known}."


class ProcessingTimeUnknown(DomainError):
    """The catalogue does not know how long it takes, and nobody may promise a date."""

    code = "processing-time-unknown"
    vi = "Chưa rõ thời hạn giải quyết của thủ tục {procedure}. Hãy cập nhật danh mục."
    en = "The processing time of procedure {procedure} is not known. Complete the catalogue."


class Level(StrEnum):
    """Who decides."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"


class ServiceLevel(StrEnum):
    """How much of it can be done online (Decree 42/2022, Decree 224/2026)."""

    WHOLE_PROCESS = "whole-process"  # toàn trình
    PARTIAL = "partial"  # một phần
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """Where its dossiers live. External ones must not drag down our share of procedures with dossiers."""

    OWN = "own"
    EXTERNAL = "external"


class FileKind(StrEnum):
    """What a paper may arrive as."""

    PDF = "pdf"
    IMAGE = "image"
    DOCX = "docx"


def _unknown_as_none(value: Any) -> Any:
    return None if value == "unknown" else value


class _Part(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    confidence: Confidence = Confidence.FOUND
    source: str | None = None  # where it differs from the procedure's own sources


class ProcessingTime(_Part):
    """The time allowed in one case."""

    case: str = USUAL_CASE
    duration: Annotated[Duration | None, BeforeValidator(_unknown_as_none)]


class Fee(_Part):
    """What one case costs, by the date of payment. An amount of 0 is a fee of nothing, None is not known."""

    case: str = USUAL_CASE
    amount_vnd: Annotated[int | None, Field(ge=0), BeforeValidator(_unknown_as_none)]
    paid_from: date | None = None
    paid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Is it what somebody pays on that day?"""
        return (self.paid_from or day) <= day <= (self.paid_to or day)


class Component(_Part):
    """One paper of the dossier (thành phần hồ sơ).

    ``replaceable_by`` names the databases that make the paper unnecessary (Resolution 66.7/2025); ``paper`` the kind
    of paper (paper_kinds.py) that outlives the dossier and may be used again, None if it is made for one dossier.
    """

    code: str
    name: str
    required: bool = True
    originals: int = Field(default=1, ge=0)
    copies: int = Field(default=0, ge=0)
    accepts: tuple[FileKind, ...] = (FileKind.PDF, FileKind.IMAGE)
    form: str | None = None
    replaceable_by: tuple[str, ...] = ()
    paper: str | None = None


class ResultKind(_Part):
    """What the citizen gets. The code is the national one (``KQ.G18.000123``), None if unknown.

    ``paper``: the kind of paper (paper_kinds.py) under which it can be used again.
    """

    code: Annotated[str | None, BeforeValidator(_unknown_as_none)]
    name: str
    is_paper: bool = True
    paper: str | None = None


class ProcedureSummary(Dated):
    """One line of the list of procedures."""

    code: str = Field(pattern=f"^{NATIONAL_CODE}$")
    name: str = Field(min_length=1)
    field_code: str
    field_name: str
    levels: tuple[Level, ...] = Field(min_length=1)
    service_level: ServiceLevel = ServiceLevel.UNKNOWN
    channel: Channel = Channel.OWN


class Procedure(ProcedureSummary):
    """One version of a procedure, known by its national code and the day it took effect.

    ``components`` of None means that nobody has told us which papers belong to it.
    """

    valid_from_confidence: Confidence = Confidence.LOW  # few publications tell since when
    handled_by: tuple[str, ...] = ()  # unit codes at the Ministry
    processing: tuple[ProcessingTime, ...] = Field(min_length=1)
    fees: Annotated[tuple[Fee, ...] | None, BeforeValidator(_unknown_as_none)]
    components: Annotated[tuple[Component, ...] | None, BeforeValidator(_unknown_as_none)]
    results: tuple[ResultKind, ...] = Field(min_length=1)
    supplement_window: Duration | None = None
    legal_basis: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)
    sources_read_on: date | None = None
    notes: str | None = None

    @model_validator(mode="after")
    def _names_each_part_once(self) -> "Procedure":
        for kind, names in (
            ("case of processing time", [time.case for time in self.processing]),
            ("component code", [component.code for component in self.components or ()]),
        ):
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"{kind} {twice[0]!r} stands twice")
        return self

    @property
    def version(self) -> date:
        """The day this version took effect, by which it is told from the others."""
        return self.valid_from

    def processing_time(self, case: str | None = None) -> Duration:
        """The time allowed in that case; in the only case, or the usual one, if none is named.

        Raises CaseNotFound, ProcessingTimeUnknown.
        """
        durations = {time.case: time.duration for time in self.processing}
        wanted = case or (next(iter(durations)) if len(durations) == 1 else USUAL_CASE)
        if wanted not in durations:
            raise CaseNotFound(procedure=self.code, case=wanted, known=", ".join(durations))
        duration = durations[wanted]
        if duration is None:
            raise ProcessingTimeUnknown(procedure=self.code)
        return duration

    def max_processing(self) -> Duration:
        """The longest time of all its cases, which the index takes where no date was promised.

        Raises ProcessingTimeUnknown.
        """
        known = [time.duration for time in self.processing if time.duration is not None]
        if not known:
            raise ProcessingTimeUnknown(procedure=self.code)
        return max(known, key=Duration.roughly)

    def required_components(self) -> tuple[Component, ...]:
        """The papers without which it cannot be submitted. Raises ProcedureNotFileable."""
        return tuple(component for component in self.fileable_components() if component.required)

    def fileable_components(self) -> tuple[Component, ...]:
        """All its papers, if it can be filed here at all. Raises ProcedureNotFileable."""
        if self.channel is Channel.EXTERNAL:
            raise ProcedureNotFileable(procedure=self.code, reason="thủ tục do hệ thống khác tiếp nhận")
        if self.components is None:
            raise ProcedureNotFileable(procedure=self.code, reason="chưa rõ thành phần hồ sơ")
        return self.components

    def fees_on(self, day: date) -> tuple[Fee, ...] | None:
        """What each case costs somebody who pays on that day; None if the catalogue does not know."""
        return None if self.fees is None else tuple(fee for fee in self.fees if fee.holds_on(day))

    def summary(self) -> ProcedureSummary:
        """The line of the list that stands for it."""
        return ProcedureSummary(**{name: getattr(self, name) for name in ProcedureSummary.model_fields})


def national_code(written: str) -> str:
    """The national code inside a provincial variant: ``2.000286.000.00.00.H38`` is ``2.000286``.

    Raises ValueError where there is none.
    """
    found = re.match(rf"{NATIONAL_CODE}(?!\d)", written)
    if not found:
        raise ValueError(f"{written!r} does not begin with a national procedure code like 1.012289")
    return found.group()
