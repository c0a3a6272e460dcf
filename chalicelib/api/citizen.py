"""What applicants do: open a draft, upload papers, file, supplement, withdraw, and fetch what came of it."""

from typing import Any

from chalicelib.api import dossiers
from chalicelib.api.calls import Answer, Call, Nothing, PageQuery
from chalicelib.api.file_models import AttachRequest, AttachView, FileView
from chalicelib.api.history_models import EventView, HistoryView
from chalicelib.api.http import Routes
from chalicelib.api.models import CommandView, DossierSummary, DossierView, LinkView, PageView, Receipt
from chalicelib.api.paper_models import DraftView
from chalicelib.application.advance import Instruction
from chalicelib.application.open_draft import DraftWish
from chalicelib.bootstrap import container
from chalicelib.domain.ports import Outcome
from chalicelib.domain.states import Command

routes = Routes("citizen")


@routes.write("POST", "/dossiers", body=DraftWish, out=DraftView, status=201, present=dossiers.present_draft)
def open_draft(call: Call[DraftWish]) -> Outcome:
    """Open a draft for a procedure; the answer tells what the owner's repository has for its components already."""
    return dossiers.open_draft(call)


@routes.read("/dossiers", out=PageView[DossierSummary], query=PageQuery)
def list_own_dossiers(call: Call[Nothing]) -> Answer:
    """The caller's own dossiers, the newest first."""
    page = container().views.own(call.caller, call.query.limit, call.query.cursor)
    return Answer(PageView[DossierSummary](items=page.items, next_cursor=page.cursor))


@routes.read("/dossiers/{dossier_id}", out=DossierView, tagged=True)
def read_dossier(call: Call[Nothing]) -> Answer:
    """A dossier with its files and what may be done to it now."""
    return dossiers.read_dossier(call)


@routes.write(
    "POST",
    "/dossiers/{dossier_id}/files",
    body=AttachRequest,
    out=AttachView,
    status=201,
    present=dossiers.present_file,
)
def attach_file(call: Call[AttachRequest]) -> Outcome:
    """Announce a file and get a form to upload its bytes with."""
    return dossiers.attach_file(call)


@routes.write(
    "DELETE",
    "/dossiers/{dossier_id}/files/{component}/{file_id}",
    out=FileView,
    present=dossiers.present_removed,
)
def remove_file(call: Call[Nothing]) -> Outcome:
    """Take a file out of a draft or of a supplement that was not sent yet."""
    return container().remove_file(
        call.caller, call.path["dossier_id"], call.path["component"], call.path["file_id"], call.version
    )


@routes.read("/dossiers/{dossier_id}/files/{component}/{file_id}/copies/{copy}", out=LinkView)
def fetch_copy(call: Call[Nothing]) -> Answer:
    """A link to a file as it was sent (``original``) or to a copy named in its ``copies``, for a few minutes."""
    path = call.path
    url = container().fetch_copy(
        call.caller, path["dossier_id"], path["component"], path["file_id"], path["copy"]
    )
    return Answer(LinkView(url=url))


@routes.write("POST", "/dossiers/{dossier_id}/submit", out=CommandView, present=dossiers.present_command)
def submit(call: Call[Any]) -> Outcome:
    """File the draft; at a counter it is received at the same time."""
    return dossiers.submit(call)


@routes.write(
    "POST",
    "/dossiers/{dossier_id}/supplement",
    body=Instruction,
    out=CommandView,
    present=dossiers.present_command,
)
def supplement(call: Call[Instruction]) -> Outcome:
    """Send the papers that were asked for."""
    return dossiers.order(call, Command.SUPPLEMENT)


@routes.write(
    "POST",
    "/dossiers/{dossier_id}/withdrawal",
    body=Instruction,
    out=CommandView,
    present=dossiers.present_command,
)
def ask_withdrawal(call: Call[Instruction]) -> Outcome:
    """Ask for the dossier back; an officer answers."""
    return dossiers.order(call, Command.ASK_WITHDRAWAL)


@routes.read("/dossiers/{dossier_id}/receipt", out=Receipt)
def read_receipt(call: Call[Nothing]) -> Answer:
    """Every paper that was handed in, with bytes, pages and SHA-256."""
    return Answer(container().views.receipt(call.caller, call.path["dossier_id"]))


@routes.read("/dossiers/{dossier_id}/events", out=HistoryView)
def read_history(call: Call[Nothing]) -> Answer:
    """Everything that happened to the dossier, in order."""
    events = container().views.history(call.caller, call.path["dossier_id"])
    return Answer(HistoryView(items=tuple(map(EventView.of, events))))


@routes.read("/dossiers/{dossier_id}/result", out=LinkView)
def fetch_result(call: Call[Nothing]) -> Answer:
    """A link to the result, for a few minutes."""
    return Answer(LinkView(url=container().views.result_link(call.caller, call.path["dossier_id"])))
