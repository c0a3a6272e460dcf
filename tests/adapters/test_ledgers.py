"""Ledgers in DynamoDB: conditions, the sparse lists, and how many calls it takes."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from chalicelib.adapters import items, keys
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.ledgers import DynamoLedgers
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.ledger import Ledger
from chalicelib.domain.ports_portal import Answer, Verdict
from chalicelib.domain.ports_sync import Standing
from chalicelib.domain.repairs import Repair
from chalicelib.domain.states import Command
from tests.aws_in_memory import aws_in_memory
from tests.sync.lives import add_paper, born, live

TABLE = "motcua-test"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BUSY = Answer(Verdict.TRANSIENT)


def key(name: str, kind: str) -> dict[str, str]:
    return {"AttributeName": name, "KeyType": kind}


@pytest.fixture
def client():
    with aws_in_memory():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK", "GSI3PK", "GSI3SK")
            ],
            KeySchema=[key("PK", "HASH"), key("SK", "RANGE")],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "unsynced",
                    "KeySchema": [key("GSI3PK", "HASH"), key("GSI3SK", "RANGE")],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
        )
        yield client


@pytest.fixture
def ledgers(client):
    return DynamoLedgers(client, TABLE, Cursors(b"secret"))


def store(client, life):
    for item in (
        items.head_item(life.head),
        *map(items.event_item, life.events),
        *map(items.file_item, life.files),
    ):
        client.put_item(TableName=TABLE, Item=items.wire(item))


def test_an_account_is_read_in_one_query_without_any_event(client, ledgers):
    life = born(1)
    add_paper(life, NOW)
    store(client, life)
    calls = Counter()
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.update([model.name]))
    account = ledgers.account(life.head.id)
    assert calls == {"Query": 1}
    assert account.dossier == life.head
    assert list(account.files) == life.files
    assert account.ledger == Ledger(dossier_id=life.head.id)


def test_an_account_has_the_ledger_that_was_written(client, ledgers):
    life = born(1)
    store(client, life)
    written = ledgers.write(ledgers.account(life.head.id).ledger.put_off(BUSY, NOW))
    assert ledgers.account(life.head.id).ledger == written
    assert written.revision == 1


def test_a_dossier_that_is_not_there_is_named_as_such(ledgers):
    with pytest.raises(DossierNotFound):
        ledgers.account("nobody")


@pytest.mark.parametrize("revision", [0, 1])
def test_of_two_who_write_the_same_revision_one_writes_nothing(ledgers, revision):
    ledger = Ledger(dossier_id="d1")
    for _ in range(revision):
        ledger = ledgers.write(ledger)
    assert ledgers.write(ledger) is not None
    assert ledgers.write(ledger) is None


def test_the_longest_waiting_come_first_and_page_by_page(ledgers):
    for number, minutes in (("d1", 3), ("d2", 1), ("d3", 2), ("d4", 9)):
        ledgers.write(Ledger(dossier_id=number).put_off(BUSY, NOW + minutes * MINUTE))
    first = ledgers.standing(Standing.WAITING, NOW + 5 * MINUTE, limit=2)
    assert first.items == ("d2", "d3")
    assert ledgers.standing(Standing.WAITING, NOW + 5 * MINUTE, limit=2, cursor=first.cursor).items == ("d1",)


def test_what_owes_nothing_stands_on_no_list_and_what_is_parked_on_the_other(ledgers):
    waiting = ledgers.write(Ledger(dossier_id="d1").put_off(BUSY, NOW))
    ledgers.write(waiting.landed(NOW, MINUTE))
    ledgers.write(Ledger(dossier_id="d2").parked([Repair(code="no-identity")], 3, NOW))
    assert ledgers.standing(Standing.WAITING, NOW + MINUTE, limit=9).items == ()
    assert ledgers.standing(Standing.PARKED, NOW + MINUTE, limit=9).items == ("d2",)


def saved(client, position, at):
    """A dossier as the API leaves it, with the note of its news; ``at``: when that was."""
    life = born(position, at)
    assert live(life, Command.SUBMIT, at)
    store(client, life)
    client.put_item(TableName=TABLE, Item=items.wire(items.news_item(life.events[-1])))
    return life


def test_news_that_nobody_took_note_of_is_found_the_oldest_first_in_every_part_of_the_list(client, ledgers):
    ids = [saved(client, position, NOW + position * MINUTE).head.id for position in range(12)]
    assert len({keys.news_shard(each) for each in ids}) == keys.NEWS_SHARDS
    assert ledgers.unheard(NOW + 20 * MINUTE, limit=99) == tuple(ids)
    assert ledgers.unheard(NOW + 20 * MINUTE, limit=5) == tuple(ids[:5])
    assert ledgers.unheard(NOW + 5 * MINUTE, limit=99) == tuple(ids[:6])


def test_a_ledger_that_answers_for_the_news_takes_the_note_off_in_the_same_call(client, ledgers):
    life = saved(client, 1, NOW)
    account = ledgers.account(life.head.id)
    assert account.has_news
    calls = Counter()
    client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.update([model.name]))
    assert ledgers.write(account.ledger.landed(NOW, MINUTE), heard=life.head.version)
    assert calls == {"TransactWriteItems": 1}
    assert not ledgers.account(life.head.id).has_news
    assert ledgers.unheard(NOW + MINUTE, limit=9) == ()


def test_a_note_of_later_news_stays_and_the_ledger_is_written_all_the_same(client, ledgers):
    life = saved(client, 1, NOW)
    account = ledgers.account(life.head.id)
    later = items.news_item(life.events[-1].model_copy(update={"seq": life.head.version + 1}))
    client.put_item(TableName=TABLE, Item=items.wire(later))
    written = ledgers.write(account.ledger.landed(NOW, MINUTE), heard=life.head.version)
    assert written is not None
    assert ledgers.account(life.head.id).ledger == written
    assert ledgers.unheard(NOW + MINUTE, limit=9) == (life.head.id,)


def test_whoever_comes_too_late_takes_no_note_off(client, ledgers):
    life = saved(client, 1, NOW)
    stale = ledgers.account(life.head.id).ledger
    ledgers.write(stale)
    assert ledgers.write(stale, heard=life.head.version) is None
    assert ledgers.account(life.head.id).has_news
