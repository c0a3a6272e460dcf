"""docs/portal-simulator.md: the handbook with its tables of rules and faults filled in from the data."""

from __future__ import annotations

from pathlib import Path

from local.portal.config import REPOSITORY
from local.portal.faults import KINDS
from local.portal.rules import RULES, SOURCES, Source

TARGET = REPOSITORY / "docs" / "portal-simulator.md"


def portal_simulator() -> str:
    """The whole document."""
    template = Path(__file__).with_name("handbook.md").read_text(encoding="utf-8")
    tables = {"<!-- rules -->": _rules(), "<!-- sources -->": _sources(), "<!-- faults -->": _faults()}
    for place, table in tables.items():
        template = template.replace(place, table)
    return template


def _rules() -> str:
    rows = ["| rule | in words | source | at first |", "|---|---|---|---|"]
    for rule in RULES:
        source = f"**{rule.source}**" if rule.source is Source.ASSUMPTION else str(rule.source)
        rows.append(f"| `{rule.code}` | {rule.sentence} | {source} | {'on' if rule.on else 'off'} |")
    return "\n".join(rows)


def _sources() -> str:
    counted = {source: sum(rule.source is source for rule in RULES) for source in Source}
    return "\n".join(f"- **{source}** ({counted[source]} rules): {SOURCES[source]}" for source in Source)


def _faults() -> str:
    rows = ["| kind | what happens |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{kind}` | {meaning} |" for kind, meaning in KINDS.items())])


def main() -> None:
    """Write the document where it belongs."""
    TARGET.write_text(portal_simulator(), encoding="utf-8")


if __name__ == "__main__":
    main()
