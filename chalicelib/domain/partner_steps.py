"""From a partner's step to an order: the table of states says which command leads there, or that none does."""

from datetime import datetime, timedelta

from chalicelib.domain import lifecycle
from chalicelib.domain.clock import Law
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import FiledPaper
from chalicelib.domain.guards import Order
from chalicelib.domain.partner_dossiers import PartnerStep
from chalicelib.domain.partner_errors import NotYetPassed, ResultNotHere, StepNotLegal, StepTooEarly
from chalicelib.domain.principals import Actor, PrincipalKind
from chalicelib.domain.states import Command, Role, State, Transition, commands_from

#: Clocks of two systems are never quite the same.
TOLERANCE = timedelta(minutes=5)


def target_of(dossier: Dossier, row: Transition) -> State:
    """Where the row leads from where this dossier stands."""
    return row.to if row.to is not None else dossier.came_from[-1]


def row_towards(dossier: Dossier, step: PartnerStep) -> Transition:
    """The row of the table that leads to the step's state. Raises ``StepNotLegal`` with those that there are."""
    rows = commands_from(dossier.state)
    for row in rows:
        if target_of(dossier, row) is step.state:
            return row
    possible = ", ".join(dict.fromkeys(target_of(dossier, row) for row in rows)) or "-"
    raise StepNotLegal(step=step.step, state=dossier.state, wanted=step.state, possible=possible)


def demand_passed(at: datetime, now: datetime, what: str) -> None:
    """Raise ``NotYetPassed`` for what lies in the future."""
    if at > now + TOLERANCE:
        raise NotYetPassed(what=what)


def carried_out(
    dossier: Dossier,
    step: PartnerStep,
    *,
    after: datetime | None,
    slip: datetime | None,
    result: FiledPaper | None,
    system: str,
    law: Law,
) -> tuple[Dossier, AnyEvent]:
    """The dossier after the step, and the event that says so.

    ``after``: the instant of the step before. ``slip``: the due instant on the slip that reception gave. ``system``:
    the account of the partner's system. Raises every rule that our own dossiers must keep.
    """
    row = row_towards(dossier, step)
    if after is not None and step.at < after:
        raise StepTooEarly(step=step.step)
    if step.result_path and not result:
        raise ResultNotHere(step=step.step)
    order = Order(
        command=row.command,
        reason=step.reason,
        amount=step.amount,
        online=step.online,
        promised=step.promised,
        slip=step.due or (slip if row.command is Command.RECEIVE else None),
        result_number=step.result_number,
        result_issued_on=step.result_issued_on,
        result_paper=result,
    )
    actor = actor_of(dossier, min(row.roles), system, step)
    return lifecycle.advance(dossier, order, actor, step.at, law)


def actor_of(dossier: Dossier, role: Role, system: str, step: PartnerStep | None = None) -> Actor:
    """Whoever did it there, as their system names them; of the applicant no name is told."""
    return Actor(
        subject=system,
        kind=PrincipalKind.MACHINE,
        name=step.person if step else "",
        role=role,
        position=step.position if step else "",
        unit=(step.department or dossier.unit) if step else "",
    )
