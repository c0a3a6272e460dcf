"""Load the catalogue, and show what is loaded."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from chalicelib.application.load_catalogue import CatalogueReport
    from chalicelib.application.read_catalogue_files import Refused

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"

app = typer.Typer(help="Procedures, units, working calendar and legal limits.", no_args_is_help=True)


@app.command()
def load(
    folder: Annotated[Path, typer.Option(help="Where the files are.")] = FOLDER,
    check: Annotated[bool, typer.Option("--check", help="Read the files only; needs no table.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write what is new or changed; safe to repeat. Bad rows are named and left out (exit code 1)."""
    if check:
        _check(folder, as_json)
        return
    from rich.console import Console
    from rich.progress import Progress

    from chalicelib.adapters.catalogue import DynamoCatalogueWriter
    from chalicelib.application.load_catalogue import load_catalogue

    container = reached()
    writer = DynamoCatalogueWriter(container.dynamodb, container.settings.table)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Loading", total=None)
        report = load_catalogue(
            folder, writer, lambda written, total: progress.update(task, completed=written, total=total)
        )
    _tell(report, as_json)


@app.command()
def show(
    procedure: Annotated[str, typer.Argument(help="A national code like 1.012289; all if left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """What the table holds today: the procedures in force, or all about one of them."""
    container = reached()
    today = container.today()
    if procedure:
        found = container.catalogue.procedure(procedure, today).model_dump(mode="json")
        if as_json:
            say_json(found)
        else:
            say_table(["", ""], [(name, _brief(value)) for name, value in found.items()])
        return
    page = container.catalogue.procedures(today, limit=100_000)
    calendar = container.catalogue.calendar()
    if as_json:
        procedures = [summary.model_dump(mode="json") for summary in page.procedures]
        covered = {"from": calendar.covered_from, "to": calendar.covered_to}
        say_json({"on": today, "calendar": covered, "procedures": procedures})
        return
    say_table(
        ["code", "field", "levels", "name"],
        [(s.code, s.field_name, ", ".join(s.levels), s.name) for s in page.procedures],
    )
    say(f"{len(page.procedures)} procedures in force on {today}; calendar until {calendar.covered_to}.")


def _check(folder: Path, as_json: bool) -> None:
    from chalicelib.application.load_catalogue import read_catalogue

    entries, refused = read_catalogue(folder)
    if as_json:
        say_json({"entries": len(entries), "refused": _refusals(refused)})
    else:
        say(f"{len(entries)} entries are good.")
        _tell_refused(refused)
    raise typer.Exit(1 if refused else 0)


def _tell(report: "CatalogueReport", as_json: bool) -> None:
    from chalicelib.application.load_catalogue import Outcome

    if as_json:
        counts = {kind.lower(): {o.value: c[o] for o in Outcome} for kind, c in report.counts.items()}
        left_over = ["#".join(entry) for entry in report.left_over]
        say_json({"counts": counts, "refused": _refusals(report.refused), "left_over": left_over})
    else:
        say_table(
            ["", *Outcome],
            [
                (kind.lower(), *(counts[outcome] for outcome in Outcome))
                for kind, counts in report.counts.items()
            ],
        )
        _tell_refused(report.refused)
        for entry in report.left_over:
            note(f"In the table, but in no file (kept, because dossiers may rest on it): {' '.join(entry)}")
    raise typer.Exit(1 if report.refused else 0)


def _tell_refused(refused: "tuple[Refused, ...]") -> None:
    for row in refused:
        say(f"[red]refused[/] {escape(str(row.place))}: {escape(row.reason)}")


def _refusals(refused: "tuple[Refused, ...]") -> list[dict[str, str]]:
    return [{"place": str(row.place), "reason": row.reason} for row in refused]


def _brief(value: Any) -> str:
    """Parts of a procedure on one line each."""
    if isinstance(value, list):
        return "\n".join(_brief(part) for part in value) or "-"
    if isinstance(value, dict):
        told = {name: part for name, part in value.items() if part not in (None, [], "")}
        return ", ".join(f"{name} {_brief(part)}" for name, part in told.items())
    return value if isinstance(value, str) else str(value)
