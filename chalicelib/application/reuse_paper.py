"""Use in a dossier what is held already: one call, with the owner's consent, and nothing is copied that is ours."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.application.attach_file import OPEN_FOR_FILES, UploadLimits, demand_open_for_files
from chalicelib.application.suggest_papers import inquiry_of
from chalicelib.domain.access import Action, demand, unit_towards
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Dossier, Requirement
from chalicelib.domain.errors import FileRefused, TooManyFiles, UnknownComponent
from chalicelib.domain.files import Borrowed, Declaration, DossierFile, FileOrigin, FileState, ReadField
from chalicelib.domain.paper_errors import PaperDoesNotQualify
from chalicelib.domain.paper_kinds import fits_kind
from chalicelib.domain.papers import Source
from chalicelib.domain.ports import Blobs, Clock, Dossiers, Ids, Once, Outcome
from chalicelib.domain.ports_papers import NationalRegisters, NationalRepository, Papers
from chalicelib.domain.principals import Principal
from chalicelib.domain.qualifying import SENTENCES, Obstacle, obstacle_for
from chalicelib.domain.reliance import MOST_BORROWED, Reliance
from chalicelib.domain.storage import entry_key
from chalicelib.domain.traces import Consent, Sight, Trace, Use, Viewer

ENTRY_MEDIA_TYPE = "application/json"
_SCOPE = "Dùng một lần cho hồ sơ này"


class ReuseWish(BaseModel):
    """What to use for which component. ``consent``: the owner agrees, or said so to the officer at the counter."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    component: str = Field(min_length=1, max_length=64)
    source: Literal[FileOrigin.REUSED, FileOrigin.NATIONAL_REPOSITORY, FileOrigin.DATABASE] = (
        FileOrigin.REUSED
    )
    code: str = Field(min_length=1, max_length=300)
    consent: Literal[True]


@dataclass(frozen=True, slots=True)
class _Case:
    principal: Principal
    dossier: Dossier
    requirement: Requirement
    code: str
    file_id: str
    consent_id: str
    now: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    """What a source gave: the file to hand in, and bytes that have to be put into the store."""

    file: DossierFile
    bytes_at: str = ""
    data: bytes = b""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ReusePaper:
    """Three calls of AWS at most. A national paper goes through the same reading as an upload."""

    dossiers: Dossiers
    papers: Papers
    national: NationalRepository
    registers: NationalRegisters
    blobs: Blobs
    clock: Clock
    ids: Ids
    limits: UploadLimits

    def __call__(
        self, principal: Principal, dossier_id: str, wish: ReuseWish, once: Once | None = None
    ) -> Outcome:
        """The file that stands for the component now. Raises ``PaperDoesNotQualify``, ``PaperNotFound``,
        ``SourceNotAnswering``, ``FetchedFileDamaged``, ``FilesAreClosed``, ``UnknownComponent``.
        """
        dossier, files = self.dossiers.get_with_files(dossier_id)
        demand(principal, Action.REUSE_PAPERS, dossier)
        demand_open_for_files(dossier, OPEN_FOR_FILES)
        borrowed = sum(bool(file.borrowed) and file.state is not FileState.REMOVED for file in files)
        if borrowed >= MOST_BORROWED:
            raise TooManyFiles(limit=MOST_BORROWED)
        case = _Case(
            principal,
            dossier,
            requirement_of(dossier, wish.component),
            wish.code,
            self.ids.new(),
            self.ids.new(),
            self.clock.now(),
        )
        found = self._sources()[wish.source](case)
        if wish.source is FileOrigin.DATABASE:
            self.blobs.write(found.bytes_at, found.data, ENTRY_MEDIA_TYPE)
        file, lent = found.file, found.file.borrowed
        assert lent is not None
        today = local(case.now).date()
        relies_on = [Reliance(file.component, lent.owner_ref, lent.code, today)]
        self.dossiers.announce_file(file, dossier, once, traces_of(case, file), relies_on)
        if wish.source is FileOrigin.NATIONAL_REPOSITORY:
            self.blobs.write(found.bytes_at, found.data, file.declared.media_type)
        return Outcome(dossier=dossier, file=file)

    def _sources(self) -> dict[FileOrigin, Callable[[_Case], _Found]]:
        return {
            FileOrigin.REUSED: self._own,
            FileOrigin.NATIONAL_REPOSITORY: self._from_nation,
            FileOrigin.DATABASE: self._from_database,
        }

    def _own(self, case: _Case) -> _Found:
        """The very object that the first dossier brought."""
        owner_ref = case.dossier.owner.ref
        paper = self.papers.get(owner_ref, case.code)
        obstacle = obstacle_for(paper, case.requirement.paper, owner_ref, local(case.now).date())
        if obstacle:
            raise refusal(case.requirement, obstacle)
        filed = paper.file
        lent = Borrowed(
            owner_ref=owner_ref,
            consent_id=case.consent_id,
            code=paper.code,
            version=paper.version,
            object_key=paper.key,
            is_result=paper.source in (Source.RESULT, Source.NATIONAL_REPOSITORY),
            result_code=paper.result_code,
        )
        declared = Declaration(
            name=filed.name, media_type=filed.media_type, bytes=filed.bytes, sha256=filed.sha256
        )
        file = self._file(case, FileOrigin.REUSED, lent, declared)
        read = {"state": FileState.READY, "read_at": case.now, "pages": filed.pages, "fields": paper.fields}
        return _Found(file.model_copy(update=read))

    def _from_nation(self, case: _Case) -> _Found:
        """Fetched, checked against its hash, and read like any upload before it counts."""
        held = self.national.papers(inquiry_of(case.principal, case.dossier))
        paper = next((each for each in held if each.code == case.code), None)
        if paper is None:
            raise refusal(case.requirement, Obstacle.NOT_FOUND)
        if not fits_kind(paper.name, case.requirement.paper):
            raise refusal(case.requirement, Obstacle.OTHER_KIND)
        data = self.national.fetch(paper)
        if len(data) > self.limits.max_bytes:
            limit = self.limits.max_bytes // 1_000_000
            raise FileRefused(
                problem_vi=f"tệp lớn hơn {limit} MB", problem_en=f"it is larger than {limit} MB"
            )
        lent = Borrowed(
            owner_ref=case.dossier.owner.ref,
            consent_id=case.consent_id,
            is_result=True,
            result_code=paper.result_code,
            number=paper.number,
            agency=paper.agency,
        )
        declared = _declared(paper.file_name, media_type_of(data), data)
        file = self._file(case, FileOrigin.NATIONAL_REPOSITORY, lent, declared)
        return _Found(file, file.key, data)

    def _from_database(self, case: _Case) -> _Found:
        """The entry as the database gave it, kept as evidence of what was relied on."""
        database, owner = case.code, case.dossier.owner
        if database not in case.requirement.replaceable_by or not self.registers.serves(database):
            raise refusal(case.requirement, Obstacle.NOT_A_REPLACEMENT)
        entry = self.registers.entry(database, owner.number)
        if entry is None:
            raise refusal(case.requirement, Obstacle.NOT_FOUND)
        data = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
        key = entry_key(case.dossier.id, case.requirement.code, case.file_id)
        lent = Borrowed(owner_ref=owner.ref, consent_id=case.consent_id, database=database, object_key=key)
        declared = _declared(f"{database}.json", ENTRY_MEDIA_TYPE, data)
        file = self._file(case, FileOrigin.DATABASE, lent, declared)
        fields = tuple(
            ReadField(name=name, value=value, normalised=value, confidence=1, check="catalogue")
            for name, value in entry.items()
        )
        return _Found(
            file.model_copy(update={"state": FileState.READY, "read_at": case.now, "fields": fields}),
            key,
            data,
        )

    def _file(self, case: _Case, origin: FileOrigin, lent: Borrowed, declared: Declaration) -> DossierFile:
        return DossierFile(
            dossier_id=case.dossier.id,
            file_id=case.file_id,
            component=case.requirement.code,
            origin=origin,
            declared=declared,
            state=FileState.AWAITING_UPLOAD,
            announced_at=case.now,
            borrowed=lent,
        )


