"""People on a paper: whom it is about, and who signed it."""

import re
from collections.abc import Iterator

from chalicelib.digitization.finders.names import bare_name, compare_names, name_at, normalise_name
from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_classes import CARD
from chalicelib.digitization.paper_text import PageText, PaperText, Segment

FULL_NAME = r"ho,? (?:va |chu dem,? ?(?:va )?)?ten(?: khai sinh)?(?: \([^)\n]{1,40}\))?"
LABELS = (
    # folded "label" before a name, the surest first; whether only a Vietnamese family name may follow
    (rf"{FULL_NAME}\s?[:;.]", False),
    (r"full name\s?[:;.]?", False),
    (r"(?:toi ten la|ten toi la|ten toi)\s?[:;.]?", False),
    (rf"{FULL_NAME}", True),
    (r"ho,? (?:va )?ten[^:\n]{1,40}:", False),
    (r"nguoi (?:chiu trach nhiem|phu trach|duoc cap|duoc uy quyen)[^:\n]{0,50}:", True),
    (
        r"(?:cap cho|cong nhan|chung nhan|xac nhan|bo nhiem|cho|toi la)(?: ong/ba| ong \(ba\)| ong| ba)?\s?[:;]?",
        True,
    ),
    (r"(?:ong/ba|ong \(ba\)|ong|ba)\s?[:;]?", True),
)
LABELLED = tuple(
    (re.compile(rf"(?:^|[\s\d.\-)(_])(?:{label})[\s\-_.:]*", re.M), strict) for label, strict in LABELS
)
OFFICE = re.compile(
    r"giam doc|cuc truong|vu truong|bo truong|thu truong|chu tich|hieu truong|truong (?:phong|khoa|ban)"
    r"|vien truong|chanh van phong|dai dien|nguoi dung dau|nguoi ket luan|bac s[iy]"
)
SIGNATURE_REACH = 130.0  # points from the role down to the name: a seal and a scrawl lie between them
NOT_ABOVE = 0.25  # share of the page: a letterhead is no signature
LINES_REACH = 9  # the same where words have no place
SEX = re.compile(r"(?:gioi tinh|sex)[^\n]{0,12}?[:/ ]\s?(nam|nu)\b")


def find_person_name(paper: PaperText, job: Job) -> Iterator[Field]:
    """The name behind a label, the owner's first when the paper bears it."""
    found = [
        field for label, strict in LABELLED for page in paper for field in _behind(page, label, strict, job)
    ]
    owner = fold(normalise_name(job.asked.owner.name))
    yield from (field for field in found if owner and fold(field.normalised) == owner)
    yield from found


def find_signer(paper: PaperText, job: Job) -> Iterator[Field]:
    """The lowest bare name under an office; failing that, under any line in capitals."""
    if job.document is not None and job.document.code == CARD.code:
        return  # the holder's name stands in capitals on it; nobody signs by name
    candidates: list[tuple[bool, int, float, Field]] = []
    for page in paper:
        segments = page.segments
        for index, segment in enumerate(segments):
            span = bare_name(segment.text)
            if span is None or OFFICE.search(fold(segment.text)) or _is_at_top(page, segment):
                continue
            role = _role_above(segments, index)
            if role is None:
                continue
            start = segment.start + span[0]
            field = _name_field(page, FieldName.SIGNER, (start, segment.start + span[1]), job)
            candidates.append((bool(OFFICE.search(fold(role.text))), page.page.number, segment.box[1], field))
    if candidates:
        yield max(candidates, key=lambda candidate: candidate[:3])[3]


def find_sex(paper: PaperText, job: Job) -> Iterator[Field]:
    """The word behind "Giới tính"."""
    for page in paper:
        for match in SEX.finditer(page.folded):
            normalised = "male" if match[1] == "nam" else "female"
            yield page.field(FieldName.SEX, *match.span(1), normalised, Check.STRUCTURE)


def _behind(page: PageText, label: re.Pattern[str], strict: bool, job: Job) -> Iterator[Field]:
    for match in label.finditer(page.folded):
        span = name_at(page.text, page.folded, match.end(), strict=strict)
        if span is not None:
            yield _name_field(page, FieldName.PERSON_NAME, span, job)


def _is_at_top(page: PageText, segment: Segment) -> bool:
    return segment.has_place and segment.box[1] < page.page.height * NOT_ABOVE


def _role_above(segments: tuple[Segment, ...], index: int) -> Segment | None:
    """The nearest line in capitals above the name, in the same column, that is not a name itself."""
    name = segments[index]
    for position, segment in reversed(list(enumerate(segments[:index]))):
        if not segment.shouts or (bare_name(segment.text) and not OFFICE.search(fold(segment.text))):
            continue
        if not segment.has_place:
            return segment if index - position <= LINES_REACH else None
        if segment.is_above(name) and name.box[1] - segment.box[3] <= SIGNATURE_REACH:
            return segment
    return None


def _name_field(page: PageText, name: FieldName, span: tuple[int, int], job: Job) -> Field:
    """A name is to be confirmed by a person, unless the account bears exactly the same."""
    value = normalise_name(page.text[slice(*span)])
    return page.field(name, *span, value, compare_names(value, job.asked.owner.name))
