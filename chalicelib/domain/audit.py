"""The journal that proves the past: a line for each event and each look, sealed day by day, each seal over the last.

Who can write to the database can rewrite a dossier with a chain of hashes that fits. The journal stands elsewhere, in
a store that deletes nothing, and every seal is signed, so a rewritten event differs from its line, a changed line from
its seal, and a changed seal from its signature.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.domain.events import GENESIS

EVENT, VIEW, ACT, ALLOWANCE = "event", "view", "act", "allow"
#: The number of the event with which a dossier begins; filing it is the next one.
OPENED = 1


def event_line(dossier_id: str, seq: int, digest: str) -> str:
    """An event by its place in its chain; nothing personal."""
    return f"{EVENT} {dossier_id} {seq} {digest}"


def view_line(look_id: str, at: datetime, dossier_id: str, kind: str, subject: str, what: str) -> str:
    """Somebody who is not the owner saw personal data. ``subject`` is the opaque one of the token, hashed."""
    return f"{VIEW} {look_id} {at.isoformat()} {dossier_id} {kind} {_who(kind, subject)} {what}"


def act_line(
    act_id: str, at: datetime, delegation_id: str, kind: str, subject: str, operation: str, dossier_id: str
) -> str:
    """Somebody asked for something in another's name: who, under which delegation, what, of which dossier."""
    about = f"{delegation_id} {kind} {_who(kind, subject)} {operation} {dossier_id or '-'}"
    return f"{ACT} {act_id} {at.isoformat()} {about}"


def allowance_line(allowance_id: str, at: datetime, leader: str, officer: str, more: int) -> str:
    """A leader let an officer see more pictures of identity papers on that day."""
    by, for_whom = _who("officer", leader), _who("officer", officer)
    return f"{ALLOWANCE} {allowance_id} {at.isoformat()} {by} {for_whom} {more}"


def _who(kind: str, subject: str) -> str:
    return hashlib.sha256(f"{kind}/{subject}".encode()).hexdigest()[:32]


class Seal(BaseModel):
    """A day that is over. ``previous``: SHA-256 of the seal before; ``root``: of the day's lines, sorted, each once."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    day: date
    previous: str
    lines: int
    root: str


@dataclass(frozen=True, slots=True)
class SignedSeal:
    """As it is stored: the exact bytes and the signature over them."""

    text: bytes
    signature: bytes

    @property
    def digest(self) -> str:
        """What the next seal names as ``previous``."""
        return hashlib.sha256(self.text).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as the database has it: the text that was hashed, and the hash beside it."""

    seq: int
    text: str
    digest: str
    previous: str


@dataclass(frozen=True, slots=True)
class Break:
    """A link that does not hold. ``where``: a day or a dossier with the number of an event."""

    where: str
    what: str


def seal_of(day: date, lines: Iterable[str], before: SignedSeal | None) -> bytes:
    """The text to sign for a day."""
    distinct = set(lines)
    previous = before.digest if before else GENESIS
    seal = Seal(day=day, previous=previous, lines=len(distinct), root=root_of(distinct))
    return seal.model_dump_json().encode()


def root_of(lines: Iterable[str]) -> str:
    """SHA-256 of the lines in order, each once: doubles that at-least-once delivery makes change nothing."""
    return hashlib.sha256("\n".join(sorted(set(lines))).encode()).hexdigest()


def breaks_in_journal(
    seals: Sequence[SignedSeal],
    lines_of: Callable[[date], Iterable[str]],
    is_signed: Callable[[bytes, bytes], bool],
) -> Iterator[Break]:
    """Every seal against its signature, the seal before it and the lines of its day; no day may be missing."""
    before: SignedSeal | None = None
    expected: date | None = None
    for number, stored in enumerate(seals, 1):
        if not is_signed(stored.text, stored.signature):
            yield Break(f"seal {number}", "the signature does not fit the seal")
        try:
            seal = Seal.model_validate_json(stored.text)
        except ValidationError:
            yield Break(f"seal {number}", "not a seal")
            return
        if seal.previous != (before.digest if before else GENESIS):
            yield Break(f"{seal.day}", "the seal does not continue the one before")
        if expected is not None and seal.day != expected:
            yield Break(f"{seal.day}", f"the seal of {expected} is missing")
        lines = set(lines_of(seal.day))
        if (len(lines), root_of(lines)) != (seal.lines, seal.root):
            yield Break(
                f"{seal.day}", f"{len(lines)} lines stand where {seal.lines} were sealed, or others do"
            )
        before, expected = stored, seal.day + timedelta(days=1)


def digests_in(lines: Iterable[str]) -> dict[str, dict[int, set[str]]]:
    """What the journal says of each dossier's events: the digests under each number, one unless something is wrong.

    A line that was damaged until it is no line of an event any more says nothing here: the seal of its day is broken.
    """
    found: dict[str, dict[int, set[str]]] = {}
    for line in lines:
        match line.split(" "):
            case [kind, dossier_id, seq, digest] if kind == EVENT and seq.isdecimal():
                found.setdefault(dossier_id, {}).setdefault(int(seq), set()).add(digest)
    return found


def breaks_in_dossier(
    dossier_id: str, stored: Sequence[StoredEvent], journal: Mapping[int, set[str]]
) -> Iterator[Break]:
    """The chain of the database, link by link, and against what the journal holds of it.

    A draft has one event, and one that nobody filed is erased with it: of such a dossier only the journal knows.
    """
    if not stored and journal.keys() == {OPENED}:
        return
    previous = GENESIS
    for position, event in enumerate(stored, 1):
        where = f"{dossier_id} {position}"
        digest = hashlib.sha256(event.text.encode()).hexdigest()
        if event.seq != position:
            yield Break(where, f"event {event.seq} stands in its place")
        if digest != event.digest:
            yield Break(where, "the text does not have the hash beside it")
        if event.previous != previous:
            yield Break(where, "it does not continue the event before")
        if journal.get(position, {digest}) != {digest}:
            yield Break(where, "the journal has another event")
        if position not in journal:
            yield Break(where, "the journal has no such event")
        previous = digest
    for seq in sorted(set(journal) - set(range(1, len(stored) + 1))):
        yield Break(f"{dossier_id} {seq}", "the journal has an event that the database has not")
