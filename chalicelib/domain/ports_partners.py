"""What the use cases for partners need of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.partner_account import PartnerAccount
from chalicelib.domain.ports import Page


@dataclass(frozen=True, slots=True)
class PartnerFile:
    """What stands of one dossier: its account, the dossier once it was filed, its files."""

    account: PartnerAccount | None
    dossier: Dossier | None
    files: tuple[DossierFile, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerUnit:
    """A unit of which a partner has told us, and when it did so last."""

    unit: str
    heard_at: datetime


class PartnerAccounts(Protocol):
    """The accounts of partners, each beside its dossier."""

    def get(self, dossier_id: str) -> PartnerFile:
        """All that stands of one dossier, read consistently; nothing where nothing was told."""
        ...

    def save(
        self,
        account: PartnerAccount,
        dossier: Dossier | None = None,
        events: Sequence[AnyEvent] = (),
        number: DossierNumber | str = "",
    ) -> None:
        """Account, head, events and number in one transaction, or nothing. A ``DossierNumber`` is issued by us, a text
        is a partner's own that is kept.

        Raises ``DossierChangedMeanwhile`` if account or head were changed since they were read, ``NumberTaken`` if our
        counter went on, ``NumberOfAnother`` if the partner's number belongs to another dossier.
        """
        ...

    def owing(self, unit: str, until: datetime, limit: int, cursor: str = "") -> Page[PartnerAccount]:
        """Accounts of one unit that owe something at ``until``: those we still try for first, then the oldest."""
        ...

    def count(self, unit: str, until: datetime) -> tuple[int, datetime | None]:
        """How many accounts of one unit owe something at ``until``, and since when the first of them does.

        Those we still try for are counted, and have no such instant.
        """
        ...

    def trying(self, unit: str, limit: int) -> tuple[str, ...]:
        """Dossiers of one unit that may go on by themselves, the one tried longest ago first."""
        ...

    def heard(self, unit: str, at: datetime) -> None:
        """Note that a partner has told of this unit."""
        ...

    def units(self) -> tuple[PartnerUnit, ...]:
        """Every unit of which a partner ever told."""
        ...


class PartnerPapers(Protocol):
    """The papers that partners keep in their own systems."""

    def fetch(self, unit: str, path: str) -> bytes:
        """The bytes below the address that is registered for the unit. Raises ``PaperNotFetched``."""
        ...
