"""How commands speak: tables for people, JSON for programs (--json), everything else on the error channel."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program.")]


def note(text: str) -> None:
    """A remark (rich markup) that is not part of the answer."""
    Console(stderr=True, highlight=False).print(text, soft_wrap=True)


def say(text: str) -> None:
    """A line of the answer (rich markup)."""
    Console(highlight=False).print(text, soft_wrap=True)


def say_json(answer: object) -> None:
    """The whole answer; instants in ISO 8601, whatever else has no form in JSON as text."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=_as_text))


def say_table(header: Sequence[str], lines: Iterable[Sequence[Any]], title: str = "") -> None:
    """A part of the answer. Cells are plain text; instants are shown in Vietnamese time."""
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.show_header = any(header)
    for name in header:
        table.add_column(name.replace("_", " "), overflow="fold")
    for line in lines:
        table.add_row(*(escape(_shown(cell)) for cell in line))
    Console(highlight=False).print(table)


def explained(error: Exception) -> str | None:
    """What an operator should read instead of a trace; ``None`` for a fault of ours."""
    from chalicelib.domain.errors import DomainError
    from infra import refusals
    from infra.restore_table import CannotRestore
    from manage_commands.place import CannotReach

    if isinstance(error, DomainError | CannotReach | CannotRestore):
        return escape(str(error))
    if refusals.of_aws(error):
        advice = refusals.advice(error) or "ask: python manage.py doctor"
        return escape(f"AWS refused or did not answer: {error}. What to do: {advice}")
    return None


def _shown(cell: Any) -> str:
    from chalicelib.domain.calendar import local

    if isinstance(cell, datetime):
        return f"{local(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, list):
        return ", ".join(map(str, cell)) or "-"
    return "-" if cell in (None, "") else str(cell)


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
