"""Take in a dossier that was filed at the national portal: once, with its papers, and what follows there.

Every step is idempotent by ids that follow from the portal's own number, so each poll goes on where the last one
stopped: draft, papers, digitization, filing; then supplements and withdrawals.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from chalicelib.application.advance import Advance, Instruction
from chalicelib.application.attach_file import AttachFile
from chalicelib.application.open_draft import DraftWish, OpenDraft
from chalicelib.application.submit import Submit
from chalicelib.digitization.intake import kind_of
from chalicelib.digitization.model import Kind
from chalicelib.digitization.reasons import Rejected
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DomainError, DossierNotFound, FilesStillOnTheWay
from chalicelib.domain.events import WithdrawalAsked
from chalicelib.domain.filed_there import FiledThere, PaperSource, PaperThere, PortalInbox, derived_id
from chalicelib.domain.files import Declaration, DossierFile, FileState
from chalicelib.domain.ports import Blobs, Clock, Dossiers
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.ports_sync import Account, Ledgers
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.states import TERMINAL, Command, State
from chalicelib.domain.storage import upload_key

#: Days that every poll looks back: what changed there later is found by the day of the change.
WINDOW = timedelta(days=30)
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.TIFF: "image/tiff",
    Kind.WEBP: "image/webp",
    Kind.HEIC: "image/heic",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_OPEN_FOR_PAPERS = frozenset({State.DRAFT, State.SUPPLEMENT_REQUESTED})


class Arrival(StrEnum):
    """How far a dossier from the portal has come."""

    WAITS_FOR_PAPERS = "waits-for-papers"
    FILED = "filed"
    SUPPLEMENTED = "supplemented"
    WITHDRAWN = "withdrawn"
    NOTHING_NEW = "nothing-new"
    #: A rule of ours stands against it; a person has to look.
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class FixedId:
    """``Ids`` for something whose id is known before."""

    id: str

    def new(self) -> str:
        """The id."""
        return self.id


@dataclass(frozen=True, slots=True)
class TakeIn:
    """One call for the list; then one for each paper that is not here yet. ``papers``: where their bytes are."""

    inbox: PortalInbox
    papers: PaperSource
    dossiers: Dossiers
    ledgers: Ledgers
    blobs: Blobs
    catalogue: CatalogueReader
    clock: Clock
    open_draft: OpenDraft
    attach_file: AttachFile
    submit: Submit
    advance: Advance

    def __call__(self) -> dict[str, tuple[Arrival, str]]:
        """What came of each dossier, by the portal's number, with the code of the rule that stands against it."""
        today = local(self.clock.now()).date()
        return {filed.number: self._taken(filed) for filed in self.inbox.filed(today - WINDOW, today)}

    def _taken(self, filed: FiledThere) -> tuple[Arrival, str]:
        try:
            return self.take(filed), ""
        except FilesStillOnTheWay:
            return Arrival.WAITS_FOR_PAPERS, ""
        except DomainError as rule:
            return Arrival.STUCK, rule.code

    def take(self, filed: FiledThere) -> Arrival:
        """What came of one dossier. Raises ``FilesStillOnTheWay``, or the rule of ours that stands against it."""
        arrival = self._take(filed)
        if filed.withdrawn_at is not None and arrival in {Arrival.FILED, Arrival.SUPPLEMENTED}:
            return self._take(filed)
        return arrival

    def _take(self, filed: FiledThere) -> Arrival:
        account = self._account(filed)
        applicant = _applicant(filed)
        if account.dossier.state in _OPEN_FOR_PAPERS and self._is_news(account, filed):
            self._fetch_papers(account, filed, applicant)
            if account.dossier.state is State.DRAFT:
                self.submit(applicant, account.dossier.id)
                return Arrival.FILED
            self.advance(applicant, account.dossier.id, Command.SUPPLEMENT, Instruction())
            return Arrival.SUPPLEMENTED
        if filed.withdrawn_at is not None and not self._has_withdrawn(account.dossier):
            instruction = Instruction(reason=filed.withdrawal_reason or "Rút hồ sơ trên Cổng DVCQG")
            self.advance(applicant, account.dossier.id, Command.ASK_WITHDRAWAL, instruction)
            return Arrival.WITHDRAWN
        return Arrival.NOTHING_NEW

    def _account(self, filed: FiledThere) -> Account:
        """The dossier with its ledger, which names the portal's number before anything can be told."""
        try:
            account = self.ledgers.account(filed.dossier_id)
        except DossierNotFound:
            procedure = self.catalogue.procedure(filed.procedure_code, local(self.clock.now()).date())
            wish = DraftWish(procedure=procedure.code, unit=next(iter(procedure.handled_by), ""))
            replace(self.open_draft, ids=FixedId(filed.dossier_id))(_applicant(filed), wish)
            account = self.ledgers.account(filed.dossier_id)
        if not account.ledger.portal_number:
            self.ledgers.write(account.ledger.model_copy(update={"portal_number": filed.number}))
        return account

    def _is_news(self, account: Account, filed: FiledThere) -> bool:
        """A draft is always to be filed; a supplement only if it was made after it was asked for."""
        asked_at = account.dossier.clock.paused_at
        if account.dossier.state is State.DRAFT or asked_at is None:
            return True
        return filed.supplemented_at is not None and filed.supplemented_at >= asked_at

    def _fetch_papers(self, account: Account, filed: FiledThere, applicant: Principal) -> None:
        """Each paper once, whichever way it came: a paper that was pushed is known again by its bytes."""
        ids = {derived_id(filed.number, paper.path) for paper in filed.papers}
        here = {file.file_id: file for file in account.files if file.file_id in ids}
        others = [file for file in account.files if file.file_id not in ids]
        for paper in filed.papers:
            known = here.get(derived_id(filed.number, paper.path))
            if known is None or known.state is FileState.AWAITING_UPLOAD:
                self._fetch(filed, paper, applicant, known, others)

    def _fetch(
        self,
        filed: FiledThere,
        paper: PaperThere,
        applicant: Principal,
        announced: DossierFile | None,
        others: list[DossierFile],
    ) -> None:
        data = self.papers.fetch(paper.path)
        media_type = media_type_of(data)
        declared = Declaration(
            name=paper.name, media_type=media_type, bytes=len(data), sha256=hashlib.sha256(data).hexdigest()
        )
        twin = next((file for file in others if _is_same(file, paper, declared)), None)
        if twin is not None:
            others.remove(twin)
            if twin.state is not FileState.AWAITING_UPLOAD:
                return
        file_id = twin.file_id if twin else derived_id(filed.number, paper.path)
        if announced is None and twin is None:
            attach = replace(self.attach_file, ids=FixedId(file_id))
            attach(applicant, filed.dossier_id, paper.component, declared)
        self.blobs.write(upload_key(filed.dossier_id, paper.component, file_id), data, media_type)

    def _has_withdrawn(self, dossier: Dossier) -> bool:
        """Whether the withdrawal is known already, or comes too late to be one."""
        if dossier.state in TERMINAL or dossier.state is State.DECIDED:
            return True
        return any(isinstance(event, WithdrawalAsked) for event in self.dossiers.events(dossier.id))


def _is_same(file: DossierFile, paper: PaperThere, declared: Declaration) -> bool:
    return file.component == paper.component and file.declared.sha256 == declared.sha256


def media_type_of(data: bytes) -> str:
    """What the bytes are, whatever the portal calls them; unknown kinds are refused when they are announced."""
    try:
        kind = kind_of(data)
    except Rejected:
        kind = None
    return MEDIA_TYPES.get(kind, "application/octet-stream") if kind else "application/octet-stream"


def _applicant(filed: FiledThere) -> Principal:
    """Who filed there, as the portal's account says."""
    return Principal(
        subject=filed.tech_id or derived_id(filed.owner_number),
        kind=PrincipalKind.CITIZEN,
        name=filed.owner_name,
        number=filed.owner_number,
        tech_id=filed.tech_id,
    )
