"""The use cases that tell other systems of what happens: subscriptions, sending, replays."""

import random
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.identity import SystemClock, TimeSortedIds
from chalicelib.bootstrap.aws import named
from chalicelib.bootstrap.ground import Ground
from chalicelib.names import names
from chalicelib.settings import REHEARSALS

if TYPE_CHECKING:
    from chalicelib.adapters.letters import SesLetters
    from chalicelib.adapters.webhook_feeds import DynamoFeeds
    from chalicelib.adapters.webhook_log import DynamoDeliveries
    from chalicelib.adapters.webhook_post import GuardedPost
    from chalicelib.adapters.webhook_secrets import DerivedSecrets
    from chalicelib.adapters.webhooks import DynamoSubscriptions
    from chalicelib.application.keep_webhooks import KeepWebhooks
    from chalicelib.application.replay_webhooks import ReplayWebhooks
    from chalicelib.application.send_webhooks import SendWebhooks

#: So many receivers are spoken to at the same time.
PARALLEL = 8


class Telling(Ground):
    """Webhooks."""

    @cached_property
    def subscriptions(self) -> "DynamoSubscriptions":
        """Who wants to be told."""
        from chalicelib.adapters.webhooks import DynamoSubscriptions

        return DynamoSubscriptions(self.dynamodb, self.settings.table)

    @cached_property
    def feeds(self) -> "DynamoFeeds":
        """How far each was told."""
        from chalicelib.adapters.webhook_feeds import DynamoFeeds

        return DynamoFeeds(self.dynamodb, self.settings.table)

    @cached_property
    def deliveries(self) -> "DynamoDeliveries":
        """What was sent."""
        from chalicelib.adapters.webhook_log import DynamoDeliveries

        return DynamoDeliveries(self.dynamodb, self.settings.table, self.cursors)

    @cached_property
    def post(self) -> "GuardedPost":
        """What sends to addresses of others; lenient in a rehearsal, but never on AWS, where this very machine listens
        to the functions' own runtime.
        """
        from chalicelib.adapters.webhook_post import GuardedPost

        return GuardedPost(lenient=self.settings.stage in REHEARSALS and not names().function)

    @cached_property
    def letters(self) -> "SesLetters":
        """What writes to people."""
        from chalicelib.adapters.letters import SesLetters

        return SesLetters(self._mail, self.settings.notices_from)

    def _mail(self) -> Any:
        import boto3

        return boto3.client("sesv2", region_name=self.settings.region, config=named())

    @cached_property
    def webhook_secrets(self) -> "DerivedSecrets":
        """What signs."""
        from chalicelib.adapters.webhook_secrets import DerivedSecrets

        return DerivedSecrets(self.secrets.hash_key_bytes)

    @cached_property
    def keep_webhooks(self) -> "KeepWebhooks":
        """Use case."""
        from chalicelib.application.keep_webhooks import KeepWebhooks

        return KeepWebhooks(
            self.subscriptions,
            self.feeds,
            self.deliveries,
            self.webhook_secrets,
            self.post.may_be_sent_to,
            self.clock,
            TimeSortedIds(),
        )

    @cached_property
    def replay_webhooks(self) -> "ReplayWebhooks":
        """Use case."""
        from chalicelib.application.replay_webhooks import ReplayWebhooks

        return ReplayWebhooks(self.feeds, self.deliveries, self.clock)

    @cached_property
    def send_webhooks(self) -> "SendWebhooks":
        """Use case."""
        from chalicelib.adapters.threads import Threads
        from chalicelib.application.send_webhooks import SendWebhooks
        from chalicelib.application.tell_subscriber import TellSubscriber

        tell = TellSubscriber(
            subscriptions=self.subscriptions,
            feeds=self.feeds,
            deliveries=self.deliveries,
            post=self.post,
            secrets=self.webhook_secrets,
            notices=self.letters,
            link=lambda dossier_id: f"{self.settings.public_base_url}/v1/dossiers/{dossier_id}",
            clock=self.clock,
            real=SystemClock(),
            ids=TimeSortedIds(),
            luck=random.random,
        )
        return SendWebhooks(
            subscriptions=self.subscriptions,
            feeds=self.feeds,
            dossiers=self.dossiers,
            tell=tell,
            covered=self._covered,
            clock=self.clock,
            together=Threads(PARALLEL),
        )

    def _covered(self, units: Iterable[str]) -> frozenset[str]:
        """The units themselves, and those whose place they have taken."""
        own = frozenset(units)
        return own | self.catalogue.units().inherited_by(own, self.today())
