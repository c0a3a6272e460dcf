"""Photos joined to one paper, readings corrected, copies certified."""

import io
from typing import Any

import pytest

from chalicelib.adapters import keys
from chalicelib.digitization.sidecar import from_json
from chalicelib.digitization.signature import validate
from chalicelib.domain.storage import UploadAddress, reading_key
from local.pki import make_pki
from tests.app.world import AN, BINH, announcement, officer, sqs_event
from tests.pdfs import a_pdf

SPECIALIST = officer("specialist")


def a_photo(shade: int) -> bytes:
    """A small blank sheet: what is joined is told apart by its size."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (300 + shade, 400), "white").save(out, "PNG", dpi=(100, 100))
    return out.getvalue()


def upload(world, draft, data: bytes, media_type: str = "image/png", **changes: Any) -> UploadAddress:
    component = draft["components"][0]["code"]
    body = announcement(component, data, name="anh.png", media_type=media_type, **changes)
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/files", AN, body)
    assert reply.status == 201, reply.body
    form = reply.body["upload"]["fields"]
    world.container.s3.put_object(Bucket=world.container.settings.files_bucket, Key=form["key"], Body=data)
    world.notify(form["key"])
    return UploadAddress(draft["id"], component, reply.body["file"]["file_id"])


def path_of(address: UploadAddress) -> str:
    return f"/v1/dossiers/{address.dossier_id}/files/{address.component}/{address.file_id}"


def delivered(world) -> list[Any]:
    """Hand every waiting message of the digitize queue to its function."""
    import json

    sqs, queue = world.container.sqs, world.container.settings.digitize_queue
    url, answers = sqs.get_queue_url(QueueName=queue)["QueueUrl"], []
    while messages := sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0).get("Messages"):
        for message in messages:
            body = json.loads(message["Body"])
            answers.append(world.app.handler_map["digitize"](sqs_event(body), None))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return answers


@pytest.fixture(scope="module")
def photos(world) -> tuple[Any, list[UploadAddress]]:
    world.drained("digitize_queue")  # of what tests before this one have sent
    draft = world.draft()
    return draft, [upload(world, draft, a_photo(shade)) for shade in (10, 20, 30)]


def files_of(world, draft) -> dict[str, Any]:
    found = world.call("GET", f"/v1/dossiers/{draft['id']}", AN).body["files"]
    return {file["file_id"]: file for file in found}


def test_photos_become_one_paper_in_the_order_asked_for(world, photos):
    import pikepdf

    draft, (first, second, third) = photos
    wish = {"followed_by": [third.file_id, second.file_id]}
    for _ in range(2):
        reply = world.call("POST", f"{path_of(first)}/join", AN, wish)
        assert (reply.status, reply.body["state"]) == (200, "reading")
    assert all(answer == {"batchItemFailures": []} for answer in delivered(world))
    lead = files_of(world, draft)[first.file_id]
    assert (lead["state"], lead["pages"], lead["parts"]) == ("ready", 3, wish["followed_by"])
    assert "joined.pdf" in lead["copies"]
    assert files_of(world, draft)[second.file_id]["part_of"] == first.file_id
    with pikepdf.open(io.BytesIO(world.container.blobs.read(reading_key(*first, "joined.pdf")))) as pdf:
        widths = [float(page.mediabox[2]) for page in pdf.pages]
    assert widths[0] < widths[2] < widths[1]
    assert world.container.blobs.read(f"uploads/{'/'.join(second)}") == a_photo(20)
    whole = from_json(world.container.blobs.read(reading_key(*first, "reading.json")))
    assert [page.number for page in whole.pages] == [1, 2, 3]


def test_a_photo_of_a_joined_paper_goes_only_with_the_whole(world):
    draft = world.draft()
    first, second = (upload(world, draft, a_photo(shade)) for shade in (40, 50))
    world.call("POST", f"{path_of(first)}/join", AN, {"followed_by": [second.file_id]})
    refused = world.call("DELETE", path_of(second), AN)
    assert (refused.status, refused.body["code"]) == (409, "file-is-part")
    assert world.call("DELETE", path_of(first), AN).status == 200
    assert files_of(world, draft) == {}
    assert all(answer == {"batchItemFailures": []} for answer in delivered(world))


def test_only_photos_are_joined(world):
    draft = world.draft()
    photo = upload(world, draft, a_photo(60))
    paper = upload(world, draft, a_pdf("Không phải ảnh"), "application/pdf")
    refused = world.call("POST", f"{path_of(photo)}/join", AN, {"followed_by": [paper.file_id]})
    assert (refused.status, refused.body["code"]) == (422, "file-refused")
    assert files_of(world, draft)[photo.file_id]["parts"] == []


@pytest.fixture(scope="module")
def received(world) -> UploadAddress:
    """A paper of a dossier that reception has taken in."""
    draft = world.complete_draft()
    filed = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", AN).body
    assert world.order(filed, "receive", "reception").status == 200
    file = next(iter(files_of(world, draft).values()))
    return UploadAddress(draft["id"], file["component"], file["file_id"])


def correct(world, address: UploadAddress, value: str, claims: Any = SPECIALIST, field: str = "issue_date"):
    return world.call("POST", f"{path_of(address)}/corrections", claims, {"field": field, "value": value})


def test_a_correction_is_kept_with_who_and_when_and_its_history(world, received):
    for value in ("2026-01-02", "2026-01-02", "2026-01-03"):
        reply = correct(world, received, value)
        assert reply.status == 200, reply.body
    kept = reply.body["corrections"]
    assert [each["value"] for each in kept] == ["2026-01-02", "2026-01-03"]
    assert {each["by"] for each in kept} == {SPECIALIST["name"]}
    stored = world.container.dossiers.get_file(*received)
    assert stored.says("issue_date") == "2026-01-03"
    assert all(field.name != "issue_date" or field.check != "officer" for field in stored.fields)


def test_a_date_is_corrected_to_a_date(world, received):
    assert correct(world, received, "ngày mai").status == 422
    assert correct(world, received, "x", field="shoe_size").status == 422


@pytest.mark.parametrize(
    ("claims", "status"),
    [(AN, 403), (BINH, 404), (officer("clerk"), 403), (officer("specialist", "01"), 404)],
)
def test_only_those_who_compare_may_correct_or_certify(world, received, claims, status):
    assert correct(world, received, "2026-01-04", claims).status == status
    assert world.call("POST", f"{path_of(received)}/certify", claims).status == status


def test_without_a_key_nothing_is_certified(world, received):
    reply = world.call("POST", f"{path_of(received)}/certify", SPECIALIST)
    assert (reply.status, reply.body["code"]) == (503, "certification-not-set-up")


@pytest.fixture
def with_a_key(world, tmp_path):
    """The rehearsal's key and its timestamp authority, until the end of the test."""
    bundle, witness = tmp_path / "officer.pem", tmp_path / "witness.pem"
    bundle.write_bytes(make_pki().officer.as_pem())
    witness.write_bytes(make_pki().witness.as_pem())
    container = world.container
    before = container.settings
    here = {"certification_key": str(bundle), "timestamp_authority": str(witness)}
    container.settings = before.model_copy(update=here)
    yield
    container.settings = before


