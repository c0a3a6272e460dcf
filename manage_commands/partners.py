"""Partners: systems of departments and provinces that tell us of dossiers which they hold, and what they owe."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from manage_commands.console import AsJson, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from chalicelib.application.partner_debts import UnitsDebts

app = typer.Typer(help="What partners' own systems told us, and what they owe.", no_args_is_help=True)

Unit = Annotated[str, typer.Option(help="Only this unit; all if left out.")]


@app.command()
def owed(unit: Unit = "", as_json: AsJson = False) -> None:
    """What each partner owes: steps, ends, papers, corrections. Exit code 1 if anything is owed."""
    found = [each for each in reached().partner_debts.of_all() if unit in ("", each.unit)]
    if as_json:
        say_json(list(map(_told, found)))
    else:
        _show(found)
    raise typer.Exit(1 if any(each.owed for each in found) else 0)


@app.command("go-on")
def go_on() -> None:
    """Fetch papers and take what was kept, here and now instead of within five minutes."""
    say_json(reached().take_from_partner.everywhere())


def _told(each: "UnitsDebts") -> dict[str, Any]:
    owed = [
        {
            "number": one.number,
            "taken_until": one.taken_until,
            "debts": [debt.model_dump(exclude={"reason"}) | debt.reason.model_dump() for debt in one.debts],
        }
        for one in each.owed
    ]
    return {"unit": each.unit, "heard_at": each.heard_at, "owed": owed}


def _show(found: "list[UnitsDebts]") -> None:
    debts = [(each, one, debt) for each in found for one in each.owed for debt in one.debts]
    lines = [
        (each.unit, one.number, debt.kind, debt.step or "", debt.reason.since, debt.reason.vi)
        for each, one, debt in debts
    ]
    if lines:
        say_table(["unit", "dossier", "owes", "step", "since", "what to do"], lines)
    heard = [(each.unit, each.heard_at, len(each.owed)) for each in found]
    say_table(["unit", "heard last", "dossiers that owe"], heard)
    if not found:
        say("No partner has told of any dossier yet.")
