"""Dates on a paper: when it was issued, until when it holds, when the person was born."""

import re
from collections.abc import Iterator

from chalicelib.digitization.finders.days import IN_WORDS, first_day
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_text import PageText, PaperText

DAY_IN_WORDS = re.compile(r"ngay\W{0,3}\d")
PLACE_BEFORE = re.compile(r"[^\W\d][^\n\d:]{1,45},[^\w\n]{0,3}$")
LONGEST_PLACE = 50
PLACED_ALONE = re.compile(r"\W{0,3}[^\W\d][^\d:,]{1,30}[.,;]?\W{0,3}(?=" + IN_WORDS + r"\W{0,3}$)")
CITED = re.compile(r"\b(?:can cu|theo|xet|nghi dinh|thong tu|luat)\b[^\n]*$")
BIRTH_LABEL = re.compile(
    r"ngay\W{0,3}(?:thang\W{0,3})?(?:nam )?sinh|sinh ngay|ngay va nam sinh|date of birth|sinh nam"
)
GRANTED = re.compile(r"\bcap\b|\bcap ngay\b")  # what follows is the day on which a card was issued
EXPIRY_LABEL = re.compile(
    r"(?:gia tri|hieu luc|thoi han)[^\d:]{0,40}?\bden|het han|het hieu luc"
    r"|(?:thoi han|hieu luc|gia tri)[^;]{0,40}?\btu\b[^;:]{0,45}?\bden"
    r"|date of expiry|expiry date|expiration date|expires|valid (?:until|to|through)"
)
CHANGE_LABEL = re.compile(r"(?:thay doi|cap lai|dieu chinh|gia han) lan (?:thu )?\W{0,3}\w{1,5}\W{0,3}")
ISSUE_LABEL = re.compile(
    r"dang ky lan dau|ngay\W{0,3}thang\W{0,3}nam (?:cap|dang ky)|ngay (?:cap|ky|ban hanh|dang ky)\b|cap ngay"
    r"|date of issue|issue date|issued on|date, month, year"
)
OTHER_PAPER_BEFORE = re.compile(
    r"(?:can cuoc|cccd|cmnd|dinh danh|ho chieu|giay phep hanh nghe|da cap)[^\n]{0,120}$"
)
IDENTITY_LINE_BEFORE = re.compile(r"(?:can cuoc|cccd|cmnd|ho chieu)[^\n]{0,80}\n\W{0,3}$")
REACH = 60  # characters between a label and its date


def find_birth_date(paper: PaperText, job: Job) -> Iterator[Field]:
    """The date behind a birth label."""
    for page in paper:
        for match in BIRTH_LABEL.finditer(page.folded):
            granted = GRANTED.search(page.folded, match.end(), match.end() + REACH)
            reach = granted.start() - match.end() if granted else REACH
            yield from _day(page, FieldName.BIRTH_DATE, match.end(), reach)


def find_expiry_date(paper: PaperText, job: Job) -> Iterator[Field]:
    """The date behind "có giá trị đến" and its like; a term without a date is not one."""
    for page in paper:
        yield from _behind(page, EXPIRY_LABEL, FieldName.EXPIRY_DATE)


def find_issue_date(paper: PaperText, job: Job) -> Iterator[Field]:
    """The last change; place and date; then a label, but not the one of an identity card that the paper mentions."""
    for page in paper:
        yield from reversed(list(_behind(page, CHANGE_LABEL, FieldName.ISSUE_DATE)))
    for page in paper:
        yield from _placed(page)
    for page in paper:
        yield from _placed_alone(page)
    for page in paper:
        for match in ISSUE_LABEL.finditer(page.folded):
            before = page.folded[max(0, match.start() - 140) : match.start()]
            if not OTHER_PAPER_BEFORE.search(before) and not IDENTITY_LINE_BEFORE.search(before):
                yield from _day(page, FieldName.ISSUE_DATE, match.end())
    for page in paper:
        yield from reversed(list(_alone(page)))


def _placed(page: PageText) -> Iterator[Field]:
    for match in DAY_IN_WORDS.finditer(page.folded):
        day = match.start()
        place = PLACE_BEFORE.search(page.folded[max(0, day - LONGEST_PLACE) : day])
        line = page.folded[page.folded.rfind("\n", 0, day) + 1 : day]
        if place is not None and not CITED.search(line):
            yield from _day(page, FieldName.ISSUE_DATE, day)


def _placed_alone(page: PageText) -> Iterator[Field]:
    """Place and date by themselves, whatever the comma between them was read as."""
    for segment in page.segments:
        folded = page.folded[segment.start : segment.start + len(segment.text)]
        match = PLACED_ALONE.match(folded)
        if match is not None and not CITED.search(folded):
            yield from _day(page, FieldName.ISSUE_DATE, segment.start + match.end())


def _alone(page: PageText) -> Iterator[Field]:
    """Dates in words that begin a line, as above a signature."""
    for line in page.lines:
        if re.match(r"\W{0,3}" + IN_WORDS, line.folded):
            yield from _day(page, FieldName.ISSUE_DATE, line.start, len(line.text))


def _behind(page: PageText, label: re.Pattern[str], name: FieldName) -> Iterator[Field]:
    for match in label.finditer(page.folded):
        yield from _day(page, name, match.end())


def _day(page: PageText, name: FieldName, start: int, reach: int = REACH) -> Iterator[Field]:
    found = first_day(page.folded, start, start + reach)
    if found is not None:
        check = Check.STRUCTURE if found.is_plain else Check.CONFIRM
        yield page.field(name, *found.span, found.day.isoformat(), check)
