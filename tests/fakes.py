"""The world of the use cases in memory: every port of domain/ports.py, true to its contract, for one thread."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from chalicelib.adapters.cursors import Cursors
from chalicelib.digitization.folding import fold
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
from chalicelib.domain.holdings import Holding
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.paper_errors import (
    ConsentNotFound,
    PaperChangedMeanwhile,
    PaperNoLongerStands,
    PaperNotFound,
    SourceNotAnswering,
)
from chalicelib.domain.papers import Paper, PaperLine, Validity
from chalicelib.domain.ports import (
    AlreadyDone,
    DossierSummary,
    NumberTaken,
    Once,
    Outcome,
    Page,
    StoredVersion,
    UploadTicket,
)
from chalicelib.domain.ports_papers import Inquiry, NationalPaper, Stored, Wanted
from chalicelib.domain.qualifying import shortlist
from chalicelib.domain.reliance import PaperChange, Reliance
from chalicelib.domain.states import State
from chalicelib.domain.storage import upload_key
from chalicelib.domain.traces import Consent, Trace, Use

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
        self.older: dict[str, list[StoredVersion]] = {}
        self.media_types: dict[str, str] = {}
        self._expires_at = expires_at

    def upload_ticket(self, file: DossierFile) -> UploadTicket:
        key = upload_key(file.dossier_id, file.component, file.file_id)
        return UploadTicket("https://store.test/", {"key": key}, self._expires_at)

    def read(self, key: str) -> bytes:
        if key not in self.objects:
            raise UploadMissing
        return self.objects[key]

    def write(self, key: str, data: bytes, media_type: str) -> None:
        if key in self.objects:
            before = StoredVersion(self.objects[key], self.media_types.get(key, "application/pdf"))
            self.older.setdefault(key, []).insert(0, before)
        self.objects[key], self.media_types[key] = data, media_type

    def erase(self, key: str) -> None:
        self.objects.pop(key, None)
        self.older.pop(key, None)

    def versions(self, key: str) -> Iterator[StoredVersion]:
        if key in self.objects:
            yield StoredVersion(self.objects[key], self.media_types.get(key, "application/pdf"))
        yield from self.older.get(key, ())

    def link(self, key: str, file_name: str, life: timedelta | None = None) -> str:
        return f"https://store.test/{key}"


class InMemoryDossiers:
    """Implements ports.Dossiers and ports_looks.Glances."""

    def __init__(self) -> None:
        self._heads: dict[str, Dossier] = {}
        self._events: dict[str, list[AnyEvent]] = {}
        self._files: dict[tuple[str, str, str], DossierFile] = {}
        self._ids_by_number: dict[str, str] = {}
        self._last_numbers: dict[tuple[str, date], int] = {}
        self._done: dict[str, tuple[Once, Outcome]] = {}
        self.papers = InMemoryPapers()
        self.traces = InMemoryTraces(self)

    def get(self, dossier_id: str) -> Dossier:
        if dossier_id not in self._heads:
            raise DossierNotFound
        return self._heads[dossier_id]

    def with_events(self, dossier_id: str) -> tuple[Dossier, tuple[AnyEvent, ...]]:
        return self.get(dossier_id), self.events(dossier_id)

    def with_file(self, dossier_id: str, component: str, file_id: str) -> tuple[Dossier, DossierFile | None]:
        return self.get(dossier_id), self._files.get((dossier_id, component, file_id))

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
        relies_on: Sequence[Reliance] = (),
        changed: Sequence[PaperChange] = (),
    ) -> None:
        self._demand_new(once)
        stored = self._heads.get(dossier.id)
        if (stored.version if stored else 0) != dossier.version - len(events):
            raise DossierChangedMeanwhile(
                version=stored.version if stored else "?", state=stored.state if stored else "?"
            )
        self._demand_standing(relies_on)
        if changed:
            self.papers.change(changed)
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

    def announce_file(
        self,
        file: DossierFile,
        dossier: Dossier,
        once: Once | None = None,
        traces: Sequence[Trace] = (),
        relies_on: Sequence[Reliance] = (),
    ) -> None:
        self._demand_new(once)
        self._demand_standing(relies_on)
        self.traces.record(*traces)
        self._files[file.dossier_id, file.component, file.file_id] = file
        self._remember(once, Outcome(dossier=dossier, file=file))

    def get_file(self, dossier_id: str, component: str, file_id: str) -> DossierFile:
        if (dossier_id, component, file_id) not in self._files:
            raise FileNotFound
        return self._files[dossier_id, component, file_id]

    def erase_draft(self, draft: Dossier, files: Sequence[DossierFile]) -> bool:
        if draft.id not in self._heads or self._heads[draft.id].version != draft.version:
            return False
        del self._heads[draft.id], self._events[draft.id]
        for file in files:
            del self._files[file.dossier_id, file.component, file.file_id]
        return True

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

    def _demand_standing(self, relies_on: Sequence[Reliance]) -> None:
        fallen = {each.component for each in relies_on if not self._stands(each)}
        if fallen:
            raise PaperNoLongerStands(components=", ".join(sorted(fallen)))

    def _stands(self, reliance: Reliance) -> bool:
        if reliance.consent_id and self.traces.consent(reliance.owner_ref, reliance.consent_id).revoked_at:
            return False
        if not reliance.code:
            return True
        paper = self.papers.get(reliance.owner_ref, reliance.code)
        return paper.visible and paper.validity_on(reliance.day) is Validity.IN_FORCE

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
    """Implements ports_papers.Papers."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, str], list[Paper]] = {}
        self._by_source: dict[tuple[str, str, str], str] = {}
        self.erased: list[Use] = []

    def store(self, paper: Paper) -> Paper:
        source = _source(paper)
        if source not in self._by_source:
            before = [c for (owner, *_), c in self._by_source.items() if owner == paper.owner_ref]
            order = sum(code.startswith(f"{paper.kind}.") for code in before) + 1
            coded = paper.model_copy(update={"code": f"{paper.kind}.{order:02d}"})
            self._by_source[source] = coded.code
            self._versions[paper.owner_ref, coded.code] = [coded]
        code = self._by_source[source]
        if (paper.owner_ref, code) not in self._versions:
            return paper.model_copy(update={"code": code})
        return self.get(paper.owner_ref, code)

    def get(self, owner_ref: str, code: str) -> Paper:
        return self._all_of(owner_ref, code)[-1]

    def code_of(self, paper: Paper) -> str | None:
        return self._by_source.get(_source(paper))

    def versions(self, owner_ref: str, code: str) -> tuple[Paper, ...]:
        return tuple(paper.model_copy(update={"words": ""}) for paper in self._all_of(owner_ref, code))

    def change(self, changes: Sequence[PaperChange]) -> None:
        for change in changes:
            if self.get(change.seen.owner_ref, change.seen.code).version != change.seen.version:
                raise PaperChangedMeanwhile
        for change in changes:
            self._versions[change.after.owner_ref, change.after.code].append(change.after)

    def erase(self, paper: Paper, use: Use) -> bool:
        if self._versions.get((paper.owner_ref, paper.code), [None])[-1] != paper:
            return False
        del self._versions[paper.owner_ref, paper.code]
        self.erased.append(use)
        return True

    def of_dossier(self, owner_ref: str, dossier_id: str) -> tuple[Paper, ...]:
        return tuple(paper for paper in self._of(owner_ref) if paper.dossier_id == dossier_id)

    def of_owner(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Paper]:
        visible = sorted((paper for paper in self._of(owner_ref) if paper.visible), key=lambda p: p.code)
        return _page(owner_ref, visible, limit, cursor)

    def search(self, owner_ref: str, wanted: Wanted, day: date, limit: int, cursor: str = "") -> Page[Paper]:
        found = [p for p in self._of(owner_ref) if p.visible and _fits(p, wanted, day)]
        return _page(f"{owner_ref} {wanted}", sorted(found, key=lambda p: p.code), limit, cursor)

    def at_hand(self, owner_ref: str, kinds: Iterable[str]) -> dict[str, tuple[PaperLine, ...]]:
        own = list(self._of(owner_ref))
        return {kind: shortlist(p.line for p in own if p.kind == kind) for kind in kinds}

    def _all_of(self, owner_ref: str, code: str) -> list[Paper]:
        if (owner_ref, code) not in self._versions:
            raise PaperNotFound
        return self._versions[owner_ref, code]

    def _of(self, owner_ref: str) -> list[Paper]:
        return [versions[-1] for (owner, _), versions in self._versions.items() if owner == owner_ref]


