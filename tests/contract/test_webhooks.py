"""Subscriptions, feeds and the log of webhooks: the stores of the tests and those in DynamoDB answer alike."""

from datetime import timedelta

import boto3
import pytest

from chalicelib.adapters import items
from chalicelib.adapters.cursors import Cursors
from chalicelib.adapters.webhook_feeds import DynamoFeeds
from chalicelib.adapters.webhook_log import DynamoDeliveries
from chalicelib.adapters.webhooks import DynamoSubscriptions
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.principals import PrincipalKind
from chalicelib.domain.states import State
from chalicelib.domain.webhook_errors import WebhookNotFound
from chalicelib.domain.webhook_feeds import Delivery, DeliveryState, Feed
from chalicelib.domain.webhooks import EventType, SecretRef, Subscription
from tests.aws_in_memory import aws_in_memory
from tests.factories import MORNING, UNIT, a_dossier_in
from tests.fakes_webhooks import InMemoryWebhooks, KeptSubscriptions
from tests.tables import TABLE, make_tables_of_template

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def dynamodb():
    """The tables, made once; ``stores`` empties them."""
    with aws_in_memory():
        client = boto3.client("dynamodb")
        make_tables_of_template(client)
        yield client


@pytest.fixture(params=["in memory", "in DynamoDB"])
def stores(request):
    """Subscriptions, feeds, log, and how a dossier comes to be there."""
    if request.param == "in memory":
        store = InMemoryWebhooks()

        def put(head):
            store.dossiers[head.id] = (head, [])

        yield KeptSubscriptions(store), store, store, put
        return
    client = request.getfixturevalue("dynamodb")
    for item in client.scan(TableName=TABLE, ProjectionExpression="PK, SK")["Items"]:
        client.delete_item(TableName=TABLE, Key=item)

    def put(head):
        client.put_item(TableName=TABLE, Item=items.wire(items.head_item(head)))

    log = DynamoDeliveries(client, TABLE, Cursors(b"key"))
    yield DynamoSubscriptions(client, TABLE), DynamoFeeds(client, TABLE), log, put


def a_subscription(name: str, **values) -> Subscription:
    wanted = {
        "id": name,
        "keeper": "m1",
        "keeper_kind": PrincipalKind.MACHINE,
        "name": name,
        "url": "https://hook.test/",
        "types": (EventType.DECIDED,),
        "units": (UNIT,),
        "secrets": (SecretRef(serial="a", since=MORNING),),
        "made_at": MORNING,
    }
    return Subscription(**wanted | values)


def a_delivery(name: str, hours: int) -> Delivery:
    at = MORNING + hours * HOUR
    return Delivery(
        id=f"{at:%Y%m%dT%H%M%SZ}-{name}-00000002",
        subscription_id="s1",
        type=EventType.DECIDED,
        dossier="G18-260302-0001",
        state=State.DECIDED,
        happened_at=at,
        standing=DeliveryState.DELIVERED,
        attempts=1,
        last_attempt_at=at,
    )


def test_a_subscription_is_kept_once_and_changed_by_whoever_saw_it_last(stores):
    subscriptions = stores[0]
    first = subscriptions.add(a_subscription("s1"))
    assert subscriptions.add(a_subscription("s1", url="https://other.test/")) == first
    renewed = first.rotated("b", MORNING)
    assert subscriptions.change(renewed)
    assert not subscriptions.change(first.rotated("c", MORNING))
    assert subscriptions.get("s1") == renewed
    with pytest.raises(WebhookNotFound):
        subscriptions.get("s2")


def test_what_was_ended_is_listed_no_more_but_still_known(stores):
    subscriptions = stores[0]
    for number in range(3):
        subscriptions.add(a_subscription(f"s{number}", made_at=MORNING + number * HOUR))
    ended = subscriptions.get("s1").ended(MORNING)
    assert subscriptions.change(ended)
    assert [each.id for each in subscriptions.all()] == ["s0", "s2"]
    assert subscriptions.get("s1") == ended


def test_of_two_who_saw_the_same_feed_one_writes(stores):
    feeds = stores[1]
    fresh = feeds.get("s1", "d1")
    assert (fresh.revision, fresh.told) == (0, 0)
    written = feeds.write(fresh.claimed("a", MORNING))
    assert written.revision == 1
    assert feeds.write(fresh.claimed("b", MORNING)) is None
    assert feeds.get("s1", "d1") == written
    assert feeds.write(written.rested(MORNING)).revision == 2


def test_a_dossier_is_read_with_all_of_its_feeds(stores):
    _, feeds, _, put = stores
    head, _, _ = a_dossier_in(State.RECEIVED)
    put(head)
    kept = {name: feeds.write(Feed(subscription_id=name, dossier_id=head.id)) for name in ("s1", "s2")}
    telling = feeds.telling(head.id)
    assert (telling.dossier, telling.feeds) == (head, kept)
    with pytest.raises(DossierNotFound):
        feeds.telling("nothing")


def test_the_longest_waiting_comes_first_and_what_rests_is_on_no_list(stores):
    feeds = stores[1]
    for number, wait in enumerate((3, 1, 2)):
        fresh = feeds.get("s1", f"d{number}")
        assert feeds.write(fresh.waiting_until(MORNING + wait * HOUR))
    assert feeds.write(feeds.get("s2", "d1").waiting_until(MORNING))
    assert feeds.due("s1", MORNING + 3 * HOUR, 9) == ("d1", "d2", "d0")
    assert feeds.due("s1", MORNING + 2 * HOUR, 9) == ("d1", "d2")
    assert feeds.due("s1", MORNING + 3 * HOUR, 1) == ("d1",)
    assert feeds.count("s1") == 3
    assert feeds.write(feeds.get("s1", "d1").rested(MORNING))
    assert feeds.due("s1", MORNING + 3 * HOUR, 9) == ("d2", "d0")


def test_the_log_shows_the_newest_first_and_the_last_attempt_alone(stores):
    log = stores[2]
    lines = [a_delivery(f"d{hours}", hours) for hours in range(4)]
    for line in lines:
        log.note(line.model_copy(update={"standing": DeliveryState.WAITING}))
        log.note(line)
    assert log.of("s1", None, None, 9).items == tuple(reversed(lines))
    stretch = log.of("s1", MORNING + HOUR, MORNING + 2 * HOUR, 9)
    assert stretch.items == (lines[2], lines[1])
    assert log.of("s2", None, None, 9).items == ()
    assert log.has("s1", lines[0].id)
    assert not log.has("s2", lines[0].id)
    assert not log.has("s1", "x#y")
