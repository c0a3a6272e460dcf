"""Drafts that nobody filed are erased with everything in them: what is not needed is not kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.file_copies import READING
from chalicelib.domain.ports import Blobs, Clock, Dossiers, DossierSummary
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.states import State
from chalicelib.domain.storage import reading_key

#: No law says how long a draft may lie; long enough to come back to, short enough not to collect.
KEPT_FOR = timedelta(days=90)
_PAGE = 50


@dataclass(frozen=True, slots=True)
class EraseDrafts:
    """Unit by unit; stopping in between or running twice does no harm. A draft that is filed meanwhile stays."""

    dossiers: Dossiers
    catalogue: CatalogueReader
    blobs: Blobs
    clock: Clock

    def __call__(self, go_on: Callable[[], bool] = lambda: True) -> int:
        """How many drafts were erased."""
        now = self.clock.now()
        erased = 0
        for unit in sorted({version.code for version in self.catalogue.units().versions}):
            while go_on():
                page = self.dossiers.work_queue(unit, State.DRAFT, _PAGE)
                old = [line for line in page.items if now - line.opened_at > KEPT_FOR]
                gone = sum(map(self._erase, old))
                erased += gone
                if not gone:
                    break
        return erased

    def _erase(self, line: DossierSummary) -> bool:
        """The bytes that are the draft's own go last, when nothing leads to them any more, with what was read."""
        try:
            draft, files = self.dossiers.get_with_files(line.id)
        except DossierNotFound:
            return False
        if not self.dossiers.erase_draft(draft, files):
            return False
        for file in files:
            if file.borrowed is None or file.borrowed.database:
                self.blobs.erase(file.key)
            for name in (READING, *file.copies):
                self.blobs.erase(reading_key(file.dossier_id, file.component, file.file_id, name))
        return True
