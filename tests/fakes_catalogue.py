"""The catalogue in memory: writer and reader in one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from chalicelib.application.load_catalogue import load_catalogue
from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.dated import in_force
from chalicelib.domain.ports_catalogue import (
    CatalogueChangedMeanwhile,
    CatalogueNotLoaded,
    Change,
    Entry,
    EntryId,
    ProcedurePage,
    page_of,
)
from chalicelib.domain.procedures import Level, Procedure, ProcedureNotFound
from chalicelib.domain.rules import LegalRules, rules_on
from chalicelib.domain.units import Unit, Units

Value = TypeVar("Value")

CATALOGUE_FOLDER = Path(__file__).parents[1] / "catalogue"


class InMemoryCatalogue:
    """Implements CatalogueWriter and CatalogueReader."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self.writes = 0

    def digests(self) -> Mapping[EntryId, str]:
        return {id_: entry.digest for id_, entry in self._entries.items()}

    def write(self, changes: Sequence[Change]) -> None:
        stored = self.digests()
        if any(stored.get(change.entry.id) != change.seen for change in changes):
            raise CatalogueChangedMeanwhile
        self._entries |= {change.entry.id: change.entry for change in changes}
        self.writes += len(changes)

    def procedure(self, code: str, on: date) -> Procedure:
        found = in_force((version for version in self._all(Procedure) if version.code == code), on)
        if found is None:
            raise ProcedureNotFound(procedure=code, day=on)
        return found

    def procedures(
        self,
        on: date,
        *,
        field_code: str | None = None,
        level: Level | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> ProcedurePage:
        versions = [version.summary() for version in self._loaded(Procedure)]
        return page_of(versions, on, field_code=field_code, level=level, after=after, limit=limit)

    def calendar(self) -> WorkingCalendar:
        return self._loaded(WorkingCalendar)[0]

    def rules_on(self, day: date) -> LegalRules:
        return rules_on(self._loaded(LegalRules), day)

    def units(self) -> Units:
        return Units(versions=tuple(self._loaded(Unit)))

    def _all(self, kind: type[Value]) -> list[Value]:
        return [entry.value for entry in self._entries.values() if isinstance(entry.value, kind)]

    def _loaded(self, kind: type[Value]) -> list[Value]:
        found = self._all(kind)
        if not found:
            raise CatalogueNotLoaded(part=kind.__name__)
        return found


def real_catalogue() -> InMemoryCatalogue:
    """Everything that stands in ``catalogue/``, ready to be asked."""
    catalogue = InMemoryCatalogue()
    load_catalogue(CATALOGUE_FOLDER, catalogue)
    return catalogue
