"""The world of the use cases in memory: every port of domain/ports.py, true to its contract, for one thread."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from chalicelib.adapters.cursors import Cursors
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import (
    DossierChangedMeanwhile,
    DossierNotFound,
    FileNotFound,
    KeyReusedForAnotherRequest,
    UploadMissing,
)
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.papers import Paper
from chalicelib.domain.ports import (
    AlreadyDone,
    DossierSummary,
    NumberTaken,
    Once,
    Outcome,
    Page,
    UploadTicket,
)
from chalicelib.domain.states import State
from chalicelib.domain.storage import upload_key

_CURSORS = Cursors(b"a secret of the tests")
_LAST_OF_ALL = "9999"


class HandClock:
    """A clock that stands still until it is turned."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> None:
        self.at += by


class CountedIds:
    """Identifiers that sort by the order in which they were given."""

    def __init__(self) -> None:
        self._given = 0

    def new(self) -> str:
        self._given += 1
        return f"id{self._given:06d}"


class PlainRefs:
    """A hash without a secret is enough for people who do not exist."""

    def ref(self, number: str) -> str:
        return hashlib.sha256(number.encode()).hexdigest()[:32]


class InMemoryBlobs:
    """Bytes by key; ``objects`` may be filled by hand, as an upload would fill them."""

    def __init__(self, expires_at: datetime) -> None:
        self.objects: dict[str, bytes] = {}
        self._expires_at = expires_at

    def upload_ticket(self, file: DossierFile) -> UploadTicket:
        key = upload_key(file.dossier_id, file.component, file.file_id)
        return UploadTicket("https://store.test/", {"key": key}, self._expires_at)

    def read(self, key: str) -> bytes:
        if key not in self.objects:
            raise UploadMissing
        return self.objects[key]

    def write(self, key: str, data: bytes, media_type: str) -> None:
        self.objects[key] = data

    def link(self, key: str, file_name: str) -> str:
        return f"https://store.test/{key}"


class InMemoryDossiers:
    """Implements ports.Dossiers."""

    def __init__(self) -> None:
        self._heads: dict[str, Dossier] = {}
        self._events: dict[str, list[AnyEvent]] = {}
        self._files: dict[tuple[str, str, str], DossierFile] = {}
        self._ids_by_number: dict[str, str] = {}
        self._last_numbers: dict[tuple[str, date], int] = {}
        self._done: dict[str, tuple[Once, Outcome]] = {}

    def get(self, dossier_id: str) -> Dossier:
        if dossier_id not in self._heads:
            raise DossierNotFound
        return self._heads[dossier_id]

    def get_with_files(self, dossier_id: str) -> tuple[Dossier, tuple[DossierFile, ...]]:
        keys = sorted(key for key in self._files if key[0] == dossier_id)
        return self.get(dossier_id), tuple(self._files[key] for key in keys)

    def save(
        self,
        dossier: Dossier,
        events: Sequence[AnyEvent],
        *,
        once: Once | None = None,
        number: DossierNumber | None = None,
    ) -> None:
        self._demand_new(once)
        stored = self._heads.get(dossier.id)
        if (stored.version if stored else 0) != dossier.version - len(events):
            raise DossierChangedMeanwhile(
                version=stored.version if stored else "?", state=stored.state if stored else "?"
            )
        if number is not None:
            self._issue(number, dossier.id)
        self._heads[dossier.id] = dossier
        self._events.setdefault(dossier.id, []).extend(events)
        self._remember(once, Outcome(dossier=dossier))

    def outcome_of(self, once: Once) -> Outcome | None:
        if once.key not in self._done:
            return None
        recorded, outcome = self._done[once.key]
        if recorded != once:
            raise KeyReusedForAnotherRequest
        return outcome

    def last_number(self, unit: str, day: date) -> int:
        return self._last_numbers.get((unit, day), 0)

    def events(self, dossier_id: str, after: int = 0) -> tuple[AnyEvent, ...]:
        return tuple(event for event in self._events.get(dossier_id, ()) if event.seq > after)

    def id_of_number(self, number: str) -> str:
        if number not in self._ids_by_number:
            raise DossierNotFound
        return self._ids_by_number[number]

    def announce_file(self, file: DossierFile, dossier: Dossier, once: Once | None = None) -> None:
        self._demand_new(once)
        self._files[file.dossier_id, file.component, file.file_id] = file
        self._remember(once, Outcome(dossier=dossier, file=file))

    def get_file(self, dossier_id: str, component: str, file_id: str) -> DossierFile:
        if (dossier_id, component, file_id) not in self._files:
            raise FileNotFound
        return self._files[dossier_id, component, file_id]

    def update_file(self, file: DossierFile, seen: DossierFile) -> bool:
        key = (file.dossier_id, file.component, file.file_id)
        if key not in self._files or self._files[key].revision != seen.revision:
            return False
        self._files[key] = file.model_copy(update={"revision": seen.revision + 1})
        return True

    def work_queue(self, unit: str, state: State, limit: int, cursor: str = "") -> Page[DossierSummary]:
        waiting = [head for head in self._heads.values() if (head.unit, head.state) == (unit, state)]
        waiting.sort(key=lambda head: (_stamp(head.clock.next_due), head.id))
        return _page(f"{unit} {state}", [_line(head) for head in waiting], limit, cursor)

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[DossierSummary]:
        own = [head for head in self._heads.values() if head.owner.ref == owner_ref]
        own.sort(key=lambda head: (_stamp(head.opened_at), head.id), reverse=True)
        return _page(owner_ref, [_line(head) for head in own], limit, cursor)

    def _demand_new(self, once: Once | None) -> None:
        if once is not None and (outcome := self.outcome_of(once)):
            raise AlreadyDone(outcome)

    def _remember(self, once: Once | None, outcome: Outcome) -> None:
        if once is not None:
            self._done[once.key] = (once, outcome)

    def _issue(self, number: DossierNumber, dossier_id: str) -> None:
        if self.last_number(number.unit, number.day) != number.order - 1:
            raise NumberTaken
        self._last_numbers[number.unit, number.day] = number.order
        self._ids_by_number[str(number)] = dossier_id


