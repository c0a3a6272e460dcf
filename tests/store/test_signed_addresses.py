"""What the store itself refuses: expired, forged and borrowed addresses, other bytes, and who has no address at all.

The addresses are made by the adapters that make them in production; AWS S3 speaks the same protocol (SigV4).
"""

import base64
import hashlib
import json
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from chalicelib.adapters.files import LINK_LIFE, TICKET_LIFE, S3Blobs
from chalicelib.adapters.pieces import S3Pieces
from chalicelib.domain.files import Declaration
from chalicelib.domain.storage import piece_key, upload_key
from tests.factories import a_file
from tests.store.conftest import BUCKET

pytestmark = [pytest.mark.store, pytest.mark.xdist_group("store")]

DATA = b"%PDF-1.7 a paper of the tests " * 40
OTHER = DATA[:-1] + b"x"
SHA256 = hashlib.sha256(DATA).hexdigest()
#: An address that is good for a moment only is asked again until it is over.
PATIENCE_S = 90


@pytest.fixture
def blobs(s3) -> S3Blobs:
    return S3Blobs(s3, BUCKET)


@pytest.fixture
def pieces(s3) -> S3Pieces:
    return S3Pieces(s3, BUCKET)


@pytest.fixture
def file(request):
    """Announced: so many bytes of this type with that hash. A file of its own for every test."""
    declared = Declaration(name="giay-to.pdf", media_type="application/pdf", bytes=len(DATA), sha256=SHA256)
    name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:26]
    return a_file(name, dossier_id="d1", component="DON", declared=declared)


def send(method: str, url: str, **values) -> int:
    return urllib3.request(method, url, retries=False, redirect=False, **values).status


def post(form, data: bytes, **changes) -> int:
    """A form; a field that is changed to ``None`` is left out."""
    fields = {name: value for name, value in {**form.fields, **changes}.items() if value is not None}
    return send(
        "POST", form.url, fields=[*fields.items(), ("file", ("giay-to.pdf", data, "application/pdf"))]
    )


def put(address: str, data: bytes, checksum_of: bytes | None = DATA) -> int:
    """A piece, with the header that its address asks for."""
    told = base64.b64encode(hashlib.sha256(checksum_of).digest()).decode() if checksum_of else None
    return send("PUT", address, body=data, headers={"x-amz-checksum-sha256": told} if told else {})


def key_of(file) -> str:
    return upload_key(file.dossier_id, file.component, file.file_id)


def is_stored(s3, key: str) -> bool:
    return s3.list_objects_v2(Bucket=BUCKET, Prefix=key)["KeyCount"] == 1


# Forms, by which whole files come


def test_what_was_declared_is_taken_and_is_what_is_stored(s3, blobs, file):
    assert post(blobs.upload_ticket(file), DATA) in (200, 204)
    assert blobs.read(key_of(file)) == DATA


@pytest.mark.parametrize("data", [DATA + b"x", DATA[:-1], b""], ids=["more", "fewer", "none"])
def test_another_number_of_bytes_is_refused(s3, blobs, file, data):
    assert 400 <= post(blobs.upload_ticket(file), data) < 500
    assert not is_stored(s3, key_of(file))


def test_other_bytes_of_the_same_length_are_refused_by_their_checksum(s3, blobs, file):
    assert 400 <= post(blobs.upload_ticket(file), OTHER) < 500
    assert not is_stored(s3, key_of(file))


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "uploads/d1/DON/of-somebody-else"},
        {"Content-Type": "text/html"},
        {"x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(OTHER).digest()).decode()},
        {"x-amz-signature": "0" * 64},
        {"x-amz-signature": None},
        {"policy": None, "x-amz-signature": None, "x-amz-credential": None, "x-amz-algorithm": None},
        {"x-amz-credential": "nobody/20260101/ap-southeast-1/s3/aws4_request"},
    ],
    ids=["key", "type", "checksum", "signature", "no signature", "nothing signed", "credential"],
)
def test_a_form_of_which_anything_was_changed_is_refused(s3, blobs, file, changes):
    assert (
        400
        <= post(blobs.upload_ticket(file), OTHER if "x-amz-checksum-sha256" in changes else DATA, **changes)
        < 500
    )
    assert not is_stored(s3, key_of(file))
    assert not is_stored(s3, "uploads/d1/DON/of-somebody-else")


def test_a_policy_that_somebody_widened_is_refused(s3, blobs, file):
    form = blobs.upload_ticket(file)
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    policy["conditions"] = [["starts-with", "$key", ""], ["content-length-range", 0, 10**12]]
    widened = base64.b64encode(json.dumps(policy).encode()).decode()
    assert 400 <= post(form, DATA, policy=widened) < 500
    assert not is_stored(s3, key_of(file))


