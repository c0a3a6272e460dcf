"""Open a draft for a procedure: pins the procedure's version and the owner for the life of the dossier."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain import lifecycle
from chalicelib.domain.access import Action, acting_as, demand
from chalicelib.domain.calendar import local
from chalicelib.domain.competence import demand_competent
from chalicelib.domain.dossier import Channel, Dossier, ProcedureSnapshot, Requirement
from chalicelib.domain.durations import Duration
from chalicelib.domain.errors import NotAllowed, NotAnIdentityNumber
from chalicelib.domain.identity_numbers import IdentityNumber, is_owner_number
from chalicelib.domain.owners import Owner, OwnerKind
from chalicelib.domain.ports import Clock, Dossiers, Ids, Once, Outcome, OwnerRefs
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.procedures import Component, Procedure
from chalicelib.domain.states import Role, State


class OwnerDetails(BaseModel):
    """The person or organisation that the dossier is for, as stated by whoever files."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    kind: OwnerKind = OwnerKind.CITIZEN
    number: IdentityNumber = Field(min_length=9, max_length=24)
    name: str = Field(min_length=1, max_length=200)
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)


class DraftWish(BaseModel):
    """What to open. Without ``owner`` the caller files for themselves."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    procedure: str
    unit: str
    case: str = ""
    owner: OwnerDetails | None = None
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=200)
    summary: str = Field(default="", max_length=1000)
    channel: Channel = Channel.ONLINE
    presented_by: str = Field(default="", max_length=200)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Citizens open drafts for themselves, for somebody who asked them to, or under a delegation for its grantor; a
    reception desk for whoever comes.
    """

    dossiers: Dossiers
    catalogue: CatalogueReader
    clock: Clock
    ids: Ids
    refs: OwnerRefs

    def __call__(self, principal: Principal, wish: DraftWish, once: Once | None = None) -> Outcome:
        """The new draft. Raises ``ProcedureNotFound``, ``ProcedureNotFileable``, ``NotAnIdentityNumber``."""
        at_counter = principal.kind is PrincipalKind.OFFICER
        demand(principal, Action.OPEN_DRAFT_FOR_ANOTHER if at_counter else Action.OPEN_DRAFT)
        now = self.clock.now()
        today = local(now).date()
        demand_in_scope(principal, wish)
        procedure = self.catalogue.procedure(wish.procedure, today)
        unit = self.catalogue.units().get(wish.unit, today)
        demand_competent(unit, procedure)
        draft = Dossier(
            id=self.ids.new(),
            version=0,
            state=State.DRAFT,
            procedure=snapshot_of(procedure, wish.case),
            unit=unit.code,
            unit_name=unit.name,
            received_at_unit=next(iter(sorted(principal.units)), unit.code) if at_counter else unit.code,
            channel=_channel(wish.channel, at_counter),
            owner=self._owner(principal, wish),
            submitted_by=principal.subject,
            presented_by=wish.presented_by if at_counter else "",
            submitter_tech_id=principal.tech_id,
            submitter_verified=principal.identity_verified,
            submitter_name="" if at_counter else principal.name,
            submitter_number="" if at_counter else principal.number,
            filed_under=principal.acting_for.id if principal.acting_for else "",
            summary=wish.summary,
            opened_at=now,
        )
        role = Role.RECEPTION if at_counter else Role.APPLICANT
        draft, event = lifecycle.open_draft(draft, acting_as(principal, role, draft.received_at_unit))
        self.dossiers.save(draft, [event], once=once)
        return Outcome(dossier=draft)

    def _owner(self, principal: Principal, wish: DraftWish) -> Owner:
        details = wish.owner or OwnerDetails.model_construct(
            kind=principal.account_of_whom,
            number=principal.number_of_whom,
            name=principal.name_of_whom,
            phone=wish.phone,
            email=wish.email,
            address="",
        )
        if not is_owner_number(details.number):
            raise NotAnIdentityNumber
        return Owner(**dict(details), ref=self.refs.ref(details.number))


def demand_in_scope(principal: Principal, wish: DraftWish) -> None:
    """Who acts for another files for them alone, and only what was granted. Raises ``NotAllowed``."""
    held = principal.acting_for
    if held is not None and (wish.owner is not None or not held.scope.has_procedure(wish.procedure)):
        raise NotAllowed(action=Action.OPEN_DRAFT)


def _channel(wished: Channel, at_counter: bool) -> Channel:
    """Online is what citizens do; a desk takes papers in directly or from the post."""
    if not at_counter:
        return Channel.ONLINE
    return wished if wished is not Channel.ONLINE else Channel.COUNTER


def snapshot_of(procedure: Procedure, case: str) -> ProcedureSnapshot:
    """What the dossier keeps of the procedure. Raises ``ProcedureNotFileable`` or ``CaseNotFound``."""
    components = procedure.fileable_components()
    return pinned(procedure, case, procedure.processing_time(case or None), components)


def pinned(
    procedure: Procedure, case: str, processing: Duration | None, components: Sequence[Component]
) -> ProcedureSnapshot:
    """The procedure as a dossier keeps it, with the time and the papers that hold for this one."""
    result = procedure.results[0]
    return ProcedureSnapshot(
        code=procedure.code,
        version=procedure.version,
        name=procedure.name,
        field_code=procedure.field_code,
        field_name=procedure.field_name,
        case=case,
        processing=processing,
        supplement_window=procedure.supplement_window,
        requirements=tuple(
            Requirement(
                code=c.code,
                name=c.name,
                required=c.required,
                accepts=tuple(c.accepts),
                paper=c.paper or "",
                replaceable_by=c.replaceable_by,
            )
            for c in components
        ),
        yields_paper=result.is_paper,
        result_code=result.code or "",
        result_name=result.name,
        result_paper=result.paper or "",
    )
