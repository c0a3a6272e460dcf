"""What citizens and officers do alike to a dossier: how a write is presented and a command carried out."""

from typing import Any

from chalicelib.api.calls import Answer, Call
from chalicelib.api.file_models import AttachRequest, AttachView, FileView
from chalicelib.api.models import CommandView, DossierView
from chalicelib.api.paper_models import DraftView
from chalicelib.application.advance import Instruction
from chalicelib.application.open_draft import DraftWish
from chalicelib.bootstrap import container
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.files import DossierFile
from chalicelib.domain.ports import Outcome
from chalicelib.domain.states import Command


def etag_of(dossier: Dossier, files: tuple[DossierFile, ...]) -> str:
    """Changes with the dossier and with any of its files; its first part is the version that If-Match wants."""
    return f"{dossier.version}-{sum(file.revision + 1 for file in files):x}"


def read_dossier(call: Call[Any]) -> Answer:
    """The dossier with its files."""
    dossier, files = container().views.dossier(call.caller, call.path["dossier_id"])
    return Answer(DossierView.of(dossier, files, call.caller), etag=etag_of(dossier, files))


def open_draft(call: Call[DraftWish]) -> Outcome:
    """A new draft."""
    return container().open_draft(call.caller, call.body, call.once)


def attach_file(call: Call[AttachRequest]) -> Outcome:
    """A file is announced; the answer says where to send its bytes."""
    outcome, _ = container().attach_file(
        call.caller,
        call.path["dossier_id"],
        call.body.component,
        call.body.declaration(),
        call.version,
        call.once,
    )
    return outcome


def submit(call: Call[Any]) -> Outcome:
    """The draft is filed."""
    return container().submit(call.caller, call.path["dossier_id"], call.version, call.once)


def order(call: Call[Instruction], command: Command) -> Outcome:
    """The command is carried out."""
    return container().advance(
        call.caller, call.path["dossier_id"], command, call.body, call.version, call.once
    )


def present_draft(outcome: Outcome, call: Call[Any]) -> Answer:
    """The new draft, where it is, and what is held for it already; a repeated request is told what is held now."""
    suggestions = container().suggest_own_papers(call.caller, outcome.dossier)
    view = DraftView.opened(DossierView.of(outcome.dossier, (), call.caller), suggestions)
    return Answer(view, etag=etag_of(outcome.dossier, ()), location=f"/v1/dossiers/{outcome.dossier.id}")


def present_file(outcome: Outcome, call: Call[Any]) -> Answer:
    """The announced file with a fresh ticket: a repeated request must not be given one that has expired."""
    assert outcome.file is not None
    return Answer(AttachView.of(outcome.file, container().attach_file.ticket_again(outcome.file)))


def present_removed(outcome: Outcome, call: Call[Any]) -> Answer:
    """The file as it now stands."""
    assert outcome.file is not None
    return Answer(FileView.of(outcome.file))


def present_command(outcome: Outcome, call: Call[Any]) -> Answer:
    """The dossier after the command."""
    return Answer(CommandView.of(outcome.dossier, call.caller), etag=etag_of(outcome.dossier, ()))
