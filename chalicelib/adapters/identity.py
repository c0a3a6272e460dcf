"""Time, identifiers and keyed hashes: the parts of the world that the domain asks for by port."""

import hashlib
import hmac
import json
import os
import time
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
    """HMAC-SHA-256 of a number under a secret key, shortened to 32 hex digits."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def ref(self, number: str) -> str:
        """The same for every spelling of the number."""
        return hmac.new(self._key, compact(number).encode(), hashlib.sha256).hexdigest()[:32]

    def token(self, name: str) -> str:
        """A token that only the holder of the key can make, the same for the same name: 256 bits, hexadecimal."""
        return hmac.new(self._key, name.encode(), hashlib.sha256).hexdigest()
