"""Alarms: every function, every queue, each with a page that exists."""

import re

import pytest

from app import app
from infra.fingerprints import stage_alarms, watch_stack
from infra.permissions import CODE, FED_BY, WITHOUT_RESOURCE, policies
from infra.stages import stage_of
from scripts.documents import ROOT
from tests.infra.lambda_runtime import OUTPUTS

STAGE = stage_of("test")
ALARMS = stage_alarms(STAGE)
GUIDE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
FUNCTIONS = {"api_handler", *(source.name for source in app.event_sources)}


def statements():
    for name, document in policies(STAGE, "123456789012", OUTPUTS).items():
        for each in document["Statement"]:
            yield name, each


def test_every_function_has_its_permissions_and_no_other_has_any():
    assert set(CODE) == FUNCTIONS


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_function_is_watched(function):
    named = {value for alarm in ALARMS for _, value in alarm.dimensions if alarm.metric == "Errors"}
    assert STAGE.function(function) in named


def test_every_queue_is_watched_for_what_failed_for_good():
    failed = {value for alarm in ALARMS for name, value in alarm.dimensions if name == "QueueName"}
    queues = [
        fed.split("/")[1].format(stage="motcua-test") for fed in FED_BY.values() if fed.startswith("queue/")
    ]
    assert {queue.replace(".fifo", "") for queue in queues} <= {name.replace(".fifo", "") for name in failed}
    assert len([name for name in failed if "-failed" in name]) == len(queues) + 1


@pytest.mark.parametrize("page", sorted({alarm.page for alarm in ALARMS}))
def test_the_page_that_an_alarm_names_exists(page):
    assert f'<a id="{page}"></a>' in GUIDE


def test_names_of_alarms_are_used_once():
    names = [alarm.name for alarm in ALARMS]
    assert len(set(names)) == len(names)


def test_the_stack_fits_into_one_call():
    assert len(watch_stack(STAGE, "arn:bell").body) < 51_200


def test_only_what_has_no_resource_is_allowed_on_everything():
    wide = [each["Action"] for _, each in statements() if "*" in each["Resource"]]
    assert {tuple(actions) for actions in wide} == {WITHOUT_RESOURCE}


def test_no_action_is_a_pattern():
    assert [
        action for _, each in statements() for action in each["Action"] if re.search(r"[*?]", action)
    ] == []
