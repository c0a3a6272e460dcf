"""A result is revoked or replaced once, by a decision, and the portal is told by what is not stated any more."""

import pytest

from chalicelib.domain import lifecycle
from chalicelib.domain.paper_errors import ResultNotRevocable
from chalicelib.domain.papers import Decision
from chalicelib.domain.qualifying import SENTENCES, Obstacle
from chalicelib.domain.states import Role, State
from chalicelib.domain.stating import House, statement_of, steps_of
from chalicelib.domain.story import Story
from tests.factories import MORNING, a_dossier_in, an_actor

DECISION = Decision(number="9/QĐ-TH", decided_on=MORNING.date(), reason="Cấp không đúng đối tượng.")
HOUSE = House(link=lambda *parts: "/".join(parts))


@pytest.mark.parametrize("state", [State.DECIDED, State.RETURNED])
def test_a_revoked_result_is_stated_no_more_and_no_row_is_invented(state):
    dossier, at, events = a_dossier_in(state)
    story = Story().told(events)
    assert len(statement_of(dossier, (), story, HOUSE).results) == 1
    revoked, event = lifecycle.revoke_result(dossier, DECISION, "", an_actor(Role.LEADER), at)
    said = statement_of(revoked, (), story.after(event), HOUSE)
    assert (said.results, said.state, said.seq) == ((), state, dossier.version + 1)
    assert steps_of(dossier.number, [event], story) == ()
    assert event.previous_hash == dossier.last_hash


def test_a_result_is_revoked_only_once():
    dossier, at, _ = a_dossier_in(State.RETURNED)
    revoked, _ = lifecycle.revoke_result(dossier, DECISION, "", an_actor(Role.LEADER), at)
    with pytest.raises(ResultNotRevocable):
        lifecycle.revoke_result(revoked, DECISION, "", an_actor(Role.LEADER), at)


@pytest.mark.parametrize("state", sorted(set(State) - {State.DECIDED, State.RETURNED, State.DRAFT}))
def test_without_a_result_there_is_nothing_to_revoke(state):
    dossier, at, _ = a_dossier_in(state)
    with pytest.raises(ResultNotRevocable):
        lifecycle.revoke_result(dossier, DECISION, "", an_actor(Role.LEADER), at)


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_is_told_in_both_languages(obstacle):
    assert all(sentence.endswith(".") for sentence in SENTENCES[obstacle])
