"""What a made paper says, as its maker knows it: the answer sheet of every reading test."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Fields:
    """The facts printed on a paper; ``None`` where it has none. ``doc_type`` is the name of its kind."""

    doc_type: str
    number: str | None = None
    issue_date: date | None = None
    expiry: date | None = None
    agency: str | None = None
    signer: str | None = None
    person_name: str | None = None
    personal_number: str | None = None
    birth_date: date | None = None
    tax_code: str | None = None
    subject: str | None = None


@dataclass(frozen=True)
class Truth:
    """``pages``: the printed lines of each page from the top; ``qr``: the payload of a code on it."""

    kind: str
    held_out: bool
    fields: Fields
    pages: tuple[tuple[str, ...], ...]
    qr: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines of all pages."""
        return tuple(line for page in self.pages for line in page)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data, dates as ISO text."""
        plain = asdict(self)
        plain["fields"] = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in plain["fields"].items()
        }
        return plain


@dataclass(frozen=True)
class MadePaper:
    """A file as a citizen would send it, and the truth about it."""

    name: str
    data: bytes
    media_type: str
    truth: Truth
