"""Every rule by which the portal refuses, with where it comes from and whether it is switched on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml


class Source(StrEnum):
    """How much the outside world confirms a rule."""

    GUIDE = "guide"
    CLIENTS = "clients"
    SCORING = "scoring"
    ASSUMPTION = "assumption"


SOURCES = {
    Source.GUIDE: "obligatory or a format by the Government Office's guide of 2020, quoted by public clients",
    Source.CLIENTS: "seen in the public code of clients that ran in production",
    Source.SCORING: "follows from how the service index of QĐ 766/QĐ-TTg reads the data",
    Source.ASSUMPTION: "our assumption about the real server; nothing public proves it",
}


@dataclass(frozen=True)
class Rule:
    """One reason to refuse. ``vi`` is the sentence on the wire, a template over what was found."""

    code: str
    sentence: str
    vi: str
    source: Source
    on: bool


def _table() -> tuple[Rule, ...]:
    rows = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text(encoding="utf-8"))
    return tuple(
        Rule(row["code"], row["rule"], row["vi"], Source(row["source"]), row.get("enabled", True))
        for row in rows
    )


RULES = _table()
BY_CODE = {rule.code: rule for rule in RULES}


@dataclass(frozen=True)
class Violation:
    """One rule broken by one entry."""

    rule: Rule
    message: str


class Refused(Exception):
    """The portal says no: the violations, and where they are all about one dossier its number."""

    def __init__(self, violations: list[Violation], number: str | None = None) -> None:
        self.violations = violations
        self.number = number
        super().__init__("; ".join(each.message for each in violations))

    @property
    def rules(self) -> list[str]:
        """Codes of the broken rules, without repetition."""
        return list(dict.fromkeys(each.rule.code for each in self.violations))


def broken(code: str, **found: object) -> Violation:
    """The violation of a rule, its sentence filled with what was found."""
    rule = BY_CODE[code]
    return Violation(rule, rule.vi.format(**found))


def refuse(code: str, number: str | None = None, **found: object) -> Refused:
    """The refusal for a single broken rule."""
    return Refused([broken(code, **found)], number)
