"""Old numbers lead to the same person, and a new hash key takes every owner along."""

import boto3
import pytest

from chalicelib.adapters.cipher import Cipher
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.dossiers import DynamoDossiers
from chalicelib.adapters.encrypted_items import encrypt_what_is_personal
from chalicelib.adapters.field_keys import LocalFieldKeys
from chalicelib.adapters.identity import HashedRefs
from chalicelib.adapters.key_ring import DynamoKeyRing
from chalicelib.adapters.owner_refs import KnownRefs
from chalicelib.adapters.papers import DynamoPapers
from chalicelib.application.link_old_number import LinkOldNumber, OldNumber
from chalicelib.domain.dossier import Channel
from chalicelib.domain.errors import NotAnIdentityNumber
from chalicelib.domain.paper_errors import OldNumberTaken
from chalicelib.domain.papers import Change, Validity
from chalicelib.domain.reliance import PaperChange
from chalicelib.domain.states import Role
from infra.rekey_owners import rekey
from tests.aws_in_memory import aws_in_memory
from tests.factories import DESK, MORNING, OWNER_NUMBER, a_draft, a_paper, an_officer, an_owner
from tests.fakes import CountedIds, HandClock
from tests.tables import ONCE_TABLE, TABLE, make_tables_of_template

OLD = "123456789"
FIRST, SECOND, THIRD = b"first key", b"second key", b"third key"


@pytest.fixture
def stored():
    """The tables as they are stored."""
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_tables_of_template(client)
        yield client


@pytest.fixture
def cipher(stored):
    return Cipher(DynamoKeyRing(lambda: stored, TABLE, lambda: LocalFieldKeys(b"secret"), lambda: 0.0))


@pytest.fixture
def client(stored, cipher):
    """As the application sees them: encrypted on the way."""
    return encrypt_what_is_personal(boto3.client("dynamodb"), cipher)


def known(client, *keys, rotating=False):
    return KnownRefs(HashedRefs(keys[0], keys[1:]), lambda: client, TABLE, rotating=rotating)


def stores(client):
    cursors = Cursors(b"secret")
    return DynamoDossiers(client, TABLE, ONCE_TABLE, cursors), DynamoPapers(client, TABLE, cursors)


def owned(client, refs):
    """A draft and three papers, one of them changed, of somebody known by number."""
    dossiers, papers = stores(client)
    ref = refs.ref(OWNER_NUMBER)
    draft, opened = a_draft(owner=an_owner().model_copy(update={"ref": ref}))
    dossiers.save(draft, [opened])
    stored = [papers.store(a_paper(f"f{number}", owner_ref=ref)) for number in range(3)]
    revoked = stored[0].changed(Change.REVOKED, MORNING, validity=Validity.REVOKED)
    papers.change([PaperChange(stored[0], revoked)])
    return ref


def seen(client, ref):
    """What is found under a ref, without the ref itself."""
    dossiers, papers = stores(client)
    kept = papers.of_owner(ref, 100).items
    return (
        [paper.model_copy(update={"owner_ref": ""}) for paper in kept],
        [len(papers.versions(ref, paper.code)) for paper in kept],
        [line.code for line in papers.at_hand(ref, ["DON"])["DON"]],
        [line.id for line in dossiers.of_owner(ref, 10).items],
    )


def test_a_later_key_hashes_the_hash_and_says_so():
    first, both = HashedRefs(FIRST), HashedRefs(FIRST, [SECOND])
    assert both.ref(OLD).startswith("2-")
    assert both.earlier(OLD) == (first.ref(OLD),)
    assert both.renewed(first.ref(OLD)) == both.ref(OLD) == both.renewed(both.ref(OLD))
    three = HashedRefs(FIRST, [SECOND, THIRD])
    assert three.renewed(first.ref(OLD)) == three.renewed(both.ref(OLD)) == three.ref(OLD)


def test_a_rotation_takes_everything_of_an_owner_along(client, stored, cipher):
    before = known(client, FIRST)
    old_ref = owned(client, before)
    held = seen(client, old_ref)
    keys = HashedRefs(FIRST, [SECOND])
    assert rekey(stored, TABLE, keys.renewed, cipher) > 0
    assert rekey(stored, TABLE, keys.renewed, cipher) == 0
    new_ref = known(client, FIRST, SECOND).ref(OWNER_NUMBER)
    assert seen(client, new_ref) == held
    assert seen(client, old_ref) == ([], [], [], [])
    dossiers, papers = stores(client)
    assert dossiers.get("d1").owner.ref == new_ref
    assert papers.store(a_paper("f9", owner_ref=new_ref)).code == "DON.04"
    assert old_ref not in str(client.scan(TableName=TABLE)["Items"])


def test_while_the_key_is_rotated_an_owner_is_found_where_they_lie(client, stored, cipher):
    old_ref = owned(client, known(client, FIRST))
    rotating = known(client, FIRST, SECOND, rotating=True)
    assert rotating.ref(OWNER_NUMBER) == old_ref
    rekey(stored, TABLE, HashedRefs(FIRST, [SECOND]).renewed, cipher)
    assert rotating.ref(OWNER_NUMBER) == HashedRefs(FIRST, [SECOND]).ref(OWNER_NUMBER)
    assert rotating.ref("038078900102").startswith("2-")


def linking(client, refs):
    from chalicelib.adapters.traces import DynamoTraces

    dossiers, papers = stores(client)
    traces = DynamoTraces(client, TABLE, Cursors(b"secret"))
    return LinkOldNumber(dossiers, papers, refs, traces, HandClock(MORNING), CountedIds())


def test_papers_under_an_old_number_become_the_persons(client):
    refs = known(client, FIRST)
    dossiers, papers = stores(client)
    papers.store(a_paper("f1", owner_ref=refs.ref(OLD)))
    owner = an_owner().model_copy(update={"ref": refs.ref(OWNER_NUMBER)})
    draft, opened = a_draft(owner=owner, channel=Channel.COUNTER)
    dossiers.save(draft, [opened])
    desk = an_officer(Role.RECEPTION, units=(DESK,))
    link = linking(client, refs)
    for _ in range(2):
        assert link(desk, "d1", OldNumber(number="123 456 789")) == ("DON.01",)
    assert refs.ref(OLD) == owner.ref
    assert [paper.code for paper in papers.of_owner(refs.ref(OLD), 10).items] == ["DON.01"]
    with pytest.raises(NotAnIdentityNumber):
        link(desk, "d1", OldNumber(number="1234567890"))


def test_an_old_number_leads_to_one_person_for_ever(client):
    refs = known(client, FIRST)
    refs.link(OLD, "a" * 32)
    with pytest.raises(OldNumberTaken):
        refs.link(OLD, "b" * 32)
