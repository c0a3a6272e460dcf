"""The legal states of a dossier and every way from one to the next, as one table.

Source: the ten national status codes and NĐ 61/2018 Đ.17-20, NĐ 118/2025 Đ.21 (see docs/glossary.md for the terms).
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a dossier stands. Only ``DRAFT`` has no national code: before filing the dossier does not exist legally."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    REFUSED = "refused"
    PROCESSING = "processing"
    SUPPLEMENT_REQUESTED = "supplement-requested"
    PAYMENT_REQUESTED = "payment-requested"
    WITHDRAWAL_ASKED = "withdrawal-asked"
    STOPPED = "stopped"
    DECIDED = "decided"
    RETURNED = "returned"


NATIONAL_CODES: dict[State, int] = {
    State.SUBMITTED: 1,
    State.RECEIVED: 2,
    State.REFUSED: 3,
    State.PROCESSING: 4,
    State.SUPPLEMENT_REQUESTED: 5,
    State.PAYMENT_REQUESTED: 6,
    State.WITHDRAWAL_ASKED: 7,
    State.STOPPED: 8,
    State.DECIDED: 9,
    State.RETURNED: 10,
}

TERMINAL = frozenset({State.REFUSED, State.STOPPED, State.RETURNED})

#: How far along a dossier is, for people who are not logged in: they may learn no more than this.
DEGREE_OF_COMPLETION: dict[State, int] = {
    State.DRAFT: 0,
    State.SUBMITTED: 10,
    State.RECEIVED: 30,
    State.SUPPLEMENT_REQUESTED: 40,
    State.PAYMENT_REQUESTED: 40,
    State.WITHDRAWAL_ASKED: 50,
    State.PROCESSING: 60,
    State.DECIDED: 90,
    State.REFUSED: 100,
    State.STOPPED: 100,
    State.RETURNED: 100,
}


class Command(StrEnum):
    """What a person may order to happen to a dossier."""

    SUBMIT = "submit"
    RECEIVE = "receive"
    REFUSE = "refuse"
    REQUEST_SUPPLEMENT = "request-supplement"
    SUPPLEMENT = "supplement"
    START_PROCESSING = "start-processing"
    REQUEST_PAYMENT = "request-payment"
    RECORD_PAYMENT = "record-payment"
    ASK_WITHDRAWAL = "ask-withdrawal"
    CONFIRM_WITHDRAWAL = "confirm-withdrawal"
    DECLINE_WITHDRAWAL = "decline-withdrawal"
    RESCHEDULE = "reschedule"
    STOP = "stop"
    CLOSE = "close"
    DECIDE = "decide"
    RETURN = "return"


class Role(StrEnum):
    """Who may order it. ``APPLICANT`` is the owner of the dossier or the person who files for the owner."""

    APPLICANT = "applicant"
    RECEPTION = "reception"
    SPECIALIST = "specialist"
    LEADER = "leader"
    CLERK = "clerk"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Guard(StrEnum):
    """A condition beside state and role; the functions stand in ``guards.py``."""

    PAPERS_COMPLETE = "papers-complete"
    SUPPLEMENT_STILL_ALLOWED = "supplement-still-allowed"
    SUPPLEMENT_BRINGS_PAPERS = "supplement-brings-papers"
    SUPPLEMENT_WINDOW_OVER = "supplement-window-over"
    AMOUNT_IS_POSITIVE = "amount-is-positive"
    NOT_RESCHEDULED_YET = "not-rescheduled-yet"
    RESULT_IS_READY = "result-is-ready"


class ClockEffect(StrEnum):
    """What a transition does to the legal clock; the arithmetic stands in ``clock.py``."""

    NONE = "none"
    START_RECEPTION = "start-reception"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    PROMISE = "promise"
    FINISH = "finish"
    HAND_OVER = "hand-over"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from ``origin``, on ``command`` by one of ``roles``, to ``to`` (``None``: back where it came from)."""

    origin: State
    command: Command
    to: State | None
    roles: frozenset[Role]
    clock: ClockEffect
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False


def _row(
    origin: State,
    command: Command,
    to: State | None,
    roles: str,
    clock: ClockEffect,
    *guards: Guard,
    reason: bool = False,
) -> Transition:
    return Transition(origin, command, to, frozenset(map(Role, roles.split())), clock, guards, reason)


_S, _C, _G, _K = State, Command, Guard, ClockEffect
_DESK, _EXPERT = "reception", "specialist leader"

