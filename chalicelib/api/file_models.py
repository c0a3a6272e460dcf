"""What the API answers of files: what was announced, what became of it, and what to do about it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.file_words import doubt_of, notes_of, reason_of
from chalicelib.api.reading_models import CertificationView, CorrectionView
from chalicelib.api.signature_views import SignatureView
from chalicelib.domain.files import Declaration, DossierFile, FileOrigin, FileState, ReadField
from chalicelib.domain.ports import UploadTicket


class View(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(defer_build=True, frozen=True)


_MADE_BY_HAND = {"fields", "signatures", "corrections", "certification", "certification_ordered_at"}


class NoteView(View):
    """Something that was seen in a file and does not keep it from being filed."""

    code: str
    vi: str
    en: str


class FileView(View):
    """A file and what became of it. ``reason_vi``/``reason_en`` say what to do about a rejected one.

    ``read_as``: the name of the kind of paper that was read, empty if none is known. ``seems_for``: the component that
    it seems to answer, where that is not the one it was sent for; ``doubt_vi``/``doubt_en`` ask to look again. It may
    be filed all the same. ``notes`` say what those ``findings`` mean that do not stand in the way.
    """

    file_id: str
    component: str
    name: str
    media_type: str
    bytes: int
    sha256: str
    origin: FileOrigin
    state: FileState
    pages: int
    pages_read: int
    failed_pages: tuple[int, ...]
    reason: str
    reason_vi: str
    reason_en: str
    read_as: str
    seems_for: str
    doubt_vi: str
    doubt_en: str
    findings: tuple[str, ...]
    notes: tuple[NoteView, ...]
    fields: tuple[ReadField, ...]
    signatures: tuple[SignatureView, ...]
    copies: tuple[str, ...]
    parts: tuple[str, ...]
    part_of: str
    corrections: tuple[CorrectionView, ...]
    certification_ordered_at: datetime | None
    certification: CertificationView | None

    @classmethod
    def of(cls, file: DossierFile) -> "FileView":
        """The view of ``file``."""
        (vi, en), (doubt_vi, doubt_en) = reason_of(file), doubt_of(file)
        return cls(
            **dict(file.declared),
            **file.model_dump(include=set(cls.model_fields) - _MADE_BY_HAND),
            fields=file.fields,
            signatures=tuple(map(SignatureView.of, file.signatures)),
            corrections=tuple(map(CorrectionView.of, file.corrections)),
            certification_ordered_at=file.to_certify.at if file.to_certify else None,
            certification=CertificationView.of(file.certification) if file.certification else None,
            reason_vi=vi,
            reason_en=en,
            doubt_vi=doubt_vi,
            doubt_en=doubt_en,
            notes=tuple(NoteView(code=code, vi=vi, en=en) for code, vi, en in notes_of(file)),
        )


class AttachRequest(Declaration):
    """A file to be uploaded for one component. SHA-256 in lower-case hexadecimal."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    component: str = Field(min_length=1, max_length=64)

    def declaration(self) -> Declaration:
        """What the file will be."""
        return Declaration(**self.model_dump(exclude={"component"}))


class UploadForm(View):
    """POST these fields as multipart/form-data to ``url``, with the bytes last as field ``file``."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


class AttachView(View):
    """The announced file and where to send its bytes."""

    file: FileView
    upload: UploadForm

    @classmethod
    def of(cls, file: DossierFile, ticket: UploadTicket) -> "AttachView":
        """The view of a ticket."""
        form = UploadForm(url=ticket.url, fields=dict(ticket.fields), expires_at=ticket.expires_at)
        return cls(file=FileView.of(file), upload=form)