def requirement_of(dossier: Dossier, component: str) -> Requirement:
    """Raises ``UnknownComponent``."""
    requirements = {r.code: r for r in dossier.procedure.requirements}
    if component not in requirements:
        raise UnknownComponent(component=component, known=", ".join(requirements))
    return requirements[component]


def refusal(requirement: Requirement, obstacle: Obstacle) -> PaperDoesNotQualify:
    """The error that tells of the obstacle."""
    told = Obstacle.MADE_FOR_ONE_DOSSIER if not requirement.paper else obstacle
    vi, en = SENTENCES[told]
    return PaperDoesNotQualify(component=requirement.code, problem_vi=vi, problem_en=en)


def traces_of(case: _Case, file: DossierFile) -> tuple[Trace, Trace]:
    """Consent and use, as the owner will read them."""
    dossier, lent = case.dossier, file.borrowed
    assert lent is not None
    by = Viewer.of(case.principal, unit_towards(case.principal, dossier))
    purpose = f"Nộp hồ sơ thủ tục {dossier.procedure.code}: {dossier.procedure.name}"
    paper = lent.code or case.code
    consent = Consent(
        id=case.consent_id,
        owner_ref=lent.owner_ref,
        dossier_id=dossier.id,
        component=file.component,
        file_id=file.file_id,
        source=file.origin,
        paper=paper,
        name=case.requirement.name,
        purpose=purpose,
        scope=_SCOPE,
        given_at=case.now,
        recorded_by=by,
    )
    use = Use(
        id=case.consent_id,
        owner_ref=lent.owner_ref,
        at=case.now,
        what=Sight.REUSED,
        papers=(paper,),
        by=by,
        purpose=purpose,
        dossier_id=dossier.id,
        dossier_number=dossier.number,
    )
    return consent, use


#: What the first bytes say; the reader looks closer afterwards.
_MAGIC = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


def media_type_of(data: bytes) -> str:
    """By the bytes; PDF where they say nothing, so that the reader refuses what is none."""
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "application/pdf")


def _declared(name: str, media_type: str, data: bytes) -> Declaration:
    return Declaration(
        name=name or "giay-to.pdf",
        media_type=media_type,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
