"""Fields: what an officer would otherwise type in, with its place, confidence and check."""

from dataclasses import replace

from chalicelib.digitization.choice import choose
from chalicelib.digitization.cross_checks import cross_check
from chalicelib.digitization.finders import FINDERS
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_text import PaperText

SURE = 0.7  # the least sure word of a value that needs no second look
VOUCHED_BY_NOTHING = {Check.NONE, Check.STRUCTURE, Check.DATE_LOGIC}


def step(job: Job) -> Job:
    """The best value of every field that some rule finds on the paper."""
    paper = PaperText(job.pages)
    found: dict[FieldName, list[Field]] = {}
    for finder in FINDERS:
        for field in finder(paper, job):
            found.setdefault(field.name, []).append(field)
    return replace(job, fields=tuple(map(_confirmed_if_unsure, cross_check(choose(found)).values())))


def _confirmed_if_unsure(field: Field) -> Field:
    """What was read without confidence, and no digit or code vouches for, is for a person to look at."""
    unsure = field.confidence < SURE and field.check in VOUCHED_BY_NOTHING
    return replace(field, check=Check.CONFIRM) if unsure else field
