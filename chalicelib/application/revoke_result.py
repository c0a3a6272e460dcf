"""Revoke or replace what a procedure yielded, by a decision: at once in the repository, then at the portal."""

from dataclasses import dataclass
from datetime import date

from pydantic import Field

from chalicelib.application.attach_file import RESULT
from chalicelib.application.submit import demand_version
from chalicelib.domain import lifecycle
from chalicelib.domain.access import Action, acting_as, demand
from chalicelib.domain.calendar import local
from chalicelib.domain.paper_errors import PaperDoesNotQualify
from chalicelib.domain.papers import Change, Decision, Paper, Validity
from chalicelib.domain.ports import Clock, Dossiers, Once, Outcome
from chalicelib.domain.ports_papers import Papers
from chalicelib.domain.principals import Principal
from chalicelib.domain.qualifying import SENTENCES, Obstacle, obstacle_for
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.states import Role


class Revocation(Decision):
    """The decision, and the code of the owner's paper that takes the place of the revoked one, if one does."""

    replaced_by: str = Field(default="", max_length=200)


@dataclass(frozen=True, slots=True)
class RevokeResult:
    """Paper and dossier change in one transaction; the dossier's event makes the sync tell the portal."""

    dossiers: Dossiers
    papers: Papers
    clock: Clock

    def __call__(
        self,
        principal: Principal,
        dossier_id: str,
        revocation: Revocation,
        version: int | None = None,
        once: Once | None = None,
    ) -> Outcome:
        """The dossier, whose result stands no more. Raises ``ResultNotRevocable``, ``PaperNotFound``."""
        dossier = self.dossiers.get(dossier_id)
        demand(principal, Action.REVOKE_RESULT, dossier)
        demand_version(dossier, version)
        now = self.clock.now()
        actor = acting_as(principal, Role.LEADER, dossier.unit)
        decision = Decision(**revocation.model_dump(include=set(Decision.model_fields)))
        after, event = lifecycle.revoke_result(dossier, decision, revocation.replaced_by, actor, now)
        results = [
            paper
            for paper in self.papers.of_dossier(dossier.owner.ref, dossier.id)
            if paper.file.component == RESULT
        ]
        if revocation.replaced_by:
            self._demand_successor(revocation.replaced_by, results, local(now).date())
        change, validity = _WAYS[bool(revocation.replaced_by)]
        changes = [
            PaperChange(
                paper,
                paper.changed(
                    change,
                    now,
                    actor,
                    validity=validity,
                    decision=decision,
                    replaced_by=revocation.replaced_by,
                ),
            )
            for paper in results
        ]
        self.dossiers.save(after, [event], once=once, changed=changes)
        return Outcome(dossier=after)

    def _demand_successor(self, code: str, results: list[Paper], today: date) -> None:
        """The paper that takes over must be the same owner's, of the same kind and in force."""
        for paper in results:
            successor = self.papers.get(paper.owner_ref, code)
            obstacle = obstacle_for(successor, paper.kind, paper.owner_ref, today)
            if obstacle is None and successor.code == paper.code:
                obstacle = Obstacle.REPLACED
            if obstacle:
                vi, en = SENTENCES[obstacle]
                raise PaperDoesNotQualify(component=RESULT, problem_vi=vi, problem_en=en)


_WAYS = {True: (Change.REPLACED, Validity.REPLACED), False: (Change.REVOKED, Validity.REVOKED)}
