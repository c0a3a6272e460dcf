"""Personal data under data keys: what is stored is in no attribute in clear, and a rotation stops nobody."""

import itertools

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters import items, keys
from chalicelib.adapters.cipher import CannotOpen, Cipher, is_envelope, version_of
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.adapters.encrypted_items import (
    ENCRYPTED,
    encrypt_what_is_personal,
    encrypted,
    opened,
    place_of,
)
from chalicelib.adapters.field_keys import KmsFieldKeys, LocalFieldKeys
from chalicelib.adapters.key_ring import KEPT_S, DynamoKeyRing
from chalicelib.adapters.papers import DynamoPapers
from chalicelib.domain.errors import DossierChangedMeanwhile
from chalicelib.domain.ports_keys import KeyRefused
from chalicelib.domain.ports_papers import Wanted
from infra.reencrypt_items import in_clear, reencrypt
from tests.aws_in_memory import aws_in_memory
from tests.factories import MORNING, OWNER_NUMBER, a_draft, a_file, a_paper, an_owner
from tests.tables import ONCE_TABLE, TABLE, make_tables_of_template

NAME = "Nguyễn Thị Thử An"


class Stopwatch:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


class Counting:
    """Data keys whose unwrappings are counted."""

    def __init__(self, inner):
        self.inner, self.unwrapped = inner, 0

    def generate(self, version):
        return self.inner.generate(version)

    def unwrap(self, version, wrapped):
        self.unwrapped += 1
        return self.inner.unwrap(version, wrapped)


class Held:
    """Keys as they are held by a process."""

    def __init__(self, *held):
        self.held = held

    def latest(self):
        return len(self.held), self.held[-1]

    def key(self, version):
        return self.held[version - 1]

    def refuses_clear(self):
        return False


@pytest.fixture
def stored():
    """The tables as they are stored."""
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_tables_of_template(client)
        yield client


@pytest.fixture
def watch():
    return Stopwatch()


@pytest.fixture
def wrapping():
    return Counting(LocalFieldKeys(b"secret"))


@pytest.fixture
def ring(stored, wrapping, watch):
    return DynamoKeyRing(lambda: stored, TABLE, lambda: wrapping, watch)


@pytest.fixture
def client(ring):
    """A client of the application."""
    return encrypt_what_is_personal(boto3.client("dynamodb"), Cipher(ring))


def dossiers_on(client):
    return DynamoDossiers(client, TABLE, ONCE_TABLE, Cursors(b"secret"))


def file_away(client, count=1):
    """Dossiers with a file each, of somebody with a name and a number."""
    dossiers = dossiers_on(client)
    for number in range(count):
        draft, opened_ = a_draft(id=f"d{number}", owner=an_owner(name=NAME))
        dossiers.save(draft, [opened_])
        dossiers.announce_file(a_file("f1", "A", dossier_id=draft.id), draft)


def all_of(client):
    return client.scan(TableName=TABLE)["Items"]


def of_people(client):
    return [item for item in all_of(client) if item["PK"]["S"] != keys.KEYS]


def calls_of(client):
    counted = []
    client.meta.events.register("before-call", lambda model, **_: counted.append(model.name))
    return counted


# The cipher


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=40), st.data())
def test_an_envelope_opens_at_its_place_alone_and_not_with_any_bit_changed(data, place, drawn):
    cipher = Cipher(Held(b"k" * 32))
    envelope = cipher.encrypt(data, place)
    assert cipher.decrypt(envelope, place) == data
    with pytest.raises(CannotOpen):
        cipher.decrypt(envelope, place + "x")
    at = drawn.draw(st.integers(5, len(envelope) - 1))
    bit = drawn.draw(st.integers(0, 7))
    changed = envelope[:at] + bytes([envelope[at] ^ 1 << bit]) + envelope[at + 1 :]
    with pytest.raises(CannotOpen):
        cipher.decrypt(changed, place)


def test_an_envelope_says_its_version_and_does_not_open_under_another():
    first, second = b"a" * 32, b"b" * 32
    envelope = Cipher(Held(first)).encrypt(b"x", "here")
    assert version_of(envelope) == 1
    assert Cipher(Held(first, second)).decrypt(envelope, "here") == b"x"
    assert version_of(Cipher(Held(first, second)).encrypt(b"x", "here")) == 2
    forged = envelope[:4] + b"\x02" + envelope[5:]
    with pytest.raises(CannotOpen):
        Cipher(Held(first, first)).decrypt(forged, "here")


@pytest.mark.parametrize("plain", [b"", b"{}", b'{"a":1}', b"[1]", b"x" * 100])
def test_what_is_in_clear_is_not_taken_for_an_envelope(plain):
    assert not is_envelope(plain)


# Items


