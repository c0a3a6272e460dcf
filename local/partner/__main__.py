"""``python -m local.partner``: the older system tells the running machine of its dossiers, and what came of it."""

import argparse
import time
from typing import Any

from rich.console import Console
from rich.table import Table

from local.demo.client import Client
from local.environment import Place
from local.papers.facts import invent_facts
from local.papers.make import make_paper
from local.partner.samples import CLIENT, DECIDED, RESULT_PATH, UNIT, WITHDRAWN
from local.partner.shelf import shelf
from local.partner.system import OldDossier, careless
from manage_commands.place import reached

#: For fetching and reading one result.
PATIENCE_S = 120


def main() -> None:
    """Tell everything, doubled and shuffled; then let papers be fetched until nothing is owed any more."""
    parser = argparse.ArgumentParser(prog="python -m local.partner", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the disorder in which it tells")
    asked = parser.parse_args()
    place, console = Place.from_environ(), Console(highlight=False)
    client = Client(place)
    result = make_paper("practice_licence", invent_facts(7, day=DECIDED.filed_at.date()), seed=7)
    with shelf({RESULT_PATH: result.data}, place.ports.partner):
        for dossier in (WITHDRAWN, DECIDED):
            for path, body in careless(dossier.messages(), asked.seed):
                client.post(CLIENT, path, body)
            _show(client, dossier, console)
        console.print(_table(_owed(client)))
        ends = time.monotonic() + PATIENCE_S
        while _owed(client) and time.monotonic() < ends:
            reached().take_from_partner.everywhere()
            time.sleep(1)
    _show(client, DECIDED, console)
    console.print("[green]✓[/] nothing is owed" if not _owed(client) else _table(_owed(client)))


def _show(client: Client, dossier: OldDossier, console: Console) -> None:
    (row,) = client.post(CLIENT, "/v1/partner/dossiers", {"dossiers": [dossier.told()]})["rows"]
    console.print(f"{dossier.number} is {row['stands']['dossier_number']} here: {row['stands']['state']}")


def _owed(client: Client) -> list[dict[str, Any]]:
    told = client.get(CLIENT, f"/v1/partner/owed?unit={UNIT}&limit=100")
    return [item for item in told["items"] if item["number"] in {WITHDRAWN.number, DECIDED.number}]


def _table(owed: list[dict[str, Any]]) -> Table:
    table = Table(title="What is owed", title_justify="left")
    for heading in ("dossier", "owes", "step", "what to do"):
        table.add_column(heading)
    for item in owed:
        for debt in item["debts"]:
            table.add_row(item["number"], debt["kind"], str(debt["step"] or ""), debt["detail_vi"])
    return table


if __name__ == "__main__":
    main()
