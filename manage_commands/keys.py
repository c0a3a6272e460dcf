"""The keys that names and numbers are encrypted with: which there are, a new one, everything under the latest."""

from typing import Annotated

import typer

from manage_commands.console import AsJson, note, say, say_json
from manage_commands.place import reached

app = typer.Typer(help="The keys of personal data.", no_args_is_help=True)


@app.command()
def status(as_json: AsJson = False) -> None:
    """The versions of the data key that this stage has."""
    versions = reached().key_ring.versions()
    if as_json:
        say_json({"versions": versions})
    elif versions:
        say(f"Version {versions[-1]} writes; {', '.join(map(str, versions))} can be read.")
    else:
        say("There is no key yet: the first item that is written makes one.")


@app.command()
def rotate(as_json: AsJson = False) -> None:
    """Make a new version of the data key; nothing stands still, and older versions stay readable."""
    from chalicelib.adapters.key_ring import KEPT_S

    version = reached().key_ring.rotate()
    if as_json:
        say_json({"version": version})
        return
    say(f"Version {version} writes from now on.")
    note(
        f"Every process knows it within {KEPT_S / 60:.0f} minutes. Then run: python manage.py keys reencrypt"
    )


@app.command("refuse-clear")
def refuse_clear(as_json: AsJson = False) -> None:
    """Believe nothing any more that stands in clear, for good; refused (exit code 1) while there is anything."""
    from infra.reencrypt_items import in_clear

    container = reached()
    left = list(in_clear(container.table_client(), container.settings.table))
    if not left:
        container.key_ring.refuse_clear()
    if as_json:
        say_json({"refused": not left, "in_clear": len(left)})
    elif left:
        note(
            f"[red]{len(left)} items stand in clear[/], {left[0]} first. Run: python manage.py keys reencrypt"
        )
    else:
        say("Whatever stands in clear from now on was not written by us, and is not read.")
    raise typer.Exit(1 if left else 0)


@app.command()
def reencrypt(
    page: Annotated[int, typer.Option(help="Items in one step.", min=1, max=1000)] = 200,
    as_json: AsJson = False,
) -> None:
    """Bring every item under the latest version (infra/reencrypt_items.py); stop it and run it again as you like.

    Exit code 1 if an item does not open: it was changed or moved by hand.
    """
    from infra.reencrypt_items import reencrypt as bring

    container = reached()
    looked_at = changed = 0
    unreadable: list[str] = []
    for step in bring(container.table_client(), container.settings.table, container.cipher, page):
        looked_at, changed = looked_at + step.looked_at, changed + step.changed
        unreadable += step.unreadable
    if as_json:
        say_json({"looked_at": looked_at, "changed": changed, "unreadable": unreadable})
    else:
        say(f"{looked_at} items looked at, {changed} changed." + " Run it again." * bool(changed))
        for place in unreadable:
            note(f"[red]does not open[/] {place}: compare with a backup, and call the security officer.")
    raise typer.Exit(1 if unreadable else 0)
