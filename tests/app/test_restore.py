"""The restore rehearsal: a filled stage is damaged, brought back to an instant, proven and worked with again."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import boto3
import pytest
from typer.testing import CliRunner

import manage
from chalicelib.adapters import keys
from chalicelib.adapters.items import wire
from chalicelib.bootstrap import container
from chalicelib.settings import settings
from infra.deploy_state import outputs
from local.event_sources.queue import QueuePoller
from local.event_sources.stream import Checkpoints, StreamPoller
from local.machine import create_stack
from tests.app.world import AN, BINH, OFFICE_MORNING, World, officer
from tests.fakes_catalogue import CATALOGUE_FOLDER
from tests.pdfs import a_pdf

RESTORED, NEW_BUCKET = "motcua-local-restored", "motcua-local-files-brought-back"
#: The journal's days are those of the world's clock, which stands still in October.
SIMULATED = (OFFICE_MORNING + timedelta(days=2)).isoformat()


def answered(*arguments, code=0):
    result = CliRunner().invoke(manage.app, ["restore", *arguments, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def stage(world, tmp_path_factory):
    """A second stage in the same emulator, with a stream that is followed and nobody else's dossiers."""
    before = dict(os.environ)
    os.environ.update(STAGE="local", FILES_BUCKET="motcua-local-files-000000000000")
    settings.cache_clear()
    container.cache_clear()
    made = World(world.app, world._clock_file, world._key)
    create_stack()
    load(made)
    stack = outputs(boto3.client("cloudformation"), "local")
    made.follow = follower(made, stack["TableStreamArn"], tmp_path_factory.mktemp("stream"))
    yield made
    os.environ.clear()
    os.environ.update(before)
    settings.cache_clear()
    container.cache_clear()


def load(world):
    from chalicelib.adapters.catalogue import DynamoCatalogueWriter
    from chalicelib.application.load_catalogue import load_catalogue

    load_catalogue(CATALOGUE_FOLDER, DynamoCatalogueWriter(world.container.dynamodb, "motcua-local"))


def follower(world, arn, folder):
    """Calls of it let the stream tell the journal and the queues, and the archive hear of it."""
    handlers = world.app.handler_map
    checkpoints = Checkpoints(folder / "relay.json")
    stream = StreamPoller(
        boto3.client("dynamodbstreams"), arn, 100, checkpoints, lambda e: handlers["relay"](e, None)
    )
    archive = QueuePoller(
        world.container.sqs, "motcua-local-archive", 10, lambda event: handlers["archive"](event, None)
    )

    def follow():
        while stream.step():
            pass
        waiting = world.container.sqs.get_queue_attributes(
            QueueUrl=archive._url, AttributeNames=["ApproximateNumberOfMessages"]
        )["Attributes"]["ApproximateNumberOfMessages"]
        while int(waiting) > 0 and archive.step():
            pass

    return follow


def whole_way(world, claims):
    """A dossier from its draft to its return; its papers and its result lie in the repository afterwards."""
    dossier = world.submitted(claims)
    for command, role in (("receive", "reception"), ("start-processing", "specialist")):
        assert world.order(dossier, command, role).status == 200
    result = world.upload(dossier["id"], "RESULT", officer("specialist"), a_pdf("Quyết định"))
    said = {
        "result_file": result["file_id"], "result_number": "12/QĐ", "result_issued_on": "2026-10-05",
    }  # fmt: skip
    for command, role, more in (("decide", "leader", said), ("return", "reception", {})):
        assert world.order(dossier, command, role, **more).status == 200
    return dossier


@pytest.fixture(scope="module")
def damaged(stage):
    """Filled and sealed, then an instant, then news, then the damage."""
    stage.set_clock(OFFICE_MORNING)
    done, open_ = whole_way(stage, AN), stage.submitted(BINH)
    stage.call("GET", f"/v1/dossiers/{done['id']}", officer("clerk"))
    stage.follow()
    stage.set_clock(OFFICE_MORNING + timedelta(days=2))
    assert len(stage.container.seal_days()) == 2
    instant = int(time.time())
    while time.time() < instant + 1:  # AWS restores to whole seconds, so the news must come in a later one
        stage.container.s3.list_buckets()
    assert stage.order(open_, "receive", "reception").status == 200
    later = stage.submitted(AN)
    stage.follow()
    spoil(stage, done, open_)
    return SimpleNamespace(
        at=datetime.fromtimestamp(instant, UTC).isoformat(), done=done, open=open_, later=later
    )


