"""What a subscriber is sent: one small document about one event, signed after Standard Webhooks.

Signed is ``<webhook-id>.<webhook-timestamp>.<body>`` with HMAC-SHA-256 (www.standardwebhooks.com, scheme ``v1``).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.webhook_feeds import delivery_id
from chalicelib.domain.webhooks import type_of

SCHEME = "v1"
#: By this receivers are told apart from other secrets.
SECRET_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes and headers of one POST."""

    body: bytes
    headers: dict[str, str]


def spelled(secret: bytes) -> str:
    """The secret as its receiver is given it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def message(event: AnyEvent, dossier: Dossier, link: str, secrets: Iterable[bytes], now: datetime) -> Message:
    """The message as it is sent at ``now``. It names no person: who may read the dossier follows the link."""
    told = {
        "type": type_of(event),
        "timestamp": _instant(event.at),
        "data": {"dossier": dossier.number, "state": event.state, "position": event.seq, "link": link},
    }
    body = json.dumps(told, separators=(",", ":")).encode()
    name, stamp = delivery_id(event), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signature(name, stamp, body, secret) for secret in secrets),
    }
    return Message(body, headers)


def signature(name: str, stamp: str, body: bytes, secret: bytes) -> str:
    """``v1,<base64>``."""
    signed = b".".join([name.encode(), stamp.encode(), body])
    return f"{SCHEME},{base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
