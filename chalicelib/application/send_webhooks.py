"""Tell subscribers what happened to dossiers: news as it comes, and what is due for another attempt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chalicelib.application.tell_subscriber import Ending, Report, TellSubscriber
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.ports import Clock
from chalicelib.domain.ports_sync import Histories, Together, one_by_one
from chalicelib.domain.ports_webhooks import Feeds, Subscriptions, Telling
from chalicelib.domain.states import State
from chalicelib.domain.webhook_feeds import Feed
from chalicelib.domain.webhooks import Subscription

#: So many dossiers of one receiver are taken from its list at a time.
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class SendWebhooks:
    """``covered``: the units that some units answer for. One read for all subscriptions, two for each dossier."""

    subscriptions: Subscriptions
    feeds: Feeds
    dossiers: Histories
    tell: TellSubscriber
    covered: Callable[[Iterable[str]], frozenset[str]]
    clock: Clock
    together: Together = one_by_one

    def __call__(self, dossier_ids: Sequence[str], has_time: Callable[[], bool] = lambda: True) -> Report:
        """News of these dossiers, for everybody who wants it."""
        report = Report(has_time=has_time)
        active = self._active()
        for dossier_id in dict.fromkeys(dossier_ids) if active else ():
            if has_time():
                self._tell_all(dossier_id, active, report)
            else:
                report.busy.add(dossier_id)
        return report

    def retry(self, has_time: Callable[[], bool] = lambda: True) -> Report:
        """What is due for another attempt, at all receivers at the same time."""
        report = Report(has_time=has_time)
        self.together(lambda each: self._catch_up(each, report), self._active())
        return report

    def _active(self) -> list[Subscription]:
        return [each for each in self.subscriptions.all() if each.is_active]

    def _catch_up(self, subscription: Subscription, report: Report) -> None:
        """The first dossier goes alone and finds out whether the receiver is back: an outage costs one call a run."""
        passed: set[str] = set()
        while report.has_time() and subscription.id not in report.unwell:
            size = _AT_ONCE if passed else 1
            due = self.feeds.due(subscription.id, self.clock.now(), size + len(passed))
            fresh = [dossier_id for dossier_id in due if dossier_id not in passed][:size]
            if not fresh:
                return
            for dossier_id in fresh:
                self._tell_all(dossier_id, [subscription], report)
            passed.update(fresh)

    def _tell_all(self, dossier_id: str, active: Sequence[Subscription], report: Report) -> None:
        try:
            telling = self.feeds.telling(dossier_id)
        except DossierNotFound:
            return
        dossier = telling.dossier
        feeds = [(each, _feed(each, telling)) for each in active if self._concerns(each, dossier)]
        if not feeds:
            return
        events = self.dossiers.events(dossier_id, min(feed.known_until for _, feed in feeds))
        endings = self.together(lambda pair: self.tell(*pair, dossier, events, report), feeds)
        report.endings.update(endings)
        if Ending.BUSY in endings:
            report.busy.add(dossier_id)

    def _concerns(self, subscription: Subscription, dossier: Dossier) -> bool:
        """Nobody's draft is anybody's business."""
        units = {dossier.unit, dossier.received_at_unit}
        return dossier.state is not State.DRAFT and not self.covered(subscription.units).isdisjoint(units)


def _feed(subscription: Subscription, telling: Telling) -> Feed:
    fresh = Feed(subscription_id=subscription.id, dossier_id=telling.dossier.id)
    return telling.feeds.get(subscription.id, fresh)