def test_nothing_of_a_person_is_stored_in_clear_and_everything_is_read_as_before(client, stored):
    file_away(client)
    found = of_people(stored)
    assert len(found) == 3
    assert NAME not in str(found)
    assert OWNER_NUMBER not in str(found)
    for item in found:
        assert all(is_envelope(item[name]["B"]) for name in ENCRYPTED.keys() & item.keys())
    dossier, files = dossiers_on(client).get_with_files("d0")
    assert (dossier.owner.name, dossier.owner.number) == (NAME, OWNER_NUMBER)
    assert [file.file_id for file in files] == ["f1"]


def test_a_catalogue_entry_stays_in_clear(client, stored):
    item = {"PK": "PROCEDURE#1", "SK": "FROM#2025-01-01", "item_type": "procedure", "body": "{}"}
    client.put_item(TableName=TABLE, Item=items.wire(item))
    assert all_of(stored)[0]["body"] == {"S": "{}"}


def test_items_from_before_are_read_as_they_are(client, stored):
    file_away(stored)
    assert NAME in str(all_of(stored))
    assert dossiers_on(client).get("d0").owner.name == NAME


def test_a_condition_that_fails_shows_the_old_item_in_clear(client):
    file_away(client)
    draft, opened_ = a_draft(id="d0", owner=an_owner(name=NAME))
    with pytest.raises(DossierChangedMeanwhile):
        dossiers_on(client).save(draft, [opened_])


@pytest.mark.parametrize("attribute", ["PK", "SK", "name"])
def test_a_body_that_was_moved_from_elsewhere_does_not_open(attribute):
    cipher = Cipher(Held(b"k" * 32))
    item = encrypted(items.wire({"PK": "a", "SK": "b", "body": "of a", "line": "of a"}), cipher)
    moved = item | ({"body": item["line"]} if attribute == "name" else {attribute: {"S": "other"}})
    with pytest.raises(items.Unreadable):
        items.text(opened(moved, cipher), "body")


def test_a_place_needs_the_key_of_its_item():
    with pytest.raises(CannotOpen):
        place_of({"line": {"B": b""}}, "line")


def test_papers_are_found_by_words_and_numbers_that_nobody_can_read_in_the_table(client, stored):
    papers = DynamoPapers(client, TABLE, Cursors(b"secret"))
    papers.store(a_paper("f1", owner_ref="o", number="001185900101", words="nguyen thi thu"))
    papers.store(a_paper("f2", owner_ref="o", number="12/QD", words="don"))
    assert "nguyen" not in str(all_of(stored))
    assert "001185900101" not in str(all_of(stored))
    for wanted in (Wanted(words=("ngu", "thu")), Wanted(number="00118590")):
        assert [paper.code for paper in papers.search("o", wanted, MORNING.date(), 10).items] == ["DON.01"]


# The ring


def test_a_warm_process_asks_neither_the_table_nor_the_wrapping_key(client, ring, wrapping, watch):
    file_away(client)
    counted, unwrapped = calls_of(client), wrapping.unwrapped
    dossiers_on(client).get("d0")
    assert (counted, wrapping.unwrapped) == (["GetItem"], unwrapped)
    watch.seconds += KEPT_S
    dossiers_on(client).get("d0")
    assert wrapping.unwrapped == unwrapped + 1


def test_a_rotation_writes_with_the_new_key_and_reads_with_all(client, stored, ring):
    file_away(client)
    assert ring.rotate() == 2
    draft, opened_ = a_draft(id="later", owner=an_owner(name=NAME))
    dossiers_on(client).save(draft, [opened_])
    versions = {item["PK"]["S"]: version_of(item["body"]["B"]) for item in of_people(stored)}
    assert versions == {keys.dossier("d0"): 1, keys.dossier("later"): 2}
    assert dossiers_on(client).get("d0").owner.name == dossiers_on(client).get("later").owner.name == NAME


def test_a_process_that_has_not_heard_of_a_rotation_reads_what_others_wrote_after_it(
    client, stored, ring, wrapping, watch
):
    file_away(client)
    other = DynamoKeyRing(lambda: stored, TABLE, lambda: wrapping, watch)
    elsewhere = encrypt_what_is_personal(boto3.client("dynamodb"), Cipher(other))
    assert dossiers_on(elsewhere).get("d0").owner.name == NAME
    ring.rotate()
    draft, opened_ = a_draft(id="later", owner=an_owner(name=NAME))
    dossiers_on(client).save(draft, [opened_])
    assert dossiers_on(elsewhere).get("later").owner.name == NAME


def test_two_who_begin_at_once_agree_on_one_key(stored, wrapping, watch):
    rings = [DynamoKeyRing(lambda: stored, TABLE, lambda: wrapping, watch) for _ in range(2)]
    for one in rings:
        assert one.versions() == ()
    assert rings[0].latest() == rings[1].latest()
    assert rings[0].versions() == (1,)


def test_a_version_that_nobody_made_opens_nothing(ring):
    ring.latest()
    with pytest.raises(KeyRefused):
        ring.key(7)


