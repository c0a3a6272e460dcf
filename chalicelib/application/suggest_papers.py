"""Say for every component of a dossier what already satisfies it, and why a paper at hand does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.access import Action, demand
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier, Requirement
from chalicelib.domain.files import FileOrigin
from chalicelib.domain.paper_errors import SourceNotAnswering
from chalicelib.domain.paper_kinds import fits_kind
from chalicelib.domain.papers import PaperLine, Trust
from chalicelib.domain.ports import Clock, Dossiers
from chalicelib.domain.ports_papers import (
    Inquiry,
    NationalPaper,
    NationalRegisters,
    NationalRepository,
    Papers,
)
from chalicelib.domain.principals import Principal, PrincipalKind
from chalicelib.domain.qualifying import SENTENCES, Obstacle, obstacle_of


class Offer(BaseModel):
    """A paper or entry that could be used; ``source`` and ``code`` are what reusing it asks for."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    source: FileOrigin
    code: str
    name: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    trust: Trust | None = None


class Unfit(BaseModel):
    """Something at hand that does not qualify, and why."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    source: FileOrigin
    code: str = ""
    name: str = ""
    obstacle: Obstacle
    vi: str
    en: str


class Suggestion(BaseModel):
    """One component: whether it was handed in, what would do, and what would not."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    component: str
    name: str
    required: bool
    handed_in: bool
    offers: tuple[Offer, ...]
    unfit: tuple[Unfit, ...]


@dataclass(frozen=True, slots=True)
class SuggestPapers:
    """Two calls of AWS, whatever the number of components and papers; the nation is asked once for each source."""

    dossiers: Dossiers
    papers: Papers
    national: NationalRepository
    registers: NationalRegisters
    clock: Clock

    def __call__(self, principal: Principal, dossier_id: str) -> tuple[Suggestion, ...]:
        """In the order of the procedure. Raises ``DossierNotFound``, ``NotAllowed``."""
        dossier, files = self.dossiers.get_with_files(dossier_id)
        demand(principal, Action.REUSE_PAPERS, dossier)
        today = local(self.clock.now()).date()
        handed_in = {file.component for file in files if file.is_handed_in}
        kinds = [r.paper for r in dossier.procedure.requirements if r.paper]
        at_hand = self.papers.at_hand(dossier.owner.ref, kinds) if kinds else {}
        national = self._national(principal, dossier) if kinds else ()
        entries = self._entries(dossier)
        return tuple(
            _suggestion(
                requirement,
                requirement.code in handed_in,
                _own(requirement, at_hand.get(requirement.paper, ()), today),
                _from_nation(requirement, national),
                [entries[code] for code in requirement.replaceable_by if code in entries],
            )
            for requirement in dossier.procedure.requirements
        )

    def _national(self, principal: Principal, dossier: Dossier) -> "tuple[NationalPaper, ...] | Unfit":
        try:
            return self.national.papers(inquiry_of(principal, dossier))
        except SourceNotAnswering:
            return unfit(FileOrigin.NATIONAL_REPOSITORY, Obstacle.NOT_ANSWERING)

    def _entries(self, dossier: Dossier) -> dict[str, Offer | Unfit]:
        """What each database that could replace a paper of this procedure says of the owner."""
        asked = dict.fromkeys(code for r in dossier.procedure.requirements for code in r.replaceable_by)
        return {code: self._entry(code, dossier) for code in asked if self.registers.serves(code)}

    def _entry(self, database: str, dossier: Dossier) -> Offer | Unfit:
        try:
            entry = self.registers.entry(database, dossier.owner.number)
        except SourceNotAnswering:
            return unfit(FileOrigin.DATABASE, Obstacle.NOT_ANSWERING, database)
        if entry is None:
            return unfit(FileOrigin.DATABASE, Obstacle.NOT_FOUND, database)
        return Offer(source=FileOrigin.DATABASE, code=database, name=database)


def inquiry_of(principal: Principal, dossier: Dossier) -> Inquiry:
    """The procedure is the purpose; an officer asks in the owner's name, at the counter."""
    return Inquiry(
        owner_number=dossier.owner.number,
        asker_number=principal.number or dossier.owner.number,
        asker_name=principal.name,
        at_counter=principal.kind is PrincipalKind.OFFICER,
        procedure=dossier.procedure.code,
    )


def unfit(source: FileOrigin, obstacle: Obstacle, code: str = "", name: str = "") -> Unfit:
    """With the sentences that tell of the obstacle."""
    vi, en = SENTENCES[obstacle]
    return Unfit(source=source, code=code, name=name, obstacle=obstacle, vi=vi, en=en)


def _own(requirement: Requirement, lines: Sequence[PaperLine], today: date) -> list[Offer | Unfit]:
    if not requirement.paper:
        return [unfit(FileOrigin.REUSED, Obstacle.MADE_FOR_ONE_DOSSIER)]
    return [_judged(line, obstacle_of(line, today)) for line in lines]


def _judged(line: PaperLine, obstacle: Obstacle | None) -> Offer | Unfit:
    if obstacle:
        return unfit(FileOrigin.REUSED, obstacle, line.code, line.name)
    shared = line.model_dump(include=set(Offer.model_fields) - {"source"})
    return Offer(source=FileOrigin.REUSED, **shared)


def _from_nation(requirement: Requirement, held: "tuple[NationalPaper, ...] | Unfit") -> list[Offer | Unfit]:
    if not requirement.paper:
        return []
    if isinstance(held, Unfit):
        return [held]
    return [
        Offer(
            source=FileOrigin.NATIONAL_REPOSITORY,
            code=paper.code,
            name=paper.name,
            number=paper.number,
            issuer=paper.agency,
        )
        for paper in held
        if fits_kind(paper.name, requirement.paper)
    ]


def _suggestion(requirement: Requirement, handed_in: bool, *found: Sequence[Offer | Unfit]) -> Suggestion:
    judged = [each for source in found for each in source]
    return Suggestion(
        component=requirement.code,
        name=requirement.name,
        required=requirement.required,
        handed_in=handed_in,
        offers=tuple(each for each in judged if isinstance(each, Offer)),
        unfit=tuple(each for each in judged if isinstance(each, Unfit)),
    )
