"""The sync with the national portal: how it stands, what is stuck and why, again, halt, compare."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.application.oversee_sync import OverseeSync
    from chalicelib.application.reconcile import Reconciliation
    from chalicelib.domain.index.evidence import Lost
    from chalicelib.domain.index.profile import Score

app = typer.Typer(help="What the national portal knows, and what it must still hear.", no_args_is_help=True)

Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="A day in Vietnam.")]
Perhaps = Annotated[str, typer.Argument(help="The dossier's number (mã hồ sơ).")]
All = Annotated[bool, typer.Option("--all", help="The whole sync.")]


@app.command()
def status(as_json: AsJson = False) -> None:
    """How many dossiers wait and how many need a person, by reason."""
    state = reached().sync_states.read()
    found = {"portal": state.speaking.value, "since": state.since, **_oversee().status()}
    if as_json:
        say_json(found)
    else:
        say_table(["", ""], [(name.replace("_", " "), _flat(value)) for name, value in found.items()])


@app.command()
def stuck(as_json: AsJson = False) -> None:
    """Every dossier of which the portal has not heard, why, and what to mend."""
    found = list(_oversee().stuck())
    if as_json:
        say_json([asdict(each) for each in found])
        return
    lines = [
        (
            each.number or each.dossier_id,
            each.standing,
            each.attempts,
            each.next_attempt,
            _first(each.why),
            each.mend,
        )
        for each in found
    ]
    say_table(["dossier", "list", "attempts", "next", "why", "mend"], lines)


@app.command()
def replay(
    number: Annotated[
        str, typer.Argument(help="The dossier's number; left out, everything that is parked.")
    ] = "",
) -> None:
    """Try again now, whatever stood in the way. Also ends a pause."""
    if not number:
        say(f"{_oversee().replay_parked()} parked dossiers will be tried again within a minute")
        return
    _told(_oversee().replay(_id_of(number)), f"{number} will be tried again within a minute")


@app.command()
def accept(number: Annotated[str, typer.Argument(help="The dossier's number (mã hồ sơ).")]) -> None:
    """Take note of rows that stand twice at the portal, which no call can take back: nobody is asked again."""
    _told(_oversee().accept(_id_of(number)), f"{number}: the rows that stand twice are known")


@app.command()
def skip(number: Annotated[str, typer.Argument(help="The dossier's number (mã hồ sơ).")]) -> None:
    """Somebody has seen at the portal the step of which it was unknown whether it arrived: go on after it."""
    _told(
        _oversee().skip(_id_of(number)), f"{number} goes on within a minute, without the step that is there"
    )


@app.command()
def pause(number: Perhaps = "", everything: All = False) -> None:
    """Say nothing of a dossier until it is resumed; with --all, nothing of any. Filing goes on."""
    if _is_all(number, everything):
        container = reached()
        container.sync_states.pause(container.clock.now())
        say("The whole sync is halted within 15 s; python manage.py sync resume --all")
        return
    _told(_oversee().pause(_id_of(number)), f"{number} is paused; python manage.py sync resume {number}")


@app.command()
def resume(number: Perhaps = "", everything: All = False) -> None:
    """Go on after a pause; what was halted with --all goes on with --all."""
    if _is_all(number, everything):
        reached().sync_states.resume()
        say("The sync goes on; what waits is told within ten minutes, or now: python manage.py sync now")
        return
    _told(_oversee().replay(_id_of(number)), f"{number} goes on within a minute")


@app.command()
def now() -> None:
    """Catch up with everything that is due, here and now."""
    container = reached()
    say_json(container.catch_up())


@app.command()
def reconcile(unit: str, first: Day, last: Day, as_json: AsJson = False) -> None:
    """Compare with the portal and give back to the sync what is safely mended. Exit code 1 if something stays."""
    found = _reconciled(unit, first.date(), last.date(), mend=True)
    _show(found, as_json)
    raise typer.Exit(1 if any(not each.mended for each in found.differences) else 0)


@app.command()
def drift(unit: str, first: Day, last: Day, as_json: AsJson = False) -> None:
    """Compare with the portal and change nothing. Exit code 1 if something differs."""
    found = _reconciled(unit, first.date(), last.date(), mend=False)
    _show(found, as_json)
    raise typer.Exit(1 if found.differences else 0)


@app.command()
def catalogue(as_json: AsJson = False) -> None:
    """Pull the national catalogue and show how ours differs. Changes nothing; exit code 1 if something differs."""
    container = reached()
    found = container.compare_catalogue(container.today())
    if as_json:
        say_json([asdict(each) for each in found])
    else:
        lines = [(each.procedure, each.change, each.ours, each.published) for each in found]
        say_table(["procedure", "differs in", "ours", "published"], lines)
    raise typer.Exit(1 if found else 0)


@app.command()
def index(
    unit: str,
    first: Day,
    last: Day,
    procedure: Annotated[str, typer.Option(help="A national code; all if left out.")] = "",
    profile: Annotated[str, typer.Option(help="A version of the index; the latest if left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """The service index of a period: as the portal can compute it, and by our own data, with what costs points."""
    from chalicelib.domain.index.profile import reachable, total

    found = reached().mirror_index(unit, first.date(), last.date(), procedure, profile)
    totals = {
        side: {"score": total(scores), "reachable": reachable(scores)}
        for side, scores in (("there", found.there), ("here", found.here))
    }
    if as_json:
        say_json({**asdict(found), "totals": totals})
        return
    lines = [
        (
            there.group,
            there.code,
            there.points,
            _scored(there),
            _scored(here),
            f"{there.good}/{there.of}",
            _few(there.lost),
        )
        for there, here in zip(found.there, found.here, strict=True)
    ]
    say_table(["group", "indicator", "points", "portal's view", "our data", "count", "points lost by"], lines)
    for side, name in (("there", "Portal's view"), ("here", "Our data")):
        say(f"{name}: {totals[side]['score']:.2f} of 100 certain, {totals[side]['reachable']:.2f} at most")
    for score in found.there:
        if score.note:
            note(f"{score.code}: {score.note}")


def _scored(score: "Score") -> str:
    return f"{score.score:.2f}" if score.known else f"unknown, at most {score.reachable:.2f}"


def _few(lost: "Sequence[Lost]") -> str:
    """The first of a long list, and why the first; --json has all of them with their reasons."""
    if not lost:
        return ""
    shown = ", ".join(each.what for each in lost[:3])
    more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
    return f"{shown}{more}: {lost[0].why}"


def _show(found: "Reconciliation", as_json: bool) -> None:
    if as_json:
        say_json({**asdict(found), "finished_here_not_there": found.finished_here_not_there})
        return
    lines = [
        (each.number, each.kind, each.what, "mended" if each.mended else "stays")
        for each in found.differences
    ]
    say_table(["dossier", "difference", "what", ""], lines)
    say(
        f"{found.compared} compared, {found.on_the_way} still on the way, {len(found.differences)} differences"
    )
    if unfinished := found.finished_here_not_there:
        note(f"[red]Finished here, not finished there: {', '.join(unfinished)}[/]")


def _reconciled(unit: str, first: date, last: date, *, mend: bool) -> "Reconciliation":
    return reached().reconcile(unit, first, last, mend=mend)


def _oversee() -> "OverseeSync":
    return reached().oversee_sync


def _is_all(number: str, everything: bool) -> bool:
    if bool(number) is everything:
        raise typer.BadParameter("Name a dossier, or say --all.")
    return everything


def _id_of(number: str) -> str:
    return reached().dossiers.id_of_number(number)


def _told(worked: bool, sentence: str) -> None:
    if not worked:
        note("[red]Somebody else is at this dossier right now. Try again in a minute.[/]")
        raise typer.Exit(1)
    say(sentence)


def _first(why: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(vi for vi, _ in why)


def _flat(value: object) -> object:
    return ", ".join(f"{name} {count}" for name, count in value.items()) if isinstance(value, dict) else value
