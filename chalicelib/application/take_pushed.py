"""Take in what the portal pushes, by the same steps as the poll; and go on with it once its papers are read."""

from dataclasses import dataclass, replace
from functools import partial

from chalicelib.application.take_in import Arrival, TakeIn
from chalicelib.domain.errors import DomainError, FilesStillOnTheWay
from chalicelib.domain.filed_there import FiledThere, PaperSource
from chalicelib.domain.ports import every_item
from chalicelib.domain.ports_sync import Arrivals

_PAGE = 100


@dataclass(frozen=True, slots=True)
class TakePushed:
    """Idempotent by the portal's number: a push that is repeated finds what the first one made.

    Papers must be read before a dossier is filed, so it is kept on a list until then; ``go_on`` works through it.
    """

    take_in: TakeIn
    arrivals: Arrivals

    def __call__(self, filed: FiledThere, papers: PaperSource) -> bool:
        """Whether anything in it was new. Raises the rule of ours that stands against it."""
        is_repeated = self.arrivals.is_kept(filed)
        try:
            arrival = replace(self.take_in, papers=papers).take(filed)
        except FilesStillOnTheWay:
            self.arrivals.keep(filed)
            return not is_repeated
        return arrival is not Arrival.NOTHING_NEW and not is_repeated

    def go_on(self) -> dict[str, tuple[Arrival, str]]:
        """What came of each that waited, by the portal's number; what is still being read waits on."""
        waiting = every_item(partial(self.arrivals.waiting, _PAGE))
        return {filed.number: self._gone_on(filed) for filed in list(waiting)}

    def _gone_on(self, filed: FiledThere) -> tuple[Arrival, str]:
        try:
            arrival = self.take_in.take(replace(filed, papers=()))
        except FilesStillOnTheWay:
            return Arrival.WAITS_FOR_PAPERS, ""
        except DomainError as rule:
            return Arrival.STUCK, rule.code
        self.arrivals.drop(filed)
        return arrival, ""
