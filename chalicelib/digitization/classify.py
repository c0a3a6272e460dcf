"""Classification: which paper is this, by the heading it carries itself, not by the papers it mentions."""

from dataclasses import dataclass, replace

from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import ComponentHint, Job
from chalicelib.digitization.model import Classification, PageResult
from chalicelib.digitization.paper_classes import PAPER_CLASSES, PaperClass

HEAD_SHARE = 0.6  # headings stand in the upper part of the first page
LONGEST_TITLE = 14  # words; a longer line is a sentence
ENOUGH = 0.72
ENOUGH_FOR_COMPONENT = 70.0


@dataclass(frozen=True)
class Heading:
    """A line that may be the title. ``shouts``: it is set in capitals."""

    text: str
    shouts: bool
    position: float


def step(job: Job) -> Job:
    """Name the paper and the component it answers; None where nothing is recognised."""
    page = next((page for page in job.pages if page.words), None)
    if page is None:
        return job
    headings = find_headings(page)
    document = recognise(headings)
    component = match_component(headings, document, job.asked.components)
    if document is not None and component is not None:
        document = replace(document, component=component.code)
    elif component is not None:
        document = Classification("other", component.name, ENOUGH, component.code)
    return replace(job, document=document)


def find_headings(page: PageResult) -> tuple[Heading, ...]:
    """Short lines in the upper part of the page, joined with the next line where a title is broken in two."""
    lines = [line for line in page.text.split("\n") if line.strip()]
    upper = lines[: max(6, round(len(lines) * HEAD_SHARE))]
    found: list[Heading] = []
    for position, line in enumerate(upper):
        following = upper[position + 1] if position + 1 < len(upper) else ""
        for text in (line, f"{line} {following}"):
            if len(text.split()) <= LONGEST_TITLE:
                found.append(Heading(fold(text), _shouts(line), position / max(1, len(upper))))
    return tuple(found)


def recognise(headings: tuple[Heading, ...]) -> Classification | None:
    """The best class; ties go to the earlier one in the table: applications first, the card last."""
    best: tuple[float, PaperClass] | None = None
    for paper in PAPER_CLASSES:
        score = max((_score(heading, title) for heading in headings for title in paper.titles), default=0.0)
        if score >= ENOUGH and (best is None or score > best[0] + 0.02):
            best = (score, paper)
    if best is None:
        return None
    return Classification(best[1].code, best[1].name, round(min(1.0, best[0]), 2))


def match_component(
    headings: tuple[Heading, ...], document: Classification | None, components: tuple[ComponentHint, ...]
) -> ComponentHint | None:
    """The component whose name is closest to the class's name or to a heading in capitals."""
    from rapidfuzz import fuzz

    titles = [heading.text for heading in headings if heading.shouts]
    if document is not None:
        titles.insert(0, fold(document.name))
    best, best_score = None, ENOUGH_FOR_COMPONENT
    for component in components:
        name = fold(component.name)
        score = max((fuzz.token_set_ratio(title, name) for title in titles if len(title) > 7), default=0.0)
        if score > best_score:
            best, best_score = component, score
    return best


def _score(heading: Heading, title: str) -> float:
    """How far the heading begins with this title; capitals and a high place count for it."""
    from rapidfuzz import fuzz

    beginning = heading.text.strip(" .:-*\"'")[: len(title) + 2]
    likeness = fuzz.ratio(beginning, title) / 100
    if len(title) + 2 < len(heading.text):
        likeness = max(likeness, fuzz.ratio(beginning[: len(title)], title) / 100)
    weight = 1.0 if heading.shouts else 0.86
    return float(likeness) * weight - 0.05 * heading.position


def _shouts(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) >= 4 and sum(letter.isupper() for letter in letters) >= 0.7 * len(letters)
