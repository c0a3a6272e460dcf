"""manage.py digitize FILE…: what any file says, read by the same pipeline as in production, without AWS."""

import csv
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from manage_commands.console import AsJson, say, say_json, say_table

app = typer.Typer(add_completion=False)

FIELD_HEADER = ("field", "value", "means", "sure", "page", "check")
PAGE_HEADER = ("page", "source", "words", "sure", "covered", "turned", "ms", "problem")
SHOWN_TEXT = 600  # letters of each file's text
COLOURS = {"ready": "green", "partial": "yellow", "unfinished": "yellow", "rejected": "red"}
CHECKS = {
    # what a check is called where people read it
    "none": "",
    "confirm": "to compare",
    "failed": "breaks a rule",
    "code": "from the code",
    "owner": "the account's",
    "check-digit": "check digit",
    "date-logic": "dates in order",
}
UNITS = Path(__file__).resolve().parent.parent / "catalogue" / "units.csv"


@app.command()
def digitize(
    files: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="Papers in any accepted form.")
    ],
    as_json: AsJson = False,
    text: Annotated[bool, typer.Option("--text", help="Show all of the text.")] = False,
    together: Annotated[bool, typer.Option("--together", help="The files are photos of one paper.")] = False,
    trust: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="PEM bundle: whose signatures count, what is revoked."
        ),
    ] = None,
    copy: Annotated[Path | None, typer.Option(help="Folder for searchable copies.", file_okay=False)] = None,
) -> None:
    """Read papers: outcome, kind of paper, fields, signatures, findings, text."""
    papers = _joined(files) if together else [(str(file), file.read_bytes()) for file in files]
    asked = _asked(trust)
    read = [(name, data, _read(name, data, asked)) for name, data in papers]
    if copy is not None:
        for name, data, digitized in read:
            _write_copy(Path(name), data, digitized, copy)
    if as_json:
        say_json([{"file": name, **_plain(digitized)} for name, _, digitized in read])
    else:
        for name, _, digitized in read:
            _show(name, digitized, whole_text=text)
    if any(digitized.outcome == "rejected" for _, _, digitized in read):
        raise typer.Exit(1)


def schema() -> dict[str, Any]:
    """JSON Schema of what ``--json`` prints: a list with one sidecar for each file, its name and its text added."""
    from chalicelib.digitization.sidecar import schema as of_sidecar

    paper = of_sidecar()
    definitions = paper.pop("$defs")
    paper["properties"] = {"file": {"type": "string"}, **paper["properties"], "text": {"type": "string"}}
    paper["required"] = ["file", *paper["required"], "text"]
    dialect, title = paper.pop("$schema"), paper.pop("title")
    return {"$schema": dialect, "title": title, "type": "array", "items": paper, "$defs": definitions}


def _joined(files: list[Path]) -> list[tuple[str, bytes]]:
    """Photos of one paper as one PDF, in the order given, under the first one's name."""
    from chalicelib.digitization.copies import join_photos

    return [(str(files[0]), join_photos([file.read_bytes() for file in files]))]


def _asked(trust: Path | None) -> Any:
    """The agencies of the catalogue that lies beside this program, and a trust store if one was named."""
    from chalicelib.digitization import Asked
    from chalicelib.digitization.job import TrustStore
    from chalicelib.digitization.trust import trust_store_of

    with UNITS.open(encoding="utf-8", newline="") as lines:
        names = tuple(dict.fromkeys(row["name"] for row in csv.DictReader(lines)))
    return Asked(agencies=names, trust=trust_store_of(trust.read_bytes()) if trust else TrustStore())


def _read(name: str, data: bytes, asked: Any) -> Any:
    from chalicelib.digitization import digitize as read

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(Path(name).name, total=None)

        def tell(done: int, pages: int) -> None:
            progress.update(task, completed=done, total=pages)

        return read(data, name=Path(name).name, progress=tell, asked=asked)


