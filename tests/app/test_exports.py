"""Everything that is held on somebody: packed at once or by the worker, once, whole, and only for them."""

import io
import json
import tracemalloc
import zipfile
from datetime import timedelta

import pytest

from chalicelib.adapters import keys
from chalicelib.adapters.streams import PART, S3Streams
from chalicelib.application.pack_export import SMALL_COUNT
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.exports import FETCHED_WITHIN
from chalicelib.domain.storage import copy_key
from tests.app.test_papers import KIND, held, person
from tests.app.world import BINH, OFFICE_MORNING, sqs_event
from tests.factories import a_filed_paper
from tests.pdfs import a_pdf

NO_FAILURES = {"batchItemFailures": []}
MANY = SMALL_COUNT + 5


@pytest.fixture
def owner(request, world):
    """Somebody who holds more than is packed while they wait; every paper has bytes of its own."""
    claims = person(90_000 + sum(request.node.name.encode()) % 9_999)
    for number, paper in enumerate(held(world, claims, MANY)):
        world.container.blobs.write(paper.key, b"%%PDF %d" % number, "application/pdf")
    yield claims
    world.forget_all_of(partition(world, claims))


def partition(world, claims):
    return keys.owner(world.container.refs.ref(claims["SoDinhDanh"]))


def ask(world, claims, **headers):
    reply = world.call("POST", "/v1/paper-exports", claims, **headers)
    assert reply.status == 201, reply.body
    return reply.body


def read(world, claims, export):
    return world.call("GET", f"/v1/paper-exports/{export['id']}", claims).body


def order_for(world, claims, export):
    return {"make": "export", "pk": partition(world, claims), "sk": keys.export(export["id"])}


def unpacked(world, export):
    archive = zipfile.ZipFile(io.BytesIO(world.container.blobs.read(copy_key(export["id"]))))
    return archive, json.loads(archive.read("manifest.json"))


def test_a_large_one_is_made_by_the_worker_while_its_owner_looks_on(world, owner):
    asked = ask(world, owner)
    assert (asked["state"], asked["url"]) == ("preparing", "")
    assert ask(world, owner)["id"] == asked["id"], "one at a time"
    assert world.prepare(partition(world, owner)) == NO_FAILURES
    ready = read(world, owner, asked)
    assert (ready["state"], ready["papers"], ready["missing"]) == ("ready", MANY, 0)
    assert ready["url"]
    archive, manifest = unpacked(world, ready)
    assert archive.testzip() is None
    assert {archive.read(paper["stored_as"]) for paper in manifest["papers"]} == {
        b"%%PDF %d" % number for number in range(MANY)
    }
    uses = world.call("GET", "/v1/paper-uses", owner).body["items"]
    assert [use["what"] for use in uses] == ["exported"]


def test_an_export_is_the_business_of_its_owner_alone(world, owner):
    asked = ask(world, owner)
    assert world.call("GET", f"/v1/paper-exports/{asked['id']}", BINH).body["code"] == "export-not-found"


def test_a_repeated_request_is_the_same_export_and_a_later_one_another(world, owner):
    first = ask(world, owner, idempotency_key="export-once")
    world.prepare(partition(world, owner))
    assert ask(world, owner, idempotency_key="export-once")["id"] == first["id"]
    assert ask(world, owner)["id"] != first["id"]


def test_an_export_that_failed_for_good_does_not_stand_in_the_way(world, owner):
    first = ask(world, owner)
    world.set_clock(OFFICE_MORNING + timedelta(hours=3))
    assert ask(world, owner)["id"] != first["id"]


