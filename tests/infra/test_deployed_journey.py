"""The code as Chalice packages it, deployed to an AWS that runs functions; there a dossier goes its whole way."""

import json
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import boto3
import pytest
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.permissions import FED_BY, policies
from infra.stages import LIVE, stage_of
from local.demo.claims import Row, check
from local.demo.client import Client, Refused
from local.demo.story import STORY, Sample
from local.demo.walk import Walk
from local.environment import STAGE, Place, url
from local.event_sources.timer import SimulatedClock
from local.machine import EMULATOR_PYTHON
from local.papers.forms import Form
from tests.emulated import free_ports
from tests.fakes_catalogue import CATALOGUE_FOLDER
from tests.infra.emulated_stage import ACCOUNT, DECISIONS, PATIENCE_S, EmulatedStage, emulated_stage

pytestmark = [pytest.mark.e2e]
#: `make rollback` has a minute; here it has no network to wait for.
SECONDS_BACK = 60
#: What a schedule sends; only its source matters to anybody.
TICK = {"source": "aws.events", "detail-type": "Scheduled Event", "time": "2026-10-05T00:00:00Z"} | {
    "version": "0", "id": "1", "account": "", "region": "", "resources": [], "detail": {},
}  # fmt: skip


#: Schedules that ask store and keys for what no dossier asks; the others are for tests/e2e/test_permissions.py.
ASLEEP = ("seal", "check_integrity", "erase_drafts", "take_in")
#: What dossiers wake: all that is fed but the maker of copies and exports, which this story orders none of.
AWAKE = FED_BY.keys() - {"prepare"} | {"api_handler"}


def sample(key: str) -> Sample:
    """A dossier of the demo; one paper of one of them is a scan, as recognition is the dearest thing here."""
    forms = (Form.BORN_DIGITAL, Form.SCAN_200) if key == "vaccination" else (Form.BORN_DIGITAL,)
    return replace(next(one for one in STORY if one.key == key), forms=forms)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatedStage]:
    place = Place(tmp_path_factory.mktemp("stage"), free_ports())
    with emulated_stage(place, tmp_path_factory.mktemp("code")) as deployed:
        load_catalogue()
        deployed.lead_to_newest()
        yield deployed


def load_catalogue() -> None:
    from chalicelib.adapters.catalogue import DynamoCatalogueWriter
    from chalicelib.application.load_catalogue import load_catalogue as load

    load(CATALOGUE_FOLDER, DynamoCatalogueWriter(boto3.client("dynamodb"), "motcua-local"))


def walk(stage: EmulatedStage, key: str) -> Row:
    client = Client(stage.place)
    (row,) = check(
        client, Walk(client, SimulatedClock(stage.place.clock), lambda line: None, [sample(key)])()
    )
    return row


def only_dossier(stage: EmulatedStage) -> dict[str, Any]:
    """The one that there is, as the reception of its unit sees it."""
    heads = boto3.client("dynamodb").scan(
        TableName="motcua-local",
        FilterExpression="SK = :head",
        ExpressionAttributeValues={":head": {"S": "HEAD"}},
    )["Items"]
    (dossier_id,) = {head["PK"]["S"].removeprefix("DOSSIER#") for head in heads}
    return Client(stage.place).get("hanoi.reception", f"/v1/dossiers/{dossier_id}")


def decisions(stage: EmulatedStage) -> list[tuple[str, str, str, str]]:
    """What the emulator decided: function, action, resource, ``allowed`` or ``denied``."""
    lines = (stage.place.data / DECISIONS).read_text(encoding="utf-8").splitlines()
    return [
        (function, action, resource, verdict) for function, action, resource, verdict in map(str.split, lines)
    ]


def test_a_dossier_goes_its_whole_way_through_deployed_functions(stage: EmulatedStage) -> None:
    row = walk(stage, "vaccination")
    assert row.broken == []
    assert (row.state, row.portal_state) == ("returned", "10")


