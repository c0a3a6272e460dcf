"""What a filing rests on besides its own files: papers that must stand, and papers that change with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.files import DossierFile
from chalicelib.domain.papers import Paper

#: Each of them is checked in the transaction of the filing, which holds a hundred items.
MOST_BORROWED = 40


@dataclass(frozen=True, slots=True)
class Reliance:
    """A borrowed file. Its paper, if it is one of ours, must be in force on ``day`` (a calendar day in Vietnam) and
    visible; its consent, once recorded, must not have been taken back. ``consent_id`` is empty while it is being given.
    """

    component: str
    owner_ref: str
    code: str
    day: date
    consent_id: str = ""


@dataclass(frozen=True, slots=True)
class PaperChange:
    """A paper goes from one version to the next."""

    seen: Paper
    after: Paper


def relied_on(files: Iterable[DossierFile], day: date) -> Iterator[Reliance]:
    """What must stand for these files to be filed on that day."""
    for file in files:
        if file.is_handed_in and file.borrowed:
            lent = file.borrowed
            yield Reliance(file.component, lent.owner_ref, lent.code, day, lent.consent_id)
