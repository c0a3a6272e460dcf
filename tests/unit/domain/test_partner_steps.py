"""A partner's state names one row of the table or none; its number is kept where no other may ever bear it."""

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.guards import VOUCHED_FOR, Guard
from chalicelib.domain.numbers import DossierNumber, kept_number
from chalicelib.domain.partner_dossiers import PartnerStep
from chalicelib.domain.partner_errors import ResultNotHere, StepNotLegal, StepTooEarly
from chalicelib.domain.partner_steps import carried_out, row_towards, target_of
from chalicelib.domain.states import TERMINAL, TRANSITIONS, Command, State, commands_from
from chalicelib.domain.story import Story
from tests.factories import LAW, MORNING, a_dossier, a_dossier_in, a_filed_paper, an_actor

DETOURS = (State.SUPPLEMENT_REQUESTED, State.PAYMENT_REQUESTED, State.WITHDRAWAL_ASKED)


def a_step(state: str, **changes: object) -> PartnerStep:
    told = {"step": 1, "state": state, "at": MORNING, "person": "Trần Thị Ví Dụ", "reason": "vì lý do mẫu"}
    return PartnerStep.model_validate(told | changes)


def standings():
    """Every state, a detour with each state that it may lead back to."""
    for state in sorted(set(State) - {State.DRAFT}):
        origins = {row.origin for row in TRANSITIONS if row.to is state} if state in DETOURS else {state}
        for back in sorted(origins):
            yield a_dossier(state=state, came_from=(back,), partner_number="P-1")


@pytest.mark.parametrize("dossier", list(standings()), ids=lambda d: f"{d.state} from {d.came_from[-1]}")
def test_a_state_is_led_to_by_one_row_at_most(dossier):
    rows = commands_from(dossier.state)
    targets = Counter(target_of(dossier, row) for row in rows)
    assert set(targets.values()) <= {1}
    for row in rows:
        assert row_towards(dossier, a_step(target_of(dossier, row))) is row
    for state in set(State) - set(targets):
        with pytest.raises(StepNotLegal) as refused:
            row_towards(dossier, a_step(state))
        possible = refused.value.values["possible"]
        assert possible == (", ".join(targets) if dossier.state not in TERMINAL else "-")


def step_on(dossier, step, **changes):
    said = {"after": None, "slip": None, "result": None, "system": "hanoi", "law": LAW} | changes
    return carried_out(dossier, step, **said)


def test_a_step_is_an_event_of_its_own_instant_by_its_own_person():
    dossier, at, _ = a_dossier_in(State.RECEIVED, partner_number="P-1")
    started = at + timedelta(days=1)
    after, event = step_on(
        dossier, a_step("processing", at=started, position="Chuyên viên", department="Phòng A")
    )
    assert (after.state, event.at) == (State.PROCESSING, started)
    said = event.actor
    assert (said.name, said.position, said.unit, said.subject) == (
        "Trần Thị Ví Dụ", "Chuyên viên", "Phòng A", "hanoi",
    )  # fmt: skip


def test_a_step_may_not_be_dated_before_the_one_it_follows():
    dossier, at, _ = a_dossier_in(State.RECEIVED, partner_number="P-1")
    with pytest.raises(StepTooEarly):
        step_on(dossier, a_step("processing", at=at), after=at + timedelta(seconds=1))


def test_a_decision_waits_for_its_paper():
    dossier, at, _ = a_dossier_in(State.PROCESSING, partner_number="P-1")
    decided = a_step("decided", at=at, result_number="1", result_issued_on=at.date(), result_path="a.pdf")
    with pytest.raises(ResultNotHere):
        step_on(dossier, decided)
    after, _ = step_on(dossier, decided, result=a_filed_paper("RESULT", "f9"))
    assert after.state is State.DECIDED


def test_only_what_the_partner_alone_can_see_is_left_to_it():
    assert {Guard.PAPERS_COMPLETE, Guard.SUPPLEMENT_BRINGS_PAPERS} == VOUCHED_FOR
    dossier, at, _ = a_dossier_in(State.SUPPLEMENT_REQUESTED, partner_number="P-1")
    after, _ = step_on(dossier, a_step(dossier.came_from[-1], at=at))
    assert after.state is dossier.came_from[-1]


def test_an_amendment_leaves_state_clock_and_the_story_of_steps_as_they_were():
    dossier, at, events = a_dossier_in(State.RECEIVED, partner_number="P-1")
    changed = dossier.model_copy(update={"summary": "khác"})
    after, event = lifecycle.amend(dossier, changed, (), an_actor(), at + timedelta(days=9))
    assert (after.state, after.clock, event.changed) == (dossier.state, dossier.clock, ("summary",))
    told = Story().told(events)
    assert told.after(event) == told.model_copy(update={"seq": event.seq})


@pytest.mark.parametrize(
    ("text", "agency", "kept"),
    [
        ("H26-261005-0007", "H26", True),
        ("h26-261005-0007", "H26", True),
        ("000.00.12.H26-20261005-0007", "H26", True),
        ("G18.12-261005-0007", "G18", True),
        ("H26-261005-1800", "H26", True),
        ("H26-261005-180007", "H26", False),
        ("G18-261005-0007", "G18", False),
        ("H40-261005-0007", "H26", False),
        ("H260-261005-0007", "H26", False),
        ("H26-261305-0007", "H26", False),
        ("SYT-2026-0007", "H26", False),
        ("H26-261005-00000000000000000007", "H26", False),
    ],
)
def test_a_number_is_kept_where_the_portal_takes_it_and_no_counter_of_ours_reaches_it(text, agency, kept):
    assert kept_number(text, agency, "G18") == (text.upper() if kept else "")


@pytest.mark.parametrize("unit", ["G18", "H26"])
@pytest.mark.parametrize("order", [1, 9999, 10000])
def test_none_of_our_own_numbers_is_ever_kept_for_a_partner(unit, order):
    ours = DossierNumber.issued_by("G18", unit, MORNING.date(), order)
    assert kept_number(str(ours), unit, "G18") == ""


def test_every_command_but_filing_can_be_told_as_a_state():
    told = {
        row_towards(d, a_step(target_of(d, row))).command
        for d in standings()
        for row in commands_from(d.state)
    }
    assert told == set(Command) - {Command.SUBMIT}
