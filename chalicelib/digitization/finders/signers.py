"""Who signed a paper: the name below an office, or below what a citizen is called who signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.digitization.finders.name_fields import name_field
from chalicelib.digitization.finders.names import bare_name
from chalicelib.digitization.folding import fold
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Field, FieldName
from chalicelib.digitization.paper_classes import CARD
from chalicelib.digitization.paper_text import PageText, PaperText, Segment

OFFICE = re.compile(
    r"giam doc|cuc truong|vu truong|bo truong|thu truong|chu tich|hieu truong|truong (?:phong|khoa|ban|cong an)"
    r"|truong (?:don vi|co so)|vien truong|vien pho|truong doan|chanh van phong|chanh thanh tra|dai dien"
    r"|nguoi dung dau|nguoi ket luan|bac s[iy]|director|nguoi su dung lao dong|pho phong|chu nhiem|cong chung vien"
    r"|nguoi hanh nghe|giam dinh vien"
)
COMMONEST = (
    "giam doc",
    "hieu truong",
    "cuc truong",
    "bo truong",
    "thu truong",
    "chu tich",
    "truong phong",
    "truong khoa",
)
ALIKE, LONGEST_MISREAD = 85.0, 24  # percent; letters
CONFIRMS_ONLY = re.compile(r"xac nhan cua")  # another office says that what somebody else signed is true
CITIZEN = re.compile(
    r"\W*(?:nguoi (?:lam don|viet don|de nghi|yeu cau|khai|cam ket|cam doan|nop|dang ky|lam giay|lam chung|thuc hien)"
    r"|nguoi uy quyen|ben uy quyen|duong su|applicant)"
)
ROLES = re.compile(
    rf"\W*(?:[ktlq]\w{{0,2}}\.\s?)?(?:pho )?(?:tong )?(?:{OFFICE.pattern}|{CITIZEN.pattern}|nguoi |ben )"
)
LONGEST_ROLE = 7  # words; a longer line is a sentence
SIGNATURE_REACH = 130.0  # points from the role down to the name: a seal and a scrawl lie between them
ROOM = 38.0  # points for a signature
LONGEST_SCRAWL = 4  # letters read from the strokes of a pen
NOT_ABOVE = 0.25  # share of the page: a letterhead is no signature
LINES_REACH = 9  # the same where words have no place
SAME_HEIGHT = 30.0  # points; a sheet that lies askew lifts one of two signers that much


@dataclass(frozen=True)
class Signer:
    """A name below a role; ``top`` and ``left`` in points."""

    field: Field
    role: str  # folded
    top: float
    left: float

    @property
    def rank(self) -> int:
        """2 for an office, 1 for another role, 0 for a line in capitals, -1 for nothing but room for a signature."""
        if _is_office(self.role) and not CONFIRMS_ONLY.search(self.role):
            return 2
        return 1 if ROLES.match(self.role) else 0 if self.role else -1

    @property
    def for_themselves(self) -> bool:
        """Whether it is a citizen who signs what they declare."""
        return bool(CITIZEN.match(self.role))


def find_signer(paper: PaperText, job: Job) -> Iterator[Field]:
    """The lowest bare name under an office; failing that, under any other role."""
    found = signer_of(paper, job)
    if found is not None:
        yield found.field


def signer_of(paper: PaperText, job: Job) -> Signer | None:
    """Who speaks for the paper: of two who sign side by side, the one on the right (Decree 30/2020, annex I)."""
    if job.document is not None and job.document.code == CARD.code:
        return None  # the holder's name stands in capitals on it; nobody signs by name
    candidates = [found for page in paper for found in _signers(page, job)]
    if not candidates:
        return None
    surest = max(found.rank for found in candidates)
    of_rank = [found for found in candidates if found.rank == surest]
    last_page = max(found.field.page for found in of_rank)
    on_last = [found for found in of_rank if found.field.page == last_page]
    lowest = max(found.top for found in on_last)
    return max((found for found in on_last if lowest - found.top < SAME_HEIGHT), key=lambda found: found.left)


def _is_office(role: str) -> bool:
    """By its words, or by how like they are to those of the commonest offices: capitals over a seal are misread."""
    from rapidfuzz import fuzz

    if OFFICE.search(role):
        return True
    return len(role) <= LONGEST_MISREAD and any(
        fuzz.partial_ratio(role, known) >= ALIKE for known in COMMONEST
    )


def _signers(page: PageText, job: Job) -> Iterator[Signer]:
    segments = page.segments
    for index, segment in enumerate(segments):
        span = bare_name(segment.text)
        if span is None or OFFICE.search(fold(segment.text)) or _is_at_top(page, segment):
            continue
        role = _role_above(segments, index)
        if role is not None or _has_room_above(segments, index):
            place = (segment.start + span[0], segment.start + span[1])
            field = name_field(page, FieldName.SIGNER, place, job)
            yield Signer(field, fold(role.text) if role else "", segment.box[1], segment.box[0])


def _is_at_top(page: PageText, segment: Segment) -> bool:
    return segment.has_place and segment.box[1] < page.page.height * NOT_ABOVE


def _role_above(segments: tuple[Segment, ...], index: int) -> Segment | None:
    """The nearest role above the name, in the same column: a line in capitals that is no name, or an office."""
    name = segments[index]
    for position, segment in reversed(list(enumerate(segments[:index]))):
        if not _is_role(segment):
            continue
        if not segment.has_place:
            return segment if index - position <= LINES_REACH else None
        if segment.is_above(name) and name.box[1] - segment.box[3] <= SIGNATURE_REACH:
            return segment
    return None


def _has_room_above(segments: tuple[Segment, ...], index: int) -> bool:
    """Whether a signature fits between the name and the writing above it; its role may not have been legible."""
    name = segments[index]
    above = [
        other.box[3]
        for other in segments[:index]
        if other.is_above(name) and len(other.text) > LONGEST_SCRAWL
    ]
    return name.has_place and bool(above) and name.box[1] - max(above) > ROOM


def _is_role(segment: Segment) -> bool:
    folded = fold(segment.text)
    if segment.shouts:
        return not bare_name(segment.text) or bool(OFFICE.search(folded))
    is_short = len(folded.split()) <= LONGEST_ROLE and not segment.text.rstrip().endswith(
        (":", ".", ";", ",")
    )
    return is_short and segment.text[:1].isupper() and bool(ROLES.match(folded))
