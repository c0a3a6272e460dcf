"""A dossier that was filed at the national portal, as the portal hands it out, in our own words."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

#: Of our ids for what came from elsewhere: long enough never to meet another one.
_ID_LENGTH = 26


@dataclass(frozen=True, slots=True)
class PaperThere:
    """A paper filed there; ``path`` is how the portal wants to be asked for it."""

    component: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class FiledThere:
    """``number`` is the portal's. ``withdrawn_at`` and ``supplemented_at``: when the applicant last did that there."""

    number: str
    procedure_code: str
    owner_number: str
    owner_name: str
    tech_id: str
    filed_at: datetime
    papers: tuple[PaperThere, ...] = ()
    supplemented_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawal_reason: str = ""

    @property
    def dossier_id(self) -> str:
        """Our id, always the same for the same number: so the dossier arrives once, however often it is handed out."""
        return derived_id(self.number)


def derived_id(*parts: str) -> str:
    """An id that follows from what the thing is called there."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_ID_LENGTH]


class PaperSource(Protocol):
    """Where the bytes of papers come from."""

    def fetch(self, path: str) -> bytes:
        """The bytes of a paper. Raises a domain error if there are none."""
        ...


class PortalInbox(PaperSource, Protocol):
    """What the portal has for us. Methods raise a domain error if it does not answer."""

    def filed(self, first: date, last: date) -> Sequence[FiledThere]:
        """Dossiers filed or changed there between two days, both included."""
        ...