def test_a_scan_is_read_by_the_recognizer_that_only_the_layer_carries(stage: EmulatedStage) -> None:
    """The emulator's Python knows nothing of it, and a scan has no text: what was read was recognized."""
    done = subprocess.run([EMULATOR_PYTHON, "-c", "import tesserocr"], stderr=subprocess.PIPE, check=False)
    assert b"No module named 'tesserocr'" in done.stderr
    scans = [file for file in only_dossier(stage)["files"] if Form.SCAN_200 in file["name"]]
    assert [(file["state"], file["failed_pages"]) for file in scans] == [("ready", [])]
    assert {"issue_date", "agency"} <= {field["name"] for field in scans[0]["fields"]}


def test_what_no_dossier_wakes_runs_with_its_own_permissions(stage: EmulatedStage) -> None:
    once = Config(read_timeout=PATIENCE_S, retries={"total_max_attempts": 1})
    functions = boto3.client("lambda", config=once)

    def called(name: str) -> dict[str, Any]:
        return functions.invoke(
            FunctionName=f"{stage.function(name)}:{LIVE}", Payload=json.dumps(TICK).encode()
        )

    with ThreadPoolExecutor() as pool:
        answers = dict(zip(ASLEEP, pool.map(called, ASLEEP), strict=True))
    assert [name for name, answer in answers.items() if "FunctionError" in answer] == []
    assert [name for name in ASLEEP if '"level":"ERROR"' in stage.lines_of(name)] == []


def test_every_call_of_every_function_was_judged_by_its_policy_and_allowed(stage: EmulatedStage) -> None:
    found = decisions(stage)
    assert [each for each in found if each[3] != "allowed"] == []
    asked = {function for function, *_ in found}
    assert asked >= {stage.function(name) for name in (*AWAKE, *ASLEEP)}


def test_what_no_policy_allows_is_refused_here(stage: EmulatedStage) -> None:
    """An emulator that lets everything pass would make the test before this one prove nothing."""
    iam = boto3.client("iam")
    iam.create_user(UserName="relay-in-person")
    policy = json.dumps(policies(stage_of(STAGE), ACCOUNT, stage.ground.outputs)["relay"])
    iam.put_user_policy(UserName="relay-in-person", PolicyName="relay", PolicyDocument=policy)
    key = iam.create_access_key(UserName="relay-in-person")["AccessKey"]
    person = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"])
    url_of = person.client("sqs").get_queue_url
    assert url_of(QueueName=f"motcua-{STAGE}-archive")["QueueUrl"]
    with pytest.raises(ClientError, match="AccessDenied"):
        url_of(QueueName=f"motcua-{STAGE}-digitize")


def test_the_portal_is_called_with_the_ids_of_the_requests_it_is_told_of(stage: EmulatedStage) -> None:
    """Through table, stream, queue and two functions; what they log is held in tests/app/test_tracing.py."""
    calls = Client(stage.place).at_portal("calls?limit=100")
    told = {request_id for call in calls for request_id in call["request_id"].split(",")}
    events = boto3.client("dynamodb").scan(
        TableName="motcua-local",
        FilterExpression="item_type = :event",
        ExpressionAttributeValues={":event": {"S": "event"}},
    )["Items"]
    assert told & {event["trace"]["S"] for event in events}


def test_code_and_layer_were_each_unpacked_once_for_all_functions(stage: EmulatedStage) -> None:
    environments = list(stage.place.folder("emulator/tmp").glob("ministack-lambda-*"))
    unpacked = list(stage.place.folder("emulator/tmp/unpacked").iterdir())
    assert len(environments) > len(unpacked) == 2


def test_the_gateway_lets_nobody_in_without_a_token(stage: EmulatedStage) -> None:
    answer = urllib3.request("GET", f"{url(stage.place.ports.api)}/v1/dossiers")
    assert (answer.status, answer.json()["code"]) == (401, "not-authenticated")


def test_after_a_bad_release_the_way_back_leads_to_the_old_version_and_a_dossier_passes(
    stage: EmulatedStage,
) -> None:
    stage.bring_code(MAX_UPLOAD_BYTES="1")
    stage.lead_to_newest()
    with pytest.raises(Refused, match="file-refused"):
        walk(stage, "refused")
    began = time.monotonic()
    stage.roll_back()
    assert time.monotonic() - began < SECONDS_BACK
    row = walk(stage, "refused")
    assert row.broken == []
    assert (row.state, row.portal_state) == ("refused", "3")
