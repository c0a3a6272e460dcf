"""What the API answers: one model for each audience, with no field that the audience has no use for."""

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.reading_models import CertificationView, CorrectionView
from chalicelib.api.signature_views import SignatureView
from chalicelib.application.views import Receipt, Tracking
from chalicelib.domain.access import roles_towards
from chalicelib.domain.dossier import Channel, Dossier
from chalicelib.domain.files import Declaration, DossierFile, FiledPaper, FileOrigin, FileState, ReadField
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.ports import DossierSummary, UploadTicket
from chalicelib.domain.principals import Principal
from chalicelib.domain.procedures import Procedure, ProcedureSummary
from chalicelib.domain.states import NATIONAL_CODES, Command, State, commands_from
from chalicelib.domain.sync_state import Speaking

T = TypeVar("T")

__all__ = ["DossierSummary", "Procedure", "ProcedureSummary", "Receipt", "Tracking"]


class _View(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class PageView(BaseModel, Generic[T]):
    """A stretch of a list; ``next_cursor`` is empty at the end."""

    model_config = ConfigDict(defer_build=True)

    items: tuple[T, ...]
    next_cursor: str = ""


class Health(_View):
    """The API answers, and which release it is."""

    status: str
    stage: str


class SyncStateView(_View):
    """``since``: from when the national portal has heard nothing; filing goes on all the same. As of ``seen_at``."""

    portal: Speaking
    since: datetime | None
    waiting: int
    needing_repair: int
    seen_at: datetime | None


class ComponentView(_View):
    """A paper that the dossier needs, and whether it is there."""

    code: str
    name: str
    required: bool
    accepts: tuple[str, ...]
    handed_in: bool


_MADE_BY_HAND = {"fields", "signatures", "corrections", "certification", "certification_ordered_at"}


class FileView(_View):
    """A file and what became of it. ``reason_vi``/``reason_en`` say what to do about a rejected one."""

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
        )


class OwnerView(_View):
    """The owner, for those who may read the dossier."""

    kind: OwnerKind
    number: str
    name: str
    phone: str
    email: str
    address: str


class ClockView(_View):
    """Instants are UTC. ``due`` is the legal one; ``promised`` the new appointment after an apology."""

    submitted_at: datetime | None
    received_at: datetime | None
    due: datetime | None
    promised: datetime | None
    answer_by: datetime | None
    paused_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    seconds_with_applicant: int


class PaymentView(_View):
    """A fee in VND."""

    amount: int
    requested_at: datetime
    paid_at: datetime | None
    online: bool


class ResultView(_View):
    """The outcome of the procedure."""

    number: str
    issued_on: date
    paper: FiledPaper | None


class DossierView(_View):
    """A dossier for its applicant and for the officers of its unit. ``possible`` is what the caller may order now;
    ``filed_by`` the person whose account files, ``is_delegated`` whether the owner empowered them; ``partner_number``
    its number in the system of a partner that carries it on, if one does.
    """

    id: str
    number: str
    partner_number: str
    version: int
    state: State
    national_code: int | None
    degree_of_completion: int
    procedure_code: str
    procedure_name: str
    unit: str
    unit_name: str
    received_at_unit: str
    channel: Channel
    owner: OwnerView
    filed_by: str
    is_delegated: bool
    summary: str
    opened_at: datetime
    clock: ClockView
    components: tuple[ComponentView, ...]
    files: tuple[FileView, ...]
    payment: PaymentView | None
    result: ResultView | None
    possible: tuple[Command, ...]

    @classmethod
    def of(cls, dossier: Dossier, files: tuple[DossierFile, ...], principal: Principal) -> "DossierView":
        """The view for ``principal``; removed files are left out."""
        handed_in = {file.component for file in files if file.is_handed_in}
        held = roles_towards(principal, dossier)
        clock = dossier.clock
        return cls(
            id=dossier.id,
            number=dossier.number,
            partner_number=dossier.partner_number,
            version=dossier.version,
            state=dossier.state,
            national_code=NATIONAL_CODES.get(dossier.state),
            degree_of_completion=dossier.degree_of_completion,
            procedure_code=dossier.procedure.code,
            procedure_name=dossier.procedure.name,
            unit=dossier.unit,
            unit_name=dossier.unit_name,
            received_at_unit=dossier.received_at_unit,
            channel=dossier.channel,
            owner=OwnerView(**dossier.owner.model_dump(exclude={"ref"})),
            filed_by=dossier.submitter_name,
            is_delegated=bool(dossier.filed_under),
            summary=dossier.summary,
            opened_at=dossier.opened_at,
            clock=ClockView(
                **clock.model_dump(include=set(ClockView.model_fields)),
                seconds_with_applicant=int(clock.with_applicant.total_seconds()),
            ),
            components=tuple(
                ComponentView(**dict(r), handed_in=r.code in handed_in)
                for r in dossier.procedure.requirements
            ),
            files=tuple(FileView.of(file) for file in files if file.state is not FileState.REMOVED),
            payment=PaymentView(**dict(dossier.payment)) if dossier.payment else None,
            result=ResultView(**dict(dossier.result)) if dossier.result else None,
            possible=tuple(row.command for row in commands_from(dossier.state) if row.roles & held),
        )


class CommandView(_View):
    """A dossier after a command: enough to go on without reading it again."""

    id: str
    number: str
    version: int
    state: State
    due: datetime | None
    possible: tuple[Command, ...]

    @classmethod
    def of(cls, dossier: Dossier, principal: Principal) -> "CommandView":
        """The view for ``principal``."""
        held = roles_towards(principal, dossier)
        return cls(
            id=dossier.id,
            number=dossier.number,
            version=dossier.version,
            state=dossier.state,
            due=dossier.clock.due,
            possible=tuple(row.command for row in commands_from(dossier.state) if row.roles & held),
        )


class AttachRequest(Declaration):
    """A file to be uploaded for one component. SHA-256 in lower-case hexadecimal."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    component: str = Field(min_length=1, max_length=64)

    def declaration(self) -> Declaration:
        """What the file will be."""
        return Declaration(**self.model_dump(exclude={"component"}))


class UploadForm(_View):
    """POST these fields as multipart/form-data to ``url``, with the bytes last as field ``file``."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


class AttachView(_View):
    """The announced file and where to send its bytes."""

    file: FileView
    upload: UploadForm

    @classmethod
    def of(cls, file: DossierFile, ticket: UploadTicket) -> "AttachView":
        """The view of a ticket."""
        form = UploadForm(url=ticket.url, fields=dict(ticket.fields), expires_at=ticket.expires_at)
        return cls(file=FileView.of(file), upload=form)


class LinkView(_View):
    """Where to fetch a file; the link works for a few minutes."""

    url: str


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
