"""A paper in the electronic repository of its owner (Kho quản lý dữ liệu điện tử của tổ chức, cá nhân)."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.files import FiledPaper, ReadField
from chalicelib.domain.principals import Actor
from chalicelib.domain.storage import upload_key

LONGEST_WORDS = 4000


class Trust(StrEnum):
    """How much a paper proves, strongest first."""

    BORN_ELECTRONIC = "born-electronic"
    CERTIFIED_COPY = "certified-copy"
    DIGITIZED = "digitized"
    DECLARED = "declared"


class Validity(StrEnum):
    """Whether it may be relied on. ``EXPIRED`` is never stored: it follows from the day that is asked about."""

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Source(StrEnum):
    """How it came into the repository."""

    DOSSIER = "dossier"
    RESULT = "result"
    NATIONAL_REPOSITORY = "national-repository"
    IMPORT = "import"


class Change(StrEnum):
    """What made a version of a paper."""

    STORED = "stored"
    SHOWN = "shown"
    CERTIFIED = "certified"
    REVOKED = "revoked"
    REPLACED = "replaced"
    CORRECTED = "corrected"


class Decision(BaseModel):
    """The decision by which a paper was revoked or replaced (quyết định thu hồi, thay thế)."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    number: str = Field(min_length=1, max_length=100)
    decided_on: date
    reason: str = Field(min_length=1, max_length=2000)


class PaperLine(BaseModel):
    """What is kept of a paper in the shortlist of its kind: enough to offer it or to say why not."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    code: str
    version: int
    name: str
    number: str
    issuer: str
    issued_on: date | None
    expires_on: date | None
    trust: Trust
    validity: Validity
    visible: bool
    bytes: int
    stored_at: datetime

    def validity_on(self, day: date) -> Validity:
        """Whether it may be relied on that day (a calendar day in Vietnam); its last day counts."""
        if self.validity is Validity.IN_FORCE and self.expires_on and self.expires_on < day:
            return Validity.EXPIRED
        return self.validity


class Paper(BaseModel):
    """A paper as one version has it; every change makes the next version, and none is ever overwritten.

    ``kind`` is a kind of paper of the catalogue, else the component or result code; ``code`` is ``<kind>.<nn>``,
    unique for its owner: with the owner's number before it, it is the code of the regulation (``full_code``).
    ``visible`` is false for a result not yet handed over. ``object_key``: where the bytes lie if not at the file's
    own place. ``shows_identity``: officers' looks at it are counted. ``words``: the words of its text without tone
    marks, for searching. ``issuing_unit`` may revoke it.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    owner_ref: str
    code: str
    version: int = 1
    kind: str
    name: str
    number: str = ""
    issuer: str = ""
    issuing_unit: str = ""
    scope: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    trust: Trust
    validity: Validity = Validity.IN_FORCE
    visible: bool
    shows_identity: bool = False
    source: Source = Source.DOSSIER
    result_code: str = ""
    dossier_id: str
    dossier_number: str
    file: FiledPaper
    object_key: str = ""
    fields: tuple[ReadField, ...] = ()
    words: str = Field(default="", max_length=LONGEST_WORDS)
    decision: Decision | None = None
    replaced_by: str = ""
    stored_at: datetime
    change: Change = Change.STORED
    changed_at: datetime | None = None
    changed_by: Actor | None = None

    @property
    def key(self) -> str:
        """Where its bytes lie in the object store."""
        return self.object_key or upload_key(self.dossier_id, self.file.component, self.file.file_id)

    @property
    def line(self) -> PaperLine:
        """The paper in the shortlist of its kind."""
        own = self.model_dump(include=set(PaperLine.model_fields) - {"bytes"})
        return PaperLine(**own, bytes=self.file.bytes)

    def validity_on(self, day: date) -> Validity:
        """See ``PaperLine.validity_on``."""
        return self.line.validity_on(day)

    def changed(self, change: Change, at: datetime, by: Actor | None = None, **values: object) -> "Paper":
        """The next version."""
        what = {"version": self.version + 1, "change": change, "changed_at": at, "changed_by": by}
        return self.model_copy(update=what | values)


def full_code(owner_number: str, code: str) -> str:
    """The code of the regulation: owner's number, kind, order. Only for the owner and the wire, never for a key."""
    return f"{owner_number}.{code}"
