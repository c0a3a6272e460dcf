"""The office a paper comes from, and what the paper is about."""

import re
from collections.abc import Iterator

from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName, Word
from chalicelib.digitization.paper_text import PageText, PaperText

MOTTO = re.compile(r"c?ong hoa\W+x|xa hoi chu nghia|doc lap\W+tu do|socialist rep|independence")
LETTERHEAD_SHARE = 0.26  # of the page's height
LEFT_SHARE = 0.58  # the letterhead stands left of the motto (Decree 30/2020, annex I)
CENTRED = 0.08  # share of the page's width that the middle of a centred line may be off
OWN_NUMBER = re.compile(r"\W*(?:s[o0]\s?[:.;]|s[o0]\s+\d|\d)")
OFFICE = re.compile(
    r"\W*(?:bo|so|cuc|chi cuc|tong cuc|vu|uy ban|ubnd|cong ty|tong cong ty|benh vien|truong|trung tam|vien|hoc vien"
    r"|phong|phong kham|hop tac xa|doanh nghiep|chi nhanh|hoi|nha thuoc|thanh tra|van phong)\b"
)
WIDEST_GAP = 14.0  # points between two lines of a letterhead
CAPITALS = 0.7  # share of the letters of a line of a letterhead
PEOPLES_COMMITTEE = re.compile(r"^(?:uy ban nhan dan|ubnd)\s+")
ENOUGH = 86.0
SUBJECT = re.compile(
    r"(?:\b[vw]\s?/\s?v?(?=\W)|(?:^|\n)\W{0,3}ve viec)\s?[:.]?\s?([^\n]{6,200}(?:\n[a-z][^\n:]{4,120}(?=\n|$))?)"
)


def find_agency(paper: PaperText, job: Job) -> Iterator[Field]:
    """The letterhead's office, matched to the catalogue when one was given."""
    for page in paper.pages[:1]:
        lines = _letterhead(page)
        if not lines:
            continue
        words = [word for line in lines for word in line]
        value = " ".join(word.text for word in words)
        name = _in_catalogue([" ".join(word.text for word in line) for line in lines], job.asked.agencies)
        lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
        yield Field(
            FieldName.AGENCY,
            value,
            name or _without_specks(value),
            round(min(word.confidence for word in words), 3),
            page.page.number,
            (min(lefts), min(tops), max(rights), max(bottoms)),
            Check.CATALOGUE if name else Check.NONE,
        )


def find_subject(paper: PaperText, job: Job) -> Iterator[Field]:
    """Behind "V/v" or "Về việc"."""
    for page in paper.pages[:1]:
        for match in SUBJECT.finditer(page.folded):
            start, end = match.span(1)
            yield page.field(FieldName.SUBJECT, start, end, " ".join(page.text[start:end].split()))


def _letterhead(page: PageText) -> list[list[Word]]:
    """The lines in capitals left of the motto; none where the motto stands in the middle, as on forms."""
    width, height = page.page.width, page.page.height
    motto = MOTTO.search(page.folded)
    border, beside_motto = LEFT_SHARE * width, False
    if motto is not None:
        line = page.line_at(motto.start())
        behind = page.words_in(motto.start(), line.start + len(line.text))
        left, right = min(word.box[0] for word in behind), max(word.box[2] for word in behind)
        if abs((left + right) / 2 - width / 2) < CENTRED * width:
            return []
        beside_motto = left > width / 4
        border = left if beside_motto else border
    kept: list[list[Word]] = []
    for line in page.lines:
        words = [
            word
            for word in page.words_in(line.start, line.start + len(line.text))
            if word.box[2] <= border + 2
        ]
        words = [word for word in words if word.box[3] < LETTERHEAD_SHARE * height]
        text = " ".join(word.text for word in words)
        if not words or MOTTO.search(fold(text)):
            continue
        if OWN_NUMBER.match(fold(text)) or (kept and words[0].box[1] - kept[-1][0].box[3] > WIDEST_GAP):
            break
        is_cut = len(words) < len(page.words_in(line.start, line.start + len(line.text)))
        if not beside_motto and (is_cut or not (kept or OFFICE.match(fold(text)))):
            continue
        if _is_in_capitals(text):
            kept.append([word for word in words if any(map(str.isalnum, word.text))])
        elif kept:
            break
    return kept


def _without_specks(value: str) -> str:
    return " ".join(re.sub(r"[^\w\s&()-]|_", " ", value).split())


def _is_in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 2 and sum(map(str.isupper, letters)) >= CAPITALS * len(letters)


def _in_catalogue(lines: list[str], agencies: tuple[str, ...]) -> str | None:
    """The agency most like the last lines of the letterhead: the first ones name the office above it.

    "SỞ Y TẾ" below a people's committee is the one of that province.
    """
    from rapidfuzz import fuzz, process

    if not agencies:
        return None
    names = [fold(name) for name in agencies]
    folded = [fold(line) for line in lines]
    written = [" ".join(folded[start:]) for start in range(len(folded))]
    place = PEOPLES_COMMITTEE.sub("", " ".join(folded[:-1]))
    if place != " ".join(folded[:-1]):
        written.append(f"{folded[-1]} {place}")
    found = [
        (match[1], len(text), agencies[match[2]])
        for text in written
        if (match := process.extractOne(text, names, scorer=fuzz.token_sort_ratio, score_cutoff=ENOUGH))
    ]
    return max(found)[2] if found else None
