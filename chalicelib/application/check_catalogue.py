"""What no single row of the catalogue shows: doubles, overlaps, references to nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from chalicelib.application.read_catalogue_files import Found, Refused
from chalicelib.domain.dated import Dated
from chalicelib.domain.paper_kinds import PAPER_KINDS
from chalicelib.domain.procedures import Component, Procedure, ResultKind
from chalicelib.domain.units import Unit, Units

ONE_DAY = timedelta(days=1)


def contradictions(found: Sequence[Found]) -> Iterator[Refused]:
    """Refuse every row that cannot stand beside the others."""
    yield from _overlaps(found)
    units = Units(versions=tuple(row.entry.value for row in found if isinstance(row.entry.value, Unit)))
    for row in found:
        match row.entry.value:
            case Unit() as unit:
                yield from _unknown_relatives(row, unit, units)
            case Procedure() as procedure:
                yield from _unknown_departments(row, procedure, units)
                yield from _unknown_papers(row, procedure)


def _overlaps(found: Sequence[Found]) -> Iterator[Refused]:
    """Two versions of one thing may not be in force on one day."""
    versions: dict[tuple[str, ...], list[tuple[Dated, Found]]] = defaultdict(list)
    for row in found:
        if isinstance(value := row.entry.value, Dated):
            versions[row.entry.id[:-1]].append((value, row))
    for dated in versions.values():
        for (earlier, first), (later, second) in pairwise(sorted(dated, key=_by_date)):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                yield Refused(second.place, f"already in force on {later.valid_from} by {first.place}")


def _by_date(version: tuple[Dated, Found]) -> tuple[object, ...]:
    dated, row = version
    return dated.valid_from, row.place


def _unknown_relatives(row: Found, unit: Unit, units: Units) -> Iterator[Refused]:
    if unit.parent and not units.has(unit.parent, unit.valid_from):
        yield Refused(row.place, f"parent: no unit {unit.parent} on {unit.valid_from}")
    before = unit.valid_from - ONE_DAY
    for code in unit.predecessors:
        if not units.has(code, before):
            yield Refused(row.place, f"predecessors: no unit {code} on {before}")


def _unknown_departments(row: Found, procedure: Procedure, units: Units) -> Iterator[Refused]:
    known = {unit.code for unit in units.versions}
    for code in procedure.handled_by:
        if code not in known:
            yield Refused(row.place, f"handled_by: no unit {code}")


def _unknown_papers(row: Found, procedure: Procedure) -> Iterator[Refused]:
    parts: tuple[Component | ResultKind, ...] = (*(procedure.components or ()), *procedure.results)
    for part in parts:
        if part.paper and part.paper not in PAPER_KINDS:
            yield Refused(row.place, f"paper: no kind of paper {part.paper}")
