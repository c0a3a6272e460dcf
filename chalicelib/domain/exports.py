"""Everything that is held on a person or organisation, asked for by them: how far the answer is.

The right of the data subject (Law 91/2025, Decree 356/2025) is answered within two working days; ours within minutes.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.errors import DomainError

#: The store forgets the ZIP after a day; links to it end before.
FETCHED_WITHIN = timedelta(hours=20)


class ExportNotFound(DomainError):
    """The caller asked for no such export, or it was a month ago."""

    code = "export-not-found"
    vi = "Không có lần kết xuất này. Hãy yêu cầu kết xuất lại."
    en = "You asked for no such export. Ask for a new one."


class ExportState(StrEnum):
    """``OVER``: it was ready and its time is up. Never stored: it follows from the instant that is asked about."""

    PREPARING = "preparing"
    READY = "ready"
    OVER = "over"


class Export(BaseModel):
    """``missing``: files that the store has lost, each named in the manifest. ``bytes``: of the ZIP."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    owner_ref: str
    owner_number: str
    asked_at: datetime
    state: ExportState = ExportState.PREPARING
    ready_at: datetime | None = None
    bytes: int = 0
    papers: int = 0
    dossiers: int = 0
    missing: int = 0

    @property
    def ends_at(self) -> datetime | None:
        """Until when it can be fetched, once it is ready."""
        return self.ready_at + FETCHED_WITHIN if self.ready_at else None

    def state_at(self, now: datetime) -> ExportState:
        """How far it is at that instant."""
        is_over = self.ends_at is not None and now >= self.ends_at
        return ExportState.OVER if is_over else self.state