def test_a_form_ends_when_it_says_and_says_half_an_hour(s3, blobs, file):
    form = blobs.upload_ticket(file)
    ends = datetime.fromisoformat(json.loads(base64.b64decode(form.fields["policy"]))["expiration"])
    left = ends - datetime.now(UTC)
    assert timedelta() < left <= TICKET_LIFE
    over = s3.generate_presigned_post(
        Bucket=BUCKET, Key=key_of(file), Conditions=[["content-length-range", 0, 10**6]], ExpiresIn=-60
    )
    fields = [*over["fields"].items(), ("file", ("giay-to.pdf", DATA, "application/pdf"))]
    assert send("POST", over["url"], fields=fields) == 403
    assert not is_stored(s3, key_of(file))


# Links, by which files are fetched


def test_a_link_serves_what_is_stored_as_a_download(blobs, file):
    blobs.write(key_of(file), DATA, "application/pdf")
    answer = urllib3.request("GET", blobs.link(key_of(file), "giấy tờ.pdf"))
    assert (answer.status, answer.data) == (200, DATA)
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("X-Amz-Expires=300", "X-Amz-Expires=604800"),
        ("attachment", "inline"),
        ("/DON/", "/BANG/"),
        ("store-test", "nobody"),
    ],
    ids=["signature", "expiry", "disposition", "key", "credential"],
)
def test_a_link_of_which_anything_was_changed_serves_nothing(s3, blobs, file, part, other):
    for key in (key_of(file), key_of(file).replace("/DON/", "/BANG/")):
        blobs.write(key, DATA, "application/pdf")
    link = blobs.link(key_of(file), "giay-to.pdf")
    assert part in link
    assert 400 <= send("GET", link.replace(part, other)) < 500


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_a_link_for_reading_writes_and_deletes_nothing(blobs, file, method):
    blobs.write(key_of(file), DATA, "application/pdf")
    assert 400 <= send(method, blobs.link(key_of(file), "giay-to.pdf"), body=OTHER) < 500
    assert blobs.read(key_of(file)) == DATA


def test_a_link_ends_when_it_says_and_says_five_minutes(s3, blobs, file):
    blobs.write(key_of(file), DATA, "application/pdf")
    told = parse_qs(urlsplit(blobs.link(key_of(file), "giay-to.pdf")).query)
    assert told["X-Amz-Expires"] == [str(int(LINK_LIFE.total_seconds()))]
    short = s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": key_of(file)}, ExpiresIn=1)
    ends = time.monotonic() + PATIENCE_S
    while (status := send("GET", short)) == 200 and time.monotonic() < ends:
        time.sleep(0.1)
    assert status == 403


def test_without_a_signature_nothing_is_read_listed_written_or_deleted(s3, blobs, file):
    blobs.write(key_of(file), DATA, "application/pdf")
    bucket = f"{s3.meta.endpoint_url}/{BUCKET}"
    address = f"{bucket}/{key_of(file)}"
    asked = [
        ("GET", address), ("HEAD", address), ("PUT", address), ("DELETE", address), ("GET", bucket),
        ("GET", f"{bucket}?list-type=2&prefix=uploads/"), ("GET", f"{bucket}?versions"), ("DELETE", bucket),
        ("GET", s3.meta.endpoint_url),
    ]  # fmt: skip
    assert [(what, status) for what in asked if (status := send(*what)) != 403] == []
    assert blobs.read(key_of(file)) == DATA


# Pieces, by which large files come over bad links


def test_a_piece_is_taken_once_its_bytes_are_those_that_were_named(s3, pieces, file):
    assert put(pieces.address(file, 1, len(DATA), SHA256), DATA) == 200
    assert pieces.held(file) == {1: len(DATA)}


@pytest.mark.parametrize("data", [OTHER, DATA + b"x", DATA[:-1]], ids=["other", "more", "fewer"])
def test_other_bytes_under_the_address_of_a_piece_are_refused(s3, pieces, file, data):
    address = pieces.address(file, 1, len(DATA), SHA256)
    assert 400 <= put(address, data) < 500
    assert 400 <= put(address, data, checksum_of=data) < 500
    assert 400 <= put(address, data, checksum_of=None) < 500
    assert pieces.held(file) == {}


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("/00001?", "/00002?"),
        ("X-Amz-Expires=1800", "X-Amz-Expires=9000"),
    ],
    ids=["signature", "number", "expiry"],
)
def test_an_address_of_a_piece_of_which_anything_was_changed_takes_nothing(pieces, file, part, other):
    address = pieces.address(file, 1, len(DATA), SHA256)
    assert part in address, address
    assert 400 <= put(address.replace(part, other), DATA) < 500
    assert pieces.held(file) == {}


def test_an_address_for_a_piece_reads_nothing(s3, pieces, file):
    address = pieces.address(file, 1, len(DATA), SHA256)
    assert put(address, DATA) == 200
    assert 400 <= send("GET", address) < 500
    assert piece_key(file.dossier_id, file.component, file.file_id, 1) in address
