"""Show one dossier to an operator: what happened and how it stands, without the person unless asked for."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from manage_commands.console import AsJson, note, say, say_json, say_table
from manage_commands.place import reached

if TYPE_CHECKING:
    from chalicelib.domain.dossier import Dossier
    from chalicelib.domain.events import AnyEvent
    from chalicelib.domain.files import DossierFile
    from chalicelib.domain.ports_sync import Account

app = typer.Typer(help="One dossier.", no_args_is_help=True)

PERSONAL = (
    "Shown besides: the owner with number and contacts, who brought it, its summary, reasons in writing, the names"
    " of officers, names of files, the values read from them, the portal's words. Nobody records that you looked:"
    " look only with a reason."
)


@app.callback()
def dossier() -> None:
    """One dossier."""


@app.command()
def show(
    number_or_id: Annotated[str, typer.Argument(help="G18-261005-0001, or the internal id.")],
    personal: Annotated[bool, typer.Option("--personal", help="Show personal data as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """State, clock, files and events. Without --personal nothing that tells who it is about."""
    from chalicelib.domain.numbers import DossierNumber

    container = reached()
    dossiers = container.dossiers
    by_number = DossierNumber.parse(number_or_id) is not None
    dossier_id = dossiers.id_of_number(number_or_id.strip().upper()) if by_number else number_or_id
    account = container.ledgers.account(dossier_id)
    found = account.dossier
    events = dossiers.events(dossier_id)
    answer = {
        "dossier": _head(found, personal),
        "files": [_file(file, personal) for file in account.files],
        "events": [_event(event, personal) for event in events],
        "portal": _portal(account, personal),
        "chain": "whole" if is_whole(found, events) else "broken",
    }
    if personal:
        note(f"[yellow]{PERSONAL}[/]")
    if as_json:
        say_json(answer)
    else:
        _tell(answer)
    raise typer.Exit(0 if answer["chain"] == "whole" else 1)


def is_whole(dossier: "Dossier", events: "tuple[AnyEvent, ...]") -> bool:
    """Whether each event bears the hash of the one before it, up to the head: nothing was changed or left out."""
    from chalicelib.domain.events import GENESIS

    last = GENESIS
    for seq, event in enumerate(events, start=1):
        if event.seq != seq or event.previous_hash != last:
            return False
        last = event.digest()
    return dossier.last_hash == last and dossier.version == len(events)


def _head(dossier: "Dossier", personal: bool) -> dict[str, Any]:
    shown = {
        "number": dossier.number,
        "partner_number": dossier.partner_number,
        "id": dossier.id,
        "state": dossier.state,
        "version": dossier.version,
        "procedure": f"{dossier.procedure.code} {dossier.procedure.name}",
        "unit": f"{dossier.unit} {dossier.unit_name}",
        "channel": dossier.channel.name.lower(),
        "opened_at": dossier.opened_at,
        **{name: getattr(dossier.clock, name) for name in type(dossier.clock).model_fields},
        "supplement_requests": dossier.supplement_requests,
        "reschedules": dossier.reschedules,
    }
    if personal:
        shown |= {"owner_" + name: value for name, value in dossier.owner if name != "ref"}
        shown |= {"presented_by": dossier.presented_by, "summary": dossier.summary}
    return shown


def _file(file: "DossierFile", personal: bool) -> dict[str, Any]:
    shown = {
        "component": file.component,
        "file": file.file_id,
        "state": file.state,
        "origin": file.origin,
        "type": file.declared.media_type,
        "bytes": file.declared.bytes,
        "pages": file.pages,
        "failed_pages": list(file.failed_pages),
        "reason": file.reason,
    }
    if personal:
        read = {field.name: field.value for field in file.fields}
        shown |= {"name": file.declared.name, "fields": read}
    return shown


def _event(event: "AnyEvent", personal: bool) -> dict[str, Any]:
    shown = {
        "seq": event.seq,
        "at": event.at,
        "kind": event.kind,
        "state": event.state,
        "role": event.actor.role,
        "unit": event.actor.unit,
    }
    if personal:
        shown |= {"actor": event.actor.name, "reason": event.reason}
    return shown


def _portal(account: "Account", personal: bool) -> dict[str, Any]:
    """How far the portal has acknowledged it; what the portal said in words may name people."""
    ledger = account.ledger
    shown = {
        "knows_the_dossier": ledger.created,
        "header_told_until_event": ledger.header_seq,
        "rows_told_until_event": ledger.story.seq,
        "attempts": ledger.attempts,
        "next_attempt": ledger.next_attempt,
        "trouble": ledger.trouble,
        "repairs": ", ".join(repair.code for repair in ledger.repairs),
    }
    return shown | {"trouble_in_words": ledger.trouble_text} if personal else shown


def _tell(answer: dict[str, Any]) -> None:
    say_table(["", ""], _spaced(answer["dossier"]))
    say_table(["", ""], _spaced(answer["portal"]), title="the portal")
    for part in ("files", "events"):
        if lines := answer[part]:
            say_table(list(lines[0]), [list(line.values()) for line in lines], title=part)
    say(f"The chain of its events is {answer['chain']}.")


def _spaced(shown: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name.replace("_", " "), value) for name, value in shown.items()]
