"""Tell one subscriber of one dossier, event by event, and note what came of it.

At least once: whoever is killed between sending and noting that sends the same message, under the same id, again.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.ports import Clock, Ids
from chalicelib.domain.ports_webhooks import Deliveries, Feeds, Notices, Post, Secrets, Subscriptions
from chalicelib.domain.webhook_feeds import Attempt, Delivery, DeliveryState, Feed, delivery_id, wait_after
from chalicelib.domain.webhook_messages import message
from chalicelib.domain.webhook_notices import pause_notice
from chalicelib.domain.webhooks import PauseReason, Subscription, type_of

#: When the other dossiers of a receiver are tried again, while it does not answer at all.
_WHILE_UNWELL = timedelta(minutes=1)
_REWRITES = 5


class Ending(StrEnum):
    """How it ended for one subscriber and one dossier."""

    TOLD = "told"
    NOTHING_TO_SAY = "nothing-to-say"
    WAITS = "waits"
    GIVEN_UP = "given-up"
    #: Somebody else is sending: whoever brought the news must bring it again.
    BUSY = "busy"


@dataclass(slots=True)
class Report:
    """What came of a run. ``busy``: dossiers of which news must come again. ``paused``: subscriptions that were given
    a rest; ``written_to``: those of them whose people were written a letter. ``unwell``: those whose receiver does not
    answer at all, so that nothing more is sent to it in this run.
    """

    endings: Counter[Ending] = field(default_factory=Counter)
    busy: set[str] = field(default_factory=set)
    paused: dict[str, PauseReason] = field(default_factory=dict)
    written_to: set[str] = field(default_factory=set)
    unwell: set[str] = field(default_factory=set)
    has_time: Callable[[], bool] = lambda: True


@dataclass(frozen=True, slots=True)
class TellSubscriber:
    """``link``: where to read a dossier. ``real``: the clock by which receivers judge a signature, also in a rehearsal.

    A write for the claim, then two for each message: its line in the log, and the feed. The subscription is written
    only when its receiver begins to fail, is back, or is given a rest.
    """

    subscriptions: Subscriptions
    feeds: Feeds
    deliveries: Deliveries
    post: Post
    secrets: Secrets
    notices: Notices
    link: Callable[[str], str]
    clock: Clock
    real: Clock
    ids: Ids
    luck: Callable[[], float]

    def __call__(
        self,
        subscription: Subscription,
        feed: Feed,
        dossier: Dossier,
        events: Sequence[AnyEvent],
        report: Report,
    ) -> Ending:
        """Send what is left, the oldest first, until one is not taken."""
        now = self.clock.now()
        if feed.is_claimed(now):
            return Ending.BUSY
        if feed.is_resting(now):
            return Ending.WAITS
        left = feed.left(event for event in events if subscription.wants(event))
        if not left:
            if feed.next_attempt is not None:
                self.feeds.write(feed.emptied())
            return Ending.NOTHING_TO_SAY
        claimed = self.feeds.write(feed.claimed(self.ids.new(), now))
        if claimed is None:
            return Ending.BUSY
        return self._send_all(left, subscription, claimed, dossier, report)

    def _send_all(
        self,
        left: Sequence[AnyEvent],
        subscription: Subscription,
        feed: Feed,
        dossier: Dossier,
        report: Report,
    ) -> Ending:
        ending = Ending.TOLD
        for event in left:
            if not report.has_time() or subscription.id in report.unwell:
                self._settle(feed, partial(Feed.waiting_until, at=self.clock.now() + _WHILE_UNWELL))
                return Ending.WAITS
            attempt = self._send(subscription, event, dossier)
            now = self.clock.now()
            wait = None if attempt.is_taken else wait_after(feed.attempts + 1, self.luck(), attempt.wish)
            self.deliveries.note(_line(subscription, feed, event, dossier, attempt, now, wait))
            self._note_receiver(subscription, attempt, report)
            if wait is not None:
                self._settle(feed, partial(Feed.put_off, at=now + wait))
                return Ending.WAITS
            ending = Ending.TOLD if attempt.is_taken else Ending.GIVEN_UP
            settled = self._settle(
                feed, partial(_went_on, event=event, over_at=now if event is left[-1] else None)
            )
            if settled is None:
                return Ending.BUSY
            feed = settled
        return ending

    def _send(self, subscription: Subscription, event: AnyEvent, dossier: Dossier) -> Attempt:
        valid = subscription.signing(self.clock.now())
        secrets = self.secrets(subscription.id, [each.serial for each in valid])
        link = self.link(dossier.id)
        return self.post(subscription.url, message(event, dossier, link, secrets, self.real.now()))

    def _note_receiver(self, subscription: Subscription, attempt: Attempt, report: Report) -> None:
        """Again if somebody else wrote meanwhile; what the run did not see of others, the next one does."""
        if attempt.status is None:
            report.unwell.add(subscription.id)
        now, seen = self.clock.now(), subscription
        for _ in range(_REWRITES):
            changed = _judged(seen, attempt, now)
            if changed is seen:
                return
            if self.subscriptions.change(changed):
                if changed.pause_reason is not None and not seen.pause_reason:
                    self._tell_of_pause(changed, changed.pause_reason, report)
                return
            seen = self.subscriptions.get(subscription.id)

    def _tell_of_pause(self, paused: Subscription, reason: PauseReason, report: Report) -> None:
        report.paused[paused.id] = reason
        report.unwell.add(paused.id)
        notice = pause_notice(paused)
        if notice is not None and self.notices(notice):
            report.written_to.add(paused.id)

    def _settle(self, feed: Feed, change: Callable[[Feed], Feed]) -> Feed | None:
        """Write a change of ours, also if the keeper asked for something meanwhile; ``None`` without our claim."""
        seen = feed
        for _ in range(_REWRITES):
            written = self.feeds.write(change(seen))
            if written is not None:
                return written
            seen = self.feeds.get(feed.subscription_id, feed.dossier_id)
            if seen.claim != feed.claim:
                return None
        return None


def _went_on(feed: Feed, event: AnyEvent, over_at: datetime | None) -> Feed:
    """Done with an event; ``over_at``: it was the last one."""
    done = feed.done_with(event)
    return done if over_at is None else done.rested(over_at)


def _judged(subscription: Subscription, attempt: Attempt, now: datetime) -> Subscription:
    if attempt.is_taken:
        return subscription.answered()
    return subscription.paused(PauseReason.GONE, now) if attempt.is_gone else subscription.failed(now)


def _line(
    subscription: Subscription,
    feed: Feed,
    event: AnyEvent,
    dossier: Dossier,
    attempt: Attempt,
    now: datetime,
    wait: timedelta | None,
) -> Delivery:
    kind = type_of(event)
    assert kind is not None
    failed = DeliveryState.WAITING if wait is not None else DeliveryState.GIVEN_UP
    return Delivery(
        id=delivery_id(event),
        subscription_id=subscription.id,
        type=kind,
        dossier=dossier.number,
        state=event.state,
        happened_at=event.at,
        standing=DeliveryState.DELIVERED if attempt.is_taken else failed,
        attempts=feed.attempts + 1,
        last_attempt_at=now,
        next_attempt_at=now + wait if wait else None,
        answered=attempt.status,
        trouble=attempt.trouble,
        milliseconds=attempt.milliseconds,
    )