def test_a_certified_copy_bears_a_valid_signature_and_is_made_once(world, received, with_a_key):
    ordered = world.call("POST", f"{path_of(received)}/certify", SPECIALIST)
    assert (ordered.status, ordered.body["certification"]) == (200, None), ordered.body
    assert ordered.body["certification_ordered_at"]
    assert world.prepare(keys.dossier(received.dossier_id)) == {"batchItemFailures": []}
    first = world.call("POST", f"{path_of(received)}/certify", SPECIALIST)
    certification = first.body["certification"]
    with world.counted() as calls:
        order = {
            "make": "certified-copy",
            "pk": keys.dossier(received.dossier_id),
            "sk": keys.file(*received[1:]),
        }
        assert world.app.handler_map["prepare"](sqs_event(order), None) == {"batchItemFailures": []}
    assert calls == {"GetItem": 1}
    assert certification["by"] == SPECIALIST["name"]
    again = world.call("POST", f"{path_of(received)}/certify", officer("reception"))
    assert again.body["certification"] == certification
    pdf = world.container.blobs.read(reading_key(*received, certification["copy_name"]))
    (signature,) = validate(pdf, make_pki().trust)
    assert signature.valid
    assert signature.covers_whole_file
    assert signature.timestamp_by == "Dấu thời gian thử nghiệm"
    link = world.call("GET", f"{path_of(received)}/copies/{certification['copy_name']}", AN)
    assert link.status == 200


@pytest.mark.usefixtures("world")
def test_a_key_of_kms_signs_as_the_certificate_says():
    import hashlib
    from datetime import UTC, datetime

    import boto3
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

    from chalicelib.adapters.signing_keys import KmsSigningKey

    kms = boto3.client("kms", region_name="ap-southeast-1")
    key_id = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")["KeyMetadata"]["KeyId"]
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=key_id)["PublicKey"])
    digest = hashlib.sha256(b"copy").digest()
    chain = b"".join(make_pki().officer.as_pem().partition(b"-----BEGIN CERTIFICATE")[1:])
    key = KmsSigningKey(kms, key_id, chain)
    public.verify(key.sign_digest(digest), digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
    assert x509.load_der_x509_certificate(key.certificate).not_valid_after_utc > datetime(
        2027, 1, 1, tzinfo=UTC
    )
    assert len(key.chain) == 2
