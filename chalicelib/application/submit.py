"""File a draft: check that it is complete, give it its number, and start the reception clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.law import law_for
from chalicelib.domain import lifecycle
from chalicelib.domain.access import actor_for
from chalicelib.domain.calendar import local
from chalicelib.domain.dossier import Channel, Dossier
from chalicelib.domain.errors import DossierChangedMeanwhile, FilesStillOnTheWay, TooBusy
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import DossierFile, FiledPaper
from chalicelib.domain.guards import Order
from chalicelib.domain.numbers import DossierNumber
from chalicelib.domain.ports import Clock, Dossiers, NumberTaken, Once, Outcome
from chalicelib.domain.ports_catalogue import CatalogueReader
from chalicelib.domain.principals import Actor, Principal
from chalicelib.domain.reliance import relied_on
from chalicelib.domain.states import Command

#: How often a filing steps aside for others who file with the same agency in the same instant.
PATIENCE = 200


@dataclass(frozen=True, slots=True)
class Submit:
    """At a counter the desk receives in the same breath, so the number is issued at reception there.

    ``platform``: agency code of whoever runs this system.
    """

    dossiers: Dossiers
    catalogue: CatalogueReader
    clock: Clock
    platform: str

    def __call__(
        self, principal: Principal, dossier_id: str, version: int | None = None, once: Once | None = None
    ) -> Outcome:
        """The filed dossier. Raises ``DossierIncomplete``, ``FilesStillOnTheWay``, ``TransitionForbidden``,
        ``PaperNoLongerStands``.
        """
        draft, files = self.dossiers.get_with_files(dossier_id)
        actor = actor_for(principal, draft, Command.SUBMIT)
        demand_version(draft, version)
        lifecycle.transition_for(draft, Command.SUBMIT)
        papers = handed_in(files)
        now = self.clock.now()
        today = local(now).date()
        agency = self.catalogue.units().agency_code_of(draft.unit, today)
        borrowed = tuple(relied_on(files, today))
        for _ in range(PATIENCE):
            number = self._next_number(agency, now)
            filed, events = self._file(draft, papers, number, actor, now)
            try:
                self.dossiers.save(filed, events, once=once, number=number, relies_on=borrowed)
            except NumberTaken:
                continue
            return Outcome(dossier=filed)
        raise TooBusy

    def _next_number(self, agency: str, now: datetime) -> DossierNumber:
        day = local(now).date()
        order = self.dossiers.last_number(agency, day) + 1
        return DossierNumber.issued_by(self.platform, agency, day, order)

    def _file(
        self,
        draft: Dossier,
        papers: tuple[FiledPaper, ...],
        number: DossierNumber,
        actor: Actor,
        now: datetime,
    ) -> tuple[Dossier, list[AnyEvent]]:
        law = law_for(draft, self.catalogue, now)
        order = Order(Command.SUBMIT, number=str(number), papers=papers)
        filed, submitted = lifecycle.advance(draft, order, actor, now, law)
        if filed.channel is Channel.ONLINE:
            return filed, [submitted]
        filed, received = lifecycle.advance(filed, Order(Command.RECEIVE), actor, now, law)
        return filed, [submitted, received]


def handed_in(files: Sequence[DossierFile], since: datetime | None = None) -> tuple[FiledPaper, ...]:
    """The papers among ``files`` that were announced ``since`` then. Raises ``FilesStillOnTheWay``."""
    recent = [file for file in files if since is None or file.announced_at >= since]
    waiting = sum(file.is_awaited for file in recent)
    if waiting:
        raise FilesStillOnTheWay(count=waiting)
    return tuple(FiledPaper.of(file) for file in recent if file.is_handed_in)


def demand_version(dossier: Dossier, version: int | None) -> None:
    """Raise ``DossierChangedMeanwhile`` if the caller speaks of another version than the present one."""
    if version is not None and version != dossier.version:
        raise DossierChangedMeanwhile(version=dossier.version, state=dossier.state)
