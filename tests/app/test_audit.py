"""The journal on real adapters: events arrive through the stream, looks with the answer, seals by night."""

from datetime import timedelta

import pytest

from chalicelib.adapters import keys
from chalicelib.adapters.items import wire
from tests.app.world import AN, BINH, OFFICE_MORNING, officer


def relay_everything(world, dossier_id):
    """What the stream would deliver of a dossier."""
    found = world.container.dynamodb.query(
        TableName=world.container.settings.table,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues=wire({":pk": keys.dossier(dossier_id)}),
    )
    records = [
        {
            "eventID": str(number),
            "eventName": "INSERT",
            "eventSource": "aws:dynamodb",
            "dynamodb": {"NewImage": item, "Keys": {"PK": item["PK"], "SK": item["SK"]}},
        }
        for number, item in enumerate(found["Items"])
    ]
    from chalicelib.workers import relay

    relay.handle({"Records": records})
    for queue in (world.container.settings.portal_queue, world.container.settings.archive_queue):
        world.container.sqs.purge_queue(
            QueueUrl=world.container.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        )


@pytest.fixture
def sealed(world):
    """A filed dossier, journalled and sealed."""
    world.set_clock(OFFICE_MORNING)
    dossier = world.filed()
    relay_everything(world, dossier["id"])
    world.call("GET", f"/v1/dossiers/{dossier['id']}", officer("clerk"))
    world.set_clock(OFFICE_MORNING + timedelta(days=2))
    from chalicelib.workers import seal

    seal.handle()
    yield dossier
    client, bucket = world.container.s3, world.container.settings.audit_bucket
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for entry in page.get("Versions", []) + page.get("DeleteMarkers", []):
            client.delete_object(
                Bucket=bucket, Key=entry["Key"], VersionId=entry["VersionId"], BypassGovernanceRetention=True
            )


def breaks(world):
    return [each.what for each in world.container.verify_audit()]


def lines(world):
    journal = world.container.journal
    return [line for day in journal.days() for line in journal.lines(day)]


def test_what_was_written_is_proven(world, sealed):
    assert [seal[0].isoformat() for seal in world.container.journal.seals()] == ["2026-10-05", "2026-10-06"]
    assert sum(line.startswith(f"event {sealed['id']} ") for line in lines(world)) == 2
    assert breaks(world) == []


def test_an_event_that_is_changed_in_the_database_is_found(world, sealed):
    table, key = world.container.settings.table, wire({"PK": keys.dossier(sealed["id"]), "SK": keys.event(2)})
    before = world.container.dynamodb.get_item(TableName=table, Key=key)["Item"]
    forged = {**before, "body": {"S": before["body"]["S"].replace("Thử An", "Thử Ân")}}
    assert forged != before
    world.container.dynamodb.put_item(TableName=table, Item=forged)
    assert breaks(world) == ["the text does not have the hash beside it", "the journal has another event"]
    world.container.dynamodb.delete_item(TableName=table, Key=key)
    assert breaks(world) == ["the journal has an event that the database has not"]
    world.container.dynamodb.put_item(TableName=table, Item=before)


def test_a_line_that_is_added_to_a_sealed_day_is_found(world, sealed):
    day = next(iter(world.container.journal.days()))
    world.container.journal.append(day, ["event d0 1 " + "0" * 64])
    assert any("lines stand where" in each for each in breaks(world))


def test_a_look_of_anybody_but_the_owner_leaves_a_line_without_a_name(world, sealed):
    before = set(lines(world))
    path = f"/v1/dossiers/{sealed['id']}"
    world.call("GET", path, AN)
    world.call("GET", path, BINH)
    assert set(lines(world)) == before
    world.call("GET", path, officer("specialist"))
    (text,) = set(lines(world)) - before
    assert text.endswith(" dossier")
    assert AN["SoDinhDanh"] not in text
    assert "specialist" not in text


def test_an_owner_reads_with_one_call_and_an_officer_with_two(world):
    dossier = world.filed()
    path = f"/v1/dossiers/{dossier['id']}"
    world.call("GET", path, officer("clerk"))
    with world.counted() as calls:
        world.call("GET", path, AN)
    assert calls == {"Query": 1}
    with world.counted() as calls:
        world.call("GET", path, officer("clerk"))
    assert calls == {"Query": 1, "PutObject": 1}
