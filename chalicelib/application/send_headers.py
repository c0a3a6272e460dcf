"""State dossiers to the portal, many in a call; one that is refused is found by halving, and stops alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.application.calls import parts
from chalicelib.application.sync_trip import Trip
from chalicelib.domain.ports_portal import TROUBLES, Answer, NationalPortal, Verdict
from chalicelib.domain.ports_sync import Together

#: How often a portal may change its mind between "exists" and "does not exist" about one call.
FLIPS = 2
_OTHER_WAY = {False: Verdict.EXISTS, True: Verdict.MISSING}


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
            for part in self._parts([trip for trip in owing if trip.ledger.created is updating])
        ]
        self.together(lambda call: self._send(*call), calls)

    def _parts(self, trips: Sequence[Trip]) -> Iterator[Sequence[Trip]]:
        yield from ([trip] for trip in trips if trip.is_suspect)
        yield from parts([trip for trip in trips if not trip.is_suspect], self.per_call)

    def _send(self, trips: Sequence[Trip], updating: bool, flips: int = FLIPS) -> None:
        answer = self.portal.send([trip.statement for trip in trips], updating=updating)
        if answer.verdict is Verdict.DONE:
            for trip in trips:
                trip.header_taken()
        elif answer.verdict in TROUBLES:
            for trip in trips:
                trip.stop(answer, header=True)
        elif answer.verdict is _OTHER_WAY[updating] and flips:
            for trip in trips:
                trip.ledger = trip.ledger.known_there(created=not updating)
            self._send(trips, not updating, flips - 1)
        elif len(trips) > 1:
            half = len(trips) // 2
            self._send(trips[:half], updating)
            self._send(trips[half:], updating)
        elif answer.verdict in {Verdict.EXISTS, Verdict.MISSING}:
            trips[0].stop(Answer(Verdict.UNRECOGNISED, answer.code, answer.text))
        else:
            trips[0].stop(answer)
