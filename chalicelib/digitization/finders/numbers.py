"""Numbers on a paper: its own number and symbol, a person's number, a tax code."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_classes import CARD
from chalicelib.digitization.paper_text import PageText, PaperText
from chalicelib.domain.identity_numbers import PersonalNumber, TaxCode

LIKE_DIGIT = r"[\doli]"  # folded: a nought read as O, a one read as l or I; only behind a label
LETTERS_FOR_DIGITS = str.maketrans("OoQlIi", "000111")
TWELVE = r"(?<!\d)(\d(?:[ .]?\d){11})(?!\d)"
TWELVE_LIKE = rf"(?<!\w)({LIKE_DIGIT}(?:[ .]?{LIKE_DIGIT}){{11}})(?!\w)"
TEN = rf"(?<!\w)({LIKE_DIGIT}(?:[ .]?{LIKE_DIGIT}){{9}}(?:\s?[-–]\s?\d{{3}})?)(?!\w)"

PERSON_LABEL = re.compile(
    r"(?:dinh danh|giay to phap ly|giay to tuy than|can cuoc|cccd|cmnd|personal (?:id|no)|\bno\.?)[^\d\n]{0,60}?\n?"
    + TWELVE_LIKE
)
PERSON_BARE = re.compile(TWELVE)
REGISTERED_HERE = "0"  # numbers of persons born in the country begin so (Circular 59/2021/TT-BCA, annex)
OTHER_NUMBER_BEFORE = re.compile(
    r"(?:dang ky|tai khoan|so lo|so hieu|ma vach|barcode|thue|giao dich)[^\n\d]{0,20}$"
)
TAX_LABEL = re.compile(
    r"(?:ma so (?:thue|doanh nghiep|dn|hop tac xa|ho kinh doanh|chi nhanh)|\bmst\b|\bmsdn\b|tax (?:code|id))"
    r"[^\d\n]{0,40}?\n?(?:" + TWELVE + "|" + TEN + ")"
)

VALUE = (
    r"((?:[a-z]{2,6} )?[a-z0-9][^\W_.\-–]*(?:[.:\-–][^\W_]+)*"
    r"(?:\s?/\s?[^\W_][\w.&]*(?: ?[-–] ?[^\W_][\w.&]*)*){0,4})"
)
NUMBER_LABEL = re.compile(
    r"(?:^|[\s(_|\-/])((?:so|s0|so hieu|so giay phep|so chung chi|so gcn|so/no|no)\s?[:.;]{1,2})[\s_.]{0,9}"
    + VALUE,
    re.MULTILINE,
)
UNMARKED_LABEL = re.compile(r"\W{0,3}((?:so|no))\s" + VALUE + r"\W{0,3}$")
LONGER_LABEL = re.compile(
    r"(?:^|\n)[\s\d.)\-]{0,4}((?:so(?: [a-z]{1,9}){1,6}|(?:[a-z]+ ){0,2}(?:no|number)\.?|no\.?)\s?[:.]{1,2})\s{0,2}"
    r"((?:[a-z]{1,3} )?[a-z0-9][\w.\-–]*(?:\s?/\s?[^\W_][\w.\-–&]*){0,4})",
)
OTHER_LABEL = re.compile(
    r"dinh danh|can cuoc|dien thoai|tai khoan|so nha|so luong|giay to|fax|thue|ho chieu|cmnd|cccd|phone|personal|tien"
)
LOST_STROKE = re.compile(r"/(\d\d|20\d\d)(?=[^\W\d_]{2})")  # a year runs into the symbol: 241181/26CBMP-QLD
DOUBLED = re.compile(r"(?<=/)\w*ĐĐ\w*")
KINDS_IN_SYMBOLS = {
    "QĐ",
    "HĐ",
    "CĐ",
    "QyĐ",
    "ĐA",
    "GĐKLH",
    "HĐLĐ",
}  # Decree 30/2020, annex III, and licences of drugs
TOO_LATE = 0.9  # share of the page's text; a number after that belongs to a footnote
HAS_DIGIT, HAS_LETTER = re.compile(r"\d"), re.compile(r"[^\W\d]")


def find_document_number(paper: PaperText, job: Job) -> Iterator[Field]:
    """ "Số: 123/QĐ-BYT" in the letterhead; the first one stands for the paper."""
    if job.document is not None and job.document.code == CARD.code:
        return  # a card's number is the person's
    for page in paper.pages[:1]:
        yield from _marked_numbers(page)
        yield from _unmarked_numbers(page)
        yield from _numbers_behind_longer_labels(page)


def _marked_numbers(page: PageText) -> Iterator[Field]:
    """Behind "Số:" with a capital; "Bằng số:" and "Mã số:" mean another."""
    for match in NUMBER_LABEL.finditer(page.folded):
        value = _number_at(page, match)
        if page.text[match.start(1)].islower() or match.start(2) > TOO_LATE * len(page.text):
            continue
        if HAS_DIGIT.search(value) and not _is_other_number(value):
            yield _number(page, match.start(2), value, Check.STRUCTURE if "/" in value else Check.NONE)


def _unmarked_numbers(page: PageText) -> Iterator[Field]:
    """ "Số 123/QĐ-BYT" without a colon, when nothing else stands beside it."""
    for segment in page.segments:
        start, end = segment.start, segment.start + len(segment.text)
        match = UNMARKED_LABEL.match(page.folded, start, end)
        if match is not None and match.end() == end and "/" in match[2] and HAS_DIGIT.search(match[2]):
            yield _number(page, match.start(2), _number_at(page, match), Check.STRUCTURE)


def _numbers_behind_longer_labels(page: PageText) -> Iterator[Field]:
    for match in LONGER_LABEL.finditer(page.folded):
        value = _number_at(page, match)
        if OTHER_LABEL.search(match[1]) or not HAS_DIGIT.search(value) or value.replace(".", "").isdigit():
            continue
        yield _number(page, match.start(2), value, Check.NONE)


def _number_at(page: PageText, match: re.Match[str]) -> str:
    """The value in capitals and digits: behind a spaced hyphen words of a sentence may follow."""
    value = page.text[slice(*match.span(2))]
    parts = re.split(r"(?<= )(?=[-–])|(?<=[-–])(?= )", value)
    kept = parts[0] + "".join(takewhile(lambda part: part == part.upper(), parts[1:]))
    return kept.rstrip(".-–/_ ")


def _without_double(match: re.Match[str]) -> str:
    """The kind of paper with one Đ where the reader saw two, if such a kind exists."""
    return match[0].replace("ĐĐ", "Đ") if match[0].replace("ĐĐ", "Đ") in KINDS_IN_SYMBOLS else match[0]


def _number(page: PageText, start: int, value: str, check: Check) -> Field:
    normalised = re.sub(r"\s?([/-])\s?", r"\1", value.replace("–", "-"))
    parted = DOUBLED.sub(_without_double, LOST_STROKE.sub(r"/\1/", normalised))
    return page.field(
        FieldName.DOCUMENT_NUMBER,
        start,
        start + len(value),
        parted,
        check if parted == normalised else Check.CONFIRM,
    )


def find_personal_number(paper: PaperText, job: Job) -> Iterator[Field]:
    """A labelled one first; among several unlabelled ones only the owner's may speak for the paper."""
    wanted = job.asked.owner.personal_number
    labelled = [found for page in paper for found in _persons(page, PERSON_LABEL)]
    bare = [found for page in paper for found in _persons(page, PERSON_BARE)]
    for field in [*labelled, *bare]:
        if wanted and field.normalised == wanted:
            yield replace(field, check=Check.OWNER)
    yield from labelled
    numbers = {field.normalised for field in bare}
    if len(numbers) == 1 and min(numbers).startswith(REGISTERED_HERE):
        yield from bare


