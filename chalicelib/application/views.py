"""Reading: what each audience may see of dossiers and papers, and not a field more."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from chalicelib.application.audit import Looks
from chalicelib.domain.access import Action, demand
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierNotFound, FileNotFound, NotAllowed
from chalicelib.domain.events import Amended, AnyEvent, Submitted, Supplemented
from chalicelib.domain.files import DossierFile, FiledPaper
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.ports import Blobs, Dossiers, DossierSummary, OwnerRefs, Page
from chalicelib.domain.ports_looks import Glances
from chalicelib.domain.principals import Principal
from chalicelib.domain.states import State
from chalicelib.domain.storage import upload_key


class Receipt(BaseModel):
    """Every paper of a filing or supplement, with bytes, pages and hash."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    number: str
    filed_at: datetime
    papers: tuple[FiledPaper, ...]


class Tracking(BaseModel):
    """All that somebody who is not logged in may learn (TT 01/2018 Đ.16)."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    number: str
    degree_of_completion: int


@dataclass(frozen=True, slots=True)
class Views:
    """The readings of dossiers. Each costs at most two calls, whatever the number of dossiers or files."""

    dossiers: Dossiers
    glances: Glances
    blobs: Blobs
    refs: OwnerRefs
    looks: Looks

    def dossier(self, principal: Principal, dossier_id: str) -> tuple[Dossier, tuple[DossierFile, ...]]:
        """Head and files. Raises ``DossierNotFound`` also for strangers."""
        dossier, files = self.dossiers.get_with_files(dossier_id)
        demand(principal, Action.READ_DOSSIER, dossier)
        self.looks.record(principal, dossier, "dossier")
        return dossier, files

    def history(self, principal: Principal, dossier_id: str) -> tuple[AnyEvent, ...]:
        """Every event, in order. Raises ``DossierNotFound`` also for strangers."""
        dossier, events = self.glances.with_events(dossier_id)
        demand(principal, Action.READ_DOSSIER, dossier)
        self.looks.record(principal, dossier, "history")
        return events

    def receipt(self, principal: Principal, dossier_id: str) -> Receipt:
        """What was handed in, from the events themselves. Raises ``DossierNotFound`` for a draft."""
        dossier, events = self.glances.with_events(dossier_id)
        demand(principal, Action.READ_DOSSIER, dossier)
        filings = [event for event in events if isinstance(event, Submitted | Supplemented | Amended)]
        if not filings:
            raise DossierNotFound
        self.looks.record(principal, dossier, "receipt")
        papers = tuple(paper for event in filings for paper in event.papers)
        return Receipt(number=dossier.number, filed_at=filings[0].at, papers=papers)

    def result_link(self, principal: Principal, dossier_id: str) -> str:
        """Where to fetch the result for a few minutes; the applicant only once it was returned."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.FETCH_RESULT, dossier)
        if dossier.result is None or dossier.result.paper is None:
            raise FileNotFound
        if dossier.state is not State.RETURNED and not principal.roles:
            raise NotAllowed(action=Action.FETCH_RESULT)
        paper = dossier.result.paper
        self.looks.record(principal, dossier, "result")
        return self.blobs.link(upload_key(dossier.id, paper.component, paper.file_id), paper.name)

    def own(self, principal: Principal, limit: int, cursor: str = "") -> Page[DossierSummary]:
        """The caller's own dossiers, the newest first."""
        demand(principal, Action.LIST_OWN)
        return self.dossiers.of_owner(self.refs.ref(principal.number_of_whom), limit, cursor)

    def work_queue(
        self, principal: Principal, unit: str, state: State, limit: int, cursor: str = ""
    ) -> Page[DossierSummary]:
        """A unit's dossiers in one state, the most urgent first; only for officers of that unit."""
        demand(principal, Action.READ_WORK_QUEUE)
        if unit not in principal.units:
            raise NotAllowed(action=Action.READ_WORK_QUEUE)
        return self.dossiers.work_queue(unit, state, limit, cursor)

    def track(self, number: str) -> Tracking:
        """Number and degree of completion, for anybody. Raises ``DossierNotFound``."""
        parsed = DossierNumber.parse(number)
        if parsed is None:
            raise DossierNotFound
        dossier = self.dossiers.get(self.dossiers.id_of_number(number.strip().upper()))
        return Tracking(number=dossier.number, degree_of_completion=dossier.degree_of_completion)
