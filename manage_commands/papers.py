"""Care for the repository of papers: bring in old ones, check and review what is held, hash owners under a new key."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.paper_files import files_from
from manage_commands.paper_retention import erase_expired, retention
from manage_commands.place import reached

if TYPE_CHECKING:
    from chalicelib.application.import_papers import RowReport

app = typer.Typer(help="The repository of papers.", no_args_is_help=True)
app.command()(retention)
app.command()(erase_expired)


@app.command("import")
def import_(
    rows: Annotated[Path, typer.Argument(help="CSV with a header, or JSON Lines.")],
    source: Annotated[
        str, typer.Option("--from", help="Where the files of the rows are: a folder, or s3://bucket/prefix.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, store nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write what became of each row as JSON Lines.")] = None,
    as_json: AsJson = False,
) -> None:
    """Store old digitized papers; run it again after an interruption: what is stored is recognised (exit code 1 if
    a row was refused).
    """
    from rich.console import Console
    from rich.progress import Progress

    container = reached()
    importing, files = container.import_papers, files_from(source, lambda: container.s3)
    total = sum(1 for _ in _read(rows))
    fates: Counter[str] = Counter()
    refused: list[RowReport] = []
    out = report.open("w", encoding="utf-8", buffering=1) if report else None
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Importing", total=total)
            for line in importing(_read(rows), files, dry_run=dry_run):
                fates[line.fate] += 1
                progress.advance(task)
                told = {"row": line.row, "fate": line.fate, "code": line.code, "reason": line.reason}
                if out:
                    out.write(json.dumps(told, ensure_ascii=False) + "\n")
                if line.reason:
                    refused.append(line)
    finally:
        if out:
            out.close()
    if as_json:
        say_json({"rows": total, "fates": fates, "refused": [[line.row, line.reason] for line in refused]})
    else:
        say(f"{total} rows: " + ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items())))
        for line in refused:
            note(f"[red]refused[/] row {line.row}: {line.reason}")
    raise typer.Exit(1 if refused else 0)


@app.command()
def check(as_json: AsJson = False) -> None:
    """Look now at everything that is due for an integrity check (exit code 1 if something is lost)."""
    found = reached().check_integrity()
    if as_json:
        say_json({"looked_at": found.looked_at, "restored": found.restored, "lost": found.lost})
    else:
        say(f"{found.looked_at} objects looked at.")
        say_table(["object", "found"], [(key, "restored") for key in found.restored])
        say_table(["object", "found"], [(key, "lost") for key in found.lost])
    raise typer.Exit(1 if found.lost else 0)


@app.command()
def archive(number: Annotated[str, typer.Argument(help="The dossier's number (mã hồ sơ).")]) -> None:
    """Put a dossier's papers into the repository, here and now, whatever became of its news."""
    container = reached()
    say_json({"papers": container.archive_papers(container.dossiers.id_of_number(number))})


@app.command()
def rekey(as_json: AsJson = False) -> None:
    """Move every owner under the latest hash key (see infra/rekey_owners.py); run it until nothing was left."""
    from infra.rekey_owners import rekey as move

    container = reached()
    table, client = container.settings.table, container.table_client()
    changed = move(client, table, container.hashed_refs.renewed, container.cipher)
    if as_json:
        say_json({"changed": changed})
    else:
        say(f"{changed} items changed." + " Run it again." * bool(changed))


def _read(path: Path) -> Iterator[dict[str, object]]:
    """Rows as they stand; what is empty is left out."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        if path.suffix.lower() == ".csv":
            for row in csv.DictReader(lines):
                yield {name: value for name, value in row.items() if value not in (None, "")}
        else:
            for line in lines:
                if line.strip():
                    yield _row_in(line)


def _row_in(line: str) -> dict[str, object]:
    """A line that is no row becomes a row that is refused: the others are not held up by it."""
    try:
        row = json.loads(line)
    except ValueError:
        return {"line": "is not JSON"}
    return row if isinstance(row, dict) else {"line": "is not an object"}
