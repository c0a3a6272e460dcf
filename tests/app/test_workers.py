"""The workers under bad delivery: twice, out of order, too early, about nothing, and killed on the way."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.adapters.queues import MessagesRefused
from chalicelib.application.digitize_file import Reading
from chalicelib.digitization.sidecar import from_json
from chalicelib.domain.errors import UploadMissing
from chalicelib.domain.file_copies import READING
from chalicelib.domain.files import FileState
from chalicelib.domain.ports import Blobs
from chalicelib.domain.ports_papers import Papers
from chalicelib.domain.storage import UploadAddress, reading_key, upload_key
from tests.app.world import AN, announcement, sqs_event
from tests.pdfs import a_pdf

NO_FAILURES = {"batchItemFailures": []}
FAILED = {"batchItemFailures": [{"itemIdentifier": "m-0"}]}


@pytest.fixture(scope="module")
def draft(world):
    return world.draft()


def announced(world, draft, data: bytes, **changes) -> tuple[UploadAddress, str]:
    """A file that is on its way: its address and its key in the store."""
    body = announcement(draft["components"][0]["code"], data, **changes)
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/files", AN, body)
    assert reply.status == 201, reply.body
    address = UploadAddress(draft["id"], body["component"], reply.body["file"]["file_id"])
    return address, upload_key(*address)


def put(world, key: str, data: bytes) -> None:
    world.container.s3.put_object(Bucket=world.container.settings.files_bucket, Key=key, Body=data)


def stored(world, address):
    return world.container.dossiers.get_file(*address)


def test_a_message_delivered_twice_reads_the_file_once(world, draft):
    address, key = announced(world, draft, a_pdf("Đọc một lần"))
    put(world, key, a_pdf("Đọc một lần"))
    assert world.notify(key) == NO_FAILURES
    once = stored(world, address)
    assert (once.state, once.pages, once.revision) == (FileState.READY, 1, 1)
    assert world.notify(key) == NO_FAILURES
    assert stored(world, address) == once


def test_what_was_read_lies_beside_the_original_which_stays_as_it_was(world, draft):
    data = a_pdf("Giữ nguyên bản gốc")
    address, key = announced(world, draft, data)
    put(world, key, data)
    world.notify(key)
    assert world.container.blobs.read(key) == data
    assert "Giữ nguyên bản gốc" in from_json(world.container.blobs.read(reading_key(*address, READING))).text


def test_a_message_before_its_upload_comes_again(world, draft):
    address, key = announced(world, draft, a_pdf("Tin đến sớm"))
    assert world.notify(key) == FAILED
    assert stored(world, address).state is FileState.AWAITING_UPLOAD
    put(world, key, a_pdf("Tin đến sớm"))
    assert world.notify(key) == NO_FAILURES
    assert stored(world, address).state is FileState.READY


@pytest.mark.parametrize(
    "body",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"},
        {"Records": []},
        {"Records": [{"s3": {"object": {"key": "uploads/nobody/NOTHING/f1"}}}]},
        {"Records": [{"s3": {"object": {"key": "read/d1/A/f1/reading.json"}}}]},
        {"Records": [{"s3": {"object": {"key": "something-else"}}}]},
    ],
    ids=["the store's test", "nothing", "unknown file", "our own reading", "another object"],
)
def test_a_message_about_nothing_of_ours_is_done_with(world, body):
    assert world.app.handler_map["digitize"](sqs_event(body), None) == NO_FAILURES


def test_a_key_is_read_as_the_store_spells_it():
    from chalicelib.workers.digitize import uploads_in

    spelled = {"Records": [{"s3": {"object": {"key": "uploads/d1/GI%E1%BA%A4Y+T%E1%BB%9C/f1"}}}]}
    assert list(uploads_in(spelled)) == [UploadAddress("d1", "GIẤY TỜ", "f1")]


def test_a_message_that_fails_comes_back_alone(world, draft):
    _, missing = announced(world, draft, b"never sent")
    address, key = announced(world, draft, a_pdf("Vẫn được đọc"))
    put(world, key, a_pdf("Vẫn được đọc"))
    bodies = [{"Records": [{"s3": {"object": {"key": k}}}]} for k in (missing, key)]
    assert world.app.handler_map["digitize"](sqs_event(*bodies), None) == FAILED
    assert stored(world, address).state is FileState.READY
    world.call("DELETE", f"/v1/dossiers/{draft['id']}/files/{missing.split('/', 2)[2]}", AN)


@pytest.mark.parametrize(
    ("sent", "reason"), [(b"%PDF-1.7 longer than declared", "size-differs"), (b"%PDF-1.X", "hash-differs")]
)
def test_bytes_that_are_not_what_was_declared_are_rejected_with_a_reason(world, draft, sent, reason):
    address, key = announced(world, draft, b"%PDF-1.7")
    put(world, key, sent)
    assert world.notify(key) == NO_FAILURES
    assert (stored(world, address).state, stored(world, address).reason) == (FileState.REJECTED, reason)
    shown = world.call("GET", f"/v1/dossiers/{draft['id']}", AN).body["files"]
    (file,) = (file for file in shown if file["file_id"] == address.file_id)
    assert file["state"] == "rejected"
    assert file["reason_vi"].endswith(".")
    assert file["reason_en"].endswith(".")
    assert file["reason_vi"] != file["reason_en"]


def test_a_file_that_is_nothing_readable_is_rejected_in_both_languages(world, draft):
    data = b"MZ this is a program"
    address, key = announced(world, draft, data)
    put(world, key, data)
    world.notify(key)
    shown = world.call("GET", f"/v1/dossiers/{draft['id']}", AN).body["files"]
    (file,) = (file for file in shown if file["file_id"] == address.file_id)
    assert file["state"] == "rejected"
    assert file["reason_vi"]
    assert file["reason_en"]


def test_a_file_that_was_removed_on_its_way_is_not_read(world, draft):
    address, key = announced(world, draft, a_pdf("Đã xóa"))
    world.call("DELETE", f"/v1/dossiers/{draft['id']}/files/{address.component}/{address.file_id}", AN)
    put(world, key, a_pdf("Đã xóa"))
    assert world.notify(key) == NO_FAILURES
    assert stored(world, address).state is FileState.REMOVED


class Killed(Exception):
    """The process ended here."""


@dataclass
class DyingBlobs:
    """A store in front of which the process dies at ``step``."""

    blobs: Blobs
    step: str

    def read(self, key: str) -> bytes:
        if self.step == "before reading":
            raise Killed
        return self.blobs.read(key)

    def write(self, key: str, data: bytes, media_type: str) -> None:
        if self.step == "before keeping":
            raise Killed
        self.blobs.write(key, data, media_type)
        if self.step == "after keeping":
            raise Killed


@pytest.mark.parametrize("step", ["before reading", "before keeping", "after keeping"])
def test_a_worker_that_was_killed_is_made_good_by_the_next_delivery(world, draft, step):
    data = a_pdf(f"Bị ngắt {step}")
    address, key = announced(world, draft, data)
    put(world, key, data)
    whole = world.container.digitize_file
    blobs = DyingBlobs(whole.blobs, step)
    dying = replace(whole, blobs=blobs, keep=replace(whole.keep, blobs=blobs))
    with pytest.raises(Killed):
        dying(address)
    assert stored(world, address).state is FileState.AWAITING_UPLOAD
    assert whole(address)[0] is Reading.DONE
    assert (stored(world, address).state, stored(world, address).revision) == (FileState.READY, 1)
    assert whole(address)[0] is Reading.NOTHING_TO_DO


def test_an_upload_that_never_came_is_an_error_of_its_own(world, draft):
    address, _ = announced(world, draft, a_pdf("Không bao giờ đến"))
    with pytest.raises(UploadMissing):
        world.container.digitize_file(address)


# The relay


def stream_records(world, dossier_id: str) -> list[dict[str, Any]]:
    """What the table's stream tells of everything that was written for the dossier."""
    from chalicelib.adapters import keys

    found = world.container.dynamodb.query(
        TableName=world.container.settings.table,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": keys.dossier(dossier_id)}},
    )
    return [
        {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"NewImage": item}}
        for item in found["Items"]
    ]


