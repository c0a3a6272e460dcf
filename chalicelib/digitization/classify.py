"""Classification: which paper is this, by the heading it carries itself, not by the papers it mentions."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import ComponentHint, Job
from chalicelib.digitization.model import Classification, PageResult
from chalicelib.digitization.paper_classes import (
    ANYTHING_ELSE,
    CARD,
    LETTER,
    LETTER_OPENING,
    PAPER_CLASSES,
    PaperClass,
)
from chalicelib.digitization.paper_text import PageText

HEAD_SHARE = 0.6  # headings stand in the upper part of the first page
LONGEST_TITLE = 14  # words; a longer line is a sentence
TITLE_LINES = 3
ENOUGH = 0.72
SHORT_TITLE, ENOUGH_FOR_SHORT = 14, 0.84  # a short title must be nearly exact
MOTTO = re.compile(r"cong hoa xa hoi|doc lap.{0,5}tu do")  # stands on every paper, says nothing of its kind
SAME_NAME = 78.0  # agreement (0 to 100) of a title and a component's name that needs no class to support it
SAME_CLASS_BONUS = 60.0
TAKES_THE_WHOLE_CLASS = 55.0  # agreement of a component that bears the name of the class itself
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Heading:
    """A line that may begin the title, and the title's possible lengths: one line, two, three. All folded."""

    line: str
    titles: tuple[str, ...]
    shouts: bool
    position: float


def step(job: Job) -> Job:
    """Name the paper and the component it answers; nothing where nothing is recognised."""
    page = next((page for page in job.pages if page.words), None)
    headings = find_headings(page) if page is not None else ()
    paper, heading, score = recognise(headings)
    if paper is None and job.card is not None:
        paper, score = CARD, 1.0
    if paper is CARD:  # both sides answer the same component, whatever is printed on them
        heading = Heading(fold(CARD.name), (fold(CARD.name),), True, 0.0)
    component = match_component(paper, (heading,) if heading else headings, job.asked.components)
    if paper is not None:
        document = Classification(paper.code, paper.name, round(min(1.0, score), 2))
    elif component is not None:
        document = Classification("other", component.name, ENOUGH)
    else:
        return job
    return replace(job, document=replace(document, component=component.code if component else None))


def find_headings(page: PageResult) -> tuple[Heading, ...]:
    """Short lines in the upper part of the page, and parts of lines that stand in a column of their own.

    Each comes with what may continue it below.
    """
    text = PageText(page)
    upper = max(6, round(len(text.lines) * HEAD_SHARE))
    in_columns = [
        (segment.line, [segment.text, *text.below(segment, TITLE_LINES)]) for segment in text.segments
    ]
    as_lines = [
        (number, [following.text for following in text.lines[number : number + TITLE_LINES]])
        for number in range(len(text.lines))
    ]
    found: dict[tuple[int, str], Heading] = {}
    for number, texts in sorted([*in_columns, *as_lines], key=lambda item: item[0]):
        folded = [fold(text).strip(" .:-*\"'“”|_") for text in texts]
        line = folded[0]
        if number >= upper or not line or len(line.split()) > LONGEST_TITLE or MOTTO.search(line):
            continue
        titles = tuple(" ".join(folded[:count]) for count in range(1, TITLE_LINES + 1))
        found.setdefault((number, line), Heading(line, titles, _shouts(texts[0]), number / upper))
    return tuple(found.values())


def recognise(headings: tuple[Heading, ...]) -> tuple[PaperClass | None, Heading | None, float]:
    """The best class with its heading and score; ties go to the one that stands earlier in the table."""
    best: tuple[PaperClass | None, Heading | None, float] = (None, None, ENOUGH)
    for paper in PAPER_CLASSES:
        for heading in headings:
            score = max(_score(heading, title) for title in paper.titles)
            if score > best[2] + (0.02 if best[0] is not None else 0.0):
                best = (paper, heading, score)
    if best[0] is None and any(heading.line.startswith(LETTER_OPENING) for heading in headings):
        return LETTER, None, ENOUGH
    return best


def match_component(
    paper: PaperClass | None, headings: tuple[Heading, ...], components: tuple[ComponentHint, ...]
) -> ComponentHint | None:
    """The component of the same class whose name is most like the title; names alone must agree well."""
    best: tuple[float, ComponentHint | None] = (0.0, None)
    for component in components:
        name = fold(component.name)
        agreement = max((_agreement(heading, name) for heading in headings), default=0.0)
        same_class = paper is not None and _class_of(name) is paper
        if same_class and paper is not None and name == fold(paper.name):
            agreement = max(agreement, TAKES_THE_WHOLE_CLASS)
        score = agreement + (SAME_CLASS_BONUS if same_class else 0.0)
        if score >= SAME_NAME and score > best[0]:
            best = (score, component)
    if best[1] is None:
        return next((item for item in components if fold(item.name).startswith(ANYTHING_ELSE)), None)
    return best[1]


@lru_cache(maxsize=1024)
def _class_of(name: str) -> PaperClass | None:
    """The class of a component, from its name in the catalogue."""
    return recognise((Heading(name, (name,), True, 0.0),))[0]


def _agreement(heading: Heading, name: str) -> float:
    """0 to 100: how like the title is to the name, and how much of the name stands in the title."""
    from rapidfuzz import fuzz

    likeness = max(fuzz.token_sort_ratio(title, name) for title in heading.titles)
    words, printed = set(WORD.findall(name)), set(WORD.findall(heading.titles[-1]))
    return 0.5 * likeness + 50.0 * len(words & printed) / max(1, len(words))


def _score(heading: Heading, title: str) -> float:
    """How far the heading begins with this title; capitals and a high place count for it."""
    from rapidfuzz import fuzz

    text = (
        heading.line if len(heading.line) >= len(title) else heading.titles[:2][-1]
    )  # a title broken in two
    likeness = max(fuzz.ratio(text[: len(title) + slack], title) for slack in (0, 1))
    if len(title) < SHORT_TITLE and likeness < ENOUGH_FOR_SHORT * 100:
        return 0.0
    return float(likeness) / 100 * (1.0 if heading.shouts else 0.86) - 0.05 * heading.position


def _shouts(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) >= 4 and sum(letter.isupper() for letter in letters) >= 0.7 * len(letters)
