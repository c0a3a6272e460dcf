"""Numbers on a paper: its own number and symbol, a person's number, a tax code."""

import re
from collections.abc import Iterator

from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_text import PageText, PaperText
from chalicelib.domain.identity_numbers import PersonalNumber, TaxCode

TWELVE = r"(?<!\d)(\d(?:[ .]?\d){11})(?!\d)"
TEN = r"(?<!\d)(\d(?:[ .]?\d){9}(?:\s?[-–]\s?\d{3})?)(?!\d)"

PERSON_LABEL = re.compile(
    r"(?:dinh danh|giay to phap ly|can cuoc|cccd|cmnd|can cuoc cong dan|personal (?:id|no)|\bno\.?)[^\d\n]{0,60}\n?"
    + TWELVE
)
PERSON_BARE = re.compile(TWELVE)
TAX_LABEL = re.compile(
    r"(?:ma so thue|ma so doanh nghiep|ma so dn|\bmst\b|\bmsdn\b|tax code)[^\d\n]{0,40}\n?(?:"
    + TWELVE
    + "|"
    + TEN
    + ")"
)

NUMBER_LABEL = re.compile(
    r"(?:^|[\s(_|\-])((?:so|s0|so hieu|so giay phep|so chung chi|so gcn|so/no|no)\s?[:.;])[\s_]{0,3}"
    r"((?:[a-z]{2,6} )?[a-z0-9][^\W_.\-–]*(?:[.:\-–][^\W_]+)*(?:\s?/\s?[^\W_][\w.\-–&]*){0,4})",
    re.MULTILINE,
)
LONGER_LABEL = re.compile(
    r"(?:^|\n)[\s\d.)\-]{0,4}((?:so(?: [a-z]{1,9}){1,5}|[a-z]+ (?:no|number)\.?|no\.?)\s?[:.])\s{0,2}"
    r"([a-z0-9][\w.\-–]*(?:\s?/\s?[^\W_][\w.\-–&]*){0,4})",
)
OTHER_LABEL = re.compile(
    r"dinh danh|can cuoc|dien thoai|tai khoan|so nha|so luong|giay to|fax|thue|ho chieu|cmnd|cccd|phone|personal|tien"
)
TOO_LATE = 0.9  # share of the page's text; a number after that belongs to a footnote
HAS_DIGIT = re.compile(r"\d")


def find_document_number(paper: PaperText, job: Job) -> Iterator[Field]:
    """ "Số: 123/QĐ-BYT" in the letterhead; the first one stands for the paper."""
    for page in paper.pages[:1]:
        for match in NUMBER_LABEL.finditer(page.folded):
            start, end = match.span(2)
            value = page.text[start:end].rstrip(".-–/_ ")
            if page.text[match.start(1)].islower():
                continue  # "Bằng số:", "Mã số:"
            if start > TOO_LATE * len(page.text) or not HAS_DIGIT.search(value) or _is_other_number(value):
                continue
            normalised = re.sub(r"\s?/\s?", "/", value).replace("–", "-")
            check = Check.STRUCTURE if "/" in value else Check.NONE
            yield page.field(FieldName.DOCUMENT_NUMBER, start, start + len(value), normalised, check)
        for match in LONGER_LABEL.finditer(page.folded):
            value = page.text[slice(*match.span(2))].rstrip(".-–/_ ")
            if (
                not OTHER_LABEL.search(match[1])
                and HAS_DIGIT.search(value)
                and not value.replace(".", "").isdigit()
            ):
                start = match.start(2)
                normalised = re.sub(r"\s?/\s?", "/", value).replace("–", "-")
                yield page.field(FieldName.DOCUMENT_NUMBER, start, start + len(value), normalised, Check.NONE)


def find_personal_number(paper: PaperText, job: Job) -> Iterator[Field]:
    """A labelled one first; among several unlabelled ones only the owner's may speak for the paper."""
    wanted = job.asked.owner.personal_number
    labelled = [found for page in paper for found in _persons(page, PERSON_LABEL)]
    bare = [found for page in paper for found in _persons(page, PERSON_BARE)]
    for field in [*labelled, *bare]:
        if wanted and field.normalised == wanted:
            yield Field(**{**vars(field), "check": Check.OWNER})
    yield from labelled
    if len({field.normalised for field in bare}) == 1:
        yield from bare


def find_tax_code(paper: PaperText, job: Job) -> Iterator[Field]:
    """Behind its label only: ten digits alone are as likely a telephone number."""
    failed: list[Field] = []
    for page in paper:
        for match in TAX_LABEL.finditer(page.folded):
            group = 1 if match[1] else 2
            code = TaxCode.parse(page.text[slice(*match.span(group))].replace(" -", "-").replace("- ", "-"))
            if code is None:
                digits = re.sub(r"[^\d-]", "", match[group])
                failed.append(page.field(FieldName.TAX_CODE, *match.span(group), digits, Check.FAILED))
            else:
                check = Check.STRUCTURE if code.is_personal else Check.CHECK_DIGIT
                yield page.field(FieldName.TAX_CODE, *match.span(group), str(code), check)
    yield from failed


def _persons(page: PageText, pattern: re.Pattern[str]) -> Iterator[Field]:
    for match in pattern.finditer(page.folded):
        number = PersonalNumber.parse(match[1])
        if number is not None:
            yield page.field(FieldName.PERSONAL_NUMBER, *match.span(1), str(number), Check.STRUCTURE)


def _is_other_number(value: str) -> bool:
    """A personal number or a telephone number behind "Số:" is not the paper's own."""
    digits = re.sub(r"[\s.]", "", value)
    return digits.isdigit() and (len(digits) == 12 or (len(digits) == 10 and digits[0] == "0"))
