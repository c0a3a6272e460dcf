"""What the use cases need from the world, as protocols; adapters and the fakes of the tests implement them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.reliance import PaperChange, Reliance
from chalicelib.domain.states import State
from chalicelib.domain.traces import Trace

T = TypeVar("T")


class Clock(Protocol):
    """The only source of the present."""

    def now(self) -> datetime:
        """Now, in UTC."""
        ...


class Ids(Protocol):
    """The only source of new identifiers."""

    def new(self) -> str:
        """An identifier that was never given before: lower-case letters and digits, sorting by time."""
        ...


class OwnerRefs(Protocol):
    """Turns a personal number into what may stand in a key."""

    def ref(self, number: str) -> str:
        """The keyed hash of ``number``."""
        ...


@dataclass(frozen=True, slots=True)
class Once:
    """A client's promise that this is one request: the key, scoped to the caller, and a hash of what was asked."""

    key: str
    fingerprint: str


class Outcome(BaseModel):
    """What a write led to, kept with its ``Once`` so that a repetition gets the same answer."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    dossier: Dossier
    file: DossierFile | None = None


class AlreadyDone(Exception):
    """The same request was carried out before; ``outcome`` is its result. Not an error."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("the request was carried out before")
        self.outcome = outcome


class NumberTaken(Exception):
    """Another filing took this number first: ask for the next one."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A stretch of a list, and the cursor to the next one (empty at the end)."""

    items: tuple[T, ...]
    cursor: str = ""


def every_item(page_from: Callable[[str], Page[T]]) -> Iterator[T]:
    """Every item of a list, page by page. ``page_from`` is given the cursor, empty for the first page."""
    cursor, is_first = "", True
    while is_first or cursor:
        page = page_from(cursor)
        yield from page.items
        cursor, is_first = page.cursor, False


class DossierSummary(BaseModel):
    """A dossier as a line of a list."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    number: str
    state: State
    version: int
    procedure_code: str
    procedure_name: str
    unit: str
    opened_at: datetime
    next_due: datetime | None
    summary: str = ""


class Dossiers(Protocol):
    """Heads, events and files of dossiers."""

    def get(self, dossier_id: str) -> Dossier:
        """The head, read consistently. Raises ``DossierNotFound``."""
        ...

    def get_with_files(self, dossier_id: str) -> tuple[Dossier, tuple[DossierFile, ...]]:
        """Head and all files in one query. Raises ``DossierNotFound``."""
        ...

    def save(
        self,
        dossier: Dossier,
        events: Sequence[AnyEvent],
        *,
        once: Once | None = None,
        number: DossierNumber | None = None,
        relies_on: Sequence[Reliance] = (),
        changed: Sequence[PaperChange] = (),
    ) -> None:
        """Write head, events, the number if one is issued and the record of ``once`` in one transaction, or nothing.

        ``relies_on``: papers that must stand at that instant, or ``PaperNoLongerStands`` is raised; ``changed``: papers
        that change with the dossier, or ``PaperChangedMeanwhile``.

        Raises ``DossierChangedMeanwhile`` if the head is not at the version before the first event, ``AlreadyDone``
        or ``KeyReusedForAnotherRequest`` for a repeated key, ``NumberTaken`` if the number went to somebody else.
        """
        ...

    def outcome_of(self, once: Once) -> Outcome | None:
        """What the request led to if it was carried out before. Raises ``KeyReusedForAnotherRequest``."""
        ...

    def last_number(self, unit: str, day: date) -> int:
        """The order last issued by ``unit`` on ``day``; 0 if none."""
        ...

    def events(self, dossier_id: str, after: int = 0) -> tuple[AnyEvent, ...]:
        """The events with a higher ``seq``, in order."""
        ...

    def id_of_number(self, number: str) -> str:
        """The dossier that bears the number. Raises ``DossierNotFound``."""
        ...

    def announce_file(
        self,
        file: DossierFile,
        dossier: Dossier,
        once: Once | None = None,
        traces: Sequence[Trace] = (),
        relies_on: Sequence[Reliance] = (),
    ) -> None:
        """Add a file, and with it what its owner is told. Raises as ``save`` does."""
        ...

    def get_file(self, dossier_id: str, component: str, file_id: str) -> DossierFile:
        """Raises ``FileNotFound``."""
        ...

    def erase_draft(self, draft: Dossier, files: Sequence[DossierFile]) -> bool:
        """Take a draft with its files and events out for good; false if it has changed since, or is gone."""
        ...

    def update_file(self, file: DossierFile, seen: DossierFile) -> bool:
        """Replace a file that still is as it was ``seen``; false if it has changed meanwhile."""
        ...

    def work_queue(self, unit: str, state: State, limit: int, cursor: str = "") -> Page[DossierSummary]:
        """A unit's dossiers in one state, the most urgent first."""
        ...

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[DossierSummary]:
        """An owner's dossiers, the newest first."""
        ...


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """A form that the client posts together with the bytes. Valid until ``expires_at`` (UTC)."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime


class StoredVersion(NamedTuple):
    """An object as it once was."""

    data: bytes
    media_type: str


class Blobs(Protocol):
    """Bytes in the object store."""

    def upload_ticket(self, file: DossierFile) -> UploadTicket:
        """A form that the store accepts only with the declared size, type and SHA-256. Makes no call."""
        ...

    def read(self, key: str) -> bytes:
        """The bytes. Raises ``UploadMissing``."""
        ...

    def write(self, key: str, data: bytes, media_type: str) -> None:
        """Store bytes that we made ourselves."""
        ...

    def erase(self, key: str) -> None:
        """Take every version of the object out of the store."""
        ...

    def versions(self, key: str) -> Iterator[StoredVersion]:
        """Every version that the store still has, the newest first."""
        ...

    def link(self, key: str, file_name: str, life: timedelta | None = None) -> str:
        """A URL that serves the bytes for a few minutes, or for as long as is said. Makes no call."""
        ...
