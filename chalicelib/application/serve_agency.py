"""Another agency fetches a result of ours: signed in, for a purpose that asks for such a paper, and logged."""

from dataclasses import dataclass

from chalicelib.domain.access import Action, demand
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DomainError, DossierNotFound
from chalicelib.domain.files import FiledPaper
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.paper_errors import PaperNotFound
from chalicelib.domain.ports import Blobs, Clock, Dossiers, Ids
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.ports_papers import Traces
from chalicelib.domain.principals import Principal
from chalicelib.domain.states import State
from chalicelib.domain.storage import upload_key
from chalicelib.domain.traces import Sight, Use, Viewer


class PurposeDoesNotFit(DomainError):
    """The procedure named as purpose asks for no such paper."""

    code = "purpose-does-not-fit"
    vi = "Thủ tục {purpose} không yêu cầu loại giấy tờ này nên không phải là mục đích để lấy tệp."
    en = "Procedure {purpose} asks for no such paper, so it is no purpose for fetching it."


@dataclass(frozen=True, slots=True)
class ServeAgency:
    """The purpose is a procedure: the file is given only where a dossier of that procedure would need it."""

    dossiers: Dossiers
    catalogue: CatalogueReader
    traces: Traces
    blobs: Blobs
    clock: Clock
    ids: Ids

    def __call__(self, principal: Principal, number: str, purpose: str) -> str:
        """A link to the result of dossier ``number`` for a few minutes.

        Raises ``DossierNotFound``, ``PaperNotFound`` (none in the owner's hands, or revoked), ``PurposeDoesNotFit``.
        """
        demand(principal, Action.FETCH_FOR_AGENCY)
        if DossierNumber.parse(number) is None:
            raise DossierNotFound
        dossier = self.dossiers.get(self.dossiers.id_of_number(number.strip().upper()))
        paper = result_in_force(dossier)
        now = self.clock.now()
        procedure = self.catalogue.procedure(purpose, local(now).date())
        asked_for = {component.paper for component in procedure.components or () if component.paper}
        if dossier.procedure.result_paper not in asked_for:
            raise PurposeDoesNotFit(purpose=purpose)
        self.traces.record(
            Use(
                id=self.ids.new(),
                owner_ref=dossier.owner.ref,
                at=now,
                what=Sight.FETCHED_BY_AGENCY,
                papers=(dossier.procedure.result_paper,),
                by=Viewer.of(principal, next(iter(sorted(principal.units)), "")),
                purpose=f"{procedure.code}: {procedure.name}",
                dossier_id=dossier.id,
                dossier_number=dossier.number,
            )
        )
        return self.blobs.link(upload_key(dossier.id, paper.component, paper.file_id), paper.name)


def result_in_force(dossier: Dossier) -> FiledPaper:
    """The result that its owner holds. Raises ``PaperNotFound``."""
    result = dossier.result
    if dossier.state is not State.RETURNED or result is None or result.revoked_by or result.paper is None:
        raise PaperNotFound
    return result.paper
