"""When somebody should ask why nothing happens with a dossier."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.dossier import LegalClock, Payment
from chalicelib.domain.states import TERMINAL, State
from chalicelib.domain.stillness import GRACE, PATIENCE, still_since
from tests.factories import a_dossier

BEGAN = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
CLOCK = LegalClock(
    submitted_at=BEGAN, received_at=BEGAN, answer_by=BEGAN, due=BEGAN, paused_at=BEGAN, finished_at=BEGAN
)


def stands_in(state, **changes):
    payment = Payment(amount=1, requested_at=BEGAN)
    return a_dossier().model_copy(update={"state": state, "clock": CLOCK, "payment": payment, **changes})


def test_every_state_in_which_somebody_has_to_act_has_its_patience():
    assert set(PATIENCE) == set(State) - TERMINAL - {State.DRAFT}


@pytest.mark.parametrize("state", sorted(PATIENCE))
def test_a_dossier_stands_still_when_its_patience_is_over_and_not_before(state):
    ends = BEGAN + PATIENCE[state].patience
    assert still_since(stands_in(state), ends) is None
    assert still_since(stands_in(state), ends + timedelta(seconds=1)) == ends


@pytest.mark.parametrize("state", sorted(set(State) - set(PATIENCE)))
def test_what_has_ended_or_was_never_filed_is_left_alone(state):
    assert still_since(stands_in(state), BEGAN + timedelta(days=1000)) is None


def test_what_a_partner_holds_is_the_partners_business():
    held = stands_in(State.SUBMITTED, partner_number="X-1")
    assert still_since(held, BEGAN + timedelta(days=1000)) is None


def test_an_apology_moves_the_promise_and_with_it_the_patience():
    later = BEGAN + timedelta(days=5)
    promised = stands_in(State.PROCESSING, clock=CLOCK.model_copy(update={"promised": later}))
    assert still_since(promised, BEGAN + GRACE + timedelta(days=1)) is None
    assert still_since(promised, later + GRACE + timedelta(seconds=1)) == later + GRACE


def test_a_dossier_without_the_instant_that_counts_is_not_guessed_about():
    assert still_since(stands_in(State.PROCESSING, clock=LegalClock()), BEGAN + timedelta(days=1000)) is None
