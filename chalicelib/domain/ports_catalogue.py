"""How the catalogue is read and written, whatever keeps it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.errors import DomainError
from chalicelib.domain.procedures import Level, Procedure, ProcedureSummary
from chalicelib.domain.rules import LegalRules
from chalicelib.domain.units import Unit, Units

EntryValue = Procedure | Unit | LegalRules | WorkingCalendar
EntryId = tuple[str, ...]


class CatalogueNotLoaded(DomainError):
    """The store holds no such part of the catalogue."""

    code = "catalogue-not-loaded"
    vi = "Danh mục chưa được nạp ({part}). Quản trị hệ thống hãy nạp danh mục."
    en = "The catalogue is not loaded ({part}). Load it with: python manage.py catalogue load"


class CatalogueChangedMeanwhile(DomainError):
    """Two loaders ran at once; what this one compared with is no longer there."""

    code = "catalogue-changed-meanwhile"
    vi = "Danh mục vừa được người khác cập nhật. Hãy nạp lại."
    en = "Somebody else changed the catalogue meanwhile. Load it again."


class EntryKind(StrEnum):
    """What the catalogue consists of."""

    PROCEDURE = "PROCEDURE"
    UNIT = "UNIT"
    RULES = "RULES"
    CALENDAR = "CALENDAR"


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one thing in the catalogue."""

    value: EntryValue

    @property
    def kind(self) -> EntryKind:
        """Which part of the catalogue it belongs to."""
        match self.value:
            case Procedure():
                return EntryKind.PROCEDURE
            case Unit():
                return EntryKind.UNIT
            case LegalRules():
                return EntryKind.RULES
            case WorkingCalendar():
                return EntryKind.CALENDAR

    @property
    def id(self) -> EntryId:
        """``("UNIT", "52", "2025-07-01")``; the calendar is only one: ``("CALENDAR",)``."""
        match self.value:
            case Procedure() | Unit():
                return (self.kind, self.value.code, self.value.valid_from.isoformat())
            case LegalRules():
                return (self.kind, self.value.valid_from.isoformat())
            case WorkingCalendar():
                return (self.kind,)

    def text(self) -> str:
        """The value as JSON, as it is stored; the same value always gives the same text."""
        return self.value.model_dump_json()

    @property
    def digest(self) -> str:
        """SHA-256 of the text, by which a loader sees what changed."""
        return hashlib.sha256(self.text().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """An entry to be written over the one whose digest was seen, or where there was none."""

    entry: Entry
    seen: str | None


class CatalogueWriter(Protocol):
    """What a loader needs."""

    def digests(self) -> Mapping[EntryId, str]:
        """The digest of every entry that is stored, in a few calls."""
        ...

    def write(self, changes: Sequence[Change]) -> None:
        """Write them all. Raises CatalogueChangedMeanwhile if one was changed since it was seen."""
        ...


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """Some procedures in the order of their codes; ``next_after`` is given to ask for those that follow."""

    procedures: tuple[ProcedureSummary, ...]
    next_after: str | None


class CatalogueReader(Protocol):
    """What the use cases ask. Raises CatalogueNotLoaded where nothing was ever loaded."""

    def procedure(self, code: str, on: date) -> Procedure:
        """The version in force on that date. Raises ProcedureNotFound."""
        ...

    def procedures(
        self,
        on: date,
        *,
        field_code: str | None = None,
        level: Level | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> ProcedurePage:
        """The procedures in force on that date, by code, of one field or level if asked for."""
        ...

    def calendar(self) -> WorkingCalendar:
        """The working calendar with the usual office hours."""
        ...

    def rules_on(self, day: date) -> LegalRules:
        """The limits for a dossier received on that day. Raises RulesNotLoaded."""
        ...

    def units(self) -> Units:
        """All units of all times."""
        ...


def page_of(
    versions: Sequence[ProcedureSummary],
    on: date,
    *,
    field_code: str | None,
    level: Level | None,
    after: str | None,
    limit: int,
) -> ProcedurePage:
    """Pick one page out of all versions of all procedures. Where versions overlap, the latest one wins."""
    current = {
        version.code: version
        for version in sorted(versions, key=lambda version: (version.code, version.valid_from))
        if version.holds_on(on)
    }
    wanted = [
        summary
        for summary in current.values()
        if (field_code is None or summary.field_code == field_code)
        and (level is None or level in summary.levels)
        and (after is None or summary.code > after)
    ]
    shown = tuple(wanted[:limit])
    return ProcedurePage(shown, shown[-1].code if len(wanted) > limit and shown else None)
