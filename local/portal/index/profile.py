"""One version of the index as data: groups, indicators, maxima, targets and the parameters of formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "profiles"


@dataclass(frozen=True)
class Indicator:
    """One line of the index; ``target`` is the ratio that earns the maximum, None for a plain proportion."""

    key: str
    name: str
    max: int
    formula: str
    empty: str
    target: Fraction | None = None

    def score(self, numerator: Fraction | int, denominator: Fraction | int) -> Decimal | None:
        """Points with two decimals; None is "not applicable". A denominator of 0 is read by ``empty``."""
        if denominator == 0:
            return Decimal("0.00") if self.empty == "zero" else None
        ratio = max(Fraction(0), Fraction(numerator) / Fraction(denominator))
        reached = ratio if self.target is None else ratio / self.target
        return rounded(min(Fraction(self.max), reached * self.max))


@dataclass(frozen=True)
class Group:
    """One of the six groups; ``sure`` is False where the split among its indicators is inferred."""

    name: str
    max: int
    indicators: tuple[Indicator, ...]
    sure: bool = True


@dataclass(frozen=True)
class Profile:
    """A version of the index with its parameters."""

    name: str
    title: str
    groups: tuple[Group, ...]
    parameters: dict[str, Any]


def load(name: str) -> Profile:
    """The profile of a name in ``profiles/``; ``ValueError`` when the points of a group do not add up."""
    path = FOLDER / f"{Path(name).name}.yaml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    groups = tuple(_group(row) for row in raw["groups"])
    parameters = {key: value for key, value in raw.items() if key not in ("name", "title", "groups")}
    return Profile(raw["name"], raw["title"], groups, parameters)


def rounded(points: Fraction) -> Decimal:
    """Two decimals, half up."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _group(row: dict[str, Any]) -> Group:
    indicators = tuple(_indicator(each) for each in row["indicators"])
    if sum(each.max for each in indicators) != row["max"]:
        raise ValueError(f"the indicators of {row['name']} do not add up to {row['max']}")
    return Group(row["name"], row["max"], indicators, row.get("sure", True))


def _indicator(row: dict[str, Any]) -> Indicator:
    target = Fraction(str(row["target"])) if "target" in row else None
    return Indicator(row["key"], row["name"], row["max"], row["formula"], row["empty"], target)
