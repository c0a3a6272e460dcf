"""The one way in which a dossier changes: an order is looked up in the table, guarded, clocked and recorded."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.domain import events as happened
from chalicelib.domain.clock import EFFECTS, Law, Tick
from chalicelib.domain.dossier import Dossier, Payment, Result
from chalicelib.domain.errors import ReasonRequired, TransitionForbidden
from chalicelib.domain.events import AnyEvent, DossierEvent
from chalicelib.domain.files import FiledPaper
from chalicelib.domain.guards import GUARDS, VOUCHED_FOR, Order, Situation
from chalicelib.domain.paper_errors import ResultNotRevocable
from chalicelib.domain.papers import Decision
from chalicelib.domain.principals import Actor
from chalicelib.domain.states import TRANSITION_BY_STEP, Command, State, Transition, commands_from

#: A supplement asked for before reception leads to reception, one asked for later leads back.
LEADS_BACK_TO = {State.SUBMITTED: State.RECEIVED}
_DETOURS = frozenset({State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED, State.WITHDRAWAL_ASKED})
#: Source: a result is revoked only once it was issued (states 9 and 10).
_HAS_RESULT = frozenset({State.DECIDED, State.RETURNED})


def open_draft(dossier: Dossier, actor: Actor) -> tuple[Dossier, happened.DraftOpened]:
    """The first event of a dossier that does not exist yet (``version`` 0)."""
    event = happened.DraftOpened(**_common(dossier, dossier, actor, dossier.opened_at, ""))
    return _recorded(dossier, event), event


def transition_for(dossier: Dossier, command: Command) -> Transition:
    """The row that ``command`` takes from where the dossier stands. Raises ``TransitionForbidden``."""
    row = TRANSITION_BY_STEP.get((dossier.state, command))
    if row is None:
        possible = ", ".join(r.command for r in commands_from(dossier.state)) or "-"
        raise TransitionForbidden(state=dossier.state, command=command, possible=possible)
    return row


def advance(dossier: Dossier, order: Order, actor: Actor, at: datetime, law: Law) -> tuple[Dossier, AnyEvent]:
    """Carry out ``order``: the changed dossier and the event that says so.

    Raises ``TransitionForbidden``, ``ReasonRequired`` or what a guard finds broken. Who may order it is decided
    in ``access.py`` before.
    """
    row = transition_for(dossier, order.command)
    if row.needs_reason and not order.reason.strip():
        raise ReasonRequired(command=order.command)
    vouched_for = VOUCHED_FOR if dossier.is_held_elsewhere else frozenset()
    for guard in row.guards:
        if guard not in vouched_for:
            GUARDS[guard](Situation(dossier, order, at, law))
    clock = EFFECTS[row.clock](Tick(dossier, order.command, at, law, order.promised, order.slip))
    after = dossier.model_copy(update={"clock": clock, **_moved(dossier, row), **_noted(dossier, order, at)})
    event = RECORDS[order.command](_common(dossier, after, actor, at, order.reason.strip()), after, order)
    return _recorded(after, event), event


def revoke_result(
    dossier: Dossier, decision: Decision, replaced_by: str, actor: Actor, at: datetime
) -> tuple[Dossier, happened.ResultRevoked]:
    """The result stops being one; the dossier stays where it is. Raises ``ResultNotRevocable``."""
    result = dossier.result
    if dossier.state not in _HAS_RESULT or result is None or result.paper is None or result.revoked_by:
        raise ResultNotRevocable
    after = dossier.model_copy(update={"result": result.model_copy(update={"revoked_by": decision})})
    base = _common(dossier, after, actor, at, decision.reason)
    event = happened.ResultRevoked(**base, decision=decision, replaced_by=replaced_by)
    return _recorded(after, event), event


def amend(
    dossier: Dossier, amended: Dossier, papers: tuple[FiledPaper, ...], actor: Actor, at: datetime
) -> tuple[Dossier, happened.Amended]:
    """What is stated of a dossier changes, its state does not. ``papers``: those that have come since."""
    parts = tuple(name for name in happened.AMENDABLE if getattr(dossier, name) != getattr(amended, name))
    base = _common(dossier, amended, actor, at, "")
    event = happened.Amended(**base, changed=parts, papers=papers)
    return _recorded(amended, event), event


def _moved(dossier: Dossier, row: Transition) -> dict[str, Any]:
    """The new state, and the way back from it if it is a detour."""
    if row.to is None:
        *outer, back = dossier.came_from
        return {"state": back, "came_from": tuple(outer)}
    if row.to in _DETOURS:
        back = dossier.state
        if row.to is State.SUPPLEMENT_REQUESTED:
            back = LEADS_BACK_TO.get(back, back)
        return {"state": row.to, "came_from": (*dossier.came_from, back)}
    return {"state": row.to, "came_from": ()}


def _noted(dossier: Dossier, order: Order, at: datetime) -> dict[str, Any]:
    """What the head keeps of the order beside state and clock."""
    match order.command:
        case Command.SUBMIT:
            return {"number": order.number}
        case Command.REQUEST_SUPPLEMENT:
            return {"supplement_requests": dossier.supplement_requests + 1}
        case Command.RESCHEDULE:
            return {"reschedules": dossier.reschedules + 1}
        case Command.REQUEST_PAYMENT:
            return {"payment": Payment(amount=order.amount, requested_at=at)}
        case Command.RECORD_PAYMENT if dossier.payment:
            return {"payment": dossier.payment.model_copy(update={"paid_at": at, "online": order.online})}
        case Command.DECIDE if order.result_issued_on:
            result = Result(
                number=order.result_number, issued_on=order.result_issued_on, paper=order.result_paper
            )
            return {"result": result}
        case _:
            return {}


def _common(before: Dossier, after: Dossier, actor: Actor, at: datetime, reason: str) -> dict[str, Any]:
    return {
        "dossier_id": before.id,
        "seq": before.version + 1,
        "at": at,
        "actor": actor,
        "state": after.state,
        "previous_hash": before.last_hash,
        "reason": reason,
    }


def _recorded(dossier: Dossier, event: DossierEvent) -> Dossier:
    return dossier.model_copy(update={"version": event.seq, "last_hash": event.digest()})


Record = Callable[[dict[str, Any], Dossier, Order], AnyEvent]

RECORDS: dict[Command, Record] = {
    Command.SUBMIT: lambda base, d, o: happened.Submitted(**base, number=d.number, papers=o.papers),
    Command.RECEIVE: lambda base, d, o: happened.Received(**base, due=d.clock.due),
    Command.REFUSE: lambda base, d, o: happened.Refused(**base),
    Command.REQUEST_SUPPLEMENT: lambda base, d, o: happened.SupplementRequested(
        **base, answer_by=d.clock.answer_by
    ),
    Command.SUPPLEMENT: lambda base, d, o: happened.Supplemented(**base, papers=o.papers, due=d.clock.due),
    Command.START_PROCESSING: lambda base, d, o: happened.ProcessingStarted(**base),
    Command.REQUEST_PAYMENT: lambda base, d, o: happened.PaymentRequested(**base, amount=o.amount),
    Command.RECORD_PAYMENT: lambda base, d, o: happened.PaymentRecorded(
        **base, amount=d.payment.amount if d.payment else 0, online=o.online, due=d.clock.due
    ),
    Command.ASK_WITHDRAWAL: lambda base, d, o: happened.WithdrawalAsked(**base),
    Command.CONFIRM_WITHDRAWAL: lambda base, d, o: happened.WithdrawalConfirmed(**base),
    Command.DECLINE_WITHDRAWAL: lambda base, d, o: happened.WithdrawalDeclined(**base),
    Command.RESCHEDULE: lambda base, d, o: happened.Rescheduled(**base, promised=d.clock.promised),
    Command.STOP: lambda base, d, o: happened.Stopped(**base),
    Command.CLOSE: lambda base, d, o: happened.Closed(**base),
    Command.DECIDE: lambda base, d, o: happened.Decided(
        **base, result_number=o.result_number, result_issued_on=o.result_issued_on, result=o.result_paper
    ),
    Command.RETURN: lambda base, d, o: happened.Returned(**base),
}
