"""manage.py digitize FILE…: what any file says, read by the same pipeline as in production, without AWS."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from manage_commands.console import AsJson, say, say_json, say_table

app = typer.Typer(add_completion=False)

FIELD_HEADER = ("field", "value", "normalised", "sure", "page", "check")
PAGE_HEADER = ("page", "source", "words", "sure", "covered", "turned", "readings", "ms", "problem")
SHOWN_TEXT = 600  # letters of each file's text


@app.command()
def digitize(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="Papers in any accepted form.")
    ],
    as_json: AsJson = False,
    text: Annotated[bool, typer.Option("--text", help="Show all of the text.")] = False,
    copy: Annotated[Path | None, typer.Option(help="Folder for searchable copies.", file_okay=False)] = None,
) -> None:
    """Read papers: outcome, kind of paper, fields, signatures, findings, text."""
    read = [(file, _read(file)) for file in files]
    if copy is not None:
        for file, digitized in read:
            _write_copy(file, digitized, copy)
    if as_json:
        say_json([{"file": str(file), **_plain(digitized)} for file, digitized in read])
    else:
        for file, digitized in read:
            _show(file, digitized, whole_text=text)
    if any(digitized.outcome == "rejected" for _, digitized in read):
        raise typer.Exit(1)


def _read(file: Path) -> Any:
    from chalicelib.digitization import digitize as read

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(file.name, total=None)

        def tell(done: int, pages: int) -> None:
            progress.update(task, completed=done, total=pages)

        return read(file.read_bytes(), name=file.name, progress=tell)


def _write_copy(file: Path, digitized: Any, folder: Path) -> None:
    from chalicelib.digitization.copies import searchable_copy

    if digitized.outcome == "rejected":
        return
    started = time.monotonic()
    made = searchable_copy(file.read_bytes(), digitized)
    if made is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{file.stem}.searchable.pdf"
    target.write_bytes(made.pdf)
    claim = "PDF/A-2b" if made.is_pdfa else f"not PDF/A: {', '.join(made.failed_checks)}"
    Console(stderr=True).print(f"{target} ({claim}, {time.monotonic() - started:.1f} s)", highlight=False)


def _plain(digitized: Any) -> dict[str, Any]:
    from chalicelib.digitization.sidecar import DIGITIZED

    return {**DIGITIZED.dump_python(digitized, mode="json"), "text": digitized.text}


def _show(file: Path, digitized: Any, *, whole_text: bool) -> None:
    from rich.markup import escape

    colour = {"ready": "green", "partial": "yellow", "unfinished": "yellow", "rejected": "red"}[
        digitized.outcome
    ]
    say(
        f"[bold]{escape(str(file))}[/] [{colour}]{digitized.outcome}[/] {digitized.kind or ''} {digitized.ms} ms"
    )
    for sentence in digitized.sentences():
        say(f"  {escape(sentence)}")
    if digitized.document is not None:
        say(f"  {escape(digitized.document.name)} ({digitized.document.score:.0%})")
    if digitized.fields:
        say_table(FIELD_HEADER, [_field_row(field) for field in digitized.fields])
    if digitized.pages:
        say_table(PAGE_HEADER, [_page_row(page) for page in digitized.pages])
    for code in digitized.codes:
        say(f"  {code.format} on page {code.page}: {escape(code.text)}")
    for signature in digitized.signatures:
        say(
            f"  signed by {escape(signature.signer)} at {signature.signed_at}: {signature.problem or 'valid'}"
        )
    for finding in digitized.findings:
        say(f"  {finding.code} ({finding.action}) x {finding.count}")
    shown = digitized.text if whole_text else digitized.text[:SHOWN_TEXT]
    if shown:
        say(f"[dim]{escape(shown)}[/]")


def _field_row(field: Any) -> tuple[Any, ...]:
    return (field.name, field.value, field.normalised, f"{field.confidence:.0%}", field.page, field.check)


def _page_row(page: Any) -> tuple[Any, ...]:
    return (
        page.number,
        page.source,
        len(page.words),
        f"{page.confidence:.0%}",
        f"{page.coverage:.0%}",
        page.rotation,
        page.readings,
        page.ms,
        page.failure or page.doubt,
    )
