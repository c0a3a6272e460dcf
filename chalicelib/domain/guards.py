"""The conditions that a transition may carry, each a function that raises the rule it finds broken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.clock import Law
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import (
    AlreadyRescheduled,
    AmountMissing,
    DossierIncomplete,
    ResultMissing,
    SupplementAlreadyAsked,
    SupplementIsEmpty,
    SupplementStillAwaited,
)
from chalicelib.domain.files import FiledPaper
from chalicelib.domain.states import Command, Guard


@dataclass(frozen=True, slots=True)
class Order:
    """A command with everything that was said along with it. ``amount`` in VND, ``promised`` UTC.

    ``slip``: the due instant on the slip that a partner's desk gave out, of a dossier that the partner holds.
    """

    command: Command
    reason: str = ""
    number: str = ""
    papers: tuple[FiledPaper, ...] = ()
    amount: int = 0
    online: bool = False
    promised: datetime | None = None
    slip: datetime | None = None
    result_number: str = ""
    result_issued_on: date | None = None
    result_paper: FiledPaper | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What a guard may look at."""

    dossier: Dossier
    order: Order
    at: datetime
    law: Law


def missing_papers(dossier: Dossier, papers: tuple[FiledPaper, ...]) -> tuple[str, ...]:
    """The names of required papers that are not among ``papers``, in the order of the procedure."""
    handed_in = {paper.component for paper in papers}
    return tuple(r.name for r in dossier.procedure.requirements if r.required and r.code not in handed_in)


def _papers_complete(situation: Situation) -> None:
    missing = missing_papers(situation.dossier, situation.order.papers)
    if missing or not situation.order.papers:
        names = missing or tuple(r.name for r in situation.dossier.procedure.requirements)
        raise DossierIncomplete(missing="; ".join(names))


def _supplement_still_allowed(situation: Situation) -> None:
    rules = situation.law.rules
    if situation.dossier.supplement_requests >= rules.supplement_requests_max:
        raise SupplementAlreadyAsked(limit=rules.supplement_requests_max, source="; ".join(rules.decrees))


def _supplement_brings_papers(situation: Situation) -> None:
    if not situation.order.papers:
        raise SupplementIsEmpty


def _supplement_window_over(situation: Situation) -> None:
    until = situation.dossier.clock.answer_by
    if until is not None and situation.at <= until:
        raise SupplementStillAwaited(until=until.isoformat())


def _amount_is_positive(situation: Situation) -> None:
    if situation.order.amount <= 0:
        raise AmountMissing


def _not_rescheduled_yet(situation: Situation) -> None:
    if situation.dossier.reschedules >= situation.law.rules.reschedules_max:
        raise AlreadyRescheduled(source="; ".join(situation.law.rules.decrees))


def _result_is_ready(situation: Situation) -> None:
    order = situation.order
    paper_lacks = situation.dossier.procedure.yields_paper and order.result_paper is None
    if paper_lacks or not order.result_number or order.result_issued_on is None:
        raise ResultMissing


#: What only the system that holds a dossier's papers can judge: of a partner's dossier, its word counts.
VOUCHED_FOR = frozenset({Guard.PAPERS_COMPLETE, Guard.SUPPLEMENT_BRINGS_PAPERS})

GUARDS: dict[Guard, Callable[[Situation], None]] = {
    Guard.PAPERS_COMPLETE: _papers_complete,
    Guard.SUPPLEMENT_STILL_ALLOWED: _supplement_still_allowed,
    Guard.SUPPLEMENT_BRINGS_PAPERS: _supplement_brings_papers,
    Guard.SUPPLEMENT_WINDOW_OVER: _supplement_window_over,
    Guard.AMOUNT_IS_POSITIVE: _amount_is_positive,
    Guard.NOT_RESCHEDULED_YET: _not_rescheduled_yet,
    Guard.RESULT_IS_READY: _result_is_ready,
}
