"""Messages that failed for good: which they are, and once more."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from manage_commands.console import AsJson, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from chalicelib.adapters.dead_letters import DeadLetters

app = typer.Typer(help="Messages that failed for good.", no_args_is_help=True)

QUEUES = ("digitize", "portal", "archive", "prepare", "webhooks")
Which = Annotated[str, typer.Argument(help=f"One of {', '.join(QUEUES)}; left out, all.")]


@app.command("list")
def list_(queue: Which = "", as_json: AsJson = False) -> None:
    """What failed, since when, and which dossier or file it is about. Exit code 1 if there is something."""
    found = [letter for letters in _wanted(queue) for letter in letters.look()]
    if as_json:
        say_json([asdict(each) for each in found])
    else:
        lines = [(each.queue, each.id, each.about, each.since, each.deliveries) for each in found]
        say_table(["queue", "id", "about", "since", "deliveries"], lines)
        for each in found:
            say(f"why: python manage.py trace {each.trace}")
    raise typer.Exit(1 if found else 0)


@app.command()
def replay(queue: Which = "", id: Annotated[str, typer.Option(help="Only this one.")] = "") -> None:
    """Put them back where they came from. Mend the cause first: what fails again is dead again."""
    count = sum(letters.replay(id) for letters in _wanted(queue))
    say(f"{count} messages are tried again")


@app.command()
def forget(queue: Which, id: str) -> None:
    """Delete one for good: what can never be understood. Exit code 1 if it is not there."""
    gone = any(letters.forget(id) for letters in _wanted(queue))
    say(f"{id} is deleted" if gone else f"{id} is not among the dead of {queue}")
    raise typer.Exit(0 if gone else 1)


def _wanted(queue: str) -> "list[DeadLetters]":
    from chalicelib.adapters.dead_letters import DeadLetters

    container = reached()
    names = [queue] if queue else QUEUES
    return [DeadLetters(container.sqs, getattr(container.settings, f"{name}_queue")) for name in names]
