"""Ask that something held about oneself be put right, and answer such a request."""

from dataclasses import dataclass

from chalicelib.domain.access import Action, acting_as, demand
from chalicelib.domain.audit import view_line
from chalicelib.domain.calendar import local
from chalicelib.domain.errors import DossierNotFound, NotAllowed
from chalicelib.domain.paper_errors import PaperNotFound
from chalicelib.domain.papers import Change, Paper
from chalicelib.domain.ports import Clock, Dossiers, Ids, Once, OwnerRefs, Page
from chalicelib.domain.ports_audit import Journal
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.ports_papers import Papers
from chalicelib.domain.ports_rectifications import Rectifications
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.rectification import (
    ANSWER_WITHIN,
    Rectification,
    RectificationAnswer,
    RectificationAnswered,
    RectificationNotFound,
    RectificationWish,
    put_right,
)
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.traces import Viewer


@dataclass(frozen=True, slots=True)
class Rectify:
    """Asked of the unit that the paper came from, which has the original before it or knows who has."""

    rectifications: Rectifications
    papers: Papers
    dossiers: Dossiers
    catalogue: CatalogueReader
    refs: OwnerRefs
    journal: Journal
    clock: Clock
    ids: Ids

    def ask(
        self, principal: Principal, code: str, wish: RectificationWish, once: Once | None = None
    ) -> Rectification:
        """The request. Raises ``PaperNotFound``, ``ValueDoesNotFit``, ``UnitNotFound``."""
        demand(principal, Action.READ_OWN_PAPERS)
        paper = self.papers.get(self.refs.ref(principal.number), code)
        if not paper.visible:
            raise PaperNotFound
        put_right(paper, wish.field, wish.value)
        now = self.clock.now()
        return self.rectifications.ask(
            Rectification(
                id=once.key[:26] if once else self.ids.new(),
                owner_ref=paper.owner_ref,
                paper=code,
                unit=self._unit_for(paper, wish),
                field=wish.field,
                value=wish.value,
                reason=wish.reason,
                asked_at=now,
                answer_by=now + ANSWER_WITHIN,
                asked=once.fingerprint if once else "",
            )
        )

    def own(self, principal: Principal, limit: int, cursor: str = "") -> Page[Rectification]:
        """What the caller asked for, with the answers."""
        demand(principal, Action.READ_OWN_PAPERS)
        return self.rectifications.of_owner(self.refs.ref(principal.number), limit, cursor)

    def open_at(self, principal: Principal, unit: str, limit: int, cursor: str = "") -> Page[Rectification]:
        """What the unit has to answer, the most urgent first; only for officers of that unit."""
        demand(principal, Action.ANSWER_RECTIFICATION)
        if unit not in principal.covers:
            raise NotAllowed(action=Action.ANSWER_RECTIFICATION)
        return self.rectifications.open_at(unit, limit, cursor)

    def one(self, principal: Principal, rectification_id: str) -> Rectification:
        """A request with what it says: an officer's look at it is in the journal first."""
        found = self._for_officer(principal, rectification_id)
        now = self.clock.now()
        who = PrincipalKind.OFFICER, principal.subject
        line = view_line(self.ids.new(), now, found.id, *who, "rectification")
        self.journal.append(local(now).date(), [line])
        return found

    def answer(self, principal: Principal, rectification_id: str, said: RectificationAnswer) -> Rectification:
        """Accept, and the paper gets a version that says what is right; or decline, and say why.

        The same answer again changes nothing. Raises ``RectificationNotFound``, ``RectificationAnswered``.
        """
        found = self._for_officer(principal, rectification_id)
        now = self.clock.now()
        if _is_answered_so(found, principal, said):
            return found
        after = found.answered(said, Viewer.of(principal, found.unit), now)
        if said.accepted:
            self._put_right(principal, found)
        if not self.rectifications.answer(after):
            raise RectificationAnswered
        return after

    def _put_right(self, principal: Principal, found: Rectification) -> None:
        """A version more, unless an answer that was cut off has made it already."""
        paper = self.papers.get(found.owner_ref, found.paper)
        values = put_right(paper, found.field, found.value)
        if values:
            actor = acting_as(principal, min(principal.roles), found.unit)
            corrected = paper.changed(Change.CORRECTED, self.clock.now(), actor, **values)
            self.papers.change([PaperChange(paper, corrected)])

    def _for_officer(self, principal: Principal, rectification_id: str) -> Rectification:
        demand(principal, Action.ANSWER_RECTIFICATION)
        found = self.rectifications.get(rectification_id)
        if found.unit not in principal.covers:
            raise RectificationNotFound
        return found

    def _unit_for(self, paper: Paper, wish: RectificationWish) -> str:
        try:
            return self.dossiers.get(paper.dossier_id).unit
        except DossierNotFound:
            today = local(self.clock.now()).date()
            return self.catalogue.units().get(paper.issuing_unit or wish.unit, today).code


def _is_answered_so(found: Rectification, principal: Principal, said: RectificationAnswer) -> bool:
    by = found.answered_by
    is_same = by is not None and by.subject == principal.subject
    return is_same and found.answer == said.answer
