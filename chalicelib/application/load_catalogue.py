"""Bring the store in line with the files of ``catalogue/``; safe to run as often as you like."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chalicelib.application.check_catalogue import contradictions
from chalicelib.application.read_catalogue_files import Found, Refused, Row, read_catalogue_files
from chalicelib.domain.errors import DomainError
from chalicelib.domain.ports_catalogue import CatalogueWriter, Change, Entry, EntryId, EntryKind
from chalicelib.domain.units import Unit, departments_of_health

BATCH = 40
FILES = ("procedures", "rules.toml", "units.csv", "calendar.csv")

Progress = Callable[[int, int], None]


class CatalogueFilesMissing(DomainError):
    """The folder named is not a catalogue."""

    code = "catalogue-files-missing"
    vi = "Thư mục {folder} thiếu tệp danh mục {file}. Hãy chỉ đúng thư mục danh mục."
    en = "The folder {folder} has no {file}. Name the folder of the catalogue."


class Outcome(StrEnum):
    """What happened to an entry."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """What a load did. ``left_over`` is stored but in no file: never deleted, because dossiers rest on it."""

    counts: Mapping[EntryKind, Mapping[Outcome, int]]
    refused: tuple[Refused, ...]
    left_over: tuple[EntryId, ...]

    def total(self, outcome: Outcome) -> int:
        """How many entries of all kinds came out so."""
        return sum(by_outcome[outcome] for by_outcome in self.counts.values())


def load_catalogue(
    folder: Path, writer: CatalogueWriter, progress: Progress | None = None
) -> CatalogueReport:
    """Write what is new or changed; refuse bad rows and load the others.

    ``progress`` is called with (written, to be written) after each batch.
    Raises CatalogueChangedMeanwhile if another loader runs at the same time, CatalogueFilesMissing.
    """
    entries, refused = read_catalogue(folder)
    stored = writer.digests()
    outcomes = [(entry, _outcome(entry, stored)) for entry in entries]
    changes = [
        Change(entry, stored.get(entry.id)) for entry, outcome in outcomes if outcome is not Outcome.UNCHANGED
    ]
    for start in range(0, len(changes), BATCH):
        writer.write(changes[start : start + BATCH])
        if progress:
            progress(min(start + BATCH, len(changes)), len(changes))

    counts = {
        kind: Counter(outcome for entry, outcome in outcomes if entry.kind is kind) for kind in EntryKind
    }
    return CatalogueReport(counts, refused, tuple(sorted(stored.keys() - {entry.id for entry in entries})))


def read_catalogue(folder: Path) -> tuple[list[Entry], tuple[Refused, ...]]:
    """The entries that the files give, and the rows refused. Raises CatalogueFilesMissing."""
    for file in FILES:
        if not (folder / file).exists():
            raise CatalogueFilesMissing(folder=folder, file=file)
    rows = [*_with_departments_of_health(read_catalogue_files(folder))]
    found = [row for row in rows if isinstance(row, Found)]
    refused = (*(row for row in rows if isinstance(row, Refused)), *contradictions(found))
    bad_places = {refusal.place for refusal in refused}
    return [row.entry for row in found if row.place not in bad_places], refused


def _with_departments_of_health(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        if isinstance(row, Found) and isinstance(unit := row.entry.value, Unit):
            for department in departments_of_health([unit]):
                yield Found(row.place, Entry(department))


def _outcome(entry: Entry, stored: Mapping[EntryId, str]) -> Outcome:
    if entry.id not in stored:
        return Outcome.NEW
    return Outcome.UNCHANGED if stored[entry.id] == entry.digest else Outcome.CHANGED