def find_tax_code(paper: PaperText, job: Job) -> Iterator[Field]:
    """Behind its label only: ten digits alone are as likely a telephone number."""
    failed: list[Field] = []
    for page in paper:
        for match in TAX_LABEL.finditer(page.folded):
            group = 1 if match[1] else 2
            written = page.text[slice(*match.span(group))].translate(LETTERS_FOR_DIGITS)
            code = TaxCode.parse(written.replace(" -", "-").replace("- ", "-"))
            if code is None:
                digits = re.sub(r"[^\d-]", "", written)
                failed.append(page.field(FieldName.TAX_CODE, *match.span(group), digits, Check.FAILED))
            else:
                check = Check.STRUCTURE if code.is_personal else Check.CHECK_DIGIT
                yield page.field(FieldName.TAX_CODE, *match.span(group), str(code), check)
    yield from failed


def _persons(page: PageText, pattern: re.Pattern[str]) -> Iterator[Field]:
    for match in pattern.finditer(page.folded):
        written = page.text[slice(*match.span(1))]
        number = PersonalNumber.parse(written.translate(LETTERS_FOR_DIGITS))
        if number is None or OTHER_NUMBER_BEFORE.search(page.folded, 0, match.start(1)):
            continue
        check = Check.STRUCTURE if HAS_LETTER.search(written) is None else Check.CONFIRM
        yield page.field(FieldName.PERSONAL_NUMBER, *match.span(1), str(number), check)


def _is_other_number(value: str) -> bool:
    """A personal number or a telephone number behind "Số:" is not the paper's own."""
    digits = re.sub(r"[\s.]", "", value)
    return digits.isdigit() and (len(digits) == 12 or (len(digits) == 10 and digits[0] == "0"))
