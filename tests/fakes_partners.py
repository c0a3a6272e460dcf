"""Accounts of partners in memory, true to their port; and a catalogue that is asked quickly."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from chalicelib.adapters.cursors import Cursors
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierChangedMeanwhile, DossierNotFound
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.partner_account import PartnerAccount
from chalicelib.domain.partner_errors import NumberOfAnother
from chalicelib.domain.ports import Page
from chalicelib.domain.ports_partners import PartnerFile, PartnerUnit
from chalicelib.domain.units import Units
from tests.fakes import InMemoryDossiers
from tests.fakes_catalogue import InMemoryCatalogue, real_catalogue

_CURSORS = Cursors(b"a secret of the tests")


class InMemoryPartnerAccounts:
    """Implements ports_partners.PartnerAccounts beside the dossiers of ``InMemoryDossiers``."""

    def __init__(self, dossiers: InMemoryDossiers) -> None:
        self._dossiers = dossiers
        self._accounts: dict[str, PartnerAccount] = {}
        self._kept: dict[str, str] = {}
        self._heard: dict[str, datetime] = {}

    def get(self, dossier_id: str) -> PartnerFile:
        account = self._accounts.get(dossier_id)
        try:
            dossier, files = self._dossiers.get_with_files(dossier_id)
        except DossierNotFound:
            return PartnerFile(account, None)
        return PartnerFile(account, dossier, files)

    def save(
        self,
        account: PartnerAccount,
        dossier: Dossier | None = None,
        events: Sequence[AnyEvent] = (),
        number: DossierNumber | str = "",
    ) -> None:
        stored = self._accounts.get(account.dossier_id)
        if (stored.revision if stored else 0) != account.revision:
            raise DossierChangedMeanwhile(version="?", state="?")
        if isinstance(number, str) and self._kept.get(number, account.dossier_id) != account.dossier_id:
            raise NumberOfAnother(number=number)
        if dossier is not None and events:
            issued = number if isinstance(number, DossierNumber) else None
            self._dossiers.save(dossier, events, number=issued)
        if isinstance(number, str) and number:
            self._kept[number] = account.dossier_id
        text = account.changed(revision=account.revision + 1).model_dump_json()
        self._accounts[account.dossier_id] = PartnerAccount.model_validate_json(text)

    def owing(self, unit: str, until: datetime, limit: int, cursor: str = "") -> Page[PartnerAccount]:
        start = int(_CURSORS.open(unit, cursor).get("at", "0")) if cursor else 0
        found = self._of(unit, until)
        rest = str(start + limit) if len(found) > start + limit else ""
        return Page(tuple(found[start : start + limit]), _CURSORS.seal(unit, {"at": rest} if rest else {}))

    def count(self, unit: str, until: datetime) -> tuple[int, datetime | None]:
        found = self._of(unit, until)
        return len(found), next((each.owes_from for each in found if not each.tries), None)

    def trying(self, unit: str, limit: int) -> tuple[str, ...]:
        found = (each for each in self._accounts.values() if each.unit == unit and each.tries)
        return tuple(each.dossier_id for each in found)[:limit]

    def heard(self, unit: str, at: datetime) -> None:
        self._heard[unit] = at

    def units(self) -> tuple[PartnerUnit, ...]:
        return tuple(PartnerUnit(unit, at) for unit, at in self._heard.items())

    def _of(self, unit: str, until: datetime) -> list[PartnerAccount]:
        own = [each for each in self._accounts.values() if each.unit == unit]
        due = [each for each in own if each.tries or (each.owes_from and each.owes_from <= until)]
        return sorted(due, key=lambda each: (not each.tries, each.owes_from or until, each.dossier_id))


class QuickCatalogue(InMemoryCatalogue):
    """The real one, whose units are made once."""

    @cache  # noqa: B019 - there is one for the whole run
    def units(self) -> Units:
        return super().units()


@cache
def quick_catalogue() -> QuickCatalogue:
    """One for the whole run."""
    quick = QuickCatalogue()
    quick._entries = real_catalogue()._entries
    return quick
