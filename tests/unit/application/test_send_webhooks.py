"""Webhooks under bad luck: doubled, shuffled, killed between any two steps, refused for days; always in order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.webhook_secrets import DerivedSecrets
from chalicelib.application.replay_webhooks import ReplayWebhooks
from chalicelib.application.send_webhooks import SendWebhooks
from chalicelib.application.tell_subscriber import Ending, TellSubscriber
from chalicelib.domain.events import DraftOpened
from chalicelib.domain.principals import PrincipalKind
from chalicelib.domain.states import State
from chalicelib.domain.webhook_errors import DeliveryNotFound
from chalicelib.domain.webhook_feeds import CLAIM, RETRY_AFTER, DeliveryState, Trouble, delivery_id
from chalicelib.domain.webhooks import PAUSE_AFTER, EventType, PauseReason, SecretRef, Subscription
from chalicelib.workers.relay import REACTIONS, Listener
from tests.factories import MORNING, UNIT, a_dossier_in
from tests.fakes import CountedIds, HandClock
from tests.fakes_webhooks import InMemoryWebhooks, KeptSubscriptions, Killed, Receivers

MINUTE = timedelta(minutes=1)
CONTACT = "van-hanh@s1.test"


class House:
    """Everything about webhooks, in memory."""

    def __init__(self, fate=lambda url, message: 204) -> None:
        self.store, self.receivers = InMemoryWebhooks(), Receivers(fate)
        self.clock, self.letters = HandClock(MORNING + timedelta(days=1)), []
        kept = KeptSubscriptions(self.store)
        tell = TellSubscriber(
            subscriptions=kept,
            feeds=self.store,
            deliveries=self.store,
            post=self.receivers,
            secrets=DerivedSecrets(b"key"),
            notices=lambda notice: not self.letters.append(notice),
            link=lambda dossier_id: f"https://api.test/v1/dossiers/{dossier_id}",
            clock=self.clock,
            real=self.clock,
            ids=CountedIds(),
            luck=lambda: 0.0,
        )
        self.send = SendWebhooks(
            kept, self.store, self.store, tell, lambda units: frozenset(units), self.clock
        )
        self.replay = ReplayWebhooks(self.store, self.store, self.clock)

    def subscribe(self, name: str = "s1", **values) -> Subscription:
        wanted = {
            "id": name,
            "keeper": "m1",
            "keeper_kind": PrincipalKind.MACHINE,
            "name": name,
            "url": f"https://{name}.test/hook",
            "contact": CONTACT,
            "types": tuple(EventType),
            "units": (UNIT,),
            "secrets": (SecretRef(serial="a", since=MORNING),),
            "made_at": MORNING - timedelta(days=1),
        }
        return self.store.add(Subscription(**wanted | values))

    def dossier(self, dossier_id: str = "d1", state: State = State.DECIDED):
        head, _, events = a_dossier_in(state, id=dossier_id)
        self.store.dossiers[dossier_id] = (head, list(events))
        return head

    def told(self, name: str = "s1", dossier_id: str = "d1") -> list[int]:
        """Positions that this receiver took, in the order in which it took them."""
        ours = [(message, taken) for url, message, taken in self.receivers.sent if f"//{name}." in url]
        return [
            int(message.headers["webhook-id"][-8:])
            for message, taken in ours
            if taken and f"-{dossier_id}-" in message.headers["webhook-id"]
        ]

    def line(self, position: int, name: str = "s1"):
        (found,) = [
            line for (s, d), line in self.store.lines.items() if s == name and d.endswith(f"{position:08d}")
        ]
        return found


def test_every_event_since_filing_has_a_type_and_no_type_is_without_events():
    kinds = {event.model_fields["kind"].default for event in REACTIONS}
    assert {str(each) for each in EventType} == {f"dossier.{kind}" for kind in kinds - {"draft-opened"}}
    assert all(Listener.WEBHOOKS in REACTIONS[event] for event in REACTIONS if event is not DraftOpened)


def test_a_subscriber_is_told_every_event_in_order_and_once():
    house = House()
    house.subscribe()
    house.dossier()
    report = house.send(["d1"])
    assert (report.endings, report.busy) == ({Ending.TOLD: 1}, set())
    assert house.told() == [2, 3, 4, 5]  # the draft is nobody's business
    assert house.send(["d1", "d1"]).endings == {Ending.NOTHING_TO_SAY: 1}
    assert house.told() == [2, 3, 4, 5]
    assert house.store.count("s1") == 0


def test_only_what_was_asked_for_is_told_and_nothing_from_before():
    house = House()
    house.subscribe(types=(EventType.RECEIVED, EventType.DECIDED))
    house.subscribe("late", made_at=house.clock.now())
    house.subscribe("elsewhere", units=("99.SYT",))
    house.dossier()
    house.send(["d1"])
    assert (house.told(), house.told("late"), house.told("elsewhere")) == ([3, 5], [], [])


def test_a_draft_and_a_dossier_that_is_gone_are_nobodys_business():
    house = House()
    house.subscribe()
    house.dossier(state=State.DRAFT)
    assert house.send(["d1", "nothing"]).endings == {}


def test_without_subscriptions_nothing_is_read():
    house = House()
    house.store.telling = None
    assert house.send(["d1"]).endings == {}


def test_a_later_event_waits_for_an_earlier_one():
    house = House(lambda url, message: 500 if message.headers["webhook-id"].endswith("3") else 204)
    house.subscribe()
    house.dossier()
    assert house.send(["d1"]).endings == {Ending.WAITS: 1}
    assert house.told() == [2]
    line = house.line(3)
    assert (line.standing, line.attempts, line.answered) == (DeliveryState.WAITING, 1, 500)
    assert house.send(["d1"]).endings == {Ending.WAITS: 1}  # news does not shorten the wait
    assert house.line(3).attempts == 1
    house.receivers.fate = lambda url, message: 204
    house.clock.turn(RETRY_AFTER[0])
    assert house.send.retry().endings == {Ending.TOLD: 1}
    assert house.told() == [2, 3, 4, 5]
    assert (house.line(3).standing, house.line(3).attempts) == (DeliveryState.DELIVERED, 2)


def test_what_is_refused_for_days_is_given_up_and_the_next_one_sent():
    house = House(lambda url, message: 400 if message.headers["webhook-id"].endswith("3") else 204)
    house.subscribe()
    house.dossier()
    house.send(["d1"])
    for wait in RETRY_AFTER:
        assert house.told() == [2]
        # It takes other dossiers all the while, so it is not unwell.
        house.store.kept["s1"] = house.store.kept["s1"].answered()
        house.clock.turn(wait)
        house.send.retry()
    assert house.told() == [2, 4, 5]
    assert (house.line(3).standing, house.line(3).attempts) == (DeliveryState.GIVEN_UP, len(RETRY_AFTER) + 1)
    assert sum(RETRY_AFTER, timedelta()) > PAUSE_AFTER  # an outage pauses before anything is given up


def test_a_receiver_may_ask_for_patience_but_not_for_ever():
    from chalicelib.domain.webhook_feeds import LONGEST_WISH, wait_after

    assert wait_after(1, 0.0) == RETRY_AFTER[0]
    assert wait_after(1, 0.0, timedelta(hours=1)) == timedelta(hours=1)
    assert wait_after(1, 0.0, timedelta(days=365)) == LONGEST_WISH
    assert RETRY_AFTER[3] < wait_after(4, 0.99) <= RETRY_AFTER[3] * 1.2
    assert wait_after(len(RETRY_AFTER) + 1, 0.5) is None


def test_who_takes_nothing_for_days_is_paused_and_loses_nothing():
    house = House(lambda url, message: Trouble.NO_ANSWER)
    house.subscribe()
    house.dossier()
    paused, start = {}, house.clock.now()
    house.send(["d1"])
    while not paused:
        assert house.clock.now() - start <= PAUSE_AFTER + timedelta(days=1)
        house.clock.turn(timedelta(hours=1))
        paused = house.send.retry().paused
    assert paused == {"s1": PauseReason.FAILING}
    assert [letter.to for letter in house.letters] == [CONTACT]
    assert house.clock.now() - start >= PAUSE_AFTER
    attempts = len(house.receivers.sent)
    house.clock.turn(timedelta(days=30))
    house.send(["d1"])
    house.send.retry()
    assert len(house.receivers.sent) == attempts
    house.receivers.fate = lambda url, message: 204
    house.store.change(house.store.kept["s1"].resumed())
    house.send.retry()
    assert house.told() == [2, 3, 4, 5]
    assert house.store.kept["s1"].failing_since is None


def test_who_says_that_it_is_gone_is_left_alone_at_once():
    house = House(lambda url, message: 410)
    house.subscribe()
    house.dossier()
    report = house.send(["d1"])
    assert (report.paused, report.written_to) == ({"s1": PauseReason.GONE}, {"s1"})
    (letter,) = house.letters
    assert (letter.to, "410" in letter.text, "s1" in letter.text) == (CONTACT, True, True)
    house.clock.turn(timedelta(days=1))
    house.send.retry()
    assert len(house.receivers.sent) == 1


def test_who_left_no_address_or_cannot_be_written_to_is_paused_all_the_same():
    for contact, is_sent in (("", True), (CONTACT, False)):
        house = House(lambda url, message: 410)
        house.subscribe(contact=contact)
        house.dossier()
        tell = replace(house.send.tell, notices=lambda notice, taken=is_sent: taken)
        report = replace(house.send, tell=tell)(["d1"])
        assert (report.paused, report.written_to) == ({"s1": PauseReason.GONE}, set())


def test_a_receiver_that_does_not_answer_costs_one_attempt_a_run_and_nobody_else_anything():
    house = House(lambda url, message: Trouble.NO_ANSWER if "//dead." in url else 204)
    house.subscribe("dead")
    house.subscribe("well")
    for number in range(5):
        house.dossier(f"d{number}")
    house.send([f"d{number}" for number in range(5)])
    assert [house.told("well", f"d{number}") for number in range(5)] == [[2, 3, 4, 5]] * 5
    assert len([url for url, _, _ in house.receivers.sent if "//dead." in url]) == 1
    house.clock.turn(2 * MINUTE)
    house.send.retry()
    assert len([url for url, _, _ in house.receivers.sent if "//dead." in url]) == 2
    assert house.store.count("dead") == 5


def test_whoever_holds_the_claim_sends_alone():
    house = House()
    house.subscribe()
    house.dossier()
    feed = house.store.get("s1", "d1").claimed("another", house.clock.now())
    house.store.write(feed)
    assert house.send(["d1"]).busy == {"d1"}
    assert house.receivers.sent == []
    house.clock.turn(CLAIM)  # the other one was killed: its feed stands on the list
    house.send.retry()
    assert house.told() == [2, 3, 4, 5]


def test_out_of_time_the_rest_is_left_to_the_schedule():
    house = House()
    house.subscribe()
    house.dossier()
    house.dossier("d2")
    left = iter([True, True, True, False, False])
    report = house.send(["d1", "d2"], lambda: next(left))
    assert (report.busy, len(house.receivers.sent)) == ({"d2"}, 2)
    house.clock.turn(MINUTE)
    house.send.retry()
    assert house.told() == [2, 3, 4, 5]


# Replays


def test_one_delivery_is_sent_again_under_the_same_id():
    house = House()
    house.subscribe()
    house.dossier()
    house.send(["d1"])
    name = house.line(3).id
    assert house.replay.one("s1", name) == 1
    house.send.retry()
    assert house.told() == [2, 3, 4, 5, 3]
    assert (
        house.receivers.sent[1][1].headers["webhook-id"] == house.receivers.sent[-1][1].headers["webhook-id"]
    )
    with pytest.raises(DeliveryNotFound):
        house.replay.one("s1", "20260101T000000Z-d1-00000003")
    house.send.retry()
    assert house.told() == [2, 3, 4, 5, 3]


def test_a_stretch_of_time_is_sent_again_in_order_before_anything_new():
    house = House()
    house.subscribe()
    head = house.dossier()
    house.send(["d1"])
    events = house.store.dossiers["d1"][1]
    assert house.replay.between("s1", events[2].at, events[3].at) == 2
    returned = a_dossier_in(State.RETURNED, id="d1")
    house.store.dossiers["d1"] = (returned[0], list(returned[2]))
    assert head.version < returned[0].version
    house.send.retry()
    assert house.told() == [2, 3, 4, 5, 3, 4, 6]


def test_what_is_asked_for_while_somebody_sends_is_not_forgotten():
    house = House()
    house.subscribe()
    house.dossier()
    house.send(["d1"])
    house.replay.one("s1", house.line(5).id)
    asked = iter([lambda: house.replay.one("s1", house.line(2).id)])
    house.receivers.step = lambda: next(asked, lambda: None)()
    house.send.retry()
    house.receivers.step = lambda: None
    house.send.retry()
    assert house.told() == [2, 3, 4, 5, 5, 2]


def test_an_event_that_waits_is_tried_at_once_when_asked_for():
    house = House(lambda url, message: 503)
    house.subscribe()
    house.dossier()
    house.send(["d1"])
    house.receivers.fate = lambda url, message: 204
    house.replay.one("s1", house.line(2).id)
    house.send.retry()
    assert house.told() == [2, 3, 4, 5]


# All at once


FATES = st.lists(st.sampled_from([204, 200, 500, 302, Trouble.NO_ANSWER]), max_size=30)
ACTS = st.lists(
    st.tuples(st.sampled_from(["news", "doubled", "retry"]), st.integers(0, 25), st.integers(0, 90)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(FATES, ACTS)
def test_whatever_happens_each_event_arrives_and_none_before_the_one_before_it(fates, acts):
    """``acts``: what is done, after how many steps it is killed, and how many minutes go by."""
    answers = iter(fates)
    house = House(lambda url, message: next(answers, 204))
    house.subscribe()
    house.subscribe("s2")
    for name in ("d1", "d2"):
        house.dossier(name)

    def killed_after(steps: int):
        left = iter(range(steps))

        def step() -> None:
            if next(left, None) is None:
                raise Killed

        return step

    for what, steps, minutes in acts:
        house.store.step = house.receivers.step = killed_after(steps)
        try:
            if what == "retry":
                house.send.retry()
            else:
                house.send(["d2", "d1"] * (2 if what == "doubled" else 1))
        except Killed:
            pass
        house.clock.turn(timedelta(minutes=minutes))
    house.store.step = house.receivers.step = lambda: None
    for _ in range(60):  # the news that was killed comes again, and then the schedule goes on
        house.send(["d1", "d2"])
        house.send.retry()
        house.clock.turn(timedelta(minutes=30))
    for name in ("s1", "s2"):
        for dossier_id in ("d1", "d2"):
            taken = house.told(name, dossier_id)
            assert sorted(set(taken)) == [2, 3, 4, 5]
            firsts = list(dict.fromkeys(taken))
            assert firsts == [2, 3, 4, 5]
            assert all(later >= earlier for earlier, later in pairwise(taken))
        assert house.store.count(name) == 0


def test_ids_of_deliveries_sort_by_time_and_name_nobody():
    _, _, events = a_dossier_in(State.RETURNED)
    names = [delivery_id(event) for event in events]
    assert names == sorted(names)
    assert names[0] == f"{MORNING:%Y%m%dT%H%M%SZ}-d1-00000001"
    assert datetime(2026, 3, 2, 2, tzinfo=UTC) == MORNING
