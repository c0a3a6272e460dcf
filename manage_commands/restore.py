"""Bring table and files back to an instant, and prove that what came back is whole."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from chalicelib.bootstrap import Container
    from infra.restore_proof import Proof

app = typer.Typer(help="Back to an instant: table, files, and the proof.", no_args_is_help=True)

INSTANT_FORMATS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S"]
At = Annotated[
    datetime, typer.Argument(formats=INSTANT_FORMATS, help="2026-11-20T09:30:00+07:00; without a zone UTC.")
]
Table = Annotated[str, typer.Option(help="The restored table; left out: the present name and -restored.")]
Bucket = Annotated[str, typer.Option(help="The bucket to copy into; left out: the files stay in theirs.")]


@app.command()
def plan(at: At, table: Table = "", bucket: Bucket = "", as_json: AsJson = False) -> None:
    """What `run` would do. Changes nothing; exit code 1 if the table cannot be brought back to that instant."""
    from infra.restore_files import standing_at, still_stands
    from infra.restore_table import window

    container, instant = reached(), _utc(at)
    settings = container.settings
    possible = window(container.dynamodb, settings.table)
    standing = list(standing_at(container.s3, settings.files_bucket, instant))
    if bucket and bucket != settings.files_bucket:
        copied = standing
    else:
        copied = [each for each in standing if not still_stands(container.s3, settings.files_bucket, each)]
    items = container.dynamodb.describe_table(TableName=settings.table)["Table"]["ItemCount"]
    answer = {
        "possible": possible.earliest <= instant <= possible.latest,
        "earliest": possible.earliest,
        "latest": possible.latest,
        "table": f"{settings.table} -> {table or _restored(container)}",
        "items_now": items,
        "files": f"{settings.files_bucket} -> {bucket or settings.files_bucket}",
        "objects_that_stood": len(standing),
        "objects_to_copy": len(copied),
        "bytes_to_copy": sum(each.bytes for each in copied),
    }
    if as_json:
        say_json(answer)
    else:
        say_table(["", ""], [(name.replace("_", " "), value) for name, value in answer.items()])
    raise typer.Exit(0 if answer["possible"] else 1)


@app.command()
def run(at: At, table: Table = "", bucket: Bucket = "", as_json: AsJson = False) -> None:
    """Make a new table as the present one was at that instant, and bring the files back. Deletes nothing.

    Safe to repeat after an interruption. Halt the sync before (`sync pause --all`), verify after.
    """
    from chalicelib.adapters.threads import Threads
    from infra import restore_files, restore_table

    container, instant = reached(), _utc(at)
    source, target = container.settings.table, table or _restored(container)
    files, into = container.settings.files_bucket, bucket or container.settings.files_bucket
    note(f"{source} is restored as {target}; AWS needs some minutes to an hour")
    restore_table.restore(container.dynamodb, source, target, instant)
    numbers = restore_table.carry_numbers(container.dynamodb, source, target)
    if into != files:
        restore_files.make_like(container.s3, files, into)
    brought = restore_files.bring_back(container.s3, files, into, instant, Threads(restore_files.AT_ONCE))
    stream = restore_table.stream_of(container.dynamodb, target)
    if as_json:
        say_json({"table": target, "stream": stream, "bucket": into, "numbers": numbers, **asdict(brought)})
        return
    say(f"{target} holds what {source} held; {numbers} numbers given out later were carried over")
    say(
        f"{brought.back} objects ({brought.bytes / 1e6:.1f} MB) were brought back into {into}, {brought.kept} stood"
    )
    say(f"Now: python manage.py restore verify {instant:%FT%TZ} --table {target} --bucket {into}")
    say(f"Then, to work with it: TABLE_NAME={target} and TABLE_STREAM_ARN={stream}, see docs/operating.md")


@app.command()
def verify(
    at: At,
    table: Table = "",
    bucket: Bucket = "",
    thorough: Annotated[bool, typer.Option(help="Read all bytes, not only the store's checksums.")] = False,
    as_json: AsJson = False,
) -> None:
    """Prove every dossier, file, paper and day of the journal; exit code 1 if a link is broken.

    Events that the journal has from after the instant are no breaks: they are named, to be entered again.
    """
    proof = _proved(reached(), table, bucket, _utc(at), thorough)
    if as_json:
        say_json({"whole": not proof.breaks, **asdict(proof)})
    else:
        seen = {name: value for name, value in asdict(proof).items() if isinstance(value, int)}
        say_table(["", ""], [(name.replace("_", " "), count) for name, count in seen.items()])
        if proof.since:
            say_table(["dossier and event after the instant"], [[each] for each in proof.since])
        if proof.breaks:
            say_table(["where", "what"], [(each.where, each.what) for each in proof.breaks])
            note(
                f"[red]{len(proof.breaks)} links are broken. Restore an earlier instant beside it and compare.[/]"
            )
        else:
            say("Every link holds.")
    raise typer.Exit(1 if proof.breaks else 0)


def _proved(container: "Container", table: str, bucket: str, at: datetime, thorough: bool) -> "Proof":
    from chalicelib.adapters.threads import Threads
    from chalicelib.bootstrap import Container
    from infra.restore_files import AT_ONCE
    from infra.restore_proof import Prove

    settings = container.settings
    restored: dict[str, Any] = {"table_name": table or _restored(container)}
    past = Container(settings.model_copy(update=restored))
    prove = Prove(
        container.dynamodb,
        container.s3,
        past.settings.table,
        bucket or settings.files_bucket,
        container.journal,
        container.signer,
        past.dossiers,
        Threads(AT_ONCE),
    )
    return prove(at, thorough=thorough)


def _restored(container: "Container") -> str:
    return f"{container.settings.table}-restored"


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
