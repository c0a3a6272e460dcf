"""Webhooks: what other systems order and see of being told over HTTPS of what happens to dossiers of their units."""

from typing import Any

from chalicelib.api.calls import Answer, Call, Nothing, PageQuery
from chalicelib.api.http import Routes
from chalicelib.api.models import PageView
from chalicelib.api.webhook_models import (
    DeliveryView,
    ReplayView,
    ReplayWish,
    WebhookDetailView,
    WebhookSecretView,
    WebhooksView,
    WebhookView,
)
from chalicelib.application.keep_webhooks import WebhookWish
from chalicelib.bootstrap import container
from chalicelib.domain.webhooks import Subscription

routes = Routes("subscriber")


def _answer(subscription: Subscription) -> Answer:
    return Answer(WebhookView.of(subscription), etag=str(subscription.version))


@routes.write("POST", "/webhooks", body=WebhookWish, out=WebhookSecretView, status=201)
def register_webhook(call: Call[WebhookWish]) -> Answer:
    """Ask to be told of events; the answer shows the secret, this once."""
    made, secret = container().keep_webhooks.register(call.caller, call.body, call.once)
    view = WebhookSecretView.with_secret(made, secret)
    return Answer(view, etag=str(made.version), location=f"/v1/webhooks/{made.id}")


@routes.read("/webhooks", out=WebhooksView)
def list_webhooks(call: Call[Nothing]) -> Answer:
    """Every subscription that the caller keeps, the oldest first."""
    kept = container().keep_webhooks.kept(call.caller)
    return Answer(WebhooksView(items=tuple(map(WebhookView.of, kept))))


@routes.read("/webhooks/{webhook_id}", out=WebhookDetailView, tagged=True)
def read_webhook(call: Call[Nothing]) -> Answer:
    """One subscription, whether its receiver takes what is sent, and how much waits."""
    keep = container().keep_webhooks
    found = keep.one(call.caller, call.path["webhook_id"])
    waiting = keep.waiting(found)
    return Answer(WebhookDetailView.with_waiting(found, waiting), etag=f"{found.version}-{waiting:x}")


@routes.write("POST", "/webhooks/{webhook_id}/secrets", out=WebhookSecretView, status=201)
def renew_webhook_secret(call: Call[Nothing]) -> Answer:
    """A new secret, shown this once; messages are signed with the one before too, for 24 hours."""
    keep = container().keep_webhooks
    changed, secret = keep.rotate(call.caller, call.path["webhook_id"], call.version, call.once)
    return Answer(WebhookSecretView.with_secret(changed, secret), etag=str(changed.version))


@routes.write("POST", "/webhooks/{webhook_id}/commands/pause", out=WebhookView)
def pause_webhook(call: Call[Nothing]) -> Answer:
    """Send nothing until it is resumed; what happens meanwhile is kept."""
    return _ordered(call, container().keep_webhooks.pause)


@routes.write("POST", "/webhooks/{webhook_id}/commands/resume", out=WebhookView)
def resume_webhook(call: Call[Nothing]) -> Answer:
    """Send what waits, in order."""
    return _ordered(call, container().keep_webhooks.resume)


@routes.write("DELETE", "/webhooks/{webhook_id}", out=WebhookView)
def end_webhook(call: Call[Nothing]) -> Answer:
    """End a subscription for good; what waits is dropped."""
    return _ordered(call, container().keep_webhooks.end)


def _ordered(call: Call[Nothing], order: Any) -> Answer:
    return _answer(order(call.caller, call.path["webhook_id"], call.version))


@routes.read("/webhooks/{webhook_id}/deliveries", out=PageView[DeliveryView], query=PageQuery)
def list_deliveries(call: Call[Nothing]) -> Answer:
    """What was sent in the last ninety days and what came of it, the newest event first."""
    query = call.query
    page = container().keep_webhooks.log(call.caller, call.path["webhook_id"], query.limit, query.cursor)
    items = tuple(map(DeliveryView.of, page.items))
    return Answer(PageView[DeliveryView](items=items, next_cursor=page.cursor))


@routes.write("POST", "/webhooks/{webhook_id}/replays", body=ReplayWish, out=ReplayView, status=202)
def replay_deliveries(call: Call[ReplayWish]) -> Answer:
    """Send one delivery again, or the newest two thousand of a stretch of time, in the order of their dossiers."""
    found = container().keep_webhooks.one(call.caller, call.path["webhook_id"])
    replay, wish = container().replay_webhooks, call.body
    if wish.since is not None and wish.until is not None:
        return Answer(ReplayView(deliveries=replay.between(found.id, wish.since, wish.until)))
    return Answer(ReplayView(deliveries=replay.one(found.id, wish.delivery)))
