"""Is anything stuck? Messages, dossiers on their way to the portal, files, dossiers that nobody moves: one list."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from chalicelib.bootstrap import Container

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Stuck:
    """``since``: when it should have gone on, or when it was sent."""

    kind: str
    what: str
    since: datetime | None
    todo: str


@app.command()
def stuck(
    unit: Annotated[str, typer.Option(help="Dossiers of this unit only; left out, of all.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Let the files be read once more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Everything that does not go on by itself, and what to do; exit code 1 if there is something."""
    container = reached()
    found = list(_all(container, unit))
    if again:
        note(f"{_tell_again(container)} files will be read")
    if as_json:
        say_json([asdict(each) for each in found])
    elif found:
        say_table(
            ["kind", "what", "since", "what to do"],
            [(each.kind, each.what, each.since, each.todo) for each in found],
        )
    else:
        say("Nothing is stuck.")
    raise typer.Exit(1 if found else 0)


def _all(container: "Container", unit: str) -> Iterator[Stuck]:
    yield from _messages(container)
    for told in container.oversee_sync.stuck():
        yield Stuck("portal", told.number or told.dossier_id, told.next_attempt, told.mend)
    for file in container.find_stuck.stuck_files():
        what = f"{file.dossier_id} {file.component} {file.file_id}"
        yield Stuck("file", what, file.since, "manage.py stuck --again")
    for dossier in container.find_stuck.still_dossiers(units=[unit] if unit else []):
        what = f"{dossier.number} {dossier.state}"
        yield Stuck("dossier", what, dossier.since, f"ask {dossier.unit} why nothing happens")


def _tell_again(container: "Container") -> int:
    """What the store would say of each stuck file; how many. One that is read meanwhile is left as it is."""
    from chalicelib.domain.storage import UploadAddress, notification_of

    addresses = [
        UploadAddress(file.dossier_id, file.component, file.file_id)
        for file in container.find_stuck.stuck_files()
    ]
    for address in addresses:
        container.queues.send(container.settings.digitize_queue, notification_of(address))
    return len(addresses)


def _messages(container: "Container") -> Iterator[Stuck]:
    from chalicelib.adapters.dead_letters import DeadLetters
    from manage_commands.dead import QUEUES

    for name in QUEUES:
        for letter in DeadLetters(container.sqs, getattr(container.settings, f"{name}_queue")).look():
            todo = f"manage.py trace {letter.trace}; then: manage.py dead replay {name} --id {letter.id}"
            yield Stuck("message", f"{name}: {letter.about}", letter.since, todo)
