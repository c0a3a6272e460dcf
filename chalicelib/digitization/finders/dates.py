"""Dates on a paper: when it was issued, until when it holds, when the person was born."""

import re
from collections.abc import Iterator
from datetime import date

from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_text import PageText, PaperText

IN_WORDS = r"ngay\s{0,2}(\d{1,2})\s{0,2}thang\s{0,2}(\d{1,2})\s{0,2}nam\s{0,2}(\d{4})"
IN_DIGITS = r"(?<!\d)(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})(?!\d)"
SLASH_MISREAD = r"(?<!\d)(\d\d)[17](\d\d)/(\d{4})(?!\d)|(?<!\d)(\d\d)/(\d\d)[17](\d{4})(?!\d)"
DATE = re.compile(f"{IN_WORDS}|{IN_DIGITS}|{SLASH_MISREAD}")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
ENGLISH_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {MONTH},? (?P<year>\d{{4}})"
    rf"|{MONTH.replace('<month>', '<month2>')} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}})"
)
PLACED = re.compile(r"[^\W\d][^\n\d:]{1,45},[^\w\n]{0,3}(?=ngay\s?\d)")
BIRTH_LABEL = re.compile(r"ngay,? ?(?:thang,? ?)?(?:nam )?sinh|sinh ngay|date of birth|sinh nam")
EXPIRY_LABEL = re.compile(
    r"(?:gia tri|hieu luc|thoi han)[^\d\n]{0,30}?den|het han|het hieu luc"
    r"|date of expiry|expiry date|expires|valid (?:until|to|through)"
)
ISSUE_LABEL = re.compile(
    r"dang ky lan dau|ngay cap|cap ngay|date of issue|issue date|issued on|ngay, thang, nam cap|ngay ky|ngay ban hanh"
)
ID_CARD_BEFORE = re.compile(r"(?:can cuoc|cccd|cmnd|dinh danh|ho chieu)[^\n]{0,120}$")
REACH = 60  # characters between a label and its date
EARLIEST, LATEST = 1900, 2100


def find_birth_date(paper: PaperText, job: Job) -> Iterator[Field]:
    """The date behind a birth label."""
    for page in paper:
        yield from _behind(page, BIRTH_LABEL, FieldName.BIRTH_DATE)


def find_expiry_date(paper: PaperText, job: Job) -> Iterator[Field]:
    """The date behind "có giá trị đến" and its like; a term without a date is not one."""
    for page in paper:
        yield from _behind(page, EXPIRY_LABEL, FieldName.EXPIRY_DATE)


def find_issue_date(paper: PaperText, job: Job) -> Iterator[Field]:
    """Place and date first; then a label, but not the one of an identity card that the paper mentions."""
    placed = [field for page in paper for field in _placed(page)]
    yield from placed
    for page in paper:
        for match in ISSUE_LABEL.finditer(page.folded):
            before = page.folded[max(0, match.start() - 140) : match.start()]
            if not ID_CARD_BEFORE.search(before):
                yield from _first_date(page, FieldName.ISSUE_DATE, match.end(), match.end() + REACH)
    for page in paper:
        yield from reversed(list(_alone(page)))


def _placed(page: PageText) -> Iterator[Field]:
    for match in PLACED.finditer(page.folded):
        yield from _first_date(page, FieldName.ISSUE_DATE, match.end(), match.end() + REACH)


def _alone(page: PageText) -> Iterator[Field]:
    """Dates in words that begin a line, as above a signature."""
    for line in page.lines:
        if re.match(r"\W{0,3}" + IN_WORDS, line.folded):
            yield from _first_date(page, FieldName.ISSUE_DATE, line.start, line.start + len(line.text))


def _behind(page: PageText, label: re.Pattern[str], name: FieldName) -> Iterator[Field]:
    for match in label.finditer(page.folded):
        yield from _first_date(page, name, match.end(), match.end() + REACH)


def _first_date(page: PageText, name: FieldName, start: int, end: int) -> Iterator[Field]:
    for match in DATE.finditer(page.folded, start, min(end, len(page.folded))):
        day = _date(match)
        if day is not None:
            yield page.field(name, *match.span(), day.isoformat(), Check.STRUCTURE)
            return
    for match in ENGLISH_DATE.finditer(page.folded, start, min(end, len(page.folded))):
        day = _english_date(match)
        if day is not None:
            yield page.field(name, *match.span(), day.isoformat(), Check.STRUCTURE)
            return


def _date(match: re.Match[str]) -> date | None:
    day, month, year = (int(part) for part in match.groups() if part is not None)
    return _possible(year, month, day)


def _english_date(match: re.Match[str]) -> date | None:
    day, month, year = (
        match["day"] or match["day2"],
        match["month"] or match["month2"],
        match["year"] or match["year2"],
    )
    return _possible(int(year), MONTHS.index(month) + 1, int(day))


def _possible(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
