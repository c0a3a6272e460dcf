"""Fields: what an officer would otherwise type in, with its place, confidence and check."""

from dataclasses import replace

from chalicelib.digitization.choice import choose
from chalicelib.digitization.cross_checks import cross_check
from chalicelib.digitization.finders import FINDERS
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Field, FieldName
from chalicelib.digitization.paper_text import PaperText


def step(job: Job) -> Job:
    """The best value of every field that some rule finds on the paper."""
    paper = PaperText(job.pages)
    found: dict[FieldName, list[Field]] = {}
    for finder in FINDERS:
        for field in finder(paper, job):
            found.setdefault(field.name, []).append(field)
    return replace(job, fields=tuple(cross_check(choose(found)).values()))
