"""Bytes under the data key of the day: AES-256-GCM, bound to the place where they stand.

An envelope is ``01``, the version of the key (4 bytes, big-endian), a nonce (12 bytes), the ciphertext and its tag
(16 bytes). The head of the envelope and the place are authenticated with it, so a ciphertext that is moved to another
item, field or version does not open. A nonce is random: one version may write some 2^32 envelopes (NIST SP 800-38D),
and is to be rotated long before.
"""

import os
import struct
from typing import TYPE_CHECKING

from chalicelib.domain.ports_keys import DataKeys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
_HEAD = struct.Struct(">BI")
_NONCE = 12
_LEAST = _HEAD.size + _NONCE + 16


class CannotOpen(Exception):
    """An envelope was changed, moved or damaged. The text says where, never what."""


class Cipher:
    """Encrypts with the latest version of the key and decrypts with any."""

    def __init__(self, keys: DataKeys) -> None:
        self._keys = keys
        self._ciphers: dict[bytes, AESGCM] = {}

    def encrypt(self, data: bytes, place: str) -> bytes:
        """An envelope for ``place``, which says where it will stand."""
        version, key = self._keys.latest()
        head, nonce = _HEAD.pack(FORMAT, version), os.urandom(_NONCE)
        return head + nonce + self._cipher(key).encrypt(nonce, data, head + place.encode())

    def decrypt(self, envelope: bytes, place: str) -> bytes:
        """What was encrypted for ``place``. Raises ``CannotOpen``, ``KeyRefused``."""
        from cryptography.exceptions import InvalidTag

        version = version_of(envelope)
        if version is None:
            raise CannotOpen(place)
        head, rest = envelope[: _HEAD.size], envelope[_HEAD.size :]
        try:
            cipher = self._cipher(self._keys.key(version))
            return cipher.decrypt(rest[:_NONCE], rest[_NONCE:], head + place.encode())
        except InvalidTag as broken:
            raise CannotOpen(place) from broken

    def latest(self) -> int:
        """The version that everything is written with now."""
        return self._keys.latest()[0]

    def refuses_clear(self) -> bool:
        """Whether what stands in clear is not to be believed any more."""
        return self._keys.refuses_clear()

    def _cipher(self, key: bytes) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if key not in self._ciphers:
            self._ciphers[key] = AESGCM(key)
        return self._ciphers[key]


def is_envelope(data: bytes) -> bool:
    """Whether the bytes were encrypted by us; JSON and text never begin like an envelope."""
    return version_of(data) is not None


def version_of(data: bytes) -> int | None:
    """The version of the key of an envelope, or ``None`` for bytes that are none."""
    if len(data) < _LEAST or data[0] != FORMAT:
        return None
    return int(_HEAD.unpack_from(data)[1])
