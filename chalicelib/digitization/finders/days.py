"""A day as papers write it: in words, in digits, in English; with what an optical reader makes of it."""

import re
from dataclasses import dataclass
from datetime import date

DIGIT = r"[\dol]"  # folded: a nought read as O, a one read as l or I
IN_WORDS = (
    rf"ngay\W{{0,3}}({DIGIT}{{1,2}})\W{{0,3}}thang\W{{0,3}}({DIGIT}{{1,2}})\W{{0,3}}nam\W{{0,3}}(\d{{4}})"
)
WITHOUT_FIRST_WORD = r"(?<![\w/])(\d{1,2}) thang (\d{1,2}) nam (\d{4})"
IN_DIGITS = rf"(?<!\w)({DIGIT}{{1,2}})\s?[/.\-]\s?({DIGIT}{{1,2}})\s?[/.\-]\s?(\d{{4}})(?!\d)"
SLASH_MISREAD = r"(?<!\d)(\d\d)[17](\d\d)/(\d{4})(?!\d)|(?<!\d)(\d\d)/(\d\d)[17](\d{4})(?!\d)"
STROKES_LOST = r"(?<!\d)(\d\d)(\d\d)((?:19|20)\d\d)(?!\d)"
DAY = re.compile(f"{IN_WORDS}|{WITHOUT_FIRST_WORD}|{IN_DIGITS}|{SLASH_MISREAD}|{STROKES_LOST}")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?"
ENGLISH_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {MONTH}[,.;]? (?P<year>\d{{4}})"
    rf"|{MONTH.replace('<month>', '<month2>')} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[,.;]? (?P<year2>\d{{4}})"
)
LETTERS_FOR_DIGITS = str.maketrans("ol", "01")
EARLIEST, LATEST = 1900, 2100


@dataclass(frozen=True)
class FoundDay:
    """``is_plain``: every digit was read as a digit, and the strokes between them were read."""

    day: date
    span: tuple[int, int]
    is_plain: bool


def first_day(folded: str, start: int, end: int) -> FoundDay | None:
    """The first possible day of the calendar in this part of a folded text."""
    end = min(end, len(folded))
    found = [
        FoundDay(day, match.span(), is_plain)
        for match, (day, is_plain) in (
            *((match, _day(match)) for match in DAY.finditer(folded, start, end)),
            *((match, _english_day(match)) for match in ENGLISH_DAY.finditer(folded, start, end)),
        )
        if day is not None
    ]
    return min(found, key=lambda item: item.span[0], default=None)


def _day(match: re.Match[str]) -> tuple[date | None, bool]:
    parts = [part for part in match.groups() if part is not None]
    day, month, year = (int(part.translate(LETTERS_FOR_DIGITS)) for part in parts)
    return _possible(year, month, day), all(map(str.isdigit, parts)) and not match[0].isdigit()


def _english_day(match: re.Match[str]) -> tuple[date | None, bool]:
    day, month, year = (match[name] or match[f"{name}2"] for name in ("day", "month", "year"))
    return _possible(int(year), MONTHS.index(month) + 1, int(day)), True


def _possible(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
