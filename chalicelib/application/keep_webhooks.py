"""Keep subscriptions: register, look, renew the secret, pause, resume, end."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.access import Action, demand, keeps
from chalicelib.domain.errors import KeyReusedForAnotherRequest, NotAllowed
from chalicelib.domain.ports import Clock, Ids, Once, Page
from chalicelib.domain.ports_webhooks import Deliveries, Feeds, Secrets, Subscriptions
from chalicelib.domain.principals import Principal
from chalicelib.domain.webhook_errors import (
    TooManyWebhooks,
    WebhookAddressRefused,
    WebhookChangedMeanwhile,
    WebhookNotFound,
)
from chalicelib.domain.webhook_feeds import Delivery
from chalicelib.domain.webhook_messages import spelled
from chalicelib.domain.webhooks import MOST_SUBSCRIPTIONS, EventType, PauseReason, SecretRef, Subscription

_ID_LENGTH = 26
_REWRITES = 5


class WebhookWish(BaseModel):
    """Whom to tell (``url``), of what (``types``) and of whose dossiers (``units``). ``name``: for people.

    ``contact``: an e-mail address; a letter goes there if the subscription is paused because its receiver is not well.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    url: str = Field(min_length=10, max_length=500, pattern=r"^[\x21-\x7e]+$")
    contact: str = Field(
        default="", max_length=254, pattern=r"^$|^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    )
    types: tuple[EventType, ...] = Field(min_length=1, max_length=len(EventType))
    units: tuple[str, ...] = Field(min_length=1, max_length=50)


@dataclass(frozen=True, slots=True)
class KeepWebhooks:
    """``is_public``: whether messages may be sent to an address, as far as that can be seen without asking anybody.

    A secret is derived, so it can be shown to who repeats a request, and to nobody else.
    """

    subscriptions: Subscriptions
    feeds: Feeds
    deliveries: Deliveries
    secrets: Secrets
    is_public: Callable[[str], bool]
    clock: Clock
    ids: Ids

    def register(
        self, principal: Principal, wish: WebhookWish, once: Once | None = None
    ) -> tuple[Subscription, str]:
        """The subscription and its secret, which is shown this once."""
        demand(principal, Action.KEEP_WEBHOOKS)
        if not self.is_public(wish.url):
            raise WebhookAddressRefused
        if not principal.covers.issuperset(wish.units):
            raise NotAllowed(action=Action.KEEP_WEBHOOKS)
        if len(self.kept(principal)) >= MOST_SUBSCRIPTIONS:
            raise TooManyWebhooks(limit=MOST_SUBSCRIPTIONS)
        now, name = self.clock.now(), self._name(once)
        new = Subscription(
            id=name,
            fingerprint=once.fingerprint if once else "",
            keeper=principal.subject,
            keeper_kind=principal.kind,
            name=wish.name,
            url=wish.url,
            contact=wish.contact,
            types=tuple(dict.fromkeys(wish.types)),
            units=tuple(sorted(set(wish.units))),
            secrets=(SecretRef(serial=name, since=now),),
            made_at=now,
        )
        stored = self.subscriptions.add(new)
        if stored.fingerprint != new.fingerprint:
            raise KeyReusedForAnotherRequest
        return stored, self._shown(stored, name)

    def kept(self, principal: Principal) -> tuple[Subscription, ...]:
        """Those that the caller keeps."""
        demand(principal, Action.KEEP_WEBHOOKS)
        return tuple(each for each in self.subscriptions.all() if keeps(principal, each))

    def one(self, principal: Principal, subscription_id: str) -> Subscription:
        """Raises ``WebhookNotFound``."""
        demand(principal, Action.KEEP_WEBHOOKS)
        found = self.subscriptions.get(subscription_id)
        if found.ended_at is not None or not keeps(principal, found):
            raise WebhookNotFound
        return found

    def waiting(self, subscription: Subscription) -> int:
        """How many dossiers it is still to be told of."""
        return self.feeds.count(subscription.id)

    def log(self, principal: Principal, subscription_id: str, limit: int, cursor: str = "") -> Page[Delivery]:
        """What was sent, the newest event first."""
        return self.deliveries.of(self.one(principal, subscription_id).id, None, None, limit, cursor)

    def rotate(
        self, principal: Principal, subscription_id: str, version: int | None, once: Once | None = None
    ) -> tuple[Subscription, str]:
        """With a new secret, shown this once; the one before is signed with for a day more."""
        serial = self._name(once)
        now = self.clock.now()
        changed = self._change(principal, subscription_id, version, lambda each: each.rotated(serial, now))
        return changed, self._shown(changed, serial)

    def pause(self, principal: Principal, subscription_id: str, version: int | None) -> Subscription:
        """Send nothing until it is resumed."""
        now = self.clock.now()
        return self._change(
            principal, subscription_id, version, lambda each: each.paused(PauseReason.ORDERED, now)
        )

    def resume(self, principal: Principal, subscription_id: str, version: int | None) -> Subscription:
        """Send what waits."""
        return self._change(principal, subscription_id, version, lambda each: each.resumed())

    def end(self, principal: Principal, subscription_id: str, version: int | None) -> Subscription:
        """For good."""
        now = self.clock.now()
        return self._change(principal, subscription_id, version, lambda each: each.ended(now))

    def _change(
        self,
        principal: Principal,
        subscription_id: str,
        version: int | None,
        change: Callable[[Subscription], Subscription],
    ) -> Subscription:
        for _ in range(_REWRITES):
            seen = self.one(principal, subscription_id)
            if version is not None and version != seen.version:
                break
            changed = change(seen)
            if changed is seen or self.subscriptions.change(changed):
                return changed
        raise WebhookChangedMeanwhile(version=seen.version)

    def _name(self, once: Once | None) -> str:
        """The same for a repeated request, so that it leads to the same subscription and the same secret."""
        return hashlib.sha256(once.key.encode()).hexdigest()[:_ID_LENGTH] if once else self.ids.new()

    def _shown(self, subscription: Subscription, serial: str) -> str:
        (secret,) = self.secrets(subscription.id, [serial])
        return spelled(secret)
