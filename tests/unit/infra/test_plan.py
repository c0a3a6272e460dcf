"""Deciding what a deployment does, and what a release moves: pure, before anything is done."""

from itertools import combinations

import pytest

from infra.plan import Step, Why, decide
from infra.release import LIVE, Move, NothingBefore, Standing, back, to_a_few, to_newest, to_none

SAME = dict.fromkeys(Step, "a")
OLD = Standing("f", live="1", before=None, newest="2")


def changed(*steps: Step) -> dict[Step, str]:
    return {step: "b" if step in steps else "a" for step in Step}


def to_do(plan):
    return [each.step for each in plan if each.is_to_do]


def test_where_nothing_was_done_everything_is_to_do():
    plan = decide({}, SAME)
    assert to_do(plan) == list(Step)
    assert {each.why for each in plan} == {Why.MISSING}


def test_where_nothing_changed_nothing_is_to_do():
    assert to_do(decide(SAME, SAME)) == []


def test_new_code_brings_its_settings_and_a_release_and_leaves_the_state_alone():
    assert to_do(decide(SAME, changed(Step.CODE))) == [Step.CODE, Step.RELEASE, Step.SETTINGS]


def test_a_new_layer_brings_new_code():
    assert to_do(decide(SAME, changed(Step.LAYER))) == [Step.LAYER, Step.CODE, Step.RELEASE, Step.SETTINGS]


def test_new_limits_release_no_code_so_that_after_a_rollback_the_bad_version_stays_away():
    assert to_do(decide(SAME, changed(Step.SETTINGS))) == [Step.SETTINGS]


def test_what_changed_is_always_done_and_the_order_is_kept():
    for count in range(len(Step) + 1):
        for steps in combinations(Step, count):
            done = to_do(decide(SAME, changed(*steps)))
            assert set(steps) <= set(done)
            assert done == sorted(done, key=list(Step).index)


def test_the_first_release_has_nothing_to_go_back_to():
    first = Standing("f", live=None, before=None, newest="1")
    assert to_newest([first]) == [Move("f", LIVE, "1", is_new=True)]
    with pytest.raises(NothingBefore):
        back([Standing("f", live="1", before=None, newest="1")])


def test_a_release_keeps_what_was_live():
    assert to_newest([OLD]) == [Move("f", "before", "1", is_new=True), Move("f", LIVE, "2", is_new=False)]


def test_a_version_that_is_live_already_is_left_alone():
    assert to_newest([Standing("f", live="2", before="1", newest="2")]) == []


def test_going_back_twice_leads_to_where_one_was():
    (there, kept) = back([Standing("f", live="2", before="1", newest="2")])
    assert (there.to, kept.to) == ("1", "2")
    again = back([Standing("f", live=there.to, before=kept.to, newest="2")])
    assert [each.to for each in again] == ["2", "1"]


def test_a_trial_gives_some_calls_to_the_new_version_and_ends_with_none():
    (trial,) = to_a_few([OLD], percent=5)
    assert (trial.to, trial.trial, trial.weight) == ("1", "2", 0.05)
    (ended,) = to_none([OLD])
    assert (ended.to, ended.trial, ended.weight) == ("1", "", 0.0)


def test_a_function_that_is_new_is_not_tried_on_a_few():
    assert to_a_few([Standing("f", live=None, before=None, newest="1")], percent=5) == []
