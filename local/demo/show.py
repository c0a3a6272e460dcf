"""Runs the story with visible progress, prints what came of it as a table, and how to go on from there."""

import json
import time
from datetime import datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from chalicelib.domain.calendar import VIETNAM
from local.demo.claims import Row, check, check_index, check_reuse, reuse_counts
from local.demo.client import Client, Refused
from local.demo.partner import check_partner, tell_of_a_partner
from local.demo.rights import check_rights
from local.demo.story import STORY
from local.demo.walk import Walk, Walked
from local.environment import Place, url
from local.event_sources.timer import SimulatedClock


def run(place: Place, console: Console) -> bool:
    """True if every claim holds. A second run tells of the stored dossiers instead of filing them again."""
    began = time.monotonic()
    load_the_catalogue(console)
    client = Client(place)
    remembered = place.data / "demo.json"
    walked = _recall(remembered) or _walk(client, place, console, remembered)
    tell_of_a_partner(client)
    rows = check(client, walked)
    partner, partner_holds = check_partner(client)
    score, score_holds = check_index(client, rows)
    console.print(_table(rows))
    console.print(f"The portal's own index, October 2026: {score} {_mark(score_holds)}")
    console.print(f"A partner's dossier, told doubled and shuffled: {partner} {_mark(partner_holds)}")
    reuse, reuse_holds = check_reuse(client, rows)
    console.print(
        f"Reuse and repository, from 0 before the story, as the portal counts them now: {reuse} {_mark(reuse_holds)}"
    )
    rights, rights_hold = check_rights(client)
    console.print(f"Shared and taken along by its owner: {rights} {_mark(rights_hold)}")
    broken = [f"{row.number}: {claim}" for row in rows for claim in row.broken]
    for claim in broken:
        console.print(f"[red]does not hold[/] {claim}")
    console.print(f"{len(rows)} dossiers in {time.monotonic() - began:.1f} s, {len(broken)} claims broken")
    console.print(_how_to_try(place, rows), markup=False, soft_wrap=True)
    return not broken and score_holds and reuse_holds and rights_hold and partner_holds


def load_the_catalogue(console: Console) -> None:
    """Load catalogue/ into the table; what is there already is left alone."""
    from chalicelib.adapters.catalogue import DynamoCatalogueWriter
    from chalicelib.application.load_catalogue import Outcome, load_catalogue
    from chalicelib.bootstrap import container
    from local.environment import ROOT

    writer = DynamoCatalogueWriter(container().dynamodb, container().settings.table)
    report = load_catalogue(ROOT / "catalogue", writer)
    counts = ", ".join(f"{report.total(outcome)} {outcome}" for outcome in Outcome)
    console.print(f"  [green]✓[/] catalogue       {counts}")


def _walk(client: Client, place: Place, console: Console, remembered: Path) -> list[Walked]:
    before = reuse_counts(client)
    if any(numerator for numerator, _ in before.values()):
        raise Refused(f"the portal has counted reuse before the story began: {before}")
    steps = len(STORY) + sum(len(sample.steps) for sample in STORY)
    with Progress(
        TextColumn("{task.description:<58}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        task = progress.add_task("", total=steps)
        clock = SimulatedClock(place.clock)
        walked = Walk(client, clock, lambda told: progress.update(task, advance=1, description=told))()
    remembered.write_text(
        json.dumps([[one.sample.key, one.dossier_id, round(one.seconds, 1)] for one in walked]),
        encoding="utf-8",
    )
    return walked


def _recall(remembered: Path) -> list[Walked]:
    if not remembered.exists():
        return []
    samples = {sample.key: sample for sample in STORY}
    told = json.loads(remembered.read_text(encoding="utf-8"))
    return [Walked(samples[key], dossier_id, seconds) for key, dossier_id, seconds in told]


def _table(rows: list[Row]) -> Table:
    table = Table(
        title="The sample dossiers (times of the story, October 2026)",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    table.add_column("")
    table.add_column("dossier", no_wrap=True)
    for heading in ("procedure", "here", "portal", "due"):
        table.add_column(heading, no_wrap=True)
    for heading in ("papers", "pages", "s"):
        table.add_column(heading, justify="right")
    for row in rows:
        due = datetime.fromisoformat(row.due).astimezone(VIETNAM).strftime("%d/%m %H:%M") if row.due else "-"
        table.add_row(
            _mark(not row.broken),
            f"{row.number}\n[dim]{row.sample.key}[/]",
            row.procedure,
            row.state,
            row.portal_state,
            f"{due}\n[red]late[/]" if row.sample.late else due,
            str(row.papers),
            str(row.pages),
            f"{row.seconds:.0f}",
        )
    return table


def _mark(holds: bool) -> str:
    return "[green]✓[/]" if holds else "[red]✗[/]"


def _how_to_try(place: Place, rows: list[Row]) -> str:
    api, identity = url(place.ports.api), url(place.ports.identity)
    take = "python3 -c 'import json,sys; print(json.load(sys.stdin)[\"access_token\"])'"
    return f"""
Try it ({api}, contract at {api}/openapi.json):
  curl -s {api}/v1/tracking/{rows[0].number}
  TOKEN=$(curl -s -d persona=an {identity}/token | {take})
  curl -s -H "Authorization: Bearer $TOKEN" {api}/v1/dossiers
"""
