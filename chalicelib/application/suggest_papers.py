"""Say for every component of a dossier what already satisfies it, and why a paper at hand does not."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.application.offers import (
    Judged,
    Offer,
    Suggestion,
    Suggestions,
    from_repository,
    suggestion,
    unfit,
)
from chalicelib.domain.access import Action, demand, may
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier, Requirement
from chalicelib.domain.files import FileOrigin
from chalicelib.domain.national_sources import DATABASE_NAMES, SourceReport, Standing, report
from chalicelib.domain.paper_errors import SourceNotAnswering
from chalicelib.domain.paper_kinds import fits_kind
from chalicelib.domain.ports import Clock, Dossiers
from chalicelib.domain.ports_papers import (
    Inquiry,
    InTime,
    NationalPaper,
    NationalRegisters,
    NationalRepository,
    Papers,
)
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.qualifying import Obstacle

_OBSTACLES = {
    Standing.NOT_ANSWERING: Obstacle.NOT_ANSWERING,
    Standing.NOT_CONNECTED: Obstacle.NOT_CONNECTED,
    Standing.ANSWERED: Obstacle.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class SuggestOwnPapers:
    """What a draft is opened with: one call of AWS, and nobody outside is waited for."""

    papers: Papers
    clock: Clock

    def __call__(self, principal: Principal, dossier: Dossier) -> Suggestions | None:
        """Our repository's part; sources outside are named as not asked. ``None`` for who may not reuse the owner's
        papers: a person who files for somebody else learns nothing of what the owner holds.
        """
        if not may(principal, Action.REUSE_PAPERS, dossier):
            return None
        requirements = dossier.procedure.requirements
        kinds = [r.paper for r in requirements if r.paper]
        at_hand = self.papers.at_hand(dossier.owner.ref, kinds) if kinds else {}
        today = local(self.clock.now()).date()
        return Suggestions(
            items=tuple(
                suggestion(r, False, from_repository(r, at_hand.get(r.paper, ()), today))
                for r in requirements
            ),
            sources=tuple(report(Standing.NOT_ASKED, database) for database in _outside(dossier)),
        )


@dataclass(frozen=True, slots=True)
class SuggestPapers:
    """Two calls of AWS, whatever the number of components and papers. Sources outside are asked at the same time, once
    each, and waited for no longer than ``in_time`` allows; what one of them fails to say takes nothing else away.
    """

    dossiers: Dossiers
    papers: Papers
    national: NationalRepository
    registers: NationalRegisters
    clock: Clock
    in_time: InTime

    def __call__(self, principal: Principal, dossier_id: str) -> Suggestions:
        """In the order of the procedure. Raises ``DossierNotFound``, ``NotAllowed``."""
        dossier, files = self.dossiers.get_with_files(dossier_id)
        demand(principal, Action.REUSE_PAPERS, dossier)
        today = local(self.clock.now()).date()
        handed_in = {file.component for file in files if file.is_handed_in}
        kinds = [r.paper for r in dossier.procedure.requirements if r.paper]
        at_hand = self.papers.at_hand(dossier.owner.ref, kinds) if kinds else {}
        heard = self._heard(principal, dossier)
        return Suggestions(
            items=tuple(
                self._suggestion(
                    requirement,
                    requirement.code in handed_in,
                    from_repository(requirement, at_hand.get(requirement.paper, ()), today),
                    heard,
                )
                for requirement in dossier.procedure.requirements
            ),
            sources=tuple(told for told, _ in heard.values()),
        )

    def _heard(self, principal: Principal, dossier: Dossier) -> "dict[str, _Heard]":
        """What each source says of the owner, by its database; the national repository under the empty name."""
        asked = [source for source in _outside(dossier) if not source or self.registers.serves(source)]
        questions = [self._question(source, principal, dossier) for source in asked]
        answers = dict(zip(asked, self.in_time(questions), strict=True))
        return {source: _told(source, source in answers, answers.get(source)) for source in _outside(dossier)}

    def _question(
        self, source: str, principal: Principal, dossier: Dossier
    ) -> "Callable[[], _Answer | None]":
        def ask() -> _Answer | None:
            try:
                if not source:
                    return _Answer(papers=self.national.papers(inquiry_of(principal, dossier)))
                return _Answer(knows=self.registers.entry(source, dossier.owner.number) is not None)
            except SourceNotAnswering:
                return None

        return ask

    @staticmethod
    def _suggestion(
        requirement: Requirement, handed_in: bool, own: list[Judged], heard: "dict[str, _Heard]"
    ) -> Suggestion:
        national = _from_nation(requirement, *heard[""]) if requirement.paper else []
        entries = [_from_database(code, *heard[code]) for code in requirement.replaceable_by]
        return suggestion(requirement, handed_in, own, national, entries)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a source said: the papers of the national repository, or whether a database knows the owner."""

    papers: tuple[NationalPaper, ...] = ()
    knows: bool = False


_Heard = tuple[SourceReport, _Answer]


def _told(source: str, was_asked: bool, answer: _Answer | None) -> _Heard:
    if not was_asked:
        return report(Standing.NOT_CONNECTED, source), _Answer()
    if answer is None:
        return report(Standing.NOT_ANSWERING, source), _Answer()
    return report(Standing.ANSWERED, source), answer


def _outside(dossier: Dossier) -> list[str]:
    """Databases that could replace a paper of this procedure, after the national repository (the empty name)."""
    requirements = dossier.procedure.requirements
    repository = [""] if any(r.paper for r in requirements) else []
    return [*repository, *dict.fromkeys(code for r in requirements for code in r.replaceable_by)]


def inquiry_of(principal: Principal, dossier: Dossier) -> Inquiry:
    """The procedure is the purpose; an officer asks in the owner's name, at the counter."""
    return Inquiry(
        owner_number=dossier.owner.number,
        asker_number=principal.number or dossier.owner.number,
        asker_name=principal.name,
        at_counter=principal.kind is PrincipalKind.OFFICER,
        procedure=dossier.procedure.code,
    )


def _from_nation(requirement: Requirement, told: SourceReport, answer: _Answer) -> list[Judged]:
    if told.standing is not Standing.ANSWERED:
        return [unfit(FileOrigin.NATIONAL_REPOSITORY, _OBSTACLES[told.standing])]
    return [
        Offer(
            source=FileOrigin.NATIONAL_REPOSITORY,
            code=paper.code,
            name=paper.name,
            number=paper.number,
            issuer=paper.agency,
        )
        for paper in answer.papers
        if fits_kind(paper.name, requirement.paper)
    ]


def _from_database(database: str, told: SourceReport, answer: _Answer) -> Judged:
    name = DATABASE_NAMES.get(database, database)
    if not answer.knows:
        return unfit(FileOrigin.DATABASE, _OBSTACLES[told.standing], database, name)
    return Offer(source=FileOrigin.DATABASE, code=database, name=name)
