"""Read the files of ``catalogue/``: each row becomes an entry, or is refused with file, line and a sentence.

procedures/*.toml   one block [[procedure]] for each version; what stands above the first block holds for all
rules.toml          one block [[rules]] for each version
units.csv           one row for each unit and period
calendar.csv        one row for each day that is not as the week has it, and two for the coverage
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.ports_catalogue import Entry, EntryValue
from chalicelib.domain.procedures import Procedure
from chalicelib.domain.rules import LegalRules
from chalicelib.domain.units import Unit

LISTED = ("predecessors",)
CALENDAR_KINDS = {"off": "days_off", "worked": "worked_saturdays"}
COVERAGE_KINDS = ("covered_from", "covered_to")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a row stands; lines are counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and the row it came from."""

    place: Place
    entry: Entry


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be loaded, and why."""

    place: Place
    reason: str


Row = Found | Refused


def read_catalogue_files(folder: Path) -> Iterator[Row]:
    """Every row of every file, in the order of the files."""
    for path in sorted((folder / "procedures").glob("*.toml")):
        yield from _blocks(folder, path, "procedure", Procedure.model_validate)
    yield from _blocks(folder, folder / "rules.toml", "rules", LegalRules.model_validate)
    yield from _units(folder, folder / "units.csv")
    yield from _calendar(folder, folder / "calendar.csv")


def _blocks(folder: Path, path: Path, name: str, parse: Callable[[Any], EntryValue]) -> Iterator[Row]:
    """Parse each block on its own, so that a broken one does not take the others along."""
    file = path.relative_to(folder).as_posix()
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.strip() == f"[[{name}]]"]
    try:
        shared = tomllib.loads("\n".join(lines[: starts[0] if starts else None]))
    except tomllib.TOMLDecodeError as error:
        yield Refused(Place(file, _line_of(error)), f"not TOML: {error}")
        return
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        place = Place(file, start + 1)
        try:
            block = tomllib.loads("\n".join(lines[start + 1 : end]))
        except tomllib.TOMLDecodeError as error:
            yield Refused(Place(file, start + 1 + _line_of(error)), f"not TOML: {error}")
            continue
        yield _parsed(place, {**shared, **block}, parse)


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else 1


def _units(folder: Path, path: Path) -> Iterator[Row]:
    for place, cells in _cells(folder, path):
        row: dict[str, Any] = {name: text for name, text in cells.items() if text}
        row |= {name: cells[name].split() for name in LISTED if cells.get(name)}
        if hours := cells.get("office_hours"):
            row["office_hours"] = [span.split("-") for span in hours.split()]
        yield _parsed(place, row, Unit.model_validate)


def _calendar(folder: Path, path: Path) -> Iterator[Row]:
    """One bad row refuses the whole calendar: a day off that is missing would make deadlines wrong."""
    days: dict[str, Any] = {field: set() for field in CALENDAR_KINDS.values()}
    place = Place(path.relative_to(folder).as_posix(), 1)
    for row_place, cells in _cells(folder, path):
        kind, day = cells.get("kind", ""), cells.get("date", "")
        if not cells.get("source"):
            yield Refused(row_place, "source: say where this is announced")
            return
        if kind in CALENDAR_KINDS:
            days[CALENDAR_KINDS[kind]].add(day)
        elif kind in COVERAGE_KINDS:
            days[kind] = day
        else:
            yield Refused(
                row_place, f"kind: {kind!r} is none of {', '.join((*CALENDAR_KINDS, *COVERAGE_KINDS))}"
            )
            return
    yield _parsed(place, days, WorkingCalendar.model_validate)


def _cells(folder: Path, path: Path) -> Iterator[tuple[Place, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, restkey="too_many", restval="")
        for row in rows:
            cells = {name: str(text).strip() for name, text in row.items()}
            yield Place(path.relative_to(folder).as_posix(), rows.line_num), cells


def _parsed(place: Place, row: Mapping[str, Any], parse: Callable[[Any], EntryValue]) -> Row:
    try:
        return Found(place, Entry(parse(row)))
    except ValidationError as error:
        return Refused(place, "; ".join(_sentences(error)))


def _sentences(error: ValidationError) -> Iterable[str]:
    for problem in error.errors(include_url=False):
        where = ".".join(str(part) for part in problem["loc"])
        yield f"{where}: {problem['msg']}" if where else problem["msg"]
