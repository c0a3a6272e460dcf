"""What the use cases of the repository need from the world."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.files import DossierFile
from chalicelib.domain.holdings import Holding
from chalicelib.domain.papers import Paper, PaperLine, Validity
from chalicelib.domain.ports import Page
from chalicelib.domain.reliance import PaperChange, Reliance
from chalicelib.domain.sharing import Share
from chalicelib.domain.traces import Consent, Trace, Use

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for among an owner's papers; what is empty is not asked for. ``words`` are folded."""

    kind: str = ""
    number: str = ""
    issuer: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    validity: Validity | None = None
    words: tuple[str, ...] = ()


class Papers(Protocol):
    """The repository of papers."""

    def store(self, paper: Paper) -> Paper:
        """Store a new paper under the next code of its kind; a paper of the same file is stored only once."""
        ...

    def get(self, owner_ref: str, code: str) -> Paper:
        """The latest version. Raises ``PaperNotFound``."""
        ...

    def versions(self, owner_ref: str, code: str) -> tuple[Paper, ...]:
        """Every version, the first one first."""
        ...

    def change(self, changes: Sequence[PaperChange]) -> None:
        """From the version seen to the next one, all of them or none. Raises ``PaperChangedMeanwhile``."""
        ...

    def erase(self, paper: Paper, use: Use) -> bool:
        """Every version of it, leaving a line in the owner's log; false if it has changed meanwhile. What it was made
        of stays known, so that it does not come back.
        """
        ...

    def of_dossier(self, owner_ref: str, dossier_id: str) -> tuple[Paper, ...]:
        """What a dossier left in its owner's repository."""
        ...

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Paper]:
        """The papers of an owner that are visible to the owner."""
        ...

    def search(self, owner_ref: str, wanted: Wanted, day: date, limit: int, cursor: str = "") -> Page[Paper]:
        """Those of them that fit. A page may be short, or empty, while its cursor goes on."""
        ...

    def at_hand(self, owner_ref: str, kinds: Iterable[str]) -> Mapping[str, tuple[PaperLine, ...]]:
        """The shortlist of each kind, invisible papers included, in one call for up to a hundred kinds."""
        ...


class Stored(NamedTuple):
    """What became of a paper: its code, and whether it was stored only now."""

    code: str
    is_new: bool


class BulkPapers(Protocol):
    """Many papers at once, of any owners."""

    def known(self, papers: Sequence[Paper]) -> list[str | None]:
        """The code of each that is stored already, by owner, dossier and file."""
        ...

    def store_all(self, papers: Sequence[Paper]) -> list[Stored]:
        """Store those that are not stored yet, all or none of them. At most 25 papers."""
        ...


class Holdings(Protocol):
    """What bytes are held for whom, and which of them are due for a check."""

    def hold(self, holding: Holding) -> Holding:
        """The holding of these bytes: this one, or the one that the owner had before."""
        ...

    def forget(self, owner_ref: str, sha256: str) -> None:
        """The owner holds these bytes no longer."""
        ...

    def due(self, day: date) -> Iterator[Holding]:
        """Everything whose check falls on that day, in pages."""
        ...

    def checked(self, holding: Holding, check_on: date) -> None:
        """Put the next check off to ``check_on``; doing it twice is the same as doing it once."""
        ...


class Shares(Protocol):
    """Links by which owners show papers to others."""

    def keep(self, share: Share, use: Use) -> Share:
        """Write it with its line in the owner's log; the share that was kept under its id before, if there is one."""
        ...

    def get(self, share_id: str) -> Share:
        """Raises ``ShareOver``."""
        ...

    def copied(self, share: Share) -> None:
        """Write how far the marked copy is, unless the share was ended meanwhile."""
        ...

    def end(self, share: Share, at: datetime) -> Share:
        """The share as over."""
        ...


class Aliases(Protocol):
    """Old numbers of persons who have a personal number now."""

    def link(self, old_number: str, owner_ref: str) -> str:
        """Let an old number lead to that owner; the ref under which its papers lie so far.

        Raises ``OldNumberTaken``.
        """
        ...


class Traces(Protocol):
    """Consents and the log of uses, by owner."""

    def record(self, *traces: Trace) -> None:
        """Write them, all or none."""
        ...

    def record_if_in_force(self, use: Use, paper: Reliance) -> bool:
        """Write the use in one step with a look at its paper; false, and nothing written, if that is not in force."""
        ...

    def uses(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Use]:
        """Everything that was done with the owner's papers, the newest first."""
        ...

    def consents(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Consent]:
        """Every consent, the newest first."""
        ...

    def consent(self, owner_ref: str, consent_id: str) -> Consent:
        """Raises ``ConsentNotFound``."""
        ...

    def take_back(self, consent: Consent, file: DossierFile, dossier: Dossier) -> bool:
        """Write the consent as revoked and the file as removed, in one transaction; false if the dossier or the file
        has changed since they were read.
        """
        ...


@dataclass(frozen=True, slots=True)
class NationalPaper:
    """A result of the national repository. ``path`` and ``agency`` fetch its file."""

    result_code: str
    name: str
    number: str
    agency: str
    file_name: str
    path: str

    @property
    def code(self) -> str:
        """How a caller names it: kind and number, as the national repository tells them."""
        return f"{self.result_code}|{self.number}"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Who looks for whose results, and under which procedure: the purpose of the look-up."""

    owner_number: str
    asker_number: str
    asker_name: str
    at_counter: bool
    procedure: str


class NationalRepository(Protocol):
    """The national repository of electronic results (Kho dữ liệu điện tử quốc gia)."""

    def papers(self, inquiry: Inquiry) -> tuple[NationalPaper, ...]:
        """What the owner holds there. Raises ``SourceNotAnswering``."""
        ...

    def fetch(self, paper: NationalPaper) -> bytes:
        """The file, checked against what its address promises. Raises ``SourceNotAnswering``,
        ``FetchedFileDamaged``.
        """
        ...


class NationalRegisters(Protocol):
    """National databases whose data replace papers (Resolution 66.7/2025)."""

    def serves(self, database: str) -> bool:
        """Whether this installation is connected to it."""
        ...

    def entry(self, database: str, number: str) -> Mapping[str, str] | None:
        """What it says about the person or organisation, None if it knows none. Raises ``SourceNotAnswering``."""
        ...


class InTime(Protocol):
    """Several questions at the same time, with one patience for all of them."""

    def __call__(self, questions: Sequence[Callable[[], Said | None]]) -> list[Said | None]:
        """Answers in the order of the questions; ``None`` for one that was not answered in time."""
        ...
