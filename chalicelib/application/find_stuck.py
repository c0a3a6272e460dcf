"""Is anything stuck? Files that were sent and never read, and dossiers with which nothing happens any more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.ports import Clock, Dossiers
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.ports_files import PendingFiles
from chalicelib.domain.stillness import PATIENCE, still_since
from chalicelib.domain.storage import upload_key

#: A file is read within minutes of its arrival; the longest scans take some slices of five minutes.
READ_WITHIN = timedelta(hours=1)
#: What nobody sent within a day will not come: its form was good for half an hour.
LOOKED_FOR = timedelta(days=1)
#: Of each list of a unit the most urgent are looked at; who forgets a hundred has no need of a longer list.
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class StuckFile:
    """Its bytes have been in the store since about ``since``, and nobody read them."""

    dossier_id: str
    file_id: str
    component: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StillDossier:
    """Something should have happened by ``since``."""

    dossier_id: str
    number: str
    unit: str
    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FindStuck:
    """Reads and changes nothing. ``has_arrived``: whether an object is in the store."""

    dossiers: Dossiers
    files: PendingFiles
    has_arrived: Callable[[str], bool]
    catalogue: CatalogueReader
    clock: Clock

    def stuck_files(self) -> Iterator[StuckFile]:
        """One HeadObject for each file announced within a day that was not read; most were never sent."""
        now = self.clock.now()
        for announced_at, address in self.files.pending(now - LOOKED_FOR, now - READ_WITHIN):
            if self.has_arrived(upload_key(*address)):
                yield StuckFile(address.dossier_id, address.file_id, address.component, announced_at)

    def still_dossiers(
        self, go_on: Callable[[], bool] = lambda: True, units: Sequence[str] = ()
    ) -> Iterator[StillDossier]:
        """One Query for each unit and state, one GetItem for each dossier on the list that is old enough.

        ``units``: only these; all if left out.
        """
        now = self.clock.now()
        for unit in units or sorted({version.code for version in self.catalogue.units().versions}):
            for state, expected in PATIENCE.items():
                if not go_on():
                    return
                for line in self.dossiers.work_queue(unit, state, LOOKED_AT).items:
                    if now - line.opened_at > expected.patience:
                        yield from self._if_still(line.id, now)

    def _if_still(self, dossier_id: str, now: datetime) -> Iterator[StillDossier]:
        try:
            dossier = self.dossiers.get(dossier_id)
        except DossierNotFound:
            return
        since = still_since(dossier, now)
        if since is not None:
            yield StillDossier(dossier.id, dossier.number, dossier.unit, dossier.state, since)
