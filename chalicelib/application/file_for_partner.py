"""File a dossier that a partner's system holds: draft and filing are those of ours, at the partner's instants."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.law import law_for
from chalicelib.application.open_draft import pinned
from chalicelib.domain import lifecycle
from chalicelib.domain.calendar import local
from chalicelib.domain.competence import demand_competent
from chalicelib.domain.dossier import REHEARSAL, Dossier, ProcedureSnapshot
from chalicelib.domain.errors import DossierNotFound, NotAnIdentityNumber
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.guards import Order
from chalicelib.domain.identity_numbers import is_owner_number
from chalicelib.domain.numbers import DossierNumber, kept_number
from chalicelib.domain.owners import Owner
from chalicelib.domain.partner_dossiers import PartnerDossier, ToldOwner
from chalicelib.domain.partner_errors import DossierIsFixed, NumberOfAnother
from chalicelib.domain.partner_steps import actor_of, demand_passed
from chalicelib.domain.ports import Clock, Dossiers, OwnerRefs
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.procedures import Procedure, ProcessingTimeUnknown
from chalicelib.domain.states import Command, Role, State


@dataclass(frozen=True, slots=True)
class Filing:
    """A filed dossier with its two events, and the number to write: ours to issue, or the partner's own to keep."""

    dossier: Dossier
    events: tuple[AnyEvent, ...]
    number: DossierNumber | str


@dataclass(frozen=True, slots=True)
class FileForPartner:
    """``platform``: agency code of whoever runs this system."""

    dossiers: Dossiers
    catalogue: CatalogueReader
    clock: Clock
    refs: OwnerRefs
    platform: str

    def __call__(self, dossier_id: str, told: PartnerDossier, system: str) -> Filing:
        """The filing to be saved. Raises what our own filing raises; but papers are the partner's to check."""
        demand_passed(told.filed_at, self.clock.now(), "filed_at")
        day = local(told.filed_at).date()
        procedure = self.catalogue.procedure(told.procedure, day)
        unit = self.catalogue.units().get(told.unit, day)
        demand_competent(unit, procedure)
        draft = Dossier(
            id=dossier_id,
            version=0,
            state=State.DRAFT,
            partner_number=told.number,
            procedure=held_elsewhere(procedure, told.case),
            unit=unit.code,
            unit_name=unit.name,
            received_at_unit=unit.code,
            channel=told.channel,
            owner=self._owner(told.owner),
            submitted_by=system,
            submitter_tech_id=told.tech_id,
            submitter_verified=told.identity_verified,
            summary=told.summary,
            opened_at=told.filed_at,
        )
        actor = actor_of(draft, Role.APPLICANT, system)
        draft, opened = lifecycle.open_draft(draft, actor)
        number = self._number(dossier_id, told)
        law = law_for(draft, self.catalogue, told.filed_at)
        order = Order(Command.SUBMIT, number=str(number))
        filed, submitted = lifecycle.advance(draft, order, actor, told.filed_at, law)
        return Filing(filed, (opened, submitted), number)

    def amended(self, dossier: Dossier, told: PartnerDossier) -> Dossier:
        """The dossier with what may change of it. Raises ``DossierIsFixed``, ``NotAnIdentityNumber``."""
        wrong = [name for name, kept in _fixed(dossier) if getattr(told, name) != kept]
        if wrong:
            raise DossierIsFixed(fields=", ".join(wrong))
        return dossier.model_copy(update={"owner": self._owner(told.owner), "summary": told.summary})

    def _owner(self, told: ToldOwner) -> Owner:
        if not is_owner_number(told.number):
            raise NotAnIdentityNumber
        return Owner(**dict(told), ref=self.refs.ref(told.number))

    def _demand_free(self, number: str, dossier_id: str) -> None:
        try:
            holder = self.dossiers.id_of_number(number)
        except DossierNotFound:
            return
        if holder != dossier_id:
            raise NumberOfAnother(number=number)

    def _number(self, dossier_id: str, told: PartnerDossier) -> DossierNumber | str:
        """The partner's own where the rules allow; else one of ours, by the day on which we learn of the dossier."""
        today = local(self.clock.now()).date()
        agency = self.catalogue.units().agency_code_of(told.unit, local(told.filed_at).date())
        is_rehearsal = told.number.startswith(REHEARSAL)
        kept = told.number if is_rehearsal else kept_number(told.number, agency, self.platform)
        if kept:
            self._demand_free(kept, dossier_id)
            return kept
        order = self.dossiers.last_number(agency, today) + 1
        return DossierNumber.issued_by(self.platform, agency, today, order)


def held_elsewhere(procedure: Procedure, case: str) -> ProcedureSnapshot:
    """What the dossier keeps of the procedure, also where ours knows neither its papers nor its time.

    Raises ``CaseNotFound``.
    """
    try:
        processing = procedure.processing_time(case or None)
    except ProcessingTimeUnknown:
        processing = None
    return pinned(procedure, case, processing, procedure.components or ())


def _fixed(dossier: Dossier) -> tuple[tuple[str, object], ...]:
    submitted_at: datetime | None = dossier.clock.submitted_at
    return (
        ("unit", dossier.unit),
        ("procedure", dossier.procedure.code),
        ("case", dossier.procedure.case),
        ("channel", dossier.channel),
        ("filed_at", submitted_at),
    )
