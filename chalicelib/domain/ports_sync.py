"""What the sync needs of the store: accounts with the portal, the lists of what waits and what is parked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.filed_there import FiledThere
from chalicelib.domain.files import DossierFile
from chalicelib.domain.ledger import Ledger
from chalicelib.domain.ports import DossierSummary, Page
from chalicelib.domain.states import State
from chalicelib.domain.sync_state import SyncState

In = TypeVar("In")
Out = TypeVar("Out")


class Standing(StrEnum):
    """The lists on which an account can stand; one that owes nothing stands on none."""

    WAITING = "waiting"
    PARKED = "parked"
    PAUSED = "paused"
    #: All was told, and it is to be looked at again, because something of it was said twice.
    DOUBTFUL = "doubtful"

    @classmethod
    def of(cls, ledger: Ledger) -> "tuple[Standing, datetime] | None":
        """The list on which a ledger stands, and since or until when."""
        if ledger.next_attempt is not None:
            return (cls.PAUSED if ledger.paused else cls.WAITING), ledger.next_attempt
        if ledger.look_at is not None:
            return cls.DOUBTFUL, ledger.look_at
        if ledger.parked_at is not None:
            return cls.PARKED, ledger.parked_at
        return None


@dataclass(frozen=True, slots=True)
class Account:
    """A dossier with its files and its ledger; before anything was said the ledger is fresh.

    ``has_news``: a note stands beside it that the portal must hear of it, left by whoever saved it.
    """

    dossier: Dossier
    files: tuple[DossierFile, ...]
    ledger: Ledger
    has_news: bool = False


class Ledgers(Protocol):
    """Ledgers, each beside its dossier."""

    def account(self, dossier_id: str) -> Account:
        """Everything but the events, in one query. Raises ``DossierNotFound``."""
        ...

    def write(self, ledger: Ledger, heard: int = 0) -> Ledger | None:
        """The ledger at its new revision, or ``None``, nothing written, if it is not at ``revision`` any more.

        ``heard``: the event up to which the ledger from now on answers for the news; the note of it is taken off,
        unless it tells of a later one.
        """
        ...

    def standing(self, standing: Standing, until: datetime, limit: int, cursor: str = "") -> Page[str]:
        """Dossiers on one list, the longest waiting first, whose instant is not after ``until``."""
        ...

    def unheard(self, until: datetime, limit: int) -> tuple[str, ...]:
        """Dossiers whose latest news is not after ``until`` and no ledger answers for, the oldest news first."""
        ...


class Lists(Protocol):
    """The lists of what waits and what is parked, in figures."""

    def count(self, standing: Standing) -> tuple[int, datetime | None]:
        """How many dossiers stand on one list, and the earliest instant among them."""
        ...


class Histories(Protocol):
    """What the sync needs of dossiers; ``ports.Dossiers`` has it."""

    def events(self, dossier_id: str, after: int = 0) -> tuple[AnyEvent, ...]:
        """The events with a higher ``seq``, in order."""
        ...


class ListedHistories(Histories, Protocol):
    """The same, with the lists by which a whole unit is found."""

    def work_queue(self, unit: str, state: State, limit: int, cursor: str = "") -> Page[DossierSummary]:
        """A unit's dossiers in one state."""
        ...


class Together(Protocol):
    """Does one thing for many, some of them at the same time; results in the order of the inputs."""

    def __call__(self, do: Callable[[In], Out], each: Sequence[In]) -> list[Out]:
        """Raises what the first failing one raises."""
        ...


def one_by_one(do: Callable[[In], Out], each: Sequence[In]) -> list[Out]:
    """``Together`` without any concurrency."""
    return [do(one) for one in each]


class Arrivals(Protocol):
    """Dossiers that were pushed to us and whose papers are still being read."""

    def keep(self, filed: FiledThere) -> None:
        """Put it on the list, in place of what was kept of the same dossier."""
        ...

    def is_kept(self, filed: FiledThere) -> bool:
        """Whether exactly this stands on the list."""
        ...

    def drop(self, filed: FiledThere) -> None:
        """Take the dossier off the list."""
        ...

    def waiting(self, limit: int, cursor: str = "") -> Page[FiledThere]:
        """The list, the longest waiting first."""
        ...


class SyncStates(Protocol):
    """The one place where the state is kept."""

    def read(self) -> SyncState:
        """The state."""
        ...

    def note(self, state: SyncState) -> None:
        """Keep what was seen; ``paused_since`` is not looked at, because people alone decide it."""
        ...

    def pause(self, now: datetime) -> None:
        """Halt everything until ``resume``; a second order changes nothing."""
        ...

    def resume(self) -> None:
        """Go on."""
        ...
