"""Acting for another, held to its rules by any delegation, any dossier and any instant."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.domain.access import Action, acting_as, is_for_delegates, may, roles_towards
from chalicelib.domain.delegation import Delegation, DelegationState, Scope
from chalicelib.domain.states import Command, Role, State
from chalicelib.domain.stating import House, statement_of
from chalicelib.domain.story import Story
from tests.factories import (
    MORNING,
    OTHER_NUMBER,
    a_citizen,
    a_delegation,
    a_dossier,
    a_dossier_in,
    acting,
    an_owner,
)

PROCEDURE = a_dossier().procedure.code
CODES = (PROCEDURE, "1.000001", "1.000002")
#: What somebody's delegate can ever be let do; every other action is the caller's own or an officer's.
DELEGABLE = {
    Action.OPEN_DRAFT,
    Action.READ_DOSSIER,
    Action.CHANGE_FILES,
    Action.FETCH_RESULT,
    Action.LIST_OWN,
    Action.REUSE_PAPERS,
    Action.LOOK_AT_IDENTITY,
}


@st.composite
def scopes(draw) -> Scope:
    if draw(st.booleans()):
        return Scope(dossier_id=draw(st.sampled_from(["d1", "d2"])), with_papers=draw(st.booleans()))
    return Scope(
        procedures=draw(st.lists(st.sampled_from(CODES), unique=True).map(tuple)),
        with_papers=draw(st.booleans()),
    )


@st.composite
def delegations(draw) -> Delegation:
    grantor = draw(st.sampled_from([an_owner().ref, "another"]))
    return a_delegation(grantor).model_copy(update={"scope": draw(scopes())})


@st.composite
def dossiers(draw):
    snapshot = a_dossier().procedure.model_copy(update={"code": draw(st.sampled_from(CODES))})
    return a_dossier(
        id=draw(st.sampled_from(["d1", "d2"])),
        procedure=snapshot,
        submitted_by=draw(st.sampled_from(["delegate", "somebody"])),
        submitter_number=draw(st.sampled_from(["", an_owner().number, OTHER_NUMBER])),
        filed_under=draw(st.sampled_from(["", "g1", "g2"])),
    )


@given(delegations(), dossiers(), st.sampled_from(Action))
def test_a_delegate_may_nothing_beyond_grantor_and_scope(delegation, dossier, action):
    if not may(acting(delegation), action, dossier):
        return
    assert action in DELEGABLE
    scope = delegation.scope
    if action in {Action.READ_DOSSIER, Action.CHANGE_FILES, Action.FETCH_RESULT, Action.REUSE_PAPERS}:
        assert delegation.grantor.ref == dossier.owner.ref
        assert scope.dossier_id in {"", dossier.id}
        assert not scope.procedures or dossier.procedure.code in scope.procedures
    if action is Action.REUSE_PAPERS:
        assert scope.with_papers
        assert dossier.filed_under or dossier.submitter_number == dossier.owner.number
    if action is Action.LIST_OWN:
        assert scope.is_everything


@given(delegations(), dossiers())
def test_a_delegate_is_applicant_exactly_where_the_dossier_may_be_read(delegation, dossier):
    who = acting(delegation)
    expected = {Role.APPLICANT} if may(who, Action.READ_DOSSIER, dossier) else set()
    assert roles_towards(who, dossier) == expected


@given(dossiers(), st.sampled_from(Action))
def test_without_saying_so_nobody_has_anything_of_what_was_filed_under_a_delegation(dossier, action):
    """The account is the same that filed; only the delegation made it the applicant."""
    delegate = a_citizen("delegate", number=OTHER_NUMBER)
    if dossier.filed_under and action not in {
        Action.OPEN_DRAFT,
        Action.LIST_OWN,
        Action.READ_OWN_PAPERS,
        Action.DELEGATE,
    }:
        assert not may(delegate, action, dossier)
        assert roles_towards(delegate, dossier) == frozenset()


@given(
    st.timedeltas(timedelta(days=-2), timedelta(days=400)),
    st.booleans(),
    st.one_of(st.none(), st.timedeltas(timedelta(), timedelta(days=20))),
)
def test_it_is_in_force_only_between_yes_and_the_end(after, is_accepted, ended_after):
    delegation = a_delegation().model_copy(
        update={
            "accepted_at": MORNING if is_accepted else None,
            "ended_at": None if ended_after is None else MORNING + ended_after,
        }
    )
    standing = delegation.standing(MORNING + after)
    in_force = is_accepted and ended_after is None and MORNING + after < delegation.until
    assert (standing is DelegationState.IN_FORCE) is in_force


def test_procedures_and_a_dossier_are_not_named_together():
    with pytest.raises(ValidationError):
        Scope(procedures=("1",), dossier_id="d1")


def test_an_event_names_both():
    actor = acting_as(acting(a_delegation()), Role.APPLICANT, "")
    assert (actor.name, actor.acting_for, actor.delegation) == ("Nguyễn Thị Thử", an_owner().name, "g1")


def test_the_rights_of_delegates_are_those_of_applicants():
    assert {action for action in Action if is_for_delegates(action)} == DELEGABLE
    assert {command for command in Command if is_for_delegates(command)} == {
        Command.SUBMIT,
        Command.SUPPLEMENT,
        Command.ASK_WITHDRAWAL,
    }


@pytest.mark.parametrize(
    ("number", "expected"),
    [(OTHER_NUMBER, ("Trần Văn Mẫu", OTHER_NUMBER)), (an_owner().number, None), ("", None)],
    ids=["a delegate", "the owner", "a counter"],
)
def test_the_portal_is_told_who_filed_where_that_is_not_the_owner(number, expected):
    dossier, _, events = a_dossier_in(State.SUBMITTED)
    filed = dossier.model_copy(update={"submitter_number": number, "submitter_name": "Trần Văn Mẫu"})
    filer = statement_of(filed, (), Story().told(events), House(lambda *parts: "")).filer
    assert (filer and (filer.name, filer.number)) == expected
