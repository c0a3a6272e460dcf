"""What the journal asks of the world: a store that forgets nothing, and a key that signs."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from chalicelib.domain.audit import SignedSeal, StoredEvent


class Journal(Protocol):
    """Lines by the day (in Vietnam) on which they arrived, and one seal for each day that is over."""

    def append(self, day: date, lines: Sequence[str]) -> None:
        """Keep the lines. Doubles change nothing."""
        ...

    def days(self) -> Iterator[date]:
        """The days that have lines, in order."""
        ...

    def lines(self, day: date) -> Iterator[str]:
        """The lines of a day, in any order, doubles included."""
        ...

    def keep_seal(self, day: date, seal: SignedSeal) -> None:
        """Keep the seal of a day; one that is there already stays."""
        ...

    def seals(self) -> Iterator[tuple[date, SignedSeal]]:
        """Every seal, in the order of its day."""
        ...


class Signer(Protocol):
    """A key that never leaves its place."""

    def sign(self, text: bytes) -> bytes:
        """A signature (ECDSA on P-256 with SHA-256, DER)."""
        ...

    def is_signed(self, text: bytes, signature: bytes) -> bool:
        """Whether this key made the signature."""
        ...


class StoredEvents(Protocol):
    """Events as they are stored, unparsed: what cannot be parsed must be found too."""

    def stored_events(self, dossier_id: str) -> tuple[StoredEvent, ...]:
        """In order of their keys."""
        ...
