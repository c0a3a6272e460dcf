"""The building blocks of an official paper: a template is a list of these, the typesetter draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.papers.truth import Fields

A4 = (210.0, 297.0)
A4_ACROSS = (297.0, 210.0)
A5 = (148.0, 210.0)
CARD = (85.6, 54.0)


@dataclass(frozen=True)
class Letterhead:
    """Agency and number on the left, state name and motto on the right, as Decree 30/2020 orders."""

    agency: tuple[str, ...]
    number: str | None
    place_date: str | None


@dataclass(frozen=True)
class Motto:
    """State name and motto alone, centred: forms filled in by citizens."""

    place_date: str | None = None


@dataclass(frozen=True)
class Title:
    """The name of the paper in bold capitals, with lines of explanation under it. ``red``: the ink of the name."""

    name: str
    notes: tuple[str, ...] = ()
    red: bool = False
    size: float = 15.0


@dataclass(frozen=True)
class Text:
    """A paragraph. ``style``: "" roman, "B" bold, "I" italic; ``align``: J, L, C or R."""

    text: str
    style: str = ""
    align: str = "J"
    size: float = 13.0
    red: bool = False


@dataclass(frozen=True)
class Entry:
    """A label and its value; several of them share one line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """``shares``: the part of the width of each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs, in which office; ``stamp`` is the text around the seal, none for a citizen."""

    office: tuple[str, ...]
    name: str
    stamp: str | None = None
    place_date: str | None = None


@dataclass(frozen=True)
class Signatures:
    """The foot of a paper: recipients (or a second signer) on the left, the signer on the right."""

    right: Signature
    left: Signature | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class PhotoBox:
    """The frame for a 4 x 6 portrait at the left margin."""


@dataclass(frozen=True)
class Card:
    """The front of a citizen card; ``qr`` is the payload of its code."""

    person_name: str
    personal_number: str
    birth_date: str
    sex: str
    home: str
    address: str
    expiry: str
    qr: str


@dataclass(frozen=True)
class CardBack:
    """The back of a citizen card; ``zone`` holds the lines for machines."""

    issued: str
    officer: str
    zone: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """Two columns of lines, as on a diploma in two languages; a line is its text, style and size."""

    left: tuple[tuple[str, str, float], ...]
    right: tuple[tuple[str, str, float], ...]
    align: str = "C"


@dataclass(frozen=True)
class PageBreak:
    """The next block starts on a new page."""


Block = (
    Letterhead
    | Motto
    | Title
    | Text
    | Entry
    | Table
    | Signatures
    | PhotoBox
    | Card
    | CardBack
    | Columns
    | PageBreak
)


@dataclass(frozen=True)
class Sheet:
    """A whole paper before typesetting. ``face``: serif or sans; ``size`` of the page in millimetres."""

    blocks: Sequence[Block]
    fields: Fields
    face: str = "serif"
    size: tuple[float, float] = A4
    qr: str | None = None


def entry(label: str, value: str, *more: tuple[str, str]) -> Entry:
    """One line of a form: ``entry("Giới tính", "Nữ", ("Ngày sinh", "01/02/1990"))``."""
    return Entry(((label, value), *more))
