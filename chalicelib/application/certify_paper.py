"""An officer certifies that a digitized paper agrees with the original that was shown (bản sao y)."""

from dataclasses import dataclass

from chalicelib.domain.access import Action, acting_as, demand, unit_towards
from chalicelib.domain.calendar import local
from chalicelib.domain.paper_errors import PaperDoesNotQualify, PaperNotFound
from chalicelib.domain.papers import Change, Paper, Trust
from chalicelib.domain.ports import Clock, Dossiers
from chalicelib.domain.ports_papers import Papers
from chalicelib.domain.principals import Principal
from chalicelib.domain.qualifying import SENTENCES, obstacle_of
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.states import Role

_ABOVE = frozenset({Trust.BORN_ELECTRONIC, Trust.CERTIFIED_COPY})


@dataclass(frozen=True, slots=True)
class CertifyPaper:
    """Only papers that came with the dossier at the officer's own unit."""

    dossiers: Dossiers
    papers: Papers
    clock: Clock

    def __call__(self, principal: Principal, dossier_id: str, code: str) -> Paper:
        """The certified version; what is certified already, or proves more by itself, stays as it is."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.CERTIFY_PAPER, dossier)
        paper = self.papers.get(dossier.owner.ref, code)
        if paper.dossier_id != dossier.id:
            raise PaperNotFound
        if paper.trust in _ABOVE:
            return paper
        now = self.clock.now()
        if obstacle := obstacle_of(paper.line, local(now).date()):
            vi, en = SENTENCES[obstacle]
            raise PaperDoesNotQualify(component=paper.file.component, problem_vi=vi, problem_en=en)
        actor = acting_as(principal, Role.RECEPTION, unit_towards(principal, dossier))
        certified = paper.changed(Change.CERTIFIED, now, actor, trust=Trust.CERTIFIED_COPY)
        self.papers.change([PaperChange(paper, certified)])
        return certified
