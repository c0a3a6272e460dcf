"""What the API answers: one model for each audience, with no field that the audience has no use for."""

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from chalicelib.api.file_models import FileView, View
from chalicelib.application.views import Receipt, Tracking
from chalicelib.domain.access import roles_towards
from chalicelib.domain.dossier import Channel, Dossier
from chalicelib.domain.files import DossierFile, FiledPaper, FileState
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.ports import DossierSummary
from chalicelib.domain.principals import Principal
from chalicelib.domain.procedures import Procedure, ProcedureSummary
from chalicelib.domain.states import NATIONAL_CODES, Command, State, commands_from
from chalicelib.domain.sync_state import Speaking

T = TypeVar("T")

__all__ = ["DossierSummary", "Procedure", "ProcedureSummary", "Receipt", "Tracking"]


class PageView(BaseModel, Generic[T]):
    """A stretch of a list; ``next_cursor`` is empty at the end."""

    model_config = ConfigDict(defer_build=True)

    items: tuple[T, ...]
    next_cursor: str = ""


class Health(View):
    """The API answers, and which release it is."""

    status: str
    stage: str


class SyncStateView(View):
    """``since``: from when the national portal has heard nothing; filing goes on all the same. As of ``seen_at``."""

    portal: Speaking
    since: datetime | None
    waiting: int
    needing_repair: int
    seen_at: datetime | None


class ComponentView(View):
    """A paper that the dossier needs, and whether it is there."""

    code: str
    name: str
    required: bool
    accepts: tuple[str, ...]
    handed_in: bool


class OwnerView(View):
    """The owner, for those who may read the dossier."""

    kind: OwnerKind
    number: str
    name: str
    phone: str
    email: str
    address: str


class ClockView(View):
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


class PaymentView(View):
    """A fee in VND."""

    amount: int
    requested_at: datetime
    paid_at: datetime | None
    online: bool


class ResultView(View):
    """The outcome of the procedure."""

    number: str
    issued_on: date
    paper: FiledPaper | None


class DossierView(View):
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


class CommandView(View):
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


class LinkView(View):
    """Where to fetch a file; the link works for a few minutes."""

    url: str
