"""Secrets of webhooks, derived from a key of the installation: the database holds only their names."""

import hashlib
import hmac
from collections.abc import Sequence


class DerivedSecrets:
    """Implements ``ports_webhooks.Secrets`` by HMAC-SHA-256: 32 bytes for each name."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __call__(self, subscription_id: str, serials: Sequence[str]) -> list[bytes]:
        """Makes no call."""
        return [self._derived("webhook", subscription_id, serial) for serial in serials]

    def _derived(self, *parts: str) -> bytes:
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).digest()
