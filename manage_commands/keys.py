"""The keys that names and numbers are encrypted with: which there are, a new one, everything under the latest."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from manage_commands.console import AsJson, note, say, say_json
from manage_commands.place import reached

if TYPE_CHECKING:
    from infra.reencrypt_items import Step

#: Readings under way at once.
_AT_ONCE = 8

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
    page: Annotated[int, typer.Option(help="Items or readings in one step.", min=1, max=1000)] = 200,
    as_json: AsJson = False,
) -> None:
    """Bring every item and every reading in the store under the latest version; stop it and run it again as you like.

    Exit code 1 if one of them does not open: it was changed or moved by hand.
    """
    from chalicelib.adapters.threads import Threads
    from infra.reencrypt_items import reencrypt as bring_items
    from infra.reencrypt_readings import Store, reencrypt_readings

    container = reached()
    table, client = container.settings.table, container.table_client()
    store = Store(container.s3, container.settings.files_bucket, client, table)
    items = _followed("items", bring_items(client, table, container.cipher, page))
    readings = _followed("readings", reencrypt_readings(store, container.cipher, page, Threads(_AT_ONCE)))
    unreadable = [*items.unreadable, *readings.unreadable]
    if as_json:
        say_json(
            {
                "looked_at": items.looked_at,
                "changed": items.changed,
                "readings_looked_at": readings.looked_at,
                "readings_changed": readings.changed,
                "unreadable": unreadable,
            }
        )
    else:
        for what, done in (("items", items), ("readings", readings)):
            say(
                f"{done.looked_at} {what} looked at, {done.changed} changed."
                + " Run it again." * bool(done.changed)
            )
        for place in unreadable:
            note(f"[red]does not open[/] {place}: compare with a backup, and call the security officer.")
    raise typer.Exit(1 if unreadable else 0)


def _followed(what: str, steps: "Iterator[Step]") -> "Step":
    """All steps together, counted on the terminal while they go."""
    from rich.console import Console

    from infra.reencrypt_items import Step

    total = Step(0, 0)
    with Console(stderr=True).status(f"Looking at {what}") as status:
        for step in steps:
            total = Step(
                total.looked_at + step.looked_at,
                total.changed + step.changed,
                total.unreadable + step.unreadable,
            )
            status.update(f"{total.looked_at} {what} looked at, {total.changed} changed")
    return total
