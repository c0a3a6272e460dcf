"""Opaque cursors: where a list goes on, sealed so that nobody can make one up or carry it to another list."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.errors import DomainError

_TAG_BYTES = 16


class BadCursor(DomainError):
    """Forged, damaged, or from another list."""

    code = "bad-cursor"
    vi = "Con trỏ trang không hợp lệ. Mở lại danh sách từ đầu."
    en = "The page cursor is not valid. Open the list from its beginning."


class Cursors:
    """Seals the key after which a list goes on. ``question`` names the list, its owner included."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, question: str, key: Mapping[str, Any] | None) -> str:
        """The cursor, empty at the end of the list."""
        if not key:
            return ""
        text = json.dumps(key, separators=(",", ":"), sort_keys=True).encode()
        return _spelled(self._tag(question, text) + text)

    def open(self, question: str, cursor: str) -> dict[str, Any] | None:
        """The key inside. Raises ``BadCursor``."""
        if not cursor:
            return None
        try:
            sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError) as error:
            raise BadCursor from error
        tag, text = sealed[:_TAG_BYTES], sealed[_TAG_BYTES:]
        is_as_we_spell_it = _spelled(sealed) == cursor  # base64 reads many spellings of the same bytes
        if not (is_as_we_spell_it and hmac.compare_digest(tag, self._tag(question, text))):
            raise BadCursor
        key: dict[str, Any] = json.loads(text)
        return key

    def _tag(self, question: str, text: bytes) -> bytes:
        message = question.encode() + b"\0" + text
        return hmac.new(self._secret, message, hashlib.sha256).digest()[:_TAG_BYTES]


def _spelled(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")