def _write_copy(file: Path, data: bytes, digitized: Any, folder: Path) -> None:
    from chalicelib.digitization.copies import searchable_copy

    if digitized.outcome == "rejected":
        return
    started = time.monotonic()
    made = searchable_copy(data, digitized)
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


def _show(name: str, digitized: Any, *, whole_text: bool) -> None:
    from rich.markup import escape

    colour = COLOURS[digitized.outcome]
    facts = f"{digitized.kind or 'nothing readable'}, {digitized.bytes:,} bytes, {digitized.ms / 1000:.1f} s"
    say(f"[bold]{escape(name)}[/] [{colour}]{digitized.outcome}[/] {facts}")
    for sentence in digitized.sentences():
        say(f"  {escape(sentence)}")
    if digitized.document is not None:
        say(f"  {escape(digitized.document.name)} ({digitized.document.score:.0%})")
    if digitized.fields:
        say_table(FIELD_HEADER, [_field_row(field) for field in digitized.fields])
        to_compare = [field.name.replace("_", " ") for field in digitized.fields if field.check == "confirm"]
        if to_compare:
            say(f"  [yellow]compare with the picture:[/] {', '.join(to_compare)}")
    if digitized.pages:
        say_table(PAGE_HEADER, [_page_row(page) for page in digitized.pages])
    for code in digitized.codes:
        say(f"  {code.format} on page {code.page}: {escape(code.text)}")
    if digitized.card is not None and digitized.card.problems:
        say(f"  [red]the card contradicts itself:[/] {', '.join(digitized.card.problems)}")
    for signature in digitized.signatures:
        say(f"  {escape(_signature_line(signature))}")
    for finding in digitized.findings:
        say(f"  {finding.code} ({finding.action}) x {finding.count}{_meaning(finding.code)}")
    shown = digitized.text if whole_text else _beginning(digitized.text)
    if shown:
        say(f"[dim]{escape(shown)}[/]")


def _meaning(code: str) -> str:
    """What a flag means, in English as all of this; nothing for what the reason says already."""
    from chalicelib.digitization.flags import FLAGS

    return f": {FLAGS[code].en}" if code in FLAGS else ""


def _signature_line(signature: Any) -> str:
    """Who, when, by whose clock, how much, and the verdict."""
    parts = [f"signed by {signature.signer or '?'}"]
    if signature.timestamp_at:
        parts.append(f"at {_moment(signature.timestamp_at)} as {signature.timestamp_by} saw")
    elif signature.signed_at:
        parts.append(f"at {_moment(signature.signed_at)} by the signer's clock")
    parts.append("the whole file" if signature.covers_whole_file else "part of the file")
    remarks = (
        ("revoked", signature.revoked),
        ("expired", signature.expired),
        ("proof kept", signature.long_term),
    )
    parts += [word for word, holds in remarks if holds]
    return f"{', '.join(parts)}: {(signature.problem or 'valid').removeprefix('signature-')}"


def _moment(text: str) -> str:
    from chalicelib.domain.calendar import local

    return f"{local(datetime.fromisoformat(text)):%Y-%m-%d %H:%M:%S} (UTC+7)"


def _beginning(text: str) -> str:
    """Whole lines, and a sign that there are more."""
    if len(text) <= SHOWN_TEXT:
        return text
    return f"{text[: text.rfind(chr(10), 0, SHOWN_TEXT)]}\n... {len(text):,} letters in all: --text"


def _field_row(field: Any) -> tuple[Any, ...]:
    means = "" if field.normalised.casefold() == field.value.casefold() else field.normalised
    check = CHECKS.get(field.check, str(field.check))
    return (field.name, field.value, means, f"{field.confidence:.0%}", field.page, check)


def _page_row(page: Any) -> tuple[Any, ...]:
    problem = page.failure or page.doubt
    return (
        page.number,
        page.source,
        len(page.words),
        f"{page.confidence:.0%}",
        f"{page.coverage:.0%}",
        f"{page.rotation}°" if page.rotation else "",
        page.ms,
        problem.removeprefix("pages-") if problem else "",
    )
