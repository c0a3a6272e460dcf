"""The job that travels through the steps: bytes, what was asked, limits, what was found so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from chalicelib.digitization.model import (
    CitizenCard,
    Classification,
    Code,
    Field,
    Finding,
    Kind,
    PageResult,
    Signature,
)

PACKAGED_MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True)
class Limits:
    """What one file may cost. Seconds are CPU seconds of the child process; sizes are bytes."""

    max_bytes: int = 50 * 1024 * 1024
    max_pages: int = 500
    max_pixels: int = 120_000_000
    max_inflated: int = 300_000_000
    max_objects: int = 400_000
    max_words: int = 200_000  # of all pages together; five hundred full ones
    memory: int = 768 * 1024 * 1024  # with the processes around it, a file stays below 1 GB
    open_seconds: float = 6.0
    page_seconds: float = 7.0
    copy_seconds: float = 60.0
    wall_factor: float = 4.0  # a busy machine may take this many times longer by the wall clock
    max_lost_children: int = 3


@dataclass(frozen=True)
class ComponentHint:
    """A paper that the procedure asks for, by its code and its name in the catalogue."""

    code: str
    name: str


@dataclass(frozen=True)
class OwnerHint:
    """Whom the paper should be about; empty where unknown. The birth date is ISO."""

    name: str = ""
    personal_number: str = ""
    birth_date: str = ""


@dataclass(frozen=True)
class TrustStore:
    """Whose signatures count, all PEM. With revocation lists, a certificate they do not cover is not trusted."""

    roots: tuple[str, ...] = ()
    intermediates: tuple[str, ...] = ()
    revocation_lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the caller knows and wants to know about the file; plain values, so that they can cross a pipe."""

    name: str = ""
    declared_sha256: str | None = None
    accepted: tuple[Kind, ...] = tuple(Kind)
    components: tuple[ComponentHint, ...] = ()
    agencies: tuple[str, ...] = ()
    owner: OwnerHint = OwnerHint()
    trust: TrustStore = TrustStore()
    limits: Limits = Limits()
    models: Path = PACKAGED_MODELS


class PageCache(Protocol):
    """Keeps page results, so that a retry or a later slice resumes. Page numbers start at 1."""

    def get(self, number: int) -> PageResult | None:
        """The result kept for this page, or None."""

    def put(self, number: int, page: PageResult) -> None:
        """Keep the result of this page."""


class NoCache:
    """Keeps nothing."""

    def get(self, number: int) -> PageResult | None:
        """Nothing is ever known."""
        return None

    def put(self, number: int, page: PageResult) -> None:
        """Forgotten at once."""


@dataclass(frozen=True)
class Job:
    """One file on its way through the steps. A step returns a copy with its own findings added."""

    data: bytes
    asked: Asked = Asked()
    cache: PageCache = field(default_factory=NoCache)
    progress: Callable[[int, int], None] | None = None  # pages done, pages in all
    time_left: Callable[[], float] | None = None  # seconds this invocation may still use

    sha256: str = ""
    kind: Kind | None = None
    findings: tuple[Finding, ...] = ()
    signatures: tuple[Signature, ...] = ()
    mended: bytes = b""  # a damaged file put in order, only for reading
    page_count: int = 0
    pages: tuple[PageResult, ...] = ()
    codes: tuple[Code, ...] = ()
    card: CitizenCard | None = None
    document: Classification | None = None
    fields: tuple[Field, ...] = ()