class InMemoryPapers:
    """Implements ports.Papers."""

    def __init__(self) -> None:
        self._papers: dict[tuple[str, str, str], Paper] = {}

    def store(self, paper: Paper) -> Paper:
        key = _source(paper)
        if key not in self._papers:
            same_kind = [p for p in self._of(paper.owner_ref) if p.kind == paper.kind]
            self._papers[key] = paper.model_copy(update={"code": f"{paper.kind}.{len(same_kind) + 1:02d}"})
        return self._papers[key]

    def of_dossier(self, owner_ref: str, dossier_id: str) -> tuple[Paper, ...]:
        return tuple(paper for paper in self._of(owner_ref) if paper.dossier_id == dossier_id)

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Paper]:
        visible = sorted((paper for paper in self._of(owner_ref) if paper.visible), key=lambda p: p.code)
        return _page(owner_ref, visible, limit, cursor)

    def make_visible(self, paper: Paper) -> None:
        self._papers[_source(paper)] = paper.model_copy(update={"visible": True})

    def _of(self, owner_ref: str) -> list[Paper]:
        return [paper for paper in self._papers.values() if paper.owner_ref == owner_ref]


def _source(paper: Paper) -> tuple[str, str, str]:
    return paper.owner_ref, paper.dossier_id, paper.file.file_id


def _stamp(at: datetime | None) -> str:
    return at.isoformat() if at else _LAST_OF_ALL


def _line(head: Dossier) -> DossierSummary:
    return DossierSummary(
        id=head.id,
        number=head.number,
        state=head.state,
        version=head.version,
        procedure_code=head.procedure.code,
        procedure_name=head.procedure.name,
        unit=head.unit,
        opened_at=head.opened_at,
        next_due=head.clock.next_due,
        summary=head.summary,
    )


def _page(question: str, items: Sequence, limit: int, cursor: str) -> Page:
    opened = _CURSORS.open(question, cursor)
    start = opened["start"] if opened else 0
    end = start + limit
    return Page(
        tuple(items[start:end]), _CURSORS.seal(question, {"start": end} if end < len(items) else None)
    )
