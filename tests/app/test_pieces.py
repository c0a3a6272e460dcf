"""Uploads in pieces: in any order, over days, and nothing but the declared file comes of them."""

import base64
import hashlib
import random
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from chalicelib.domain.pieces import PIECE_BYTES
from tests.app.world import AN, OFFICE_MORNING, announcement
from tests.pdfs import a_pdf


@pytest.fixture
def upload(world):
    """An announced file of three pieces and a bit."""
    data = a_pdf("Giấy tờ lớn") + b"%" * (3 * PIECE_BYTES)
    draft = world.draft()
    body = announcement(draft["components"][0]["code"], data)
    file = world.call("POST", f"/v1/dossiers/{draft['id']}/files", AN, body).body["file"]
    path = f"/v1/dossiers/{draft['id']}/files/{file['component']}/{file['file_id']}"
    pieces = [data[start : start + PIECE_BYTES] for start in range(0, len(data), PIECE_BYTES)]
    return {
        "path": path,
        "pieces": pieces,
        "data": data,
        "key": "/".join(["uploads", draft["id"], *path.split("/")[-2:]]),
    }


def ask(world, upload, numbers):
    wishes = [{"number": n, "sha256": hashlib.sha256(upload["pieces"][n - 1]).hexdigest()} for n in numbers]
    return world.call("POST", upload["path"] + "/pieces", AN, {"pieces": wishes})


def send(world, upload, number, data=None):
    """What a client's PUT would do: the key is in the address."""
    (item,) = ask(world, upload, [number]).body["items"]
    key = urlsplit(item["url"]).path.split("/", 2)[2]
    content = upload["pieces"][number - 1] if data is None else data
    world.container.s3.put_object(Bucket=world.container.settings.files_bucket, Key=key, Body=content)


def test_pieces_arrive_in_any_order_over_days_and_become_the_file(world, upload):
    total = len(upload["pieces"])
    numbers = list(range(1, total + 1))
    random.Random(7).shuffle(numbers)
    for number in numbers[:2]:
        send(world, upload, number)
    world.set_clock(OFFICE_MORNING + timedelta(days=1))
    progress = world.call("GET", upload["path"] + "/pieces", AN).body
    assert progress == {"piece_bytes": PIECE_BYTES, "total": total, "arrived": sorted(numbers[:2])}
    refused = world.call("POST", upload["path"] + "/assembly", AN)
    assert (refused.status, refused.body["code"]) == (409, "pieces-missing")
    for number in numbers[2:]:
        send(world, upload, number)
    assert world.call("POST", upload["path"] + "/assembly", AN).status == 200
    assert world.container.blobs.read(upload["key"]) == upload["data"]
    world.notify(upload["key"])
    again = world.call("POST", upload["path"] + "/assembly", AN)
    assert (again.status, again.body["state"]) == (200, "ready")
    assert world.call("GET", upload["path"] + "/pieces", AN).body["arrived"] == list(range(1, total + 1))


def test_other_bytes_than_declared_never_become_the_file(world, upload):
    for number in range(1, len(upload["pieces"]) + 1):
        send(world, upload, number)
    send(world, upload, 2, b"x" * PIECE_BYTES)
    refused = world.call("POST", upload["path"] + "/assembly", AN)
    assert (refused.status, refused.body["code"]) == (422, "pieces-do-not-fit")
    listed = world.container.s3.list_objects_v2(
        Bucket=world.container.settings.files_bucket, Prefix=upload["key"]
    )
    assert listed["KeyCount"] == 0
    assert world.call("GET", upload["path"] + "/pieces", AN).body["arrived"] == []


def test_an_address_is_for_one_piece_of_one_length_and_hash(world, upload):
    (item,) = ask(world, upload, [1]).body["items"]
    signed = parse_qs(urlsplit(item["url"]).query)
    assert "content-length" in signed["X-Amz-SignedHeaders"][0]
    assert "x-amz-checksum-sha256" in item["url"].lower()
    assert item["url"].split("?")[0].endswith("/00001")
    (first, *_) = upload["pieces"]
    assert item["headers"] == {
        "x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(first).digest()).decode()
    }


def put(url, data):
    checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
    headers = {"x-amz-checksum-sha256": checksum}
    return urllib3.request("PUT", url, body=data, headers=headers, retries=False).status


def test_the_store_takes_the_piece_and_nothing_else_under_its_address(world, upload):
    first, second = upload["pieces"][:2]
    url, other = (item["url"] for item in ask(world, upload, [1, 2]).body["items"])
    for address, data in (
        (url, first[:-1] + b"x"),
        (url, first + b"x"),
        (url, second),
        (url.replace("/00001?", "/00002?"), second),
        (other.replace("/pieces/", "/uploads/"), second),
        (re.sub("X-Amz-Signature=.{8}", "X-Amz-Signature=00000000", url), first),
        (re.sub("X-Amz-Expires=[0-9]+", "X-Amz-Expires=600000", url), first),
    ):
        assert put(address, data) >= 400, address
    assert world.call("GET", upload["path"] + "/pieces", AN).body["arrived"] == []
    assert put(url, first) == 200
    assert put(url, first) == 200
    assert world.call("GET", upload["path"] + "/pieces", AN).body["arrived"] == [1]


def test_a_piece_that_the_file_has_not_is_refused(world, upload):
    wish = {"number": len(upload["pieces"]) + 1, "sha256": "0" * 64}
    refused = world.call("POST", upload["path"] + "/pieces", AN, {"pieces": [wish]})
    assert (refused.status, refused.body["code"]) == (422, "no-such-piece")


def test_asking_costs_one_call_and_the_progress_two(world, upload):
    with world.counted() as calls:
        ask(world, upload, [1, 2, 3])
    assert calls == {"Query": 1}
    with world.counted() as calls:
        world.call("GET", upload["path"] + "/pieces", AN)
    assert calls == {"Query": 1, "ListObjectsV2": 1}
