"""A file on its way into a dossier: announced, uploaded, read, and honest about what became of it."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.officers_word import Certification, Certifying, Correction
from chalicelib.domain.signatures import FileSignature
from chalicelib.domain.storage import upload_key

SHA256_PATTERN = r"^[0-9a-f]{64}$"


class FileState(StrEnum):
    """``READY`` and ``PARTIAL`` count as handed in; ``PARTIAL`` names the pages that could not be read."""

    AWAITING_UPLOAD = "awaiting-upload"
    READING = "reading"
    READY = "ready"
    PARTIAL = "partial"
    REJECTED = "rejected"
    REMOVED = "removed"


#: The finding that a file bears a digital signature which holds and covers all of it.
SIGNED = "signature-valid"

HANDED_IN = frozenset({FileState.READY, FileState.PARTIAL})
_AWAITED = frozenset({FileState.AWAITING_UPLOAD, FileState.READING})


class FileOrigin(StrEnum):
    """Where the bytes came from; the flags of the portal are derived from it."""

    UPLOADED = "uploaded"
    SCANNED = "scanned"
    REUSED = "reused"
    NATIONAL_REPOSITORY = "national-repository"
    DATABASE = "database"
    RESULT = "result"


class ReadField(BaseModel):
    """One value that was read from a paper, with where it stood and how sure we are (0 to 1)."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    name: str
    value: str
    normalised: str = ""
    confidence: float = Field(ge=0, le=1)
    page: int = 1
    check: str = ""


class Declaration(BaseModel):
    """What the client says it will send; the store and our reading both hold it to that."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    name: str = Field(min_length=1, max_length=255)
    media_type: str
    bytes: int = Field(gt=0)
    sha256: str = Field(pattern=SHA256_PATTERN)


class Borrowed(BaseModel):
    """What stands behind a file that nobody uploaded.

    A paper of our repository (``owner_ref``, ``code``, ``version``; its bytes stay at ``object_key``), a result of the
    national repository (``result_code``, ``agency``) or an entry of a national ``database``.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    owner_ref: str
    consent_id: str
    code: str = ""
    version: int = 0
    object_key: str = ""
    is_result: bool = False
    result_code: str = ""
    number: str = ""
    agency: str = ""
    database: str = ""


class DossierFile(BaseModel):
    """A file of a dossier. ``component`` is the paper of the procedure that it stands for.

    ``reason`` is a code of digitization/reasons.py when rejected; ``failed_pages`` are 1-based; ``pages_read`` grows
    while a long file is read; ``copies`` are names of file_copies.py. Photos of one paper: the first has the others as
    its ``parts``, in order, and is read as the whole; each of the others is ``part_of`` it. ``kind`` and
    ``read_as``: which paper it was read as (code and name of digitization/paper_classes.py), empty if it was none that
    is known; ``seems_for``: the component that it answers, if that is another one of the procedure.
    ``to_certify``: an officer has compared it and the signed copy is being made.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    dossier_id: str
    file_id: str
    component: str
    origin: FileOrigin
    declared: Declaration
    state: FileState
    announced_at: datetime
    revision: int = 0
    read_at: datetime | None = None
    pages: int = 0
    pages_read: int = 0
    failed_pages: tuple[int, ...] = ()
    kind: str = ""
    read_as: str = ""
    seems_for: str = ""
    reason: str = ""
    findings: tuple[str, ...] = ()
    fields: tuple[ReadField, ...] = ()
    signatures: tuple[FileSignature, ...] = ()
    copies: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    part_of: str = ""
    corrections: tuple[Correction, ...] = ()
    to_certify: Certifying | None = None
    certification: Certification | None = None
    borrowed: Borrowed | None = None
    object_key: str = ""

    @property
    def key(self) -> str:
        """Where its bytes lie in the object store: elsewhere if they are borrowed, or were held there already."""
        elsewhere = self.object_key or (self.borrowed.object_key if self.borrowed else "")
        return elsewhere or upload_key(self.dossier_id, self.component, self.file_id)

    @property
    def facts(self) -> tuple[ReadField, ...]:
        """What the paper says: the officer's word where there is one, else what was read."""
        said = {correction.field: correction.value for correction in self.corrections}
        read = tuple(field for field in self.fields if field.name not in said)
        return (*read, *(_said(name, value) for name, value in said.items()))

    def says(self, name: str) -> str:
        """The value of one fact; empty where there is none."""
        return next((fact.normalised or fact.value for fact in self.facts if fact.name == name), "")

    @property
    def is_awaited(self) -> bool:
        """Whether it is still on its way or being read: nothing is filed with it."""
        return self.state in _AWAITED

    @property
    def is_handed_in(self) -> bool:
        """Whether it counts towards completeness."""
        return self.state in HANDED_IN


def _said(name: str, value: str) -> ReadField:
    return ReadField(name=name, value=value, normalised=value, confidence=1, check="officer")


class FiledPaper(BaseModel):
    """One line of a receipt: what exactly was handed in."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    file_id: str
    component: str
    name: str
    media_type: str
    bytes: int
    pages: int
    sha256: str
    origin: FileOrigin

    @classmethod
    def of(cls, file: DossierFile) -> "FiledPaper":
        """The line for a file that has been read."""
        return cls(
            file_id=file.file_id,
            component=file.component,
            name=file.declared.name,
            media_type=file.declared.media_type,
            bytes=file.declared.bytes,
            pages=file.pages,
            sha256=file.declared.sha256,
            origin=file.origin,
        )
