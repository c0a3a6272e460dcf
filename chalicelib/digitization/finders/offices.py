"""The office a paper comes from, and what the paper is about."""

import re
from collections.abc import Iterator

from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName, Word
from chalicelib.digitization.paper_text import PageText, PaperText

MOTTO = re.compile(r"cong hoa|xa hoi chu nghia|viet nam$|doc lap|tu do|hanh phuc|socialist|independence")
LETTERHEAD_SHARE = 0.22  # of the page's height
LEFT_SHARE = 0.5  # the letterhead stands left of the motto (Decree 30/2020, annex I)
OWN_NUMBER = re.compile(r"so\b|s0\b|[\d/]")
WIDEST_GAP = 14.0  # points between two lines of a letterhead
ENOUGH = 86.0
SUBJECT = re.compile(r"(?:v/v|ve viec)\s?[:.]?\s?([^\n]{6,200}(?:\n[^\n:]{4,120}(?=\n|$))?)")


def find_agency(paper: PaperText, job: Job) -> Iterator[Field]:
    """The letterhead's office, matched to the catalogue when one was given."""
    for page in paper.pages[:1]:
        words = _letterhead(page)
        if not words:
            continue
        value = " ".join(word.text for word in words)
        name, score = _closest(value, job.asked.agencies)
        check = Check.CATALOGUE if score >= ENOUGH else Check.NONE
        lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
        yield Field(
            FieldName.AGENCY,
            value,
            name if check is Check.CATALOGUE else value,
            round(min(word.confidence for word in words), 3),
            page.page.number,
            (min(lefts), min(tops), max(rights), max(bottoms)),
            check,
        )


def find_subject(paper: PaperText, job: Job) -> Iterator[Field]:
    """Behind "V/v" or "Về việc"."""
    for page in paper.pages[:1]:
        for match in SUBJECT.finditer(page.folded):
            start, end = match.span(1)
            yield page.field(FieldName.SUBJECT, start, end, " ".join(page.text[start:end].split()))


def _letterhead(page: PageText) -> list[Word]:
    """Capitals in the upper left, line by line, without the motto."""
    width, height = page.page.width, page.page.height
    by_line: dict[int, list[Word]] = {}
    for word in page.page.words:
        middle = (word.box[0] + word.box[2]) / 2
        if (
            word.box[3] < LETTERHEAD_SHARE * height
            and middle < LEFT_SHARE * width
            and word.text.upper() == word.text
        ):
            by_line.setdefault(word.line, []).append(word)
    kept: list[Word] = []
    for words in by_line.values():
        folded = fold(" ".join(word.text for word in words))
        if OWN_NUMBER.match(folded) or (kept and words[0].box[1] - kept[-1].box[3] > WIDEST_GAP):
            break
        if not MOTTO.search(folded) and sum(map(str.isalpha, folded)) > 3:
            kept.extend(words)
    return kept


def _closest(value: str, agencies: tuple[str, ...]) -> tuple[str, float]:
    from rapidfuzz import fuzz, process

    if not agencies:
        return value, 0.0
    found = process.extractOne(fold(value), [fold(name) for name in agencies], scorer=fuzz.token_sort_ratio)
    if found is not None and found[1] >= ENOUGH:
        return agencies[found[2]], found[1]
    found = process.extractOne(fold(value), [fold(name) for name in agencies], scorer=fuzz.token_set_ratio)
    return (agencies[found[2]], found[1]) if found else (value, 0.0)
