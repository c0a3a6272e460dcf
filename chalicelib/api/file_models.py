"""What the API answers of files: what was announced, what became of it, and what to do about it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.reading_models import CertificationView, CorrectionView
from chalicelib.api.signature_views import SignatureView
from chalicelib.domain.files import Declaration, DossierFile, FileOrigin, FileState, ReadField
from chalicelib.domain.ports import UploadTicket


class View(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(defer_build=True, frozen=True)


_MADE_BY_HAND = {
    "doubt_vi",
    "doubt_en",
    "fields",
    "signatures",
    "corrections",
    "certification",
    "certification_ordered_at",
}


class FileView(View):
    """A file and what became of it. ``reason_vi``/``reason_en`` say what to do about a rejected one.

    ``read_as``: the name of the kind of paper that was read, empty if none is known. ``seems_for``: the component that
    it seems to answer, where that is not the one it was sent for; ``doubt_vi``/``doubt_en`` ask to look again. It may
    be filed all the same.
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
        vi, en = _reason_sentences(file.reason)
        doubt_vi, doubt_en = (text.format(file) for text in _DOUBT) if file.seems_for else ("", "")
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


_DOUBT = (
    "Tệp được đọc là “{0.read_as}”, có vẻ dành cho thành phần {0.seems_for}. Xem lại; nếu đúng giấy tờ thì cứ nộp.",
    "It reads like “{0.read_as}”, which seems to be for component {0.seems_for}. Look again; if it is the right paper, "
    "file it all the same.",
)
#: Reasons that digitizing never gives, because it never sees such a file.
_OUR_REASONS = {
    "size-differs": (
        "Dung lượng tệp khác với khai báo. Chọn lại tệp và tải lên lần nữa.",
        "The size differs from what was declared. Choose the file again and upload it once more.",
    ),
    "hash-differs": (
        "Tệp bị thay đổi trên đường truyền. Tải lên lần nữa.",
        "The file was altered on its way. Upload it once more.",
    ),
}


def _reason_sentences(code: str) -> tuple[str, str]:
    from chalicelib.digitization.reasons import REASONS

    if not code:
        return "", ""
    if code in _OUR_REASONS:
        return _OUR_REASONS[code]
    reason = REASONS[code]
    return reason.vi, reason.en
