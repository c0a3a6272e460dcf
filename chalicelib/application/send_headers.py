"""State dossiers to the portal, many in a call; one that is refused is found by halving, and stops alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.application.calls import parts
from chalicelib.application.sync_trip import Trip
from chalicelib.domain.ports_portal import TROUBLES, Answer, NationalPortal, Verdict
from chalicelib.domain.ports_sync import Together

#: How often a portal may change its mind between "exists" and "does not exist" in one pass.
FLIPS = 2


@dataclass(frozen=True, slots=True)
class SendHeaders:
    """Creates and updates travel apart, because the wire says which it is only once for a whole call."""

    portal: NationalPortal
    per_call: int
    together: Together

    def __call__(self, trips: Sequence[Trip]) -> None:
        """Every trip that owes a header has it taken, or is stopped."""
        ready = [trip for trip in trips if trip.goes_on]
        for trip in ready:
            if not trip.owes_header:
                trip.header_taken()
        owing = [trip for trip in ready if trip.owes_header]
        calls = [
            (part, updating)
            for updating in (False, True)
            for part in parts([trip for trip in owing if trip.ledger.created is updating], self.per_call)
        ]
        self.together(lambda call: self._send(*call), calls)

    def _send(self, trips: Sequence[Trip], updating: bool, flips: int = FLIPS) -> None:
        answer = self.portal.send([trip.statement for trip in trips], updating=updating)
        if answer.verdict is Verdict.DONE:
            for trip in trips:
                trip.header_taken()
        elif answer.verdict in TROUBLES:
            for trip in trips:
                trip.stop(answer, header=True)
        elif len(trips) > 1:
            half = len(trips) // 2
            self._send(trips[:half], updating)
            self._send(trips[half:], updating)
        else:
            self._send_otherwise(trips[0], answer, updating, flips)

    def _send_otherwise(self, trip: Trip, answer: Answer, updating: bool, flips: int) -> None:
        """A single dossier was not taken: the other way round if the portal says so, else it stops here."""
        other_way = Verdict.MISSING if updating else Verdict.EXISTS
        if answer.verdict is other_way and flips:
            trip.ledger = trip.ledger.known_there(created=not updating)
            self._send([trip], not updating, flips - 1)
        elif answer.verdict in {Verdict.EXISTS, Verdict.MISSING}:
            trip.stop(Answer(Verdict.UNRECOGNISED, answer.code, answer.text))
        else:
            trip.stop(answer)