def test_a_message_that_comes_twice_packs_once(world, owner):
    asked = ask(world, owner)
    with world.counted() as calls:
        for _ in range(2):
            assert (
                world.app.handler_map["prepare"](sqs_event(order_for(world, owner, asked)), None)
                == NO_FAILURES
            )
    assert calls["PutObject"] == 1


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", ["GetObject", "PutObject", "PutItem"])
def test_a_worker_that_is_killed_on_the_way_leaves_nothing_half_and_is_made_up_for(world, owner, step):
    """At the first file, when the ZIP is written, and before it is said to be ready."""
    asked = ask(world, owner)
    clients = (world.container.s3, world.container.dynamodb)

    def kill(model, **_):
        if model.name == step:
            raise Killed

    for client in clients:
        client.meta.events.register("before-call", kill, unique_id="kill")
    with pytest.raises(Killed):
        world.app.handler_map["prepare"](sqs_event(order_for(world, owner, asked)), None)
    for client in clients:
        client.meta.events.unregister("before-call", unique_id="kill")
    assert read(world, owner, asked)["state"] == "preparing"
    assert world.app.handler_map["prepare"](sqs_event(order_for(world, owner, asked)), None) == NO_FAILURES
    _, manifest = unpacked(world, asked)
    assert len(manifest["papers"]) == MANY


def test_a_link_is_given_only_while_the_store_keeps_the_zip(world, owner):
    asked = ask(world, owner)
    world.prepare(partition(world, owner))
    world.set_clock(OFFICE_MORNING + FETCHED_WITHIN + timedelta(minutes=5))
    late = read(world, owner, asked)
    assert (late["state"], late["url"]) == ("over", "")


def test_dossiers_come_with_their_files_and_no_bytes_twice(world):
    claims = person(99_001)
    held(world, claims)
    ref = world.container.refs.ref(claims["SoDinhDanh"])
    key = world.container.papers.get(ref, f"{KIND}.01").key
    world.container.blobs.write(key, b"%PDF", "application/pdf")
    draft = world.draft(claims)
    component = draft["components"][0]["code"]
    file = world.upload(draft["id"], component, claims, a_pdf("Đơn đăng ký"))
    wish = {"component": draft["components"][1]["code"], "code": f"{KIND}.01", "consent": True}
    assert world.call("POST", f"/v1/dossiers/{draft['id']}/reuse", claims, wish).status == 201
    export = ask(world, claims)
    assert (export["state"], export["dossiers"]) == ("ready", 1)
    archive, manifest = unpacked(world, export)
    files = {each["file_id"]: each for each in manifest["dossiers"][0]["files"]}
    assert archive.read(files[file["file_id"]]["stored_as"]).startswith(b"%PDF")
    reused = next(each for each in files.values() if each["origin"] == "reused")
    assert reused["stored_as"] == manifest["papers"][0]["stored_as"]
    assert [each["paper"] for each in manifest["consents"]] == [f"{KIND}.01"]
    assert len(archive.namelist()) == len(set(archive.namelist()))


def test_a_file_that_the_store_has_lost_is_named(world):
    claims = person(99_002)
    held(world, claims, file=a_filed_paper(KIND))
    export = ask(world, claims)
    assert (export["state"], export["missing"]) == ("ready", 1)
    assert unpacked(world, export)[1]["papers"][0]["missing"]


def test_what_is_larger_than_a_part_goes_in_parts_and_what_is_given_up_leaves_nothing(world):
    streams = S3Streams(world.container.s3, world.container.settings.files_bucket)
    block = bytes(range(256)) * 4096
    with streams.sink("copies/large", "application/zip") as sink, world.counted() as calls:
        for _ in range(20):
            sink.write(block)
    assert calls == {"CreateMultipartUpload": 1, "UploadPart": 2}
    assert b"".join(streams.pieces("copies/large")) == block * 20
    with pytest.raises(Killed):
        give_up_half_way(streams, block)
    bucket = world.container.settings.files_bucket
    assert not world.container.s3.list_multipart_uploads(Bucket=bucket).get("Uploads")
    with pytest.raises(UploadMissing):
        streams.pieces("copies/half")


def give_up_half_way(streams, block):
    with streams.sink("copies/half", "application/zip") as sink:
        sink.write(block * 9)
        raise Killed


def test_memory_does_not_grow_with_what_is_packed():
    """Ten parts go through in the memory of a few: the store is a stub, so that only ours is counted."""

    class Store:
        def __getattr__(self, name):
            return lambda **_: {"UploadId": "u", "ETag": "e"}

    block = bytes(PART // 8)
    tracemalloc.start()
    with S3Streams(Store(), "b").sink("k", "application/zip") as sink:
        for _ in range(80):
            sink.write(block)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * PART