def drained(world, queue: str) -> list[dict[str, Any]]:
    """Every message of a queue, taken out."""
    sqs, bodies = world.container.sqs, []
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    ask = {"QueueUrl": url, "MaxNumberOfMessages": 10, "WaitTimeSeconds": 0}
    while messages := sqs.receive_message(**ask).get("Messages"):
        for message in messages:
            bodies.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def relayed(world, records) -> dict[str, list[int]]:
    """The events of which each queue hears."""
    world.app.handler_map["relay"]({"Records": records}, None)
    settings = world.container.settings
    heard = {
        "portal": drained(world, settings.portal_queue),
        "archive": drained(world, settings.archive_queue),
    }
    return {name: [body["seq"] for body in bodies] for name, bodies in heard.items()}


def test_every_event_reaches_the_queues_that_react_to_it(world):
    dossier = world.processing()
    records = stream_records(world, dossier["id"])
    assert relayed(world, records) == {"portal": [2, 3, 4], "archive": [3]}


def test_the_portal_is_told_last_so_that_its_note_vouches_for_the_others(world, monkeypatch):
    told = []

    class BrokenAtSubscribers:
        """Takes what is told, except for subscribers."""

        def tell(self, queue, news):
            if queue == world.container.settings.webhooks_queue:
                raise MessagesRefused(queue)
            told.append(queue)

    records = stream_records(world, world.processing()["id"])
    monkeypatch.setitem(world.container.__dict__, "queues", BrokenAtSubscribers())
    with pytest.raises(MessagesRefused):
        world.app.handler_map["relay"]({"Records": records}, None)
    assert told == [world.container.settings.archive_queue]


