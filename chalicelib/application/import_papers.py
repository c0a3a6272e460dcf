"""Bring in papers that were digitized before: checked row by row, stored in bulk, safe to stop and to run again."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from chalicelib.application.calls import parts
from chalicelib.application.paper_words import folded_words, shortened
from chalicelib.domain.calendar import local
from chalicelib.domain.files import FiledPaper, FileOrigin
from chalicelib.domain.holdings import Holding, first_check
from chalicelib.domain.identity_numbers import IdentityNumber, is_owner_number
from chalicelib.domain.paper_kinds import PAPER_KINDS
from chalicelib.domain.papers import Paper, Source, Trust
from chalicelib.domain.ports import Blobs, Clock, OwnerRefs
from chalicelib.domain.ports_papers import BulkPapers, Holdings
from chalicelib.domain.ports_sync import Together, one_by_one
from chalicelib.domain.storage import imported_key

#: Stands where other papers have the dossier they came with.
IMPORT = "import"
#: Papers stored in one transaction, which holds a hundred items.
TOGETHER = 25
#: Rows read ahead: so many are under way when the import is killed, and are looked up again by the next run.
STRETCH = 400


class ImportRow(BaseModel):
    """One old paper. ``file``: its place in the folder, empty where only data is left. Days as YYYY-MM-DD.

    ``id``: what the old system calls it; two rows with the same id are the same paper.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str = Field(min_length=1, max_length=200)
    owner: IdentityNumber
    kind: str
    name: str = Field(min_length=1, max_length=2000)
    number: str = Field(default="", max_length=100)
    issuer: str = Field(default="", max_length=200)
    issuing_unit: str = Field(default="", max_length=40)
    scope: str = Field(default="", max_length=200)
    issued_on: date | None = None
    expires_on: date | None = None
    certified: bool = False
    file: str = Field(default="", max_length=500)

    @field_validator("owner")
    @classmethod
    def _is_possible(cls, number: str) -> str:
        if not is_owner_number(number):
            raise ValueError("not a possible personal number or tax code")
        return number

    @field_validator("kind")
    @classmethod
    def _is_known(cls, kind: str) -> str:
        if kind not in PAPER_KINDS:
            raise ValueError(f"no kind of paper; known: {', '.join(PAPER_KINDS)}")
        return kind

    @field_validator("issued_on", "expires_on", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None


class Fate(StrEnum):
    """What became of a row."""

    STORED = "stored"
    KNOWN = "known"
    REFUSED = "refused"
    WOULD_STORE = "would-store"


@dataclass(frozen=True, slots=True)
class RowReport:
    """A line of the report; never the owner's number. ``reason`` for the refused."""

    row: int
    fate: Fate
    code: str = ""
    reason: str = ""


Files = Callable[[str], bytes]
_Numbered = tuple[int, ImportRow]


@dataclass(frozen=True, slots=True)
class ImportPapers:
    """Whatever was stored before is recognised by owner and id, so that a second run goes on where the first ended."""

    papers: BulkPapers
    holdings: Holdings
    blobs: Blobs
    refs: OwnerRefs
    clock: Clock
    together: Together = one_by_one
    stretch: int = STRETCH

    def __call__(
        self, rows: Iterable[dict[str, object]], files: Files, *, dry_run: bool = False
    ) -> Iterator[RowReport]:
        """A report for each row in order, a stretch of rows at a time. ``files`` gives the bytes of a file, or raises
        ``OSError``; several ask it at once.
        """
        for stretch in _stretches(enumerate(rows, start=1), self.stretch):
            refused: list[RowReport] = []
            good: list[_Numbered] = []
            for number, raw in stretch:
                try:
                    good.append((number, ImportRow.model_validate(raw)))
                except ValidationError as problem:
                    refused.append(RowReport(number, Fate.REFUSED, reason=_told(problem)))
            done = self.together(lambda part: self._part(part, files, dry_run), _shares(good))
            yield from sorted(
                [*refused, *(line for part in done for line in part)], key=lambda line: line.row
            )

    def _part(self, rows: Sequence[_Numbered], files: Files, dry_run: bool) -> list[RowReport]:
        """Rows of one owner, or of several, at most ``TOGETHER``: all of them are stored, or none."""
        refused: list[RowReport] = []
        good: list[tuple[int, Paper]] = []
        for number, row in rows:
            try:
                good.append((number, self.paper(row, files, dry_run)))
            except OSError as problem:
                refused.append(RowReport(number, Fate.REFUSED, reason=f"file: {problem.strerror}"))
        return [*refused, *self._stored(good, dry_run)]

    def _stored(self, good: Sequence[tuple[int, Paper]], dry_run: bool) -> Iterator[RowReport]:
        papers = [paper for _, paper in good]
        if dry_run:
            for (number, _), code in zip(good, self.papers.known(papers), strict=True):
                yield RowReport(number, Fate.KNOWN if code else Fate.WOULD_STORE, code or "")
            return
        for (number, _), (code, is_new) in zip(good, self.papers.store_all(papers), strict=True):
            yield RowReport(number, Fate.STORED if is_new else Fate.KNOWN, code)

    def paper(self, row: ImportRow, files: Files, dry_run: bool = False) -> Paper:
        """The paper that the row describes, not numbered yet; its file is put into the store. Raises ``OSError``."""
        owner_ref, now = self.refs.ref(row.owner), self.clock.now()
        file_id = hashlib.sha256(row.id.encode()).hexdigest()[:32]
        data = files(row.file) if row.file else b""
        sha256 = hashlib.sha256(data).hexdigest() if data else ""
        key = ""
        if data and not dry_run:
            holding = Holding(
                owner_ref=owner_ref,
                sha256=sha256,
                key=imported_key(file_id, sha256),
                check_on=first_check(sha256, local(now).date()),
            )
            key = self.holdings.hold(holding).key
            if key == holding.key:
                self.blobs.write(key, data, media_type_of(row.file))
        filed = FiledPaper(
            file_id=file_id,
            component=row.kind,
            name=row.file.rpartition("/")[2],
            media_type=media_type_of(row.file),
            bytes=len(data),
            pages=0,
            sha256=sha256,
            origin=FileOrigin.SCANNED,
        )
        words = " ".join(folded_words(" ".join([row.name, row.number, row.issuer])))
        return Paper(
            owner_ref=owner_ref,
            code="",
            trust=trust_of(row),
            visible=True,
            source=Source.IMPORT,
            dossier_id=IMPORT,
            dossier_number="",
            file=filed,
            object_key=key,
            words=shortened(words),
            stored_at=now,
            **row.model_dump(exclude={"id", "owner", "file", "certified"}),
        )


def trust_of(row: ImportRow) -> Trust:
    """Without the paper itself, what is said of it is a declaration."""
    if not row.file:
        return Trust.DECLARED
    return Trust.CERTIFIED_COPY if row.certified else Trust.DIGITIZED


_MEDIA_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}


def media_type_of(name: str) -> str:
    """By the ending of the name."""
    return _MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _stretches(
    rows: Iterable[tuple[int, dict[str, object]]], size: int
) -> Iterator[Sequence[tuple[int, dict[str, object]]]]:
    """``size`` rows at a time, without ever holding them all."""
    rest = iter(rows)
    while stretch := list(islice(rest, size)):
        yield stretch


def _shares(rows: Sequence[_Numbered]) -> list[list[_Numbered]]:
    """Parts that are stored at the same time. An owner's rows stand together: papers of one kind share a counter, and
    two parts that wrote to it would wait for each other.
    """
    by_owner = sorted(rows, key=lambda numbered: numbered[1].owner)
    return [list(part) for part in parts(by_owner, TOGETHER)]


def _told(problem: ValidationError) -> str:
    """Field and rule; never the value, which may be personal."""
    found = problem.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found)
