"""What looking at other people's data asks of the world: one call for what is shown, one for the trace of it."""

from datetime import date
from typing import Protocol

from chalicelib.domain.dossier import Dossier
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile
from chalicelib.domain.principals import Principal
from chalicelib.domain.sensitive import MoreViews, ViewCount
from chalicelib.domain.traces import Use


class Glances(Protocol):
    """A dossier with what belongs to it, in one call."""

    def with_events(self, dossier_id: str) -> tuple[Dossier, tuple[AnyEvent, ...]]:
        """Head and all events, in order. Raises ``DossierNotFound``."""
        ...

    def with_file(self, dossier_id: str, component: str, file_id: str) -> tuple[Dossier, DossierFile | None]:
        """Head and one file, ``None`` where there is none of that name. Raises ``DossierNotFound``."""
        ...


class CountedViews(Protocol):
    """How many pictures of identity papers each officer sees a day, and who let them see more."""

    def count(self, viewer: Principal, unit: str, day: date, allowed: int, use: Use, line: str) -> None:
        """Count a view, tell the owner, and note the ``line`` for the journal, in one transaction.

        Raises ``ViewLimitReached`` if the day's views are used up; then nothing is written.
        """
        ...

    def allow(
        self, officer: str, units: frozenset[str], day: date, grant_id: str, wish: MoreViews, line: str
    ) -> ViewCount:
        """Let the officer see more, once for each ``grant_id``, if they looked at something at one of ``units`` then.

        Raises ``NoViewsToday``.
        """
        ...
