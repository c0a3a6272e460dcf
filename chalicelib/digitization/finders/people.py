"""People on a paper: whom it is about."""

import re
from collections.abc import Iterator
from dataclasses import replace

from chalicelib.digitization.finders.name_fields import name_field
from chalicelib.digitization.finders.names import name_at, normalise_name
from chalicelib.digitization.finders.signers import signer_of
from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_text import PageText, PaperText

FULL_NAME = (
    r"h[o0]\W{1,4}(?:chu dem\W{1,4})?(?:va\W{1,3})?[tlf]e[nmu](?: khai sinh)?(?:[ \-–]?\([^)\n]{1,40}\))?"
)
ADDRESS = r"(?:ong\W{1,3}ba\)?|anh\W{1,3}chi\)?|ong|ba|dong chi|d/c)"
LABELS = (
    # folded "label" before a name, the surest first; whether only a Vietnamese family name may follow
    (rf"{FULL_NAME}\s?[:;.]", False),
    (r"full name\s?[:;.]?", False),
    (r"(?:toi ten la|ten toi la|ten toi)\s?[:;.]?", False),
    (rf"{FULL_NAME}\b", True),
    (r"h[o0]\W{1,3}(?:va )?ten[^:\n]{1,40}:", False),
    (r"nguoi (?:chiu trach nhiem|phu trach|duoc cap|duoc uy quyen)[^:\n]{0,50}:", True),
    (
        r"(?:cap cho|cong nhan|chung nhan|xac nhan|bo nhiem|gioi thieu|tang(?: thuong)?|cu|cho|toi la)"
        rf"(?: {ADDRESS})?\s?[:;]?",
        True,
    ),
    (
        r"(?:benh nhan|nguoi benh|sinh vien|hoc vien|hoc sinh|thi sinh|nguoi hanh nghe|nguoi thuc hanh|nguoi lao dong"
        r"|nguoi nop[^:\n]{0,20}|nguoi de nghi|nguoi yeu cau|nguoi khai|can bo|chuyen gia|ten nguoi[^:\n]{0,30}"
        r"|chu (?:ho|ho kinh doanh|co so|nha|so huu)|ben (?!thu ba)[a-z ]{1,20}(?:\(ben [ab]\))?|ben [ab])\s?[:;]",
        True,
    ),
    (
        r"(?:certify that|awarded to|conferred (?:up)?on|granted to|given to|issued to"
        r"|name of holder|holder|name)\s?[:;]?",
        True,
    ),
    (rf"{ADDRESS}\s?[:;]?", True),
    (
        r"(?:benh nhan|khach hang|tre(?: em)?|co ten sau day|nguoi duoc [a-z ]{1,20}|(?:toi )?ten|toi)\s?[:;]?",
        True,
    ),
)
LABELLED = tuple(
    (re.compile(rf"(?:^|[\s\d.\-)(_])(?:{label})(?:\s?/\s?[a-z ]{{1,30}}:)?[\s\-_.:]*", re.M), strict)
    for label, strict in LABELS
)
BY_ADDRESS = -2  # from here on a label may stand before anybody's name
NAMED_IN_PASSING = {"minutes"}  # papers in which "Ông" and "Bà" stand before whoever was there
SEX = re.compile(r"(?:gioi tinh|sex)[^\n]{0,12}?[:/ ]\s?(nam|nu)\b")


def find_person_name(paper: PaperText, job: Job) -> Iterator[Field]:
    """The name behind a label, the owner's first when the paper bears it."""
    passing = job.document is not None and job.document.code in NAMED_IN_PASSING
    found = [
        field
        for label, strict in (LABELLED[:BY_ADDRESS] if passing else LABELLED)
        for page in paper
        for field in _behind(page, label, strict, job)
    ]
    owner = fold(normalise_name(job.asked.owner.name))
    yield from (field for field in found if owner and fold(field.normalised) == owner)
    yield from found
    signer = None if found else signer_of(paper, job)
    if signer is not None and signer.for_themselves:
        yield replace(signer.field, name=FieldName.PERSON_NAME)


def find_sex(paper: PaperText, job: Job) -> Iterator[Field]:
    """The word behind "Giới tính"."""
    for page in paper:
        for match in SEX.finditer(page.folded):
            normalised = "male" if match[1] == "nam" else "female"
            yield page.field(FieldName.SEX, *match.span(1), normalised, Check.STRUCTURE)


def _behind(page: PageText, label: re.Pattern[str], strict: bool, job: Job) -> Iterator[Field]:
    for match in label.finditer(page.folded):
        end = page.segment_end(match.end())
        span = name_at(page.text, page.folded, match.end(), end, strict=strict)
        if span is not None:
            yield name_field(page, FieldName.PERSON_NAME, span, job)
