"""Webhooks as operators see them: who is told, what was sent, again, pause, go on."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.domain.webhooks import Subscription

app = typer.Typer(help="Other systems that are told of dossiers over HTTPS.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="The subscription's id, as `webhooks list` shows it.")]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day in Vietnam, from its beginning.")
]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Every subscription, whether its receiver takes what is sent, and how many dossiers wait."""
    container = reached()
    found = [(each, container.feeds.count(each.id)) for each in container.subscriptions.all()]
    if as_json:
        kept = {"secrets", "fingerprint"}
        say_json([each.model_dump(mode="json", exclude=kept) | {"waiting": count} for each, count in found])
        return
    lines = [
        (each.id, each.name, each.url, list(each.units), each.failing_since, each.pause_reason, count)
        for each, count in found
    ]
    say_table(["id", "name", "url", "units", "failing since", "paused", "waiting"], lines)


@app.command()
def log(
    subscription: Which,
    last: Annotated[int, typer.Option(help="How many lines, the newest event first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """What was sent to a subscriber and what came of it."""
    found = reached().deliveries.of(subscription, None, None, last).items
    if as_json:
        say_json([each.model_dump(mode="json") for each in found])
        return
    lines = [
        (
            each.happened_at,
            each.dossier,
            each.type,
            each.standing,
            each.attempts,
            each.answered or each.trouble,
            each.id,
        )
        for each in found
    ]
    say_table(["happened", "dossier", "event", "standing", "attempts", "answer", "delivery"], lines)


@app.command()
def replay(
    subscription: Which,
    delivery: Annotated[str, typer.Option(help="One delivery by its id.")] = "",
    since: Day = None,
    until: Day = None,
) -> None:
    """Send one delivery again, or all of some days; goes out within a minute."""
    if bool(delivery) is (since is not None and until is not None):
        raise typer.BadParameter("Name a delivery, or both days.")
    from chalicelib.domain.calendar import VIETNAM

    use_case = reached().replay_webhooks
    if since is not None and until is not None:
        days = (each.replace(tzinfo=VIETNAM) for each in (since, until))
        count = use_case.between(subscription, *days)
    else:
        count = use_case.one(subscription, delivery)
    say(f"{count} deliveries will be sent again")


@app.command()
def pause(subscription: Which) -> None:
    """Send nothing until it is resumed; what happens meanwhile is kept."""
    from chalicelib.domain.webhooks import PauseReason

    now = reached().clock.now()
    _change(subscription, lambda each: each.paused(PauseReason.ORDERED, now))
    say(f"Paused; python manage.py webhooks resume {subscription}")


@app.command()
def resume(subscription: Which) -> None:
    """Send what waits, in order."""
    _change(subscription, lambda each: each.resumed())
    say("What waits is sent within a minute")


@app.command()
def tell(number: Annotated[str, typer.Argument(help="The dossier's number (mã hồ sơ).")]) -> None:
    """Send what subscribers have not heard of a dossier, here and now, whatever became of its news."""
    container = reached()
    report = container.send_webhooks([container.dossiers.id_of_number(number)])
    say_json({ending.value: count for ending, count in report.endings.items()})


@app.command()
def now() -> None:
    """Send what is due, here and now."""
    report = reached().send_webhooks.retry()
    say_json({ending.value: count for ending, count in report.endings.items()})


def _change(subscription: str, change: "Callable[[Subscription], Subscription]") -> None:
    store = reached().subscriptions
    seen = store.get(subscription)
    changed = change(seen)
    if changed is not seen and not store.change(changed):
        note("[red]Somebody else has just changed this subscription. Try again.[/]")
        raise typer.Exit(1)
