"""Readings in the object store under the latest data key: killed and gone on with, raced against, tampered with."""

import itertools

import boto3
import pytest

from chalicelib.adapters.cipher import Cipher, version_of
from chalicelib.adapters.files import S3Blobs
from chalicelib.adapters.threads import Threads
from infra.reencrypt_readings import Store, reencrypt_readings
from tests.aws_in_memory import aws_in_memory
from tests.tables import TABLE, make_tables_of_template

BUCKET = "motcua-test-files"


class Ring:
    """Data keys that are held in memory."""

    def __init__(self):
        self.versions = 1

    def latest(self):
        return self.versions, self.key(self.versions)

    def key(self, version):
        return bytes([version]) * 32

    def refuses_clear(self):
        return False


@pytest.fixture
def ring():
    return Ring()


@pytest.fixture
def store():
    with aws_in_memory():
        client, s3 = boto3.client("dynamodb"), boto3.client("s3")
        make_tables_of_template(client)
        place = {"LocationConstraint": s3.meta.region_name}
        s3.create_bucket(
            Bucket=BUCKET,
            **({} if s3.meta.region_name == "us-east-1" else {"CreateBucketConfiguration": place}),
        )
        yield Store(s3, BUCKET, client, TABLE)


@pytest.fixture
def blobs(store, ring):
    """A store with seven readings, two pages, and a copy that people fetch."""
    blobs = S3Blobs(store.s3, BUCKET, Cipher(ring))
    for number in range(7):
        blobs.write(f"read/d/c/{number}/reading.json", b'{"read": %d}' % number, "application/json")
    for number in range(2):
        blobs.write(f"pages/d/c/f/{number:04d}.json", b'{"page": %d}' % number, "application/json")
    blobs.write("read/d/c/0/searchable.pdf", b"%PDF-1.7", "application/pdf")
    return blobs


def held(store, key):
    return store.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()


def versions(store):
    listed = store.s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    return {version_of(held(store, entry["Key"])) for entry in listed if entry["Key"].endswith(".json")}


def whole(steps):
    steps = list(steps)
    return sum(step.looked_at for step in steps), sum(step.changed for step in steps)


def test_every_reading_comes_under_the_latest_key_and_says_what_it_said(store, blobs, ring):
    in_clear = "read/old/c/f/reading.json"
    store.s3.put_object(
        Bucket=BUCKET, Key=in_clear, Body=b'{"read": "in clear"}', ContentType="application/json"
    )
    ring.versions = 2
    assert whole(reencrypt_readings(store, Cipher(ring), together=Threads(2))) == (11, 10)
    assert versions(store) == {2}
    assert blobs.read("read/d/c/6/reading.json") == b'{"read": 6}'
    assert blobs.read(in_clear) == b'{"read": "in clear"}'
    assert held(store, "read/d/c/0/searchable.pdf") == b"%PDF-1.7"
    assert whole(reencrypt_readings(store, Cipher(ring))) == (11, 0)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_job_that_is_killed_goes_on_where_it_was_stopped(store, blobs, ring, steps):
    ring.versions = 2
    job = reencrypt_readings(store, Cipher(ring), page=3)
    before = whole(itertools.islice(job, steps))
    job.close()
    assert versions(store) == {1, 2}
    after = whole(reencrypt_readings(store, Cipher(ring), page=3))
    assert (before[0] + after[0], before[1] + after[1]) == (10, 9)
    assert versions(store) == {2}


def test_a_later_rotation_begins_from_the_start(store, blobs, ring):
    ring.versions = 2
    next(reencrypt_readings(store, Cipher(ring), page=3))
    ring.versions = 3
    assert whole(reencrypt_readings(store, Cipher(ring), page=3)) == (10, 9)
    assert versions(store) == {3}


def test_a_reading_that_is_corrected_meanwhile_stays_corrected(store, blobs, ring):
    ring.versions = 2
    key = "read/d/c/3/reading.json"

    class Correcting(Cipher):
        """Somebody writes between our look and our write."""

        def decrypt(self, envelope, place):
            if place == key:
                blobs.write(key, b'{"read": "corrected"}', "application/json")
            return super().decrypt(envelope, place)

    assert whole(reencrypt_readings(store, Correcting(ring))) == (10, 8)
    assert blobs.read(key) == b'{"read": "corrected"}'
    assert versions(store) == {2}


def test_a_reading_that_was_moved_is_named_and_left_alone(store, blobs, ring):
    moved, there = "read/d/c/1/reading.json", held(store, "read/d/c/2/reading.json")
    store.s3.put_object(Bucket=BUCKET, Key=moved, Body=there)
    ring.versions = 2
    (step,) = [each for each in reencrypt_readings(store, Cipher(ring), page=100) if each.unreadable]
    assert step.unreadable == (moved,)
    assert held(store, moved) == there