@pytest.mark.parametrize("kind", ["kms", "local"])
def test_a_data_key_opens_only_under_its_version_and_its_wrapping_key(stored, kind):
    if kind == "kms":
        kms = boto3.client("kms")
        ids = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2)]
        ours, theirs = (KmsFieldKeys(kms, id_, "test") for id_ in ids)
    else:
        ours, theirs = LocalFieldKeys(b"ours"), LocalFieldKeys(b"theirs")
    key, wrapped = ours.generate(1)
    assert len(key) == 32
    assert key not in wrapped
    assert ours.unwrap(1, wrapped) == key
    with pytest.raises(KeyRefused):
        ours.unwrap(2, wrapped)
    with pytest.raises(KeyRefused):
        theirs.unwrap(1, wrapped)


def test_a_wrapping_key_that_is_shut_opens_nothing_some_minutes_later(client, wrapping, watch):
    file_away(client)
    wrapping.inner = LocalFieldKeys(b"another")
    assert dossiers_on(client).get("d0").owner.name == NAME
    watch.seconds += KEPT_S
    with pytest.raises(KeyRefused):
        dossiers_on(client).get("d0")


# Everything under the latest key


def versions_in(stored):
    return {
        version_of(item[name]["B"]) if "B" in item[name] else None
        for item in of_people(stored)
        for name in ENCRYPTED.keys() & item.keys()
    }


def test_reencrypting_takes_along_older_versions_and_what_is_in_clear(client, stored, ring):
    file_away(client)
    clear, opened_ = a_draft(id="clear", owner=an_owner(name=NAME))
    dossiers_on(stored).save(clear, [opened_])
    ring.rotate()
    assert versions_in(stored) == {1, None}
    before = {id_: dossiers_on(client).get_with_files(id_) for id_ in ("d0", "clear")}
    assert sum(step.changed for step in reencrypt(stored, TABLE, Cipher(ring))) == 5
    assert versions_in(stored) == {2}
    assert {id_: dossiers_on(client).get_with_files(id_) for id_ in before} == before
    assert sum(step.changed for step in reencrypt(stored, TABLE, Cipher(ring))) == 0


def test_a_job_that_is_killed_goes_on_where_it_was_stopped(client, stored, ring):
    file_away(client, count=6)
    ring.rotate()
    job = reencrypt(stored, TABLE, Cipher(ring), page=4)
    first = list(itertools.islice(job, 2))
    job.close()
    assert versions_in(stored) == {1, 2}
    rest = list(reencrypt(stored, TABLE, Cipher(ring), page=4))
    whole = len(all_of(stored))
    assert sum(step.looked_at for step in rest) < whole
    assert sum(step.changed for step in [*first, *rest]) == 18
    assert versions_in(stored) == {2}


def test_a_later_rotation_begins_from_the_start(client, stored, ring):
    file_away(client, count=3)
    ring.rotate()
    next(reencrypt(stored, TABLE, Cipher(ring), page=4))
    ring.rotate()
    list(reencrypt(stored, TABLE, Cipher(ring), page=4))
    assert versions_in(stored) == {3}


def test_once_everything_is_encrypted_what_stands_in_clear_is_not_believed(client, stored, ring):
    file_away(client)
    clear, opened_ = a_draft(id="clear", owner=an_owner(name=NAME))
    dossiers_on(stored).save(clear, [opened_])
    assert sorted(in_clear(stored, TABLE)) == ["DOSSIER#clear EVENT#00000001", "DOSSIER#clear HEAD"]
    list(reencrypt(stored, TABLE, Cipher(ring)))
    assert list(in_clear(stored, TABLE)) == []
    ring.refuse_clear()
    assert dossiers_on(client).get("clear").owner.name == NAME
    forged, opened_ = a_draft(id="forged", owner=an_owner(name=NAME))
    dossiers_on(stored).save(forged, [opened_])
    with pytest.raises(items.Unreadable):
        dossiers_on(client).get("forged")
    ring.rotate()
    assert ring.refuses_clear()


def test_the_catalogue_is_read_in_clear_for_ever(client, stored, ring):
    ring.latest()
    ring.refuse_clear()
    item = {"PK": "PROCEDURE#1", "SK": "FROM#2025-01-01", "item_type": "procedure", "body": "{}"}
    stored.put_item(TableName=TABLE, Item=items.wire(item))
    found = client.get_item(TableName=TABLE, Key=items.wire({"PK": item["PK"], "SK": item["SK"]}))
    assert found["Item"]["body"] == {"S": "{}"}


def test_an_item_that_was_tampered_with_is_named_and_left_alone(client, stored, ring):
    file_away(client)
    key = items.wire({"PK": keys.dossier("d0"), "SK": keys.HEAD})
    head = stored.get_item(TableName=TABLE, Key=key)["Item"]
    forged = head | {"body": {"B": head["body"]["B"][:-1] + bytes([head["body"]["B"][-1] ^ 1])}}
    stored.put_item(TableName=TABLE, Item=forged)
    ring.rotate()
    (step,) = reencrypt(stored, TABLE, Cipher(ring))
    assert step.unreadable == ("DOSSIER#d0 HEAD",)
    assert stored.get_item(TableName=TABLE, Key=key)["Item"] == forged
