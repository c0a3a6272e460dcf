"""How long a paper is kept: what the law wants of its kind, counted from the end of the year that closed it.

No public source gives the periods of these papers (docs/decisions/0020): a kind without one is kept for ever, and the
report says so. A legal hold outweighs every period.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.domain.calendar import local
from chalicelib.domain.paper_kinds import PaperKind
from chalicelib.domain.papers import Paper


class Keeping(StrEnum):
    """Why a paper is kept, or that it need not be any longer."""

    PERIOD_UNKNOWN = "period-unknown"
    LEGAL_HOLD = "legal-hold"
    WITHIN_PERIOD = "within-period"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class DuePaper:
    """A line for whoever approves: no name, no number. ``since``: the last day on which it had to be kept."""

    owner_ref: str
    code: str
    version: int
    kind: str
    since: date


def keeping_of(paper: Paper, kind: PaperKind | None, day: date) -> Keeping:
    """How the paper stands on that day (a calendar day in Vietnam)."""
    if kind is not None and kind.legal_hold:
        return Keeping.LEGAL_HOLD
    until = kept_until(paper, kind)
    if until is None:
        return Keeping.PERIOD_UNKNOWN
    return Keeping.DUE if day > until else Keeping.WITHIN_PERIOD


def kept_until(paper: Paper, kind: PaperKind | None) -> date | None:
    """The last day of its period, ``None`` where none is known.

    Our reading errs towards keeping: the period begins with the year after the paper was stored or ceased to be in
    force, whichever came later; one that never expires is in force for ever and never due.
    """
    if kind is None or kind.keep_years is None:
        return None
    closed = _closed_on(paper)
    return date(closed.year + kind.keep_years, 12, 31) if closed else date.max


def _closed_on(paper: Paper) -> date | None:
    ended = paper.decision.decided_on if paper.decision else paper.expires_on
    return max(ended, local(paper.stored_at).date()) if ended else None
