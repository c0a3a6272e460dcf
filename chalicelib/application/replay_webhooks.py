"""Send again what a subscriber lost: one delivery, or everything that happened between two instants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice

from chalicelib.domain.ports import Clock, every_item
from chalicelib.domain.ports_webhooks import Deliveries, Feeds
from chalicelib.domain.webhook_errors import DeliveryNotFound
from chalicelib.domain.webhook_feeds import by_dossier

_PAGE = 500
#: So many deliveries are asked for again with one order.
MOST = 2000
_REWRITES = 5


@dataclass(frozen=True, slots=True)
class ReplayWebhooks:
    """Nothing is sent here: what is asked for again stands on the list of what is due, and is sent within a minute.

    Of one dossier the older events are sent first, before anything new.
    """

    feeds: Feeds
    deliveries: Deliveries
    clock: Clock

    def one(self, subscription_id: str, delivery_id: str) -> int:
        """Raises ``DeliveryNotFound``."""
        if not self.deliveries.has(subscription_id, delivery_id):
            raise DeliveryNotFound
        return self._ask_for(subscription_id, [delivery_id])

    def between(self, subscription_id: str, since: datetime, until: datetime) -> int:
        """How many, at most ``MOST``: the newest ones, if there are more."""
        found = every_item(partial(self.deliveries.of, subscription_id, since, until, _PAGE))
        return self._ask_for(subscription_id, [each.id for each in islice(found, MOST)])

    def _ask_for(self, subscription_id: str, names: Sequence[str]) -> int:
        found = by_dossier(names)
        return sum(self._ask(subscription_id, dossier_id, seqs) for dossier_id, seqs in found.items())

    def _ask(self, subscription_id: str, dossier_id: str, seqs: Sequence[int]) -> int:
        for _ in range(_REWRITES):
            feed = self.feeds.get(subscription_id, dossier_id)
            if self.feeds.write(feed.asked_again(seqs, self.clock.now())) is not None:
                return len(seqs)
        return 0
