"""The life of a dossier: each row of the table is walked, and nothing that stands outside the table happens."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import (
    AlreadyRescheduled,
    AmountMissing,
    AppointmentNotLater,
    DossierIncomplete,
    ReasonRequired,
    ResultMissing,
    SupplementAlreadyAsked,
    SupplementIsEmpty,
    SupplementStillAwaited,
    TransitionForbidden,
)
from chalicelib.domain.lifecycle import transition_for
from chalicelib.domain.states import (
    NATIONAL_CODES,
    TERMINAL,
    TRANSITION_BY_STEP,
    TRANSITIONS,
    Command,
    State,
    commands_from,
)
from tests.factories import (
    ALL_PAPERS,
    MORNING,
    PROCEDURE,
    a_dossier_in,
    a_filed_paper,
    later,
    step,
    way_to,
)


def row_name(row):
    return f"{row.origin} {row.command}"


@pytest.mark.parametrize("row", TRANSITIONS, ids=row_name)
def test_every_row_of_the_table_can_be_walked(row):
    before, at, events = a_dossier_in(row.origin)
    after, event = step(before, row.command, later(row.command, at))
    assert after.state == (row.to or before.came_from[-1])
    assert (event.state, event.seq, event.at) == (after.state, after.version, later(row.command, at))
    assert event.previous_hash == events[-1].digest() == before.last_hash
    assert after.last_hash == event.digest()
    assert bool(event.reason) is any(r.needs_reason for r in TRANSITIONS if r.command is row.command)


@pytest.mark.parametrize("state", State)
def test_whatever_is_not_in_the_table_is_refused_with_what_is_possible(state):
    dossier, at, _ = a_dossier_in(state)
    known = [row.command for row in commands_from(state)]
    possible = ", ".join(known) or "-"
    for command in set(Command) - set(known):
        with pytest.raises(TransitionForbidden) as refusal:
            step(dossier, command, at)
        assert refusal.value.values == {"state": state, "command": command, "possible": possible}
        assert possible in refusal.value.in_vietnamese()


@pytest.mark.parametrize("row", [row for row in TRANSITIONS if row.needs_reason], ids=row_name)
@pytest.mark.parametrize("reason", ["", " \n "])
def test_where_the_law_wants_a_reason_none_is_refused(row, reason):
    dossier, at, _ = a_dossier_in(row.origin)
    with pytest.raises(ReasonRequired):
        step(dossier, row.command, later(row.command, at), reason=reason)


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_no_way_leaves_a_terminal_state(state):
    assert commands_from(state) == ()


def test_every_state_is_reached_and_every_open_one_can_end():
    assert all(way_to(state) or state is State.DRAFT for state in State)
    ends = set(TERMINAL)
    for _ in State:
        ends |= {row.origin for row in TRANSITIONS if row.to in ends}
    assert ends == set(State)


def test_the_states_are_the_ten_national_codes_and_the_draft():
    assert sorted(NATIONAL_CODES.values()) == list(range(1, 11))
    assert set(State) - set(NATIONAL_CODES) == {State.DRAFT}


def test_every_command_stands_in_the_table():
    assert {row.command for row in TRANSITIONS} == set(Command)
    assert len(TRANSITION_BY_STEP) == len(TRANSITIONS)


def test_a_refusal_says_the_row_that_would_have_been_taken():
    dossier, _, _ = a_dossier_in(State.SUBMITTED)
    assert transition_for(dossier, Command.RECEIVE).to is State.RECEIVED


# The guards


def refused(state, command, error, at=None, before=(), **values):
    dossier, moment, _ = a_dossier_in(state)
    for earlier in before:
        moment = later(earlier, moment)
        dossier, _ = step(dossier, earlier, moment)
    with pytest.raises(error) as refusal:
        step(dossier, command, at or later(command, moment), **values)
    return refusal.value


def test_an_incomplete_dossier_is_refused_with_what_is_missing_by_name():
    told = refused(State.DRAFT, Command.SUBMIT, DossierIncomplete, papers=ALL_PAPERS[:1])
    assert told.values["missing"] == "Bằng chuyên môn"


def test_an_empty_dossier_is_refused_even_if_nothing_is_required():
    optional = PROCEDURE.model_copy(
        update={
            "requirements": tuple(r.model_copy(update={"required": False}) for r in PROCEDURE.requirements)
        }
    )
    dossier, at, _ = a_dossier_in(State.DRAFT, procedure=optional)
    with pytest.raises(DossierIncomplete, match="Ảnh chân dung"):
        step(dossier, Command.SUBMIT, at, papers=())


def test_a_supplement_may_be_asked_for_only_once():
    again = (Command.REQUEST_SUPPLEMENT, Command.SUPPLEMENT)
    told = refused(State.PROCESSING, Command.REQUEST_SUPPLEMENT, SupplementAlreadyAsked, before=again)
    assert told.values["limit"] == 1


def test_a_supplement_must_bring_something():
    refused(State.SUPPLEMENT_REQUESTED, Command.SUPPLEMENT, SupplementIsEmpty, papers=())


def test_a_dossier_is_not_closed_while_the_applicant_still_has_time():
    dossier, _, _ = a_dossier_in(State.SUPPLEMENT_REQUESTED)
    until = dossier.clock.answer_by
    with pytest.raises(SupplementStillAwaited):
        step(dossier, Command.CLOSE, until)
    closed, _ = step(dossier, Command.CLOSE, until + timedelta(seconds=1))
    assert closed.state is State.STOPPED


def test_a_payment_is_asked_for_with_an_amount():
    refused(State.RECEIVED, Command.REQUEST_PAYMENT, AmountMissing, amount=0)


def test_a_new_appointment_is_given_only_once():
    refused(State.PROCESSING, Command.RESCHEDULE, AlreadyRescheduled, before=(Command.RESCHEDULE,))


@pytest.mark.parametrize("promised", [None, MORNING, MORNING + timedelta(days=1)])
def test_a_new_appointment_lies_after_the_old_one(promised):
    refused(State.PROCESSING, Command.RESCHEDULE, AppointmentNotLater, promised=promised)


@pytest.mark.parametrize(
    "lacking", [{"result_paper": None}, {"result_number": ""}, {"result_issued_on": None}]
)
def test_a_decision_needs_its_paper_number_and_date(lacking):
    refused(State.PROCESSING, Command.DECIDE, ResultMissing, **lacking)


def test_a_procedure_that_yields_no_paper_is_decided_without_one():
    silent = PROCEDURE.model_copy(update={"yields_paper": False})
    dossier, at, _ = a_dossier_in(State.PROCESSING, procedure=silent)
    decided, _ = step(dossier, Command.DECIDE, at, result_paper=None)
    assert decided.result.paper is None


# What the head keeps


def test_the_number_is_kept_from_filing_to_the_end():
    dossier, _, events = a_dossier_in(State.RETURNED)
    assert dossier.number == "G18-260302-0001"
    assert events[1].papers == ALL_PAPERS


def test_payment_and_result_are_kept_in_the_head():
    dossier, at, _ = a_dossier_in(State.PAYMENT_REQUESTED)
    assert (dossier.payment.amount, dossier.payment.paid_at) == (1_000_000, None)
    paid, event = step(dossier, Command.RECORD_PAYMENT, at + timedelta(hours=2))
    assert paid.payment.paid_at == at + timedelta(hours=2)
    assert (event.amount, event.online) == (1_000_000, False)
    decided, _, _ = a_dossier_in(State.DECIDED)
    assert decided.result.paper == a_filed_paper("RESULT", "f9")


# Ways there and back


def test_a_supplement_asked_for_before_reception_leads_to_reception():
    dossier, at, _ = a_dossier_in(State.SUBMITTED)
    dossier, _ = step(dossier, Command.REQUEST_SUPPLEMENT, at + timedelta(hours=1))
    assert not dossier.was_received
    back = at + timedelta(days=2)
    dossier, _ = step(dossier, Command.SUPPLEMENT, back)
    assert dossier.state is State.RECEIVED
    assert dossier.clock.received_at == back


@pytest.mark.parametrize("origin", [State.RECEIVED, State.PROCESSING])
@pytest.mark.parametrize(
    ("there", "back"),
    [
        (Command.REQUEST_SUPPLEMENT, Command.SUPPLEMENT),
        (Command.REQUEST_PAYMENT, Command.RECORD_PAYMENT),
        (Command.ASK_WITHDRAWAL, Command.DECLINE_WITHDRAWAL),
    ],
)
def test_a_detour_leads_back_to_where_it_began(origin, there, back):
    dossier, at, _ = a_dossier_in(origin)
    aside, _ = step(dossier, there, at + timedelta(hours=1))
    returned, _ = step(aside, back, at + timedelta(hours=2))
    assert (returned.state, returned.came_from) == (origin, ())


def test_a_declined_withdrawal_from_a_supplement_goes_back_there_with_the_clock_still_paused():
    asked, at, _ = a_dossier_in(State.PROCESSING)
    asked, _ = step(asked, Command.REQUEST_SUPPLEMENT, at)
    withdrawing, _ = step(asked, Command.ASK_WITHDRAWAL, at + timedelta(hours=1))
    declined, _ = step(withdrawing, Command.DECLINE_WITHDRAWAL, at + timedelta(hours=2))
    assert declined.state is State.SUPPLEMENT_REQUESTED
    assert declined.clock == asked.clock
    assert declined.clock.paused_at == at
    resumed, _ = step(declined, Command.SUPPLEMENT, at + timedelta(hours=3))
    assert resumed.state is State.PROCESSING
    assert resumed.clock.with_applicant == timedelta(hours=2)  # the noon hour is not office time
