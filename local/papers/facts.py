"""Who and what a set of papers is about: the same facts run through all papers of one dossier."""

from dataclasses import dataclass
from datetime import date
from random import Random

from local.papers.persons import Organisation, Person, invent_organisation, invent_person


@dataclass(frozen=True)
class Facts:
    """``day``: the day the papers are handed in; every paper is dated before it.

    ``other`` is the second person of the matter: the deceased, for one.
    """

    person: Person
    other: Person
    organisation: Organisation
    day: date


def invent_facts(seed: int, day: date = date(2026, 11, 2)) -> Facts:
    """People and a company made up from ``seed``."""
    draw = Random(seed)
    return Facts(
        invent_person(draw), invent_person(draw, youngest=62, oldest=90), invent_organisation(draw), day
    )
