"""The code as Chalice packages it, deployed to an AWS that runs functions; there a dossier goes its whole way."""

import time
from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest
import urllib3

from local.demo.claims import Row, check
from local.demo.client import Client, Refused
from local.demo.story import STORY, Sample
from local.demo.walk import Walk
from local.environment import Place, url
from local.papers.forms import Form
from tests.emulated import free_ports
from tests.fakes_catalogue import CATALOGUE_FOLDER
from tests.infra.emulated_stage import EmulatedStage, emulated_stage

pytestmark = [pytest.mark.e2e]
#: `make rollback` has a minute; here it has no network to wait for.
SECONDS_BACK = 60


def sample(key: str) -> Sample:
    """A dossier of the demo with papers that need no recognition of text: the functions are what is tried here."""
    return replace(next(one for one in STORY if one.key == key), forms=(Form.BORN_DIGITAL,))


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
    (row,) = check(client, Walk(client, stage.place.clock, lambda line: None, [sample(key)])())
    return row


def test_a_dossier_goes_its_whole_way_through_deployed_functions(stage: EmulatedStage) -> None:
    row = walk(stage, "vaccination")
    assert row.broken == []
    assert (row.state, row.portal_state) == ("returned", "10")


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
