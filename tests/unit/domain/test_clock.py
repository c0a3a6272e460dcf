"""What transitions do to the legal clock: both answers about time are kept, and neither spoils the other."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.calendar import VIETNAM
from chalicelib.domain.deadlines import due_at, shift_by_pause
from chalicelib.domain.dossier import Channel
from chalicelib.domain.durations import working_days
from chalicelib.domain.states import TERMINAL, Command, State
from tests.announced import CALENDAR
from tests.factories import MORNING, PROCEDURE, a_dossier_in, step


def vn(text: str) -> datetime:
    """``05/03 10:30`` in Vietnam, in the year of the factories."""
    return datetime.strptime(f"2026/{text}", "%Y/%d/%m %H:%M").replace(tzinfo=VIETNAM)


def received(at: datetime = MORNING, **values):
    dossier, _, _ = a_dossier_in(State.SUBMITTED, **values)
    return step(dossier, Command.RECEIVE, at)[0]


def test_filing_gives_the_desk_eight_working_hours_online_and_one_day_at_a_counter():
    online, at, _ = a_dossier_in(State.SUBMITTED)
    assert (online.clock.submitted_at, online.clock.answer_by) == (at, vn("03/03 10:00"))
    counter, _, _ = a_dossier_in(State.SUBMITTED, channel=Channel.COUNTER)
    assert counter.clock.answer_by == vn("03/03 17:00")
    assert online.clock.due is None


def test_reception_starts_the_legal_clock():
    clock = received(vn("02/03 11:00")).clock
    assert (clock.received_at, clock.counted_from) == (vn("02/03 11:00"), vn("02/03 11:00"))
    assert clock.due == clock.next_due == vn("16/03 17:00")


def test_a_late_reception_counts_from_the_next_working_day():
    clock = received(vn("06/03 16:30")).clock
    assert clock.received_at == vn("06/03 16:30")
    assert clock.counted_from == vn("09/03 08:00")


def test_without_a_processing_time_no_due_instant_is_invented():
    dossier = received(procedure=PROCEDURE.model_copy(update={"processing": None}))
    assert dossier.clock.due is None
    paused, _ = step(dossier, Command.REQUEST_PAYMENT, vn("03/03 09:00"))
    assert step(paused, Command.RECORD_PAYMENT, vn("04/03 09:00"))[0].clock.due is None


def test_a_supplement_restarts_the_due_time_and_counts_the_applicants_time():
    dossier = received()
    asked, event = step(dossier, Command.REQUEST_SUPPLEMENT, vn("03/03 09:00"))
    assert asked.clock.due == dossier.clock.due
    assert asked.clock.answer_by == event.answer_by == vn("24/03 17:00")
    back, event = step(asked, Command.SUPPLEMENT, vn("05/03 11:00"))
    assert back.clock.due == event.due == due_at(vn("05/03 11:00"), working_days(10), CALENDAR)
    assert back.clock.with_applicant == timedelta(hours=18)  # two days of eight hours, and two hours
    assert (back.clock.paused_at, back.clock.answer_by) == (None, None)
    assert back.clock.received_at == dossier.clock.received_at


def test_the_procedures_own_window_for_a_supplement_goes_before_the_general_one():
    own = PROCEDURE.model_copy(update={"supplement_window": working_days(5)})
    asked, _ = step(received(procedure=own), Command.REQUEST_SUPPLEMENT, vn("03/03 09:00"))
    assert asked.clock.answer_by == vn("10/03 17:00")


def test_waiting_for_a_payment_shifts_the_due_time_by_the_pause():
    dossier = received()
    asked, _ = step(dossier, Command.REQUEST_PAYMENT, vn("03/03 09:00"))
    assert asked.clock.due == dossier.clock.due
    paid, event = step(asked, Command.RECORD_PAYMENT, vn("04/03 14:00"))
    shifted = shift_by_pause(dossier.clock.due, vn("03/03 09:00"), vn("04/03 14:00"), CALENDAR)
    assert paid.clock.due == event.due == shifted > dossier.clock.due
    assert paid.clock.with_applicant == timedelta(hours=12)


def test_the_applicants_time_adds_up_over_pauses():
    dossier, at = received(), vn("03/03 08:00")
    for _ in range(3):
        dossier, _ = step(dossier, Command.REQUEST_PAYMENT, at)
        dossier, _ = step(dossier, Command.RECORD_PAYMENT, at + timedelta(hours=2))
        at += timedelta(days=1)
    assert dossier.clock.with_applicant == timedelta(hours=6)


def test_an_apology_promises_a_new_day_and_leaves_the_legal_one():
    dossier = received()
    promised = dossier.clock.due + timedelta(days=3)
    sorry, event = step(dossier, Command.RESCHEDULE, vn("10/03 09:00"), promised=promised)
    assert (sorry.clock.promised, event.promised) == (promised, promised)
    assert sorry.clock.due == dossier.clock.due
    assert event.reason


@pytest.mark.parametrize("state", sorted(TERMINAL - {State.RETURNED} | {State.DECIDED}))
def test_at_the_end_the_clock_stands(state):
    dossier, at, _ = a_dossier_in(state)
    assert dossier.clock.finished_at == at
    assert (dossier.clock.paused_at, dossier.clock.answer_by) == (None, None)


def test_an_end_during_a_pause_counts_the_pause():
    asked, _ = step(received(), Command.REQUEST_PAYMENT, vn("03/03 09:00"))
    stopped, _ = step(asked, Command.STOP, vn("03/03 11:00"))
    assert stopped.clock.with_applicant == timedelta(hours=2)


def test_handing_over_is_not_counted_as_processing():
    dossier, at, _ = a_dossier_in(State.DECIDED)
    returned, _ = step(dossier, Command.RETURN, at + timedelta(days=30))
    assert returned.clock.finished_at == at
    assert returned.clock.returned_at == at + timedelta(days=30)


def test_a_question_about_withdrawal_does_not_stop_the_clock():
    dossier = received()
    asked, _ = step(dossier, Command.ASK_WITHDRAWAL, vn("03/03 09:00"))
    assert asked.clock == dossier.clock
