"""What a digitized paper is: words, pages, codes, fields, signatures, findings, outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SCHEMA_VERSION = 1

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points (1/72 inch) from the top left corner of the upright page."""


class Kind(StrEnum):
    """What the bytes really are, whatever the file is called."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    HEIC = "heic"
    WEBP = "webp"
    DOCX = "docx"


class Outcome(StrEnum):
    """How it ended. Nothing with a lost page is ``ready``."""

    READY = "ready"
    PARTIAL = "partial"
    UNFINISHED = "unfinished"  # time ran out; call again with the same page cache
    REJECTED = "rejected"


class Source(StrEnum):
    """Where the words of a page come from."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    MIXED = "mixed"  # a text layer, and pictures that were read
    BLANK = "blank"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)  # there are hundreds of thousands of them in a long file
class Word:
    """One word as printed. ``line`` counts the lines of the page from 0; confidence is 0 to 1."""

    text: str
    box: Box
    confidence: float
    line: int


def lines_of(words: Iterable[Word]) -> str:
    """The words, one space between them, one line break between lines."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())


@dataclass(frozen=True)
class Code:
    """A QR code or barcode as found on a page."""

    format: str
    text: str
    page: int
    box: Box


@dataclass(frozen=True)
class PageResult:
    """One page, read or honestly not read.

    ``width`` and ``height`` are points of the upright page; ``rotation`` is how many degrees clockwise the
    page had to be turned. ``coverage`` is the share of text-like ink that the words account for; confidence
    alone does not notice a lost block. ``doubt`` and ``failure`` are codes of ``reasons.REASONS``.
    """

    number: int
    width: float
    height: float
    source: Source
    words: tuple[Word, ...] = ()
    confidence: float = 0.0
    coverage: float = 1.0
    rotation: int = 0
    encoding: str = "unicode"
    readings: int = 0
    codes: tuple[Code, ...] = ()
    doubt: str | None = None
    failure: str | None = None
    ms: int = 0

    @property
    def text(self) -> str:
        """The words, one space between them, one line break between lines."""
        return lines_of(self.words)


class FieldName(StrEnum):
    """What an officer would otherwise type in."""

    DOCUMENT_NUMBER = "document_number"
    ISSUE_DATE = "issue_date"
    EXPIRY_DATE = "expiry_date"
    AGENCY = "agency"
    SIGNER = "signer"
    PERSON_NAME = "person_name"
    PERSONAL_NUMBER = "personal_number"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    TAX_CODE = "tax_code"
    SUBJECT = "subject"


class Check(StrEnum):
    """What stands behind a value besides the reading itself."""

    NONE = "none"
    CHECK_DIGIT = "check-digit"
    STRUCTURE = "structure"
    DATE_LOGIC = "date-logic"
    CATALOGUE = "catalogue"
    CODE = "code"  # equal to, or taken from, a machine-readable code on the paper
    OWNER = "owner"  # equal to the account's value
    CONFIRM = "confirm"  # a person has to compare it with the picture
    FAILED = "failed"  # read, but it breaks a rule: show it, do not use it


@dataclass(frozen=True)
class Field:
    """One value found on the paper. ``normalised``: ISO date, upper-case name, bare digits."""

    name: FieldName
    value: str
    normalised: str
    confidence: float
    page: int
    box: Box | None
    check: Check


@dataclass(frozen=True)
class Classification:
    """Which paper this is, and which component of the procedure it answers, if one was asked for."""

    code: str
    name: str
    score: float
    component: str | None = None


@dataclass(frozen=True)
class CitizenCard:
    """What a citizen card's QR code says. Dates are ISO, ``sex`` is male, female or empty.

    ``problems`` names the parts that contradict the number: number-structure, birth-date, sex, printed-number.
    """

    personal_number: str
    old_number: str
    name: str
    birth_date: str
    sex: str
    address: str
    issued: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something in the file that could act, hide or explode; ``action`` is policy's answer."""

    code: str
    action: str
    count: int = 1


@dataclass(frozen=True)
class Signature:
    """One digital signature. Times are ISO 8601 with offset. ``valid`` is pyHanko's bottom line, no less.

    ``timestamp_at``: when a trusted authority, ``timestamp_by``, saw the signature. ``expired``: the signer's
    certificate has ended; with a timestamp from before that, the signature is valid all the same. ``long_term``: the
    file carries the revocation data that proves it. What such data adds at the end counts as covered.
    """

    field: str
    signer: str
    signed_at: str | None
    timestamp_at: str | None
    valid: bool
    intact: bool
    trusted: bool
    revoked: bool
    covers_whole_file: bool
    changed_after: bool
    problem: str | None
    timestamp_by: str = ""
    expired: bool = False
    long_term: bool = False


@dataclass(frozen=True)
class Digitized:
    """The whole answer for one file; everything in it can be written as JSON.

    ``reason`` is a code of ``reasons.REASONS`` when the outcome is not ``ready``.
    ``pages`` holds what has been read; ``page_count`` says how many there are.
    """

    outcome: Outcome
    sha256: str
    bytes: int
    reason: str | None = None
    kind: Kind | None = None
    page_count: int = 0
    pages: tuple[PageResult, ...] = ()
    codes: tuple[Code, ...] = ()
    card: CitizenCard | None = None
    document: Classification | None = None
    fields: tuple[Field, ...] = ()
    signatures: tuple[Signature, ...] = ()
    findings: tuple[Finding, ...] = ()
    ms: int = 0
    schema_version: int = SCHEMA_VERSION

    @property
    def text(self) -> str:
        """All pages, a form feed between them, as plain text programs expect."""
        return "\f".join(page.text for page in self.pages)

    def sentences(self) -> tuple[str, ...]:
        """What to tell people about the outcome and the signatures: Vietnamese and English in turn."""
        from chalicelib.digitization.reasons import explain  # which needs the types of this module

        codes = [
            code for code in (self.reason, *(item.problem for item in self.signatures)) if code is not None
        ]
        return tuple(text for code in dict.fromkeys(codes) for text in explain(code, self.failed_pages))

    @property
    def failed_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that could not be read, or not read whole."""
        return tuple(page.number for page in self.pages if page.failure or page.doubt)

    def field(self, name: FieldName) -> Field | None:
        """The best field of that name."""
        return next((field for field in self.fields if field.name is name), None)
