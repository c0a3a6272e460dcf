"""What an owner can see of what happened to their papers: every use, every view, every consent. Kept for good."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.files import FileOrigin
from chalicelib.domain.principals import Principal, PrincipalKind


class Sight(StrEnum):
    """What was done with a paper."""

    PREVIEWED = "previewed"
    REUSED = "reused"
    VIEWED_BY_OFFICER = "viewed-by-officer"
    LISTED_FOR_OFFICER = "listed-for-officer"
    FETCHED_BY_AGENCY = "fetched-by-agency"
    SHARED = "shared"
    OPENED_BY_LINK = "opened-by-link"
    EXPORTED = "exported"
    ERASED = "erased"
    IDENTITY_SEEN = "identity-seen"
    OLD_NUMBER_LINKED = "old-number-linked"


class Viewer(BaseModel):
    """Who it was, as the owner is told."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: PrincipalKind | None
    subject: str
    name: str = ""
    position: str = ""
    unit: str = ""

    @classmethod
    def of(cls, principal: Principal, unit: str = "") -> "Viewer":
        """The caller; ``unit`` is the one for which an officer acts."""
        return cls(
            kind=principal.kind,
            subject=principal.subject,
            name=principal.name,
            position=principal.position,
            unit=unit,
        )


class Use(BaseModel):
    """One use or view. ``papers`` are codes of the owner's papers; ``purpose`` says in words what for."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    owner_ref: str
    at: datetime
    what: Sight
    papers: tuple[str, ...]
    by: Viewer
    purpose: str
    dossier_id: str = ""
    dossier_number: str = ""


class Consent(BaseModel):
    """The owner's agreement to one use: what for, in which dossier, how far, when; and its revocation.

    ``recorded_by``: the owner, or the officer to whom the owner said so at a counter. ``source`` and ``paper`` name
    what was taken: a paper of ours, of the national repository, or an entry of a database.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    owner_ref: str
    dossier_id: str
    component: str
    file_id: str
    source: FileOrigin
    paper: str
    name: str
    purpose: str
    scope: str
    given_at: datetime
    recorded_by: Viewer
    revoked_at: datetime | None = None


Trace = Use | Consent
