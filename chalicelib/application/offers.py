"""What satisfies a component of a dossier already, what does not and why: the shapes, and how a paper is judged."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.dossier import Requirement
from chalicelib.domain.files import FileOrigin
from chalicelib.domain.national_sources import SourceReport
from chalicelib.domain.papers import PaperLine, Trust
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


Judged = Offer | Unfit


class Suggestion(BaseModel):
    """One component: whether it was handed in, what would do, and what would not."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    component: str
    name: str
    required: bool
    handed_in: bool
    offers: tuple[Offer, ...]
    unfit: tuple[Unfit, ...]


class Suggestions(BaseModel):
    """Every component in the order of the procedure, and which sources outside were heard."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    items: tuple[Suggestion, ...]
    sources: tuple[SourceReport, ...]


def unfit(source: FileOrigin, obstacle: Obstacle, code: str = "", name: str = "") -> Unfit:
    """With the sentences that tell of the obstacle."""
    vi, en = SENTENCES[obstacle]
    return Unfit(source=source, code=code, name=name, obstacle=obstacle, vi=vi, en=en)


def from_repository(requirement: Requirement, lines: Sequence[PaperLine], day: date) -> list[Judged]:
    """Our own papers of the kind, judged for that day (a calendar day in Vietnam)."""
    if not requirement.paper:
        return [unfit(FileOrigin.REUSED, Obstacle.MADE_FOR_ONE_DOSSIER)]
    return [_judged(line, obstacle_of(line, day)) for line in lines]


def _judged(line: PaperLine, obstacle: Obstacle | None) -> Judged:
    if obstacle:
        return unfit(FileOrigin.REUSED, obstacle, line.code, line.name)
    shared = line.model_dump(include=set(Offer.model_fields) - {"source"})
    return Offer(source=FileOrigin.REUSED, **shared)


def suggestion(requirement: Requirement, handed_in: bool, *found: Sequence[Judged]) -> Suggestion:
    """What all sources have for one component."""
    judged = [each for source in found for each in source]
    return Suggestion(
        component=requirement.code,
        name=requirement.name,
        required=requirement.required,
        handed_in=handed_in,
        offers=tuple(each for each in judged if isinstance(each, Offer)),
        unfit=tuple(each for each in judged if isinstance(each, Unfit)),
    )