def spoil(stage, done, open_):
    """A dossier is deleted with its papers, another one overwritten, files are deleted and exchanged."""
    stage.forget([done["id"]])
    stage.forget_all_of(keys.owner(stage.container.refs.ref(AN["SoDinhDanh"])))
    client, table = stage.container.dynamodb, stage.container.settings.table
    key = wire({"PK": keys.dossier(open_["id"]), "SK": keys.event(1)})
    item = client.get_item(TableName=table, Key=key)["Item"]
    client.put_item(TableName=table, Item={**item, "body": {"S": "{}"}})
    files, bucket = stage.container.s3, stage.container.settings.files_bucket
    objects = [each["Key"] for each in files.list_objects_v2(Bucket=bucket, Prefix="uploads/")["Contents"]]
    gone, exchanged, *_ = [each for each in objects if done["id"] in each]
    files.delete_object(Bucket=bucket, Key=gone)
    files.put_object(Bucket=bucket, Key=exchanged, Body=b"something else")


def test_the_damage_is_seen(damaged):
    broken = answered("verify", SIMULATED, "--table", "motcua-local", code=1)["breaks"]
    what = {each["what"] for each in broken}
    assert "the journal has an event that the database has not" in what
    assert "the text does not have the hash beside it" in what


def test_everything_is_brought_back_beside_the_damage_and_proven(stage, damaged):
    plan = answered("plan", damaged.at, "--bucket", NEW_BUCKET)
    assert plan["objects_to_copy"] == plan["objects_that_stood"] > 8
    first = answered("run", damaged.at, "--bucket", NEW_BUCKET)
    assert (first["table"], first["back"]) == (RESTORED, plan["objects_to_copy"])
    assert first["numbers"] == 2  # the later dossier's number, and the counter that gave it out
    again = answered("run", damaged.at, "--bucket", NEW_BUCKET)
    assert (again["back"], again["kept"], again["numbers"]) == (0, first["back"], 0)
    proof = answered("verify", SIMULATED, "--bucket", NEW_BUCKET, "--thorough")
    assert proof["whole"]
    assert (proof["dossiers"], proof["events"], proof["sealed_days"]) == (2, 8, 2)
    assert proof["papers"] == 5
    assert proof["files"] == 9
    assert sorted(proof["since"]) == sorted(
        [f"{damaged.open['id']} 3", f"{damaged.later['id']} 1", f"{damaged.later['id']} 2"]
    )


def test_files_come_back_where_they_were_and_nothing_else_is_touched(stage, damaged):
    answered("run", damaged.at)
    plan = answered("plan", damaged.at)
    assert plan["objects_to_copy"] == 0
    assert answered("verify", SIMULATED)["whole"]


def test_one_lost_object_and_one_changed_event_are_named(stage, damaged):
    answered("run", damaged.at, "--bucket", NEW_BUCKET)
    client, files = stage.container.dynamodb, stage.container.s3
    key = wire({"PK": keys.dossier(damaged.open["id"]), "SK": keys.event(2)})
    before = client.get_item(TableName=RESTORED, Key=key)["Item"]
    client.put_item(TableName=RESTORED, Item={**before, "body": {"S": before["body"]["S"] + " "}})
    lost = files.list_objects_v2(Bucket=NEW_BUCKET, Prefix="uploads/")["Contents"][0]["Key"]
    files.delete_object(Bucket=NEW_BUCKET, Key=lost)
    broken = answered("verify", SIMULATED, "--bucket", NEW_BUCKET, code=1)["breaks"]
    client.put_item(TableName=RESTORED, Item=before)
    found = {(each["where"], each["what"]) for each in broken}
    assert (lost, "the object is missing") in found
    assert (f"{damaged.open['id']} 2", "the text does not have the hash beside it") in found


def test_another_table_of_that_name_is_left_alone(damaged):
    result = CliRunner().invoke(manage.app, ["restore", "run", damaged.at, "--table", "motcua-local-once"])
    assert result.exit_code == 1
    assert "is there already" in result.stderr


def test_a_restored_table_is_worked_with_like_the_old_one(stage, damaged):
    answered("run", damaged.at)
    os.environ["TABLE_NAME"] = RESTORED
    settings.cache_clear()
    container.cache_clear()
    now = World(stage.app, stage._clock_file, stage._key)
    try:
        assert now.container.settings.table == RESTORED
        assert now.order(damaged.open, "receive", "reception").body["state"] == "received"
        assert now.call("GET", f"/v1/dossiers/{damaged.done['id']}", AN).body["state"] == "returned"
        numbers = {damaged.later["number"], damaged.done["number"], damaged.open["number"]}
        assert now.submitted(BINH)["number"] not in numbers
    finally:
        del os.environ["TABLE_NAME"]
        settings.cache_clear()
        container.cache_clear()
