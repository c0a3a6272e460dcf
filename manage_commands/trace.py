"""Every line about one request, dossier or file, in the order of time, whichever function wrote it."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from manage_commands.console import AsJson, say_json, say_table
from manage_commands.place import is_local, reached

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient

app = typer.Typer(add_completion=False)

#: Shown in columns of their own, or the same in every line.
_KNOWN = {"level", "location", "message", "timestamp", "service", "event", "xray_trace_id"}


@dataclass(frozen=True, slots=True)
class Line:
    """``where``: the function or process that wrote it. ``about``: identifiers and counts."""

    at: str
    where: str
    event: str
    sentence: str
    about: dict[str, Any]


@app.command()
def trace(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="X-Request-Id, dossier, file or message.")],
    hours: Annotated[int, typer.Option(help="How far back to look.")] = 24,
    as_json: AsJson = False,
) -> None:
    """Find every line that bears an id; exit code 1 if there is none."""
    found = sorted(_lines(wanted, hours), key=lambda line: line.at)
    if as_json:
        say_json([asdict(line) for line in found])
    else:
        cells = [
            (
                line.at,
                line.where,
                line.event,
                " ".join(f"{name}={value}" for name, value in line.about.items()),
            )
            for line in found
        ]
        say_table(["at", "where", "event", "about"], cells)
    raise typer.Exit(0 if found else 1)


def _lines(wanted: str, hours: int) -> Iterator[Line]:
    """From the files of the machine, or from CloudWatch."""
    if is_local():
        from local.environment import Place

        yield from lines_in_files(Place.from_environ().folder("logs"), wanted)
        return
    import boto3

    settings = reached().settings
    client = boto3.client("logs", region_name=settings.region)
    yield from lines_in_cloudwatch(client, f"/aws/lambda/motcua-{settings.stage}", wanted, hours)


def lines_in_files(folder: Path, wanted: str) -> Iterator[Line]:
    """Files named after the process that writes them."""
    for path in sorted(folder.glob("*.log")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from _understood(path.stem, (line for line in lines if wanted in line))


def lines_in_cloudwatch(
    client: "CloudWatchLogsClient", groups: str, wanted: str, hours: int
) -> Iterator[Line]:
    """One call for each function and page. ``groups``: what the names of their log groups begin with."""
    since = int((time.time() - hours * 3600) * 1000)
    named = client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=groups)
    for group in (each["logGroupName"] for page in named for each in page["logGroups"]):
        pages = client.get_paginator("filter_log_events").paginate(
            logGroupName=group, filterPattern=f'"{wanted}"', startTime=since
        )
        for page in pages:
            yield from _understood(group.rpartition("/")[2], (each["message"] for each in page["events"]))


def _understood(where: str, texts: Iterator[str]) -> Iterator[Line]:
    """Catalogued lines; others, such as the runtime's own, are left out."""
    for text in texts:
        try:
            told = json.loads(text)
        except ValueError:
            continue
        if isinstance(told, dict) and "event" in told:
            about = {name: value for name, value in told.items() if name not in _KNOWN}
            yield Line(told["timestamp"], where, told["event"], told["message"], about)