class InMemoryBulkPapers:
    """Implements ports_papers.BulkPapers on the same papers."""

    def __init__(self, papers: InMemoryPapers) -> None:
        self._papers = papers

    def known(self, papers: Sequence[Paper]) -> list[str | None]:
        return [self._papers.code_of(paper) for paper in papers]

    def store_all(self, papers: Sequence[Paper]) -> list[Stored]:
        return [
            Stored(is_new=self._papers.code_of(paper) is None, code=self._papers.store(paper).code)
            for paper in papers
        ]


class InMemoryHoldings:
    """Implements ports_papers.Holdings."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], Holding] = {}
        self._of_day: defaultdict[date, dict[tuple[str, str], None]] = defaultdict(dict)

    def hold(self, holding: Holding) -> Holding:
        key = holding.owner_ref, holding.sha256
        if key not in self.held:
            self._put(key, holding)
        return self.held[key]

    def forget(self, owner_ref: str, sha256: str) -> None:
        key = owner_ref, sha256
        if key in self.held:
            self._of_day[self.held.pop(key).check_on].pop(key)

    def due(self, day: date) -> Iterator[Holding]:
        return iter([self.held[key] for key in self._of_day.get(day, {})])

    def checked(self, holding: Holding, check_on: date) -> None:
        key = holding.owner_ref, holding.sha256
        if key in self.held:
            self._of_day[self.held[key].check_on].pop(key)
            self._put(key, self.held[key].model_copy(update={"check_on": check_on}))

    def _put(self, key: tuple[str, str], holding: Holding) -> None:
        self.held[key] = holding
        self._of_day[holding.check_on][key] = None


class InMemoryTraces:
    """Implements ports_papers.Traces."""

    def __init__(self, dossiers: InMemoryDossiers) -> None:
        self._dossiers = dossiers
        self._uses: list[Use] = []
        self._consents: dict[tuple[str, str], Consent] = {}

    def record(self, *traces: Trace) -> None:
        for trace in traces:
            if isinstance(trace, Use):
                self._uses.append(trace)
            else:
                self._consents[trace.owner_ref, trace.id] = trace

    def record_if_in_force(self, use: Use, paper: Reliance) -> bool:
        held = self._dossiers.papers.get(paper.owner_ref, paper.code)
        if not held.visible or held.validity_on(paper.day) is not Validity.IN_FORCE:
            return False
        self.record(use)
        return True

    def uses(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Use]:
        own = [use for use in self._uses if use.owner_ref == owner_ref]
        own.sort(key=lambda use: (use.at, use.id), reverse=True)
        return _page(f"{owner_ref} uses", own, limit, cursor)

    def consents(self, owner_ref: str, limit: int, cursor: str = "") -> Page[Consent]:
        own = [consent for (owner, _), consent in sorted(self._consents.items()) if owner == owner_ref]
        return _page(f"{owner_ref} consents", own[::-1], limit, cursor)

    def consent(self, owner_ref: str, consent_id: str) -> Consent:
        if (owner_ref, consent_id) not in self._consents:
            raise ConsentNotFound
        return self._consents[owner_ref, consent_id]

    def take_back(self, consent: Consent, file: DossierFile, dossier: Dossier) -> bool:
        if self._dossiers.get(dossier.id).version != dossier.version:
            return False
        if not self._dossiers.update_file(file, seen=file):
            return False
        self._consents[consent.owner_ref, consent.id] = consent
        return True


def at_once(questions):
    """Implements ports_papers.InTime: everybody answers in time."""
    return [question() for question in questions]


class InMemoryNation:
    """Implements ports_papers.NationalRepository and NationalRegisters; filled by hand."""

    def __init__(self) -> None:
        self.held: dict[str, dict[NationalPaper, bytes]] = {}
        self.registers: dict[str, dict[str, dict[str, str]]] = {}
        self.is_down = False

    def papers(self, inquiry: Inquiry) -> tuple[NationalPaper, ...]:
        self._demand_up()
        return tuple(self.held.get(inquiry.owner_number, ()))

    def fetch(self, paper: NationalPaper) -> bytes:
        self._demand_up()
        return next(held[paper] for held in self.held.values() if paper in held)

    def serves(self, database: str) -> bool:
        return database in self.registers

    def entry(self, database: str, number: str) -> dict[str, str] | None:
        self._demand_up()
        return self.registers[database].get(number)

    def _demand_up(self) -> None:
        if self.is_down:
            raise SourceNotAnswering


def _fits(paper: Paper, wanted: Wanted, day: date) -> bool:
    issued = paper.issued_on
    words = f" {paper.words} "
    return (
        paper.code.startswith(f"{wanted.kind}." if wanted.kind else "")
        and fold(wanted.number) in fold(paper.number)
        and fold(wanted.issuer) in fold(paper.issuer)
        and (wanted.issued_from is None or (issued is not None and issued >= wanted.issued_from))
        and (wanted.issued_to is None or (issued is not None and issued <= wanted.issued_to))
        and wanted.validity in (None, paper.validity_on(day))
        and all(f" {word}" in words for word in wanted.words)
    )


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
