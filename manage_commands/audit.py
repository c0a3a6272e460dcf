"""The journal of events and looks: seal what is over, prove that nothing was changed."""

from dataclasses import asdict

import typer

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.place import reached

app = typer.Typer(help="What proves the past.", no_args_is_help=True)


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Compare database, journal, seals and signatures; name every broken link; exit code 1 if there is one."""
    breaks = list(reached().verify_audit())
    if as_json:
        say_json({"whole": not breaks, "breaks": [asdict(each) for each in breaks]})
    elif breaks:
        say_table(["where", "what"], [(each.where, each.what) for each in breaks])
        note(
            f"[red]{len(breaks)} links are broken. Keep everything as it is and call the security officer.[/]"
        )
    else:
        say("Every link holds: signatures, seals, lines and chains agree.")
    raise typer.Exit(1 if breaks else 0)


@app.command()
def seal(as_json: AsJson = False) -> None:
    """Seal the days that are over; the nightly function does the same."""
    days = [day.isoformat() for day in reached().seal_days()]
    if as_json:
        say_json({"sealed": days})
    else:
        say(f"Sealed: {', '.join(days)}" if days else "Nothing to seal.")