TRANSITIONS: tuple[Transition, ...] = (
    _row(_S.DRAFT, _C.SUBMIT, _S.SUBMITTED, "applicant reception", _K.START_RECEPTION, _G.PAPERS_COMPLETE),
    # 1 submitted: the reception desk answers within the reception clock
    _row(_S.SUBMITTED, _C.RECEIVE, _S.RECEIVED, _DESK, _K.START),
    _row(_S.SUBMITTED, _C.REFUSE, _S.REFUSED, _DESK, _K.FINISH, reason=True),
    _row(
        _S.SUBMITTED, _C.REQUEST_SUPPLEMENT, _S.SUPPLEMENT_REQUESTED, _DESK, _K.PAUSE,
        _G.SUPPLEMENT_STILL_ALLOWED, reason=True,
    ),
    _row(_S.SUBMITTED, _C.ASK_WITHDRAWAL, _S.WITHDRAWAL_ASKED, "applicant", _K.NONE, reason=True),
    # 2 received: the legal clock runs
    _row(_S.RECEIVED, _C.START_PROCESSING, _S.PROCESSING, "reception specialist leader", _K.NONE),
    _row(
        _S.RECEIVED, _C.REQUEST_SUPPLEMENT, _S.SUPPLEMENT_REQUESTED, "reception specialist leader", _K.PAUSE,
        _G.SUPPLEMENT_STILL_ALLOWED, reason=True,
    ),
    _row(
        _S.RECEIVED, _C.REQUEST_PAYMENT, _S.PAYMENT_REQUESTED, "reception specialist clerk", _K.PAUSE,
        _G.AMOUNT_IS_POSITIVE,
    ),
    _row(_S.RECEIVED, _C.ASK_WITHDRAWAL, _S.WITHDRAWAL_ASKED, "applicant", _K.NONE, reason=True),
    _row(_S.RECEIVED, _C.STOP, _S.STOPPED, _EXPERT, _K.FINISH, reason=True),
    _row(_S.RECEIVED, _C.RESCHEDULE, _S.RECEIVED, _EXPERT, _K.PROMISE, _G.NOT_RESCHEDULED_YET, reason=True),
    # 4 processing
    _row(
        _S.PROCESSING, _C.REQUEST_SUPPLEMENT, _S.SUPPLEMENT_REQUESTED, _EXPERT, _K.PAUSE,
        _G.SUPPLEMENT_STILL_ALLOWED, reason=True,
    ),
    _row(
        _S.PROCESSING, _C.REQUEST_PAYMENT, _S.PAYMENT_REQUESTED, "specialist clerk", _K.PAUSE,
        _G.AMOUNT_IS_POSITIVE,
    ),
    _row(_S.PROCESSING, _C.ASK_WITHDRAWAL, _S.WITHDRAWAL_ASKED, "applicant", _K.NONE, reason=True),
    _row(_S.PROCESSING, _C.STOP, _S.STOPPED, _EXPERT, _K.FINISH, reason=True),
    _row(_S.PROCESSING, _C.RESCHEDULE, _S.PROCESSING, _EXPERT, _K.PROMISE, _G.NOT_RESCHEDULED_YET, reason=True),
    _row(_S.PROCESSING, _C.DECIDE, _S.DECIDED, "leader", _K.FINISH, _G.RESULT_IS_READY),
    # 5 supplement requested: the applicant's turn; a full dossier counts anew (NĐ 61/2018 Đ.19.4)
    _row(
        _S.SUPPLEMENT_REQUESTED, _C.SUPPLEMENT, None, "applicant reception", _K.RESTART,
        _G.SUPPLEMENT_BRINGS_PAPERS,
    ),
    _row(_S.SUPPLEMENT_REQUESTED, _C.ASK_WITHDRAWAL, _S.WITHDRAWAL_ASKED, "applicant", _K.NONE, reason=True),
    _row(
        _S.SUPPLEMENT_REQUESTED, _C.CLOSE, _S.STOPPED, "reception specialist leader", _K.FINISH,
        _G.SUPPLEMENT_WINDOW_OVER, reason=True,
    ),
    # 6 payment requested
    _row(_S.PAYMENT_REQUESTED, _C.RECORD_PAYMENT, None, "reception clerk", _K.RESUME),
    _row(_S.PAYMENT_REQUESTED, _C.ASK_WITHDRAWAL, _S.WITHDRAWAL_ASKED, "applicant", _K.NONE, reason=True),
    _row(_S.PAYMENT_REQUESTED, _C.STOP, _S.STOPPED, _EXPERT, _K.FINISH, reason=True),
    # 7 withdrawal asked: an officer must answer it
    _row(_S.WITHDRAWAL_ASKED, _C.CONFIRM_WITHDRAWAL, _S.STOPPED, "reception specialist leader", _K.FINISH),
    _row(_S.WITHDRAWAL_ASKED, _C.DECLINE_WITHDRAWAL, None, _EXPERT, _K.NONE, reason=True),
    # 9 decided: the time of returning the result is not counted
    _row(_S.DECIDED, _C.RETURN, _S.RETURNED, "reception clerk", _K.HAND_OVER),
)  # fmt: skip

TRANSITION_BY_STEP = {(row.origin, row.command): row for row in TRANSITIONS}


def commands_from(state: State) -> tuple[Transition, ...]:
    """The rows that leave ``state``, in the order of the table."""
    return tuple(row for row in TRANSITIONS if row.origin is state)
