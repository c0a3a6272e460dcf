"""Who acts: ministry, departments, provinces, communes; a code means something only together with a date.

Code 52 was Bình Định until 30 June 2025 and is Gia Lai since, whose own code was 64. An old dossier keeps its
old code, and its deadlines pass to the successor.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.calendar import OfficeHours
from chalicelib.domain.dated import Confidence, Dated, in_force
from chalicelib.domain.errors import DomainError

DEPARTMENT_OF_HEALTH = "L-SYT-"


class UnitNotFound(DomainError):
    """No unit had that code on that date."""

    code = "unit-not-found"
    vi = "Ngày {day} không có đơn vị mang mã {unit}. Hãy kiểm tra mã và ngày."
    en = "No unit had the code {unit} on {day}. Check the code and the date."


class UnitReplaced(UnitNotFound):
    """The unit that the code meant was dissolved, and another stands in its place."""

    code = "unit-replaced"
    vi = "{name} (mã {unit}) không còn; nay là {heir}. Hãy dùng mã {heir_code}."
    en = "{name} (code {unit}) is no more; {heir} stands in its place. Use the code {heir_code}."


class UnitLevel(StrEnum):
    """Where in the State a unit stands."""

    MINISTRY = "ministry"
    DEPARTMENT = "department"  # cục, vụ of the ministry
    PROVINCE = "province"
    PROVINCIAL_DEPARTMENT = "provincial department"  # sở
    COMMUNE = "commune"


class Unit(Dated):
    """One unit as it was between two dates.

    ``code`` is the official one: the agency code of the ministry (G18), the administrative code of a province
    (01) or a commune (00004). Codes that begin with ``L-`` are ours, where the official one is unknown to us.
    ``agency_code`` is what stands in dossier numbers (G18, H26), where it is known.
    ``predecessors`` are the codes, as of the day before ``valid_from``, of the units that it continues.
    """

    code: str
    name: str
    level: UnitLevel
    parent: str | None = None
    predecessors: tuple[str, ...] = ()
    agency_code: str | None = None
    office_hours: OfficeHours | None = None
    source: str
    confidence: Confidence = Confidence.FOUND

    @property
    def has_our_own_code(self) -> bool:
        """Is its code one that we made up for want of the official one?"""
        return self.code.startswith("L-")


class Units(BaseModel):
    """Every unit that ever was, as far as the catalogue knows."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    versions: tuple[Unit, ...]

    @cached_property
    def _by_code(self) -> dict[str, list[Unit]]:
        by_code: dict[str, list[Unit]] = {}
        for unit in self.versions:
            by_code.setdefault(unit.code, []).append(unit)
        return by_code

    @cached_property
    def _heirs(self) -> dict[str, list[Unit]]:
        heirs: dict[str, list[Unit]] = {}
        for unit in self.versions:
            for code in unit.predecessors:
                heirs.setdefault(code, []).append(unit)
        return heirs

    def has(self, code: str, on: date) -> bool:
        """Did a unit have this code on that date?"""
        return in_force(self._by_code.get(code, ()), on) is not None

    def get(self, code: str, on: date) -> Unit:
        """The unit that had this code on that date. Raises UnitNotFound, UnitReplaced."""
        unit = in_force(self._by_code.get(code, ()), on)
        if unit is None:
            raise self._absence_of(code, on)
        return unit

    def on(self, day: date) -> Iterator[Unit]:
        """Every unit that exists on that day, in the order of the catalogue."""
        return (unit for unit in self.versions if unit.holds_on(day))

    def successor_of(self, code: str, meant_on: date, on: date) -> Unit:
        """Who on a later date answers for the unit that a code meant on an earlier one; itself if it lives.

        Raises UnitNotFound, also where a unit was dissolved and the catalogue names no heir.
        """
        return self._in_place_of(self.get(code, meant_on), on)

    def inherited_by(self, codes: Iterable[str], on: date) -> frozenset[str]:
        """The codes of all units, near and far back, in whose place these stand on that day; none of their own."""
        own = frozenset(codes)
        found: set[str] = set()
        line = [unit for code in own if (unit := in_force(self._by_code.get(code, ()), on))]
        while line:
            unit = line.pop()
            for code in unit.predecessors:
                before = in_force(self._by_code.get(code, ()), unit.valid_from - timedelta(days=1))
                if code not in found and before is not None:
                    found.add(code)
                    line.append(before)
        return frozenset(found) - own

    def agency_code_of(self, code: str, on: date) -> str:
        """The code for dossier numbers: its own, or that of the nearest unit above it that has one.

        Raises UnitNotFound where none is known all the way up.
        """
        for unit in self.line_of(code, on):
            if unit.agency_code:
                return unit.agency_code
        raise UnitNotFound(unit=code, day=on)

    def line_of(self, code: str, on: date) -> Iterator[Unit]:
        """The unit itself, then each one above it. Raises UnitNotFound."""
        above: str | None = code
        while above is not None:
            unit = self.get(above, on)
            yield unit
            above = unit.parent

    def _absence_of(self, code: str, on: date) -> UnitNotFound:
        """With the unit that people should turn to, where the code meant one before."""
        before = [unit for unit in self._by_code.get(code, ()) if unit.valid_from < on]
        if before:
            gone = max(before, key=lambda unit: unit.valid_from)
            with suppress(UnitNotFound):
                heir = self._in_place_of(gone, on)
                return UnitReplaced(unit=code, name=gone.name, heir=heir.name, heir_code=heir.code)
        return UnitNotFound(unit=code, day=on)

    def _in_place_of(self, unit: Unit, on: date) -> Unit:
        while not unit.holds_on(on):
            unit = self._heir(unit, on)
        return unit

    def _heir(self, unit: Unit, on: date) -> Unit:
        for heir in self._heirs.get(unit.code, ()):
            if (
                unit.valid_to is not None
                and (heir.valid_from - unit.valid_to).days == 1
                and heir.valid_from <= on
            ):
                return heir
        raise UnitNotFound(unit=unit.code, day=on)


def departments_of_health(units: Iterable[Unit]) -> Iterator[Unit]:
    """The Sở Y tế of every province, for as long as the province exists. Their codes are ours."""
    for province in units:
        if province.level is UnitLevel.PROVINCE:
            yield Unit(
                code=DEPARTMENT_OF_HEALTH + province.code,
                name=f"Sở Y tế {province.name}",
                level=UnitLevel.PROVINCIAL_DEPARTMENT,
                parent=province.code,
                predecessors=tuple(DEPARTMENT_OF_HEALTH + code for code in province.predecessors),
                valid_from=province.valid_from,
                valid_to=province.valid_to,
                source=f"derived from province {province.code}: each province has one department of health",
                confidence=Confidence.HIGH,
            )
