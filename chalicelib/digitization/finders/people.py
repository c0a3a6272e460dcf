"""People on a paper: whom it is about, and who signed it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.digitization.finders.names import (
    EDGES,
    bare_name,
    compare_names,
    name_at,
    normalise_name,
    rest_of_name,
)
from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Check, Field, FieldName
from chalicelib.digitization.paper_classes import CARD
from chalicelib.digitization.paper_text import PageText, PaperText, Segment

FULL_NAME = r"ho,? (?:va |chu dem,? ?(?:va )?)?ten(?: khai sinh)?(?:[ \-–]?\([^)\n]{1,40}\))?"
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
    (re.compile(rf"(?:^|[\s\d.\-)(_])(?:{label})(?:\s?/\s?[a-z ]{{1,30}}:)?[\s\-_.:]*", re.M), strict)
    for label, strict in LABELS
)
NAMED_IN_PASSING = {"minutes"}  # papers in which "Ông" and "Bà" stand before whoever was there
OFFICE = re.compile(
    r"giam doc|cuc truong|vu truong|bo truong|thu truong|chu tich|hieu truong|truong (?:phong|khoa|ban)"
    r"|vien truong|vien pho|truong doan|chanh van phong|chanh thanh tra|dai dien|nguoi dung dau|nguoi ket luan"
    r"|bac s[iy]|director|nguoi su dung lao dong"
)
SIGNATURE_REACH = 130.0  # points from the role down to the name: a seal and a scrawl lie between them
NOT_ABOVE = 0.25  # share of the page: a letterhead is no signature
LINES_REACH = 9  # the same where words have no place
SAME_HEIGHT = 30.0  # points; a sheet that lies askew lifts one of two signers that much
NEXT_LINE = 1.3  # heights of a line down to the next one
SEX = re.compile(r"(?:gioi tinh|sex)[^\n]{0,12}?[:/ ]\s?(nam|nu)\b")


@dataclass(frozen=True)
class _Signer:
    """A name below a role; ``top`` and ``left`` in points, ``in_office`` if the role is an office."""

    field: Field
    in_office: bool
    top: float
    left: float


def find_person_name(paper: PaperText, job: Job) -> Iterator[Field]:
    """The name behind a label, the owner's first when the paper bears it."""
    passing = job.document is not None and job.document.code in NAMED_IN_PASSING
    found = [
        field
        for label, strict in (LABELLED[:-1] if passing else LABELLED)
        for page in paper
        for field in _behind(page, label, strict, job)
    ]
    owner = fold(normalise_name(job.asked.owner.name))
    yield from (field for field in found if owner and fold(field.normalised) == owner)
    yield from found


def find_signer(paper: PaperText, job: Job) -> Iterator[Field]:
    """The lowest bare name under an office; failing that, under any line in capitals."""
    if job.document is not None and job.document.code == CARD.code:
        return  # the holder's name stands in capitals on it; nobody signs by name
    candidates = [found for page in paper for found in _signers(page, job)]
    if not candidates:
        return
    with_office = [found for found in candidates if found.in_office] or candidates
    last_page = max(found.field.page for found in with_office)
    on_last = [found for found in with_office if found.field.page == last_page]
    lowest = max(found.top for found in on_last)
    # of two who sign side by side, the one on the right speaks for the paper (Decree 30/2020, annex I)
    yield max(
        (found for found in on_last if lowest - found.top < SAME_HEIGHT), key=lambda found: found.left
    ).field


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


def _signers(page: PageText, job: Job) -> Iterator[_Signer]:
    segments = page.segments
    for index, segment in enumerate(segments):
        span = bare_name(segment.text)
        if span is None or OFFICE.search(fold(segment.text)) or _is_at_top(page, segment):
            continue
        role = _role_above(segments, index)
        if role is not None:
            place = (segment.start + span[0], segment.start + span[1])
            field = _name_field(page, FieldName.SIGNER, place, job)
            yield _Signer(field, bool(OFFICE.search(fold(role.text))), segment.box[1], segment.box[0])


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


def _rest_below(page: PageText, span: tuple[int, int]) -> tuple[int, int] | None:
    """Where the name goes on, when it ended with its line and the next line in its column begins with the rest."""
    for index, here in enumerate(page.segments):
        end = here.start + len(here.text)
        if not here.start < span[1] <= end:
            continue
        if page.text[span[1] : end].strip(EDGES + " "):
            return None
        height = here.box[3] - here.box[1]
        for below in page.segments[index + 1 :]:
            if here.has_place and not (
                here.is_above(below) and below.box[1] - here.box[3] < NEXT_LINE * height
            ):
                continue
            length = rest_of_name(page.text[slice(*span)], below.text)
            return (below.start, below.start + length) if length else None
    return None


def _name_field(page: PageText, name: FieldName, span: tuple[int, int], job: Job) -> Field:
    """A name is to be confirmed by a person, unless the account bears exactly the same."""
    value = normalise_name(page.text[slice(*span)])
    rest = _rest_below(page, span) if name is FieldName.PERSON_NAME else None
    if rest is not None:
        value = normalise_name(f"{value} {page.text[slice(*rest)]}")
    field = page.field(name, *span, value, compare_names(value, job.asked.owner.name))
    return field if rest is None else replace(field, value=f"{field.value} {page.text[slice(*rest)]}")