def test_a_message_says_only_that_a_dossier_has_news(world):
    dossier = world.filed()
    world.app.handler_map["relay"]({"Records": stream_records(world, dossier["id"])}, None)
    (message,) = drained(world, world.container.settings.portal_queue)
    assert (message.pop("dossier_id"), message.pop("seq")) == (dossier["id"], 2)
    assert message.keys() == {"trace"}


def test_news_delivered_twice_and_shuffled_is_news_all_the_same(world):
    dossier = world.processing()
    records = stream_records(world, dossier["id"])
    heard = relayed(world, [*records[::-1], *records])
    assert set(heard["portal"]) == {2, 3, 4}
    assert set(heard["archive"]) == {3}


def test_heads_files_and_changes_are_nobodys_news(world):
    dossier = world.filed()
    records = stream_records(world, dossier["id"])
    events = [r for r in records if r["dynamodb"]["NewImage"]["item_type"]["S"] == "event"]
    others = [r for r in records if r not in events]
    changed = [{**record, "eventName": name} for record in events for name in ("MODIFY", "REMOVE")]
    removed = [{"eventName": "REMOVE", "dynamodb": {"Keys": {}}}]
    assert others
    assert relayed(world, [*others, *changed, *removed]) == {"portal": [], "archive": []}


# The archive


@pytest.fixture
def deliver(world) -> Callable[..., Any]:
    """Tell the archive worker of a dossier's news, as often as there are numbers."""

    def tell(dossier, *seqs: int):
        bodies = [{"dossier_id": dossier["id"], "seq": seq} for seq in seqs]
        return world.app.handler_map["archive"](sqs_event(*bodies), None)

    return tell


def codes(world, dossier) -> dict[str, bool]:
    """The papers that a dossier left with its owner, and whether the owner sees them."""
    ref = world.container.dossiers.get(dossier["id"]).owner.ref
    return {p.code: p.visible for p in world.container.papers.of_dossier(ref, dossier["id"])}


def test_a_dossiers_papers_come_into_the_repository_at_reception_and_once(world, deliver):
    dossier = world.filed()
    required = [
        c for c in world.call("GET", f"/v1/dossiers/{dossier['id']}", AN).body["components"] if c["required"]
    ]
    assert deliver(dossier, 2) == NO_FAILURES
    assert codes(world, dossier) == {}
    world.order(dossier, "receive", "reception")
    assert deliver(dossier, 3, 2, 3) == NO_FAILURES
    first = codes(world, dossier)
    assert len(first) == len(required)
    assert all(first.values())
    assert deliver(dossier, 3) == NO_FAILURES
    assert codes(world, dossier) == first


def test_a_result_is_seen_by_its_owner_only_once_it_is_returned(world, deliver):
    dossier = world.processing()
    (result,) = world.put_ready(dossier["id"], "RESULT")
    decision = {"result_file": result, "result_number": "12/QĐ", "result_issued_on": "2026-10-05"}
    assert world.order(dossier, "decide", "leader", **decision).body["state"] == "decided"
    deliver(dossier, 5)
    assert list(codes(world, dossier).values()).count(False) == 1
    assert world.order(dossier, "return", "clerk").body["state"] == "returned"
    deliver(dossier, 6, 5, 6)
    assert all(codes(world, dossier).values())


def test_news_of_an_unknown_dossier_comes_back_alone(world, deliver):
    dossier = world.processing()
    bodies = [{"dossier_id": "nobody", "seq": 1}, {"dossier_id": dossier["id"], "seq": 3}]
    assert world.app.handler_map["archive"](sqs_event(*bodies), None) == FAILED
    assert codes(world, dossier)


@dataclass
class DyingPapers:
    """A repository in front of which the process dies after ``left`` papers."""

    papers: Papers
    left: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.papers, name)

    def store(self, *paper: Any) -> Any:
        if not self.left:
            raise Killed
        self.left -= 1
        return self.papers.store(*paper)


def test_an_archive_killed_on_the_way_goes_on_where_it_stopped(world):
    dossier, whole = world.processing(), world.container.archive_papers
    with pytest.raises(Killed):
        replace(whole, papers=DyingPapers(whole.papers, 2))(dossier["id"])
    assert len(codes(world, dossier)) == 2
    assert whole(dossier["id"]) == len(codes(world, dossier)) > 2
