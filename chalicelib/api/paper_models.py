"""What the API answers about papers in the repository: one model for each audience."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.api.calls import PageQuery
from chalicelib.api.models import DossierView
from chalicelib.application.offers import Suggestions
from chalicelib.application.paper_words import folded_words
from chalicelib.domain.exports import Export, ExportState
from chalicelib.domain.files import FileOrigin
from chalicelib.domain.papers import Change, Decision, Paper, Source, Trust, Validity, full_code
from chalicelib.domain.ports_papers import Wanted
from chalicelib.domain.sharing import CopyState, Share
from chalicelib.domain.traces import Consent, Sight, Use


class _View(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class PaperQuery(PageQuery):
    """What to look for; what is left out is not asked for. ``q``: words of the paper, with or without tone marks."""

    kind: str = Field(default="", max_length=64, pattern=r"^[^#]*$")
    number: str = Field(default="", max_length=100)
    issuer: str = Field(default="", max_length=200)
    issued_from: date | None = None
    issued_to: date | None = None
    validity: Validity | None = None
    q: str = Field(default="", max_length=200)

    def wanted(self) -> Wanted:
        """As the repository is asked."""
        asked = self.model_dump(exclude={"limit", "cursor", "q"})
        return Wanted(**asked, words=folded_words(self.q))


class PaperView(_View):
    """A paper in its owner's repository. ``full_code`` is told to the owner alone: it holds their number."""

    code: str
    full_code: str = ""
    version: int
    kind: str
    name: str
    number: str
    issuer: str
    scope: str
    issued_on: date | None
    expires_on: date | None
    trust: Trust
    validity: Validity
    source: Source
    replaced_by: str
    dossier_number: str
    pages: int
    bytes: int
    sha256: str
    stored_at: datetime

    @classmethod
    def of(cls, paper: Paper, today: date, owner_number: str = "") -> "PaperView":
        """The view of ``paper`` as it stands ``today``."""
        shown = paper.model_dump(include=set(cls.model_fields) - {"validity"})
        return cls(
            **shown,
            full_code=full_code(owner_number, paper.code) if owner_number else "",
            validity=paper.validity_on(today),
            pages=paper.file.pages,
            bytes=paper.file.bytes,
            sha256=paper.file.sha256,
        )


class VersionView(_View):
    """One version of a paper: what changed, by whom, and by which decision."""

    version: int
    change: Change
    at: datetime
    by: str
    position: str
    unit: str
    trust: Trust
    validity: Validity
    decision: Decision | None
    replaced_by: str

    @classmethod
    def of(cls, paper: Paper) -> "VersionView":
        """The view of one version."""
        actor = paper.changed_by
        return cls(
            **paper.model_dump(include={"version", "change", "trust", "validity", "replaced_by"}),
            decision=paper.decision,
            at=paper.changed_at or paper.stored_at,
            by=actor.name if actor else "",
            position=actor.position if actor else "",
            unit=actor.unit if actor else "",
        )


class VersionsView(_View):
    """Every version of a paper, the first one first."""

    items: tuple[VersionView, ...]


class UseView(_View):
    """What was done with papers of the caller, by whom and what for."""

    id: str
    at: datetime
    what: Sight
    papers: tuple[str, ...]
    by: str
    position: str
    unit: str
    purpose: str
    dossier_id: str
    dossier_number: str

    @classmethod
    def of(cls, use: Use) -> "UseView":
        """The view of one use."""
        shown = use.model_dump(include=set(cls.model_fields) - {"by"})
        return cls(**shown, by=use.by.name or use.by.subject, position=use.by.position, unit=use.by.unit)


class ConsentView(_View):
    """A receipt of a consent: purpose, dossier, scope and time, and when it was taken back."""

    id: str
    source: FileOrigin
    paper: str
    name: str
    component: str
    purpose: str
    scope: str
    dossier_id: str
    given_at: datetime
    recorded_by: str
    revoked_at: datetime | None

    @classmethod
    def of(cls, consent: Consent) -> "ConsentView":
        """The view of one consent."""
        shown = consent.model_dump(include=set(cls.model_fields) - {"recorded_by"})
        return cls(**shown, recorded_by=consent.recorded_by.name)


class DraftView(DossierView):
    """A new draft, with what our own repository has for its components already.

    ``suggestions`` name the sources outside as not asked: ``/dossiers/{dossier_id}/suggestions`` asks them. There are
    none for who files for somebody else.
    """

    suggestions: Suggestions | None

    @classmethod
    def opened(cls, view: DossierView, suggestions: Suggestions | None) -> "DraftView":
        """The view of a draft as it was just opened."""
        return cls(**dict(view), suggestions=suggestions)


class ShareView(_View):
    """A share. ``url`` opens the paper for anybody who has it, until ``ends_at``, as soon as its copy is ready."""

    id: str
    paper: str
    recipient: str
    purpose: str
    ends_at: datetime
    ended_at: datetime | None
    copy_state: CopyState
    url: str = ""

    @classmethod
    def of(cls, share: Share, url: str = "") -> "ShareView":
        """The view of a share."""
        return cls(**share.model_dump(include=set(cls.model_fields)), url=url)


class SharedPaperView(_View):
    """A marked copy that its owner shared. ``url`` serves it for a few minutes; ``validity``: of the paper today.

    A paper that was revoked or replaced meanwhile is not given: the problem says when and by which decision.
    """

    url: str
    validity: Validity


class ExportView(_View):
    """Everything held on the caller, asked for. ``url`` serves the ZIP for a few minutes, once it is ready: read this
    again for a new one, until ``ends_at``. ``missing``: files that the store has lost.
    """

    id: str
    state: ExportState
    asked_at: datetime
    ready_at: datetime | None
    ends_at: datetime | None
    bytes: int
    papers: int
    dossiers: int
    missing: int
    url: str

    @classmethod
    def of(cls, export: Export, now: datetime, url: str) -> "ExportView":
        """The view of an export as it stands ``now``."""
        shown = export.model_dump(include=set(cls.model_fields) - {"state"})
        return cls(**shown, state=export.state_at(now), ends_at=export.ends_at, url=url)


class CodesView(_View):
    """Papers by their codes."""

    codes: tuple[str, ...]
