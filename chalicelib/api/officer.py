"""What officers do: work through their unit's queue and carry dossiers on, one command at a time."""

from pydantic import Field

from chalicelib.api import dossiers
from chalicelib.api.calls import Answer, Call, Nothing, PageQuery
from chalicelib.api.http import Routes
from chalicelib.api.models import CommandView, DossierSummary, PageView, SyncStateView
from chalicelib.application.advance import Instruction
from chalicelib.bootstrap import container
from chalicelib.domain.access import Action, demand
from chalicelib.domain.ports import Outcome
from chalicelib.domain.sensitive import MoreViews, ViewCount
from chalicelib.domain.states import Command, State

routes = Routes("officer")

#: The commands that have an address of their own; filing and the applicant's commands stand in citizen.py.
COMMANDS = (
    Command.RECEIVE,
    Command.REFUSE,
    Command.REQUEST_SUPPLEMENT,
    Command.START_PROCESSING,
    Command.REQUEST_PAYMENT,
    Command.RECORD_PAYMENT,
    Command.CONFIRM_WITHDRAWAL,
    Command.DECLINE_WITHDRAWAL,
    Command.RESCHEDULE,
    Command.STOP,
    Command.CLOSE,
    Command.DECIDE,
    Command.RETURN,
)


class QueueQuery(PageQuery):
    """Whose queue, and which part of it."""

    unit: str = Field(min_length=1, max_length=40)
    state: State = State.SUBMITTED


@routes.read("/work-queue", out=PageView[DossierSummary], query=QueueQuery)
def read_work_queue(call: Call[Nothing]) -> Answer:
    """A unit's dossiers in one state, the most urgent first."""
    query = call.query
    page = container().views.work_queue(call.caller, query.unit, query.state, query.limit, query.cursor)
    return Answer(PageView[DossierSummary](items=page.items, next_cursor=page.cursor))


@routes.read("/sync-state", out=SyncStateView)
def read_sync_state(call: Call[Nothing]) -> Answer:
    """Whether the national portal hears us, since when it does not, and how many dossiers wait to be told."""
    demand(call.caller, Action.READ_SYNC_STATE)
    state = container().sync_states.read()
    return Answer(
        SyncStateView(
            portal=state.speaking,
            since=state.since,
            waiting=state.waiting,
            needing_repair=state.parked,
            seen_at=state.seen_at,
        )
    )


@routes.write("POST", "/officers/{officer}/identity-views", body=MoreViews, out=ViewCount)
def allow_more_views(call: Call[MoreViews]) -> Answer:
    """Let an officer of one's unit see more pictures of identity papers today, and say why."""
    return Answer(container().allow_more_views(call.caller, call.path["officer"], call.body, call.once))


def _declare(command: Command) -> None:
    """One address for one command: ``POST /dossiers/{id}/commands/receive`` and so on."""

    def carry_out(call: Call[Instruction]) -> Outcome:
        return dossiers.order(call, command)

    carry_out.__name__ = command.replace("-", "_")
    carry_out.__doc__ = f"Order a dossier to: {command}."
    routes.write(
        "POST",
        f"/dossiers/{{dossier_id}}/commands/{command}",
        body=Instruction,
        out=CommandView,
        present=dossiers.present_command,
    )(carry_out)


for _command in COMMANDS:
    _declare(_command)
