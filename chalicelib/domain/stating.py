"""From facts to statements: what may be told of a dossier, and what may not be told truthfully.

States 5, 6 and 8 stay what they are, no row is invented, every flag follows from a fact. What is missing is a
``Repair``, never a filler.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile, FiledPaper, FileOrigin, FileState
from chalicelib.domain.repairs import Repair
from chalicelib.domain.statements import (
    OnlinePayment,
    Reuse,
    StatedFee,
    StatedFiler,
    StatedOwner,
    StatedPaper,
    StatedResult,
    StatedSupplement,
    Statement,
    Step,
)
from chalicelib.domain.states import NATIONAL_CODES, Role, State
from chalicelib.domain.story import Round, Story

_NATIONAL_PROCEDURE = re.compile(r"^\d\.\d{6}(\.|$)")
_FINISHED = frozenset({State.DECIDED, State.RETURNED})
#: States in which a dossier may stand that was never received.
_BEFORE_RECEPTION = frozenset(
    {State.SUBMITTED, State.REFUSED, State.SUPPLEMENT_REQUESTED, State.WITHDRAWAL_ASKED, State.STOPPED}
)
#: A result is stated apart; the entry of a database is no paper, and is stated by the database's code.
_NO_PAPER = frozenset({FileOrigin.RESULT, FileOrigin.DATABASE})
#: As in archive_papers.py: a paper has one code, here and there.
RESULT_KIND = "RESULT"
FEE_NAME = "Phí, lệ phí giải quyết thủ tục hành chính"
APPLICANT = "Người nộp hồ sơ"

#: What a progress row says happened; a reason given in writing follows it.
STEP_TEXTS: dict[str, str] = {
    "submitted": "Nộp hồ sơ",
    "received": "Tiếp nhận hồ sơ",
    "refused": "Không tiếp nhận hồ sơ",
    "supplement-requested": "Yêu cầu bổ sung hồ sơ",
    "supplemented": "Nộp bổ sung hồ sơ",
    "processing-started": "Chuyển xử lý hồ sơ",
    "payment-requested": "Yêu cầu thực hiện nghĩa vụ tài chính",
    "payment-recorded": "Xác nhận đã thực hiện nghĩa vụ tài chính",
    "withdrawal-asked": "Đề nghị rút hồ sơ",
    "withdrawal-confirmed": "Đồng ý cho rút hồ sơ, dừng xử lý",
    "withdrawal-declined": "Không đồng ý cho rút hồ sơ",
    "rescheduled": "Xin lỗi và hẹn lại ngày trả kết quả",
    "stopped": "Dừng xử lý hồ sơ",
    "closed": "Đóng hồ sơ do không bổ sung",
    "decided": "Có kết quả giải quyết",
    "returned": "Trả kết quả",
}


@dataclass(frozen=True, slots=True)
class House:
    """What this installation knows that no dossier does.

    ``link``: the lasting address from which the portal fetches a file (dossier id, component, file id).
    ``platform``: through which platform fees are paid here when they are paid online.
    ``says_own_result_codes``: whether a result without a national code is stated under our own.
    """

    link: Callable[[str, str, str], str]
    platform: OnlinePayment = OnlinePayment.NATIONAL_PLATFORM
    says_own_result_codes: bool = True


class NotTruthful(Exception):
    """The dossier cannot be stated as it stands; ``repairs`` say why, for an officer."""

    def __init__(self, repairs: Sequence[Repair]) -> None:
        super().__init__(", ".join(repair.code for repair in repairs))
        self.repairs = tuple(repairs)


def is_national(state: State) -> bool:
    """Whether the state exists outside: a draft does not."""
    return state in NATIONAL_CODES


def statement_of(dossier: Dossier, files: Sequence[DossierFile], story: Story, house: House) -> Statement:
    """The dossier as it stands at the end of ``story``. Raises ``NotTruthful``."""
    repairs = list(repairs_for(dossier))
    if repairs:
        raise NotTruthful(repairs)
    papers = {file.file_id: _paper(file, house) for file in files if _is_handed_in(file, story)}
    filed_at = dossier.clock.submitted_at
    assert filed_at is not None, "a dossier with a national state was filed"
    return Statement(
        seq=dossier.version,
        number=dossier.number,
        procedure_code=dossier.procedure.code,
        procedure_name=dossier.procedure.name,
        field_code=dossier.procedure.field_code,
        field_name=dossier.procedure.field_name,
        channel=dossier.channel,
        owner=_owner(dossier),
        filer=_filer(dossier),
        summary=dossier.summary,
        unit_name=dossier.unit_name,
        state=dossier.state,
        filed_at=filed_at,
        received_at=dossier.clock.received_at,
        due=dossier.clock.due,
        refused_at=dossier.clock.finished_at if dossier.state is State.REFUSED else None,
        finished_at=None if dossier.state is State.REFUSED else dossier.clock.finished_at,
        returned_at=dossier.clock.returned_at,
        papers=tuple(papers.values()),
        fees=_fees(dossier),
        supplements=tuple(_supplement(each, papers) for each in story.rounds),
        results=tuple(_results(dossier, house)),
        identity_verified=dossier.submitter_verified,
        online_payment=_online_payment(dossier, house),
        databases=_databases(files, story),
    )


def repairs_for(dossier: Dossier) -> Iterator[Repair]:
    """Everything that keeps the dossier from being stated, at once: an officer mends it in one go."""
    procedure, clock, state = dossier.procedure, dossier.clock, dossier.state
    finished = state in _FINISHED
    found = (
        (not dossier.owner.number.strip(), "no-identity", ""),
        (not dossier.owner.name.strip(), "no-owner-name", ""),
        (not _NATIONAL_PROCEDURE.match(procedure.code), "unmapped-procedure", procedure.code),
        (not (procedure.field_code and procedure.field_name), "unmapped-field", procedure.code),
        (state not in _BEFORE_RECEPTION and clock.received_at is None, "no-reception-date", ""),
        (finished and clock.finished_at is None, "no-finishing-date", ""),
        (state is State.RETURNED and clock.returned_at is None, "no-return-date", ""),
        (finished and procedure.yields_paper and not _result_paper(dossier), "no-result", ""),
    )
    return (Repair(code=code, detail=detail) for missing, code, detail in found if missing)


def steps_of(number: str, events: Sequence[AnyEvent], story: Story) -> tuple[Step, ...]:
    """A row for each event but the draft's; ``story`` stands before the first. Raises ``NotTruthful``."""
    steps = []
    for event in events:
        if is_national(event.state) and event.kind in STEP_TEXTS:
            steps.append(_step(number, event, story))
        story = story.after(event)
    return tuple(steps)


