"""Time, identifiers and keyed hashes: the parts of the world that the domain asks for by port."""

import hashlib
import hmac
import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.domain.identity_numbers import compact

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class SystemClock:
    """The present, in UTC."""

    def now(self) -> datetime:
        """Now."""
        return datetime.now(UTC)


class ShiftedClock:
    """The present moved by the ``offset`` (seconds) in a file: how one machine lets days pass in a minute."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """Now, plus the offset as it stands in the file at this moment."""
        try:
            offset = json.loads(self._file.read_text())["offset"]
        except FileNotFoundError:
            offset = 0
        return datetime.now(UTC) + timedelta(seconds=offset)


class TimeSortedIds:
    """26 letters and digits: 48 bits of milliseconds, then 80 random bits (the layout of ULID, in lower case)."""

    def new(self) -> str:
        """An identifier that sorts by the time it was made."""
        value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
        return "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -5, -5))


class HashedRefs:
    """HMAC-SHA-256 of a number under a secret key, shortened to 32 hex digits.

    A later key hashes the hash: so owners can be moved under a new key although nobody knows their numbers any more.
    Which key it was stands before the hash, except for the first: ``2-<hash>``.
    """

    def __init__(self, key: bytes, later: Sequence[bytes] = ()) -> None:
        self._keys = (key, *later)

    def ref(self, number: str) -> str:
        """Under the latest key; the same for every spelling of the number."""
        return self._under(len(self._keys), number)

    def earlier(self, number: str) -> tuple[str, ...]:
        """Under each earlier key, the latest of them first: where an owner may still lie during a rotation."""
        return tuple(self._under(count, number) for count in range(len(self._keys) - 1, 0, -1))

    def renewed(self, ref: str) -> str:
        """A ref of any key under the latest one."""
        first, dash, last = ref.partition("-")
        count, digest = (int(first), last) if dash else (1, first)
        for key in self._keys[count:]:
            digest = self._hash(key, digest)
        return self._named(max(count, len(self._keys)), digest)

    def token(self, name: str) -> str:
        """A token that only the holder of the key can make, the same for the same name: 256 bits, hexadecimal."""
        return hmac.new(self._keys[0], name.encode(), hashlib.sha256).hexdigest()

    def _under(self, count: int, number: str) -> str:
        digest = compact(number)
        for key in self._keys[:count]:
            digest = self._hash(key, digest)
        return self._named(count, digest)

    @staticmethod
    def _hash(key: bytes, text: str) -> str:
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]

    @staticmethod
    def _named(count: int, digest: str) -> str:
        return digest if count == 1 else f"{count}-{digest}"
