"""Reading uploads as the application does it: in slices, with copies, with signatures told in words."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.page_cache import S3PageCache
from chalicelib.application.digitize_file import Reading
from chalicelib.digitization.certification import certify
from chalicelib.digitization.job import Asked, PageCache
from chalicelib.digitization.model import Digitized, Kind, Outcome, PageResult, Source, Word
from chalicelib.domain.files import SIGNED, FileState
from chalicelib.domain.storage import UploadAddress, page_key, reading_key, upload_key
from local.papers.dossiers import kind_for_component
from local.papers.facts import invent_facts
from local.papers.make import make_paper
from local.pki import make_pki
from tests.app.world import AN, BINH, officer
from tests.pdfs import a_pdf

MOMENT = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
PAGES = 25


@pytest.fixture(scope="module")
def draft(world):
    return world.draft()


def put_only(world, draft, data: bytes) -> UploadAddress:
    """An upload that nobody was told of yet."""
    import hashlib

    component = draft["components"][0]["code"]
    body = {
        "component": component,
        "name": "giay-to.pdf",
        "media_type": "application/pdf",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    file = world.call("POST", f"/v1/dossiers/{draft['id']}/files", AN, body).body["file"]
    address = UploadAddress(draft["id"], component, file["file_id"])
    world.container.s3.put_object(
        Bucket=world.container.settings.files_bucket, Key=upload_key(*address), Body=data
    )
    return address


def shown(world, draft, file_id: str) -> dict[str, Any]:
    files = world.call("GET", f"/v1/dossiers/{draft['id']}", AN).body["files"]
    return next(file for file in files if file["file_id"] == file_id)


class SlowReader:
    """Stands in for the reader: a scan of 25 pages, of which each call manages eleven."""

    def __init__(self, manages: int = 11) -> None:
        self.manages = manages
        self.read: list[int] = []

    def __call__(
        self,
        data: bytes,
        *,
        asked: Asked,
        page_cache: PageCache,
        progress: Callable[[int, int], None],
        time_left: Callable[[], float] | None,
    ) -> Digitized:
        left, pages = self.manages, []
        for number in range(1, PAGES + 1):
            page = page_cache.get(number)
            if page is None:
                if not left:
                    break
                left -= 1
                self.read.append(number)
                words = (Word(f"trang{number}", (0, 0, 1, 1), 0.9, 0),)
                page = PageResult(number, 595, 842, Source.OCR, words, readings=1)
                page_cache.put(number, page)
            pages.append(page)
            progress(number, PAGES)
        outcome = Outcome.READY if len(pages) == PAGES else Outcome.UNFINISHED
        return Digitized(outcome, "0" * 64, len(data), kind=Kind.PDF, page_count=PAGES, pages=tuple(pages))


def test_a_long_file_is_read_in_slices_and_no_page_twice(world, draft):
    address, reader = put_only(world, draft, a_pdf("Dài")), SlowReader()
    digitize_file = replace(world.container.digitize_file, read=reader)
    seen = []
    for _ in range(3):
        reading, _ = digitize_file(address, lambda: 300.0)
        file = shown(world, draft, address.file_id)
        seen.append((reading, file["state"], file["pages_read"], file["pages"]))
    assert seen == [
        (Reading.UNFINISHED, "reading", 11, PAGES),
        (Reading.UNFINISHED, "reading", 22, PAGES),
        (Reading.DONE, "ready", PAGES, PAGES),
    ]
    assert reader.read == list(range(1, PAGES + 1))
    assert kept_pages(world, address) == []


def test_pages_are_kept_while_a_file_is_read_and_leave_no_version_behind(world, draft):
    address, reader = put_only(world, draft, a_pdf("Trang")), SlowReader()
    digitize_file = replace(world.container.digitize_file, read=reader)
    digitize_file(address, lambda: 300.0)
    assert len(kept_pages(world, address)) == 11
    digitize_file(address, lambda: 300.0)
    digitize_file(address, lambda: 300.0)
    assert kept_pages(world, address) == []


def kept_pages(world, address: UploadAddress) -> list[str]:
    """Keys of every version of a kept page."""
    listed = world.container.s3.list_object_versions(
        Bucket=world.container.settings.files_bucket, Prefix=page_key(*address)
    )
    return [entry["Key"] for entry in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ()))]


def test_no_dossier_is_filed_while_a_file_is_being_read(world):
    draft = world.ready_draft()
    address = put_only(world, draft, a_pdf("Đang đọc"))
    replace(world.container.digitize_file, read=SlowReader())(address, lambda: 300.0)
    refused = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN)
    assert (refused.status, refused.body["code"]) == (409, "files-still-on-the-way")


def test_a_slice_that_gained_nothing_is_stuck_and_is_left_to_the_queue(world, draft):
    address, reader = put_only(world, draft, a_pdf("Kẹt")), SlowReader(manages=0)
    reading, file = replace(world.container.digitize_file, read=reader)(address, lambda: 300.0)
    assert reading is Reading.STUCK
    assert file.state is FileState.AWAITING_UPLOAD


def test_copies_wait_for_the_next_slice_when_time_is_short(world, draft):
    address, reader = put_only(world, draft, a_pdf("Hết giờ")), SlowReader(manages=PAGES)
    digitize_file = replace(world.container.digitize_file, read=reader)
    assert digitize_file(address, lambda: 5.0)[0] is Reading.UNFINISHED
    assert digitize_file(address, lambda: 300.0)[0] is Reading.DONE
    assert reader.read == list(range(1, PAGES + 1))


def test_an_unfinished_file_is_put_into_the_queue_again_as_the_store_would_spell_it(world, draft):
    from chalicelib.domain.storage import notification_of
    from chalicelib.workers.digitize import uploads_in

    address = UploadAddress("d1", "GIẤY TỜ", "f1")
    assert list(uploads_in(json.loads(json.dumps(notification_of(address))))) == [address]
    queue = world.container.settings.digitize_queue
    world.container.queues.send(queue, notification_of(address))
    url = world.container.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    told = []
    while messages := world.container.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0).get("Messages"):
        for message in messages:
            told += uploads_in(json.loads(message["Body"]))
            world.container.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert address in told


def test_the_cache_knows_a_page_across_processes_and_keeps_no_text_layers(world):
    bucket, address = world.container.settings.files_bucket, UploadAddress("d-cache", "A", "f1")
    scanned = PageResult(1, 595, 842, Source.OCR, (Word("một", (0, 0, 1, 1), 0.5, 0),), readings=1)
    layer = PageResult(2, 595, 842, Source.TEXT_LAYER)
    first = S3PageCache(world.container.s3, bucket, address)
    first.put(1, scanned)
    first.put(2, layer)
    second = S3PageCache(world.container.s3, bucket, address)
    assert (second.get(1), second.get(2)) == (scanned, None)
    first.erase()
    assert second.get(1) is None


def test_a_read_file_has_copies_to_fetch_for_applicant_and_officer(world):
    draft = world.draft()
    address = put_only(world, draft, a_pdf("Có bản sao"))
    world.notify(upload_key(*address))
    file = shown(world, draft, address.file_id)
    assert file["copies"] == ["searchable.pdf", "preview.jpg", "thumbnail.jpg"]
    path = f"/v1/dossiers/{draft['id']}/files/{address.component}/{address.file_id}/copies"
    for copy in (*file["copies"], "original"):
        answer = world.call("GET", f"{path}/{copy}", AN)
        assert answer.status == 200
        assert copy in answer.body["url"] or address.file_id in answer.body["url"]
    assert world.call("GET", f"{path}/certified.pdf", AN).status == 404
    assert world.call("GET", f"{path}/preview.jpg", BINH).status == 404
    searchable = world.container.blobs.read(reading_key(*address, "searchable.pdf"))
    assert searchable.startswith(b"%PDF")


def test_a_copy_seen_by_an_officer_leaves_a_line_in_the_journal(world):
    filed = world.filed()
    component = next(c["code"] for c in filed_components(world, filed))
    (file_id,) = world.put_ready(filed["id"], component, copies=("preview.jpg",))
    path = f"/v1/dossiers/{filed['id']}/files/{component}/{file_id}/copies/preview.jpg"
    before = len(journal_lines(world))
    assert world.call("GET", path, AN).status == 200
    assert len(journal_lines(world)) == before
    assert world.call("GET", path, officer("specialist")).status == 200
    assert len(journal_lines(world)) == before + 1


def journal_lines(world) -> list[str]:
    journal = world.container.journal
    return [line for day in journal.days() for line in journal.lines(day)]


def filed_components(world, filed) -> list[dict[str, Any]]:
    return world.call("GET", f"/v1/dossiers/{filed['id']}", AN).body["components"]


def signed_by(key) -> bytes:
    return certify(a_pdf("Quyết định"), key, "Nguyễn Thị Thử Nghiệm", MOMENT)


@pytest.mark.parametrize(
    ("signer", "state", "words"),
    [
        ("officer", "ready", "Chữ ký hợp lệ, bao trùm toàn bộ tệp."),
        ("stranger", "ready", "."),
        ("revoked", "rejected", "."),
    ],
)
def test_signatures_are_told_in_words_before_filing(world, signer, state, words):
    draft, key = world.draft(), getattr(make_pki(), signer)
    address = put_only(world, draft, signed_by(key))
    whole = world.container.digitize_file
    trusting = replace(whole, questions=replace(whole.questions, trust=lambda: make_pki().trust))
    trusting(address)
    file = shown(world, draft, address.file_id)
    (signature,) = file["signatures"]
    assert file["state"] == state
    assert signature["valid"] is (SIGNED in file["findings"])
    assert signature["valid"] is (signer == "officer")
    assert signature["vi"].endswith(words)
    assert signature["signer"] in signature["en"]
    assert "searchable.pdf" not in file["copies"]


def test_a_paper_that_reads_like_another_component_is_told_before_filing_and_may_be_filed(world):
    draft = world.draft(procedure="1.012289", unit="L-KCB")
    named = {kind_for_component(each["name"]): each["code"] for each in draft["components"]}
    health, degree = named["health_certificate"], named["degree"]
    paper = make_paper("health_certificate", invent_facts(4), seed=4).data
    for component, seems_for in ((degree, health), (health, "")):
        sent = world.upload(draft["id"], component, AN, paper)
        file = shown(world, draft, sent["file_id"])
        assert (file["state"], file["read_as"], file["seems_for"]) == (
            "ready",
            "Giấy khám sức khỏe",
            seems_for,
        )
        assert [bool(file[word]) for word in ("doubt_vi", "doubt_en")] == [bool(seems_for)] * 2
        assert seems_for in file["doubt_vi"]


def test_pages_that_were_not_read_are_named_in_both_languages(world):
    draft = world.draft()
    component = draft["components"][0]["code"]
    (file_id,) = world.put_ready(
        draft["id"], component, state="partial", reason="pages-unreadable", failed_pages=(2, 5)
    )
    file = shown(world, draft, file_id)
    assert [text.split(".")[0] for text in (file["reason_vi"], file["reason_en"])] == [
        "Trang 2, 5 không đọc được",
        "Page 2, 5 could not be read",
    ]


def test_what_was_seen_in_a_file_is_explained(world):
    draft = world.draft()
    component = draft["components"][0]["code"]
    (file_id,) = world.put_ready(draft["id"], component, findings=("embedded-file", "location"))
    file = shown(world, draft, file_id)
    assert [note["code"] for note in file["notes"]] == file["findings"]
    assert all(note["vi"] and note["en"] for note in file["notes"])
