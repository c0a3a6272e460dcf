"""What owners see of their repository, and officers within a purpose; every look at papers leaves a trace."""

from dataclasses import dataclass

from chalicelib.application.look_at_identity import LookAtIdentity
from chalicelib.domain.access import Action, demand, unit_towards
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.paper_errors import PaperHasNoFile, PaperNotFound
from chalicelib.domain.papers import Paper
from chalicelib.domain.ports import Blobs, Clock, Dossiers, Ids, OwnerRefs, Page
from chalicelib.domain.ports_papers import Papers, Traces, Wanted
from chalicelib.domain.principals import Principal
from chalicelib.domain.sensitive import LINK_LIFE, is_sensitive
from chalicelib.domain.traces import Consent, Sight, Use, Viewer

OWN_LOOK = "Chủ sở hữu xem trước"


@dataclass(frozen=True, slots=True)
class ViewPapers:
    """Owners are known by the number in their token and by nothing that they send."""

    dossiers: Dossiers
    papers: Papers
    traces: Traces
    blobs: Blobs
    refs: OwnerRefs
    clock: Clock
    ids: Ids
    identity: LookAtIdentity

    def own(self, principal: Principal, wanted: Wanted, limit: int, cursor: str = "") -> Page[Paper]:
        """The caller's own papers that fit; one call a page."""
        owner_ref = self._own_ref(principal)
        if wanted == Wanted():
            return self.papers.of_owner(owner_ref, limit, cursor)
        today = local(self.clock.now()).date()
        return self.papers.search(owner_ref, wanted, today, limit, cursor)

    def preview(self, principal: Principal, code: str) -> str:
        """A link to the caller's own paper. Raises ``PaperNotFound``, ``PaperHasNoFile``."""
        paper = self._visible(self._own_ref(principal), code)
        self._trace(principal, paper.owner_ref, Sight.PREVIEWED, (code,), OWN_LOOK)
        return self._link(paper)

    def versions(self, principal: Principal, code: str) -> tuple[Paper, ...]:
        """How the caller's own paper came to be what it is, and by whose decision."""
        found = self.papers.versions(self._own_ref(principal), code)
        if not found[-1].visible:
            raise PaperNotFound
        return tuple(version for version in found if version.visible)

    def uses(self, principal: Principal, limit: int, cursor: str = "") -> Page[Use]:
        """Everything that was done with the caller's own papers."""
        return self.traces.uses(self._own_ref(principal), limit, cursor)

    def consents(self, principal: Principal, limit: int, cursor: str = "") -> Page[Consent]:
        """Every consent that the caller gave."""
        return self.traces.consents(self._own_ref(principal), limit, cursor)

    def owners(
        self, principal: Principal, dossier_id: str, wanted: Wanted, limit: int, cursor: str = ""
    ) -> Page[Paper]:
        """The papers of a dossier's owner, for an officer who works on it; the owner is told which were shown."""
        dossier = self._with_purpose(principal, dossier_id)
        today = local(self.clock.now()).date()
        page = self.papers.search(dossier.owner.ref, wanted, today, limit, cursor)
        codes = tuple(paper.code for paper in page.items)
        self._trace(principal, dossier.owner.ref, Sight.LISTED_FOR_OFFICER, codes, dossier=dossier)
        return page

    def owners_paper(self, principal: Principal, dossier_id: str, code: str) -> str:
        """A link to one of them; for a picture of identity papers it is shorter, and counted.

        Raises ``PaperNotFound``, ``PaperHasNoFile``, ``ViewLimitReached``.
        """
        dossier = self._with_purpose(principal, dossier_id)
        paper = self._visible(dossier.owner.ref, code)
        if paper.shows_identity or is_sensitive("", paper.name):
            self.identity.record(principal, dossier, code, (code,))
            return self.blobs.link(paper.key, paper.file.name, LINK_LIFE)
        self._trace(principal, dossier.owner.ref, Sight.VIEWED_BY_OFFICER, (code,), dossier=dossier)
        return self._link(paper)

    def _own_ref(self, principal: Principal) -> str:
        demand(principal, Action.READ_OWN_PAPERS)
        return self.refs.ref(principal.number)

    def _with_purpose(self, principal: Principal, dossier_id: str) -> Dossier:
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.READ_OWNERS_PAPERS, dossier)
        return dossier

    def _visible(self, owner_ref: str, code: str) -> Paper:
        paper = self.papers.get(owner_ref, code)
        if not paper.visible:
            raise PaperNotFound
        if not paper.file.bytes:
            raise PaperHasNoFile
        return paper

    def _link(self, paper: Paper) -> str:
        return self.blobs.link(paper.key, paper.file.name)

    def _trace(
        self,
        principal: Principal,
        owner_ref: str,
        what: Sight,
        codes: tuple[str, ...],
        purpose: str = "",
        dossier: Dossier | None = None,
    ) -> None:
        """Written before anything is shown: what cannot be traced is not shown."""
        self.traces.record(
            Use(
                id=self.ids.new(),
                owner_ref=owner_ref,
                at=self.clock.now(),
                what=what,
                papers=codes,
                by=Viewer.of(principal, unit_towards(principal, dossier) if dossier else ""),
                purpose=purpose or purpose_of(dossier),
                dossier_id=dossier.id if dossier else "",
                dossier_number=dossier.number if dossier else "",
            )
        )


def purpose_of(dossier: Dossier | None) -> str:
    """What an officer looks at papers for."""
    return f"Giải quyết hồ sơ thủ tục {dossier.procedure.code}: {dossier.procedure.name}" if dossier else ""
