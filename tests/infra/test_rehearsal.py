"""A stage is deployed for real, against an AWS in memory: twice, to a newer version, back, and removed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from infra import checks, packaging, release, turns
from infra.building import built_once
from infra.deploy import deploy
from infra.deploy_state import FUNCTION_BY_VISIBILITY
from infra.deployment import STEPS, Deployment
from infra.permissions import CODE, FED_BY
from infra.plan import Step
from infra.stages import LIVE, NEXT, stage_of
from infra.turns import Holder
from local.environment import Place, inherited
from local.machine import is_open
from tests.emulated import aws_environment, free_ports

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        sys.version_info[:2] not in checks.PYTHONS, reason="this Python packages for an older Lambda"
    ),
]
STAGE = stage_of("rehearsal")
SECONDS_BACK = 60


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder to put the project together in, and an AWS of its own to deploy it to."""
    place = Place(tmp_path_factory.mktemp("aws"), free_ports())
    port = place.ports.emulator
    command = [sys.executable, "-W", "ignore", "-m", "tests.infra.aws_server", str(port)]
    server = subprocess.Popen(command, env=inherited(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not is_open(port):
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        with aws_environment(place):
            os.environ.pop("STAGE", None)
            yield place.folder("build")
    finally:
        server.terminate()
        server.wait()


class Thin(Deployment):
    """Of the libraries it sends only the names: nobody calls these functions, and fourteen megabytes for each weigh.

    The zip as it is sent for real is looked at in test_package.py, and runs in test_deployed_journey.py. Who changes
    how it is sent rehearses with all of it: ``WHOLE_LIBRARIES=1 .venv/bin/python -m pytest`` and this file.
    """

    @cached_property
    def light(self) -> Path:
        named = super().light
        if "WHOLE_LIBRARIES" in os.environ:
            return named
        return built_once(self._build / "names", lambda folder: _names(named, folder))


def _names(of: Path, folder: Path) -> None:
    for each in of.glob("*.dist-info"):
        shutil.copytree(each, folder / each.name)


def a_deployment(build: Path, **changes: Any) -> tuple[Deployment, list[str]]:
    told: list[str] = []
    return Thin(replace(STAGE, **changes), told.append, build), told


def broken_off(deployment: Deployment, at: Step) -> None:
    """All up to a step, and that step too; but before it is written down the machine that deploys is gone."""
    for each in deployment.plan():
        if each.step is at:
            STEPS[at](deployment)
            return
        deployment.carry_out([each])


class Lost(Thin):
    """Ends before it has done what it began; the one that finishes it looks into the same zip."""

    def look_into_zip(self, folder: Path) -> None:
        """Not twice in one rehearsal."""


@pytest.fixture(scope="module")
def first(aws: Path) -> Deployment:
    """Begun on one machine, finished on another, which knows nothing of what Chalice had made."""
    lost = Lost(STAGE, lambda line: None, aws / "lost")
    broken_off(lost, Step.CODE)
    lost.turn.__exit__()
    deployment, _ = a_deployment(aws)
    deploy(deployment)
    return deployment


def routes(deployment: Deployment) -> str:
    """What the gateway serves to callers."""
    return deployment.client("apigateway").get_stage(restApiId=deployment.api, stageName=LIVE)["deploymentId"]


def live(deployment: Deployment) -> dict[str, str | None]:
    found = release.standings(deployment.client("lambda"), deployment.functions, publish=False)
    return {each.function: each.live for each in found}


def test_every_function_of_app_py_is_there_under_its_live_alias(first: Deployment) -> None:
    assert set(live(first)) == {STAGE.function(name) for name in CODE}
    assert None not in live(first).values()


def test_what_was_broken_off_is_gone_on_with_and_nothing_is_there_twice(first: Deployment) -> None:
    sources = first.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert len({each["EventSourceArn"] for each in sources}) == len(sources) == len(FED_BY)
    assert [each["id"] for each in first.client("apigateway").get_rest_apis()["items"]] == [first.api]


def test_nobody_deploys_while_somebody_else_does(first: Deployment, aws: Path) -> None:
    another, _ = a_deployment(aws)
    elsewhere = Holder("lan", "her-laptop", 1, datetime.now(UTC).isoformat())
    body = json.dumps(asdict(elsewhere)).encode()
    first.client("s3").put_object(Bucket=first.bucket, Key=turns.KEY, Body=body)
    with pytest.raises(turns.SomebodyElseDeploys, match="lan on her-laptop"):
        deploy(another)
    first.client("s3").delete_object(Bucket=first.bucket, Key=turns.KEY)


def test_a_second_deployment_finds_nothing_to_do_and_changes_nothing(first: Deployment, aws: Path) -> None:
    again, told = a_deployment(aws)
    before = live(again)
    deploy(again)
    assert [line for line in told if line.startswith("do ")] == []
    assert live(again) == before
    assert again.record == first.record


def test_an_operator_needs_to_name_nothing_but_the_stage(first: Deployment) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        env={**os.environ, "STAGE": STAGE.name},
        cwd=packaging.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = {each["found"]: each["verdict"] for each in json.loads(done.stdout)["findings"]}
    bucket = first.record.outputs["FilesBucket"]
    for good in ("motcua-rehearsal is ACTIVE", "the stream is the one we listen to", f"{bucket} answers"):
        assert found.get(good) == "good", done.stdout


def test_queues_get_back_only_what_failed_and_the_stream_gives_up_by_name(first: Deployment) -> None:
    sources = first.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    queues = [each for each in sources if ":sqs:" in each["EventSourceArn"]]
    (stream,) = [each for each in sources if "/stream/" in each["EventSourceArn"]]
    assert len(queues) == len(FUNCTION_BY_VISIBILITY)
    assert all(each["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for each in queues)
    assert stream["BisectBatchOnFunctionError"] is True
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == first.record.outputs["RelayFailuresArn"]
    assert all(
        each["FunctionArn"].endswith(f":{LIVE}") or each["FunctionArn"].split(":")[-1].isdigit()
        for each in sources
    )


def test_only_functions_that_read_carry_the_libraries_that_read(first: Deployment) -> None:
    look = first.client("lambda").get_function_configuration
    carried = {name: look(FunctionName=STAGE.function(name)).get("Layers", []) for name in CODE}
    layers = {name: [each["Arn"] for each in found] for name, found in carried.items()}
    assert [layers.pop(name) for name in packaging.READERS] == [[first.record.layer]] * len(packaging.READERS)
    assert set(map(tuple, layers.values())) == {()}


def test_callers_are_led_to_the_alias_and_the_gateway_speaks_like_us(first: Deployment) -> None:
    client, api = first.client("apigateway"), first.api
    stages = {each["stageName"] for each in client.get_stages(restApiId=api)["item"]}
    assert stages == {NEXT, LIVE}
    uris = {
        told["methodIntegration"]["uri"]
        for resource in client.get_resources(restApiId=api, embed=["methods"], limit=500)["items"]
        for told in resource.get("resourceMethods", {}).values()
        if told.get("methodIntegration", {}).get("type") == "AWS_PROXY"
    }
    assert len(uris) == 1
    assert uris.pop().endswith(f"{STAGE.function('api_handler')}:{LIVE}/invocations")
    unknown = client.get_gateway_response(restApiId=api, responseType="MISSING_AUTHENTICATION_TOKEN")
    assert unknown["statusCode"] == "404"
    assert "page-not-found" in unknown["responseTemplates"]["application/problem+json"]


def test_every_function_has_a_role_of_its_own_with_its_own_policy(first: Deployment) -> None:
    client = first.client("lambda")
    roles = {client.get_function_configuration(FunctionName=STAGE.function(name))["Role"] for name in CODE}
    assert len(roles) == len(CODE)


def test_a_release_can_be_taken_back_within_a_minute_and_brought_again(first: Deployment, aws: Path) -> None:
    """Although it was broken off after everybody had been led to it."""
    old, old_routes = live(first), routes(first)
    lost, _ = a_deployment(aws, environment={"MAX_UPLOAD_BYTES": "1000"})
    broken_off(lost, Step.RELEASE)
    lost.turn.__exit__()
    newer, told = a_deployment(aws, environment={"MAX_UPLOAD_BYTES": "1000"})
    deploy(newer)
    assert any(line.startswith(f"do     {Step.RELEASE}") for line in told)
    new, new_routes = live(newer), routes(newer)
    assert all(new[name] != old[name] for name in old)
    began = time.monotonic()
    newer.roll_back()
    assert time.monotonic() - began < SECONDS_BACK
    assert (live(newer), routes(newer)) == (old, old_routes)
    newer.roll_back()
    assert (live(newer), routes(newer)) == (new, new_routes)


def test_after_a_rollback_new_limits_hold_at_once_and_the_bad_version_stays_away(
    first: Deployment, aws: Path
) -> None:
    changes = {"environment": {"MAX_UPLOAD_BYTES": "1000"}}
    first.roll_back()
    old = live(first)
    calmer, told = a_deployment(aws, **changes, requests_per_second=0, readings_at_once=2)
    deploy(calmer)
    assert [line.split()[1] for line in told if line.startswith("do ")] == [Step.SETTINGS]
    stage = first.client("apigateway").get_stage(restApiId=first.api, stageName=LIVE)
    assert stage["methodSettings"]["*/*"]["throttlingRateLimit"] == 0
    sources = first.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    (reader,) = [each for each in sources if each["EventSourceArn"].endswith("-digitize")]
    assert reader["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert live(first) == old


@pytest.mark.usefixtures("first")
def test_what_was_deployed_from_code_is_removed_and_what_holds_state_stays(aws: Path) -> None:
    deployment, _ = a_deployment(aws)
    deployment.delete_code()
    assert deployment.client("lambda").list_functions()["Functions"] == []
    assert deployment.client("lambda").list_event_source_mappings()["EventSourceMappings"] == []
    assert deployment.client("apigateway").get_rest_apis()["items"] == []
    assert deployment.client("events").list_rules()["Rules"] == []
    assert deployment.client("dynamodb").list_tables()["TableNames"] == [
        "motcua-rehearsal",
        "motcua-rehearsal-once",
    ]