def _step(number: str, event: AnyEvent, before: Story) -> Step:
    person = event.actor.name.strip() or (APPLICANT if event.actor.role is Role.APPLICANT else "")
    if not person:
        raise NotTruthful([Repair(code="no-person", detail=str(event.seq))])
    text = STEP_TEXTS[event.kind]
    return Step(
        seq=event.seq,
        number=number,
        at=event.at,
        state=event.state,
        person=person,
        position=event.actor.position,
        unit=event.actor.unit,
        text=f"{text}: {event.reason}" if event.reason else text,
        since=before.at,
    )


def _owner(dossier: Dossier) -> StatedOwner:
    owner = dossier.owner
    return StatedOwner(
        kind=owner.kind,
        number=owner.number,
        name=owner.name,
        tech_id=dossier.submitter_tech_id,
        email=owner.email,
        phone=owner.phone,
    )


def _filer(dossier: Dossier) -> StatedFiler | None:
    """Nobody where the owner files, where a counter does, or where the account told no number: none is made up."""
    number = dossier.submitter_number
    if not number or number == dossier.owner.number:
        return None
    return StatedFiler(name=dossier.submitter_name, number=number)


def _is_handed_in(file: DossierFile, story: Story) -> bool:
    filed = story.filed_until is not None and file.announced_at <= story.filed_until
    return filed and file.is_handed_in and file.origin not in _NO_PAPER


def _databases(files: Sequence[DossierFile], story: Story) -> tuple[str, ...]:
    """The national databases whose entries stand for papers; each once."""
    until = story.filed_until
    lent = (f.borrowed for f in files if until and f.announced_at <= until and f.is_handed_in)
    return tuple(sorted({each.database for each in lent if each and each.database}))


def _paper(file: DossierFile, house: House) -> StatedPaper:
    return StatedPaper(
        file_id=file.file_id,
        name=file.declared.name,
        component=file.component,
        link=house.link(file.dossier_id, file.component, file.file_id),
        digitized=file.state is FileState.READY,
        reuse=_reuse(file),
        from_national_repository=file.origin is FileOrigin.NATIONAL_REPOSITORY,
        stands_in_for=file.borrowed.result_code if file.borrowed and file.borrowed.is_result else "",
    )


def _reuse(file: DossierFile) -> Reuse:
    """A component of an earlier dossier, or what came of another procedure, here or at another agency."""
    if file.borrowed is None:
        return Reuse.NONE
    return Reuse.RESULT if file.borrowed.is_result else Reuse.COMPONENT


def _fees(dossier: Dossier) -> tuple[StatedFee, ...]:
    return (StatedFee(name=FEE_NAME, amount=dossier.payment.amount),) if dossier.payment else ()


def _supplement(each: Round, papers: dict[str, StatedPaper]) -> StatedSupplement:
    return StatedSupplement(
        seq=each.seq,
        asked_by=each.asked_by,
        asked_for=each.asked_for,
        asked_at=each.asked_at,
        due_before=each.due_before,
        answered_by=each.answered_by,
        answered_at=each.answered_at,
        due_after=each.due_after,
        papers=tuple(papers[file_id] for file_id in each.file_ids if file_id in papers),
    )


def _result_paper(dossier: Dossier) -> FiledPaper | None:
    return dossier.result.paper if dossier.result else None


def _results(dossier: Dossier, house: House) -> Iterator[StatedResult]:
    paper = _result_paper(dossier)
    if dossier.state in _FINISHED and dossier.result and paper and not dossier.result.revoked_by:
        yield StatedResult(
            file_id=paper.file_id,
            name=f"{dossier.procedure.result_name} {dossier.result.number}".strip(),
            code=result_code_of(dossier, house),
            link=house.link(dossier.id, paper.component, paper.file_id),
        )


def result_code_of(dossier: Dossier, house: House) -> str:
    """The national result code; while the catalogue knows none, that under which our repository keeps it, or none."""
    own = f"{dossier.procedure.code}-{RESULT_KIND}" if house.says_own_result_codes else ""
    return dossier.procedure.result_code or own


def _online_payment(dossier: Dossier, house: House) -> OnlinePayment:
    paid_online = dossier.payment is not None and dossier.payment.paid_at and dossier.payment.online
    return house.platform if paid_online else OnlinePayment.NONE
