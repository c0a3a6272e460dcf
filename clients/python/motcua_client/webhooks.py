"""The receiver's side of webhooks: is a message genuine, is it fresh, was it here before? Needs nothing but Python.

After Standard Webhooks: signed is ``<webhook-id>.<webhook-timestamp>.<body>`` with HMAC-SHA-256.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: Messages that were signed longer ago, or that far in the future, are refused (seconds).
TOLERANCE_S = 300


class NotGenuine(Exception):
    """The message does not come from Motcua, was changed, or was sent again by somebody else. Answer 401."""


@dataclass(frozen=True)
class Message:
    """``id`` is the same whenever the message is sent again: what was handled under it need not be handled twice.

    ``position`` counts the events of a dossier: a lower one than the last handled is old news (a replay).
    """

    id: str
    type: str
    timestamp: str
    dossier: str
    state: str
    position: int
    link: str


class Verifier:
    """Judges messages. ``secrets``: as they were shown (``whsec_…``); two of them while one takes the other's place."""

    def __init__(
        self,
        secrets: Iterable[str],
        tolerance_s: float = TOLERANCE_S,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._keys = [base64.b64decode(secret.removeprefix("whsec_")) for secret in secrets]
        self._tolerance_s = tolerance_s
        self._now = now

    def message(self, headers: Mapping[str, str], body: bytes) -> Message:
        """The message, as it was sent. ``body``: the bytes as they came, not parsed. Raises ``NotGenuine``."""
        told = {name.lower(): value for name, value in headers.items()}
        try:
            name, stamp = told["webhook-id"], told["webhook-timestamp"]
            age = abs(self._now() - int(stamp))
            signatures = told["webhook-signature"].split()
        except (KeyError, ValueError) as error:
            raise NotGenuine("a header is missing or damaged") from error
        if age > self._tolerance_s:
            raise NotGenuine(f"signed {age:.0f} s from now: an old message, or a wrong clock")
        if not any(self._is_ours(each, name, stamp, body) for each in signatures):
            raise NotGenuine("no signature fits")
        return _parsed(name, json.loads(body))

    def _is_ours(self, signature: str, name: str, stamp: str, body: bytes) -> bool:
        """Every key is tried, and in the same time whether it fits or not."""
        signed = b".".join([name.encode(), stamp.encode(), body])
        fits = [
            hmac.compare_digest(signature.encode(), b"v1," + base64.b64encode(_digest(key, signed)))
            for key in self._keys
        ]
        return any(fits)


def _digest(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def _parsed(name: str, told: Mapping[str, Any]) -> Message:
    """Fields that come later are passed over."""
    data = told["data"]
    return Message(
        id=name,
        type=told["type"],
        timestamp=told["timestamp"],
        dossier=data["dossier"],
        state=data["state"],
        position=data["position"],
        link=data["link"],
    )
