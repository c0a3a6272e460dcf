"""What each transition does to the legal clock.

Reset or pause? The appointment slip starts again after a supplement (NĐ 61/2018 Đ.19.4); the national index subtracts
the applicant's time instead (QĐ 766). Both answers are kept. Time spent waiting for a payment shifts the due instant.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.deadlines import due_at, effective_receipt, shift_by_pause, working_time_between
from chalicelib.domain.dossier import Channel, Dossier, LegalClock
from chalicelib.domain.errors import AppointmentNotLater
from chalicelib.domain.rules import LegalRules
from chalicelib.domain.states import ClockEffect, Command


@dataclass(frozen=True, slots=True)
class Law:
    """The calendar and the rules in force on the day a dossier is judged by."""

    calendar: WorkingCalendar
    rules: LegalRules


@dataclass(frozen=True, slots=True)
class Tick:
    """One transition as the clock sees it. ``at``, ``promised`` and ``slip`` are UTC."""

    dossier: Dossier
    command: Command
    at: datetime
    law: Law
    promised: datetime | None = None
    slip: datetime | None = None

    @property
    def clock(self) -> LegalClock:
        """The clock before the transition."""
        return self.dossier.clock

    @property
    def counted_from(self) -> datetime:
        """When counting starts for something that arrives now: late arrivals count from the next working day."""
        return effective_receipt(self.at, self.law.calendar, self.law.rules)

    def legal_due(self) -> datetime | None:
        """The due instant if counting starts now; ``None`` if neither procedure nor slip sets one.

        A partner's slip may promise an earlier instant than the law, never grant itself a later one.
        """
        processing = self.dossier.procedure.processing
        by_law = due_at(self.counted_from, processing, self.law.calendar) if processing else None
        return min(filter(None, (by_law, self.slip)), default=None)

    def waited(self) -> timedelta:
        """Office time the applicant has taken in all, the running pause included."""
        paused_at = self.clock.paused_at
        running = working_time_between(paused_at, self.at, self.law.calendar) if paused_at else timedelta()
        return self.clock.with_applicant + running


def _start_reception(tick: Tick) -> LegalClock:
    rules = tick.law.rules
    answer = (
        rules.online_answer_within if tick.dossier.channel is Channel.ONLINE else rules.counter_answer_within
    )
    answer_by = due_at(tick.counted_from, answer, tick.law.calendar)
    return tick.clock.model_copy(update={"submitted_at": tick.at, "answer_by": answer_by})


def _start(tick: Tick) -> LegalClock:
    return tick.clock.model_copy(
        update={
            "received_at": tick.clock.received_at or tick.at,
            "counted_from": tick.counted_from,
            "due": tick.legal_due(),
            "promised": None,
            "answer_by": None,
            "paused_at": None,
            "with_applicant": tick.waited(),
        }
    )


def _pause(tick: Tick) -> LegalClock:
    answer_by = None
    window = tick.dossier.procedure.supplement_window or tick.law.rules.unsupplemented_closed_after
    if tick.command is Command.REQUEST_SUPPLEMENT and window is not None:
        answer_by = due_at(tick.counted_from, window, tick.law.calendar)
    return tick.clock.model_copy(update={"paused_at": tick.at, "answer_by": answer_by})


def _resume(tick: Tick) -> LegalClock:
    clock = tick.clock
    due = clock.due
    if due is not None and clock.paused_at is not None:
        due = shift_by_pause(due, clock.paused_at, tick.at, tick.law.calendar)
    return clock.model_copy(update={"due": due, "paused_at": None, "with_applicant": tick.waited()})


def _promise(tick: Tick) -> LegalClock:
    earliest = max(tick.at, tick.clock.due or tick.at)
    if tick.promised is None or tick.promised <= earliest:
        raise AppointmentNotLater
    return tick.clock.model_copy(update={"promised": tick.promised})


def _finish(tick: Tick) -> LegalClock:
    return tick.clock.model_copy(
        update={"finished_at": tick.at, "answer_by": None, "paused_at": None, "with_applicant": tick.waited()}
    )


def _hand_over(tick: Tick) -> LegalClock:
    return tick.clock.model_copy(update={"returned_at": tick.at})


def _nothing(tick: Tick) -> LegalClock:
    return tick.clock


EFFECTS: dict[ClockEffect, Callable[[Tick], LegalClock]] = {
    ClockEffect.NONE: _nothing,
    ClockEffect.START_RECEPTION: _start_reception,
    ClockEffect.START: _start,
    ClockEffect.PAUSE: _pause,
    ClockEffect.RESUME: _resume,
    ClockEffect.RESTART: _start,
    ClockEffect.PROMISE: _promise,
    ClockEffect.FINISH: _finish,
    ClockEffect.HAND_OVER: _hand_over,
}
