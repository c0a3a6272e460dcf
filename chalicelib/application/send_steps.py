"""Add progress rows to dossiers the portal knows: in order for each, shared calls where they fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.application.calls import parts
from chalicelib.application.sync_trip import Trip
from chalicelib.domain.ports_portal import TROUBLES, Answer, NationalPortal, Verdict
from chalicelib.domain.ports_sync import Together
from chalicelib.domain.statements import Step

#: Some rows of some dossiers: what one call carries.
Load = list[tuple[Trip, Sequence[Step]]]


@dataclass(frozen=True, slots=True)
class SendSteps:
    """Rows have no id on the wire, so whatever is not clearly taken or clearly not is asked for."""

    portal: NationalPortal
    per_call: int
    together: Together

    def __call__(self, trips: Sequence[Trip]) -> None:
        """Every trip that goes on has all of its rows taken, or is stopped."""
        ready = [trip for trip in trips if trip.goes_on and trip.owed_steps]
        self.together(self._run, list(lanes(ready, self.per_call)))

    def _run(self, lane: list[Load]) -> None:
        for load in lane:
            if all(trip.goes_on for trip, _ in load):
                self._send(load)

    def _send(self, load: Load) -> None:
        answer = self.portal.add_steps([step for _, steps in load for step in steps])
        if answer.verdict is Verdict.DONE:
            for trip, steps in load:
                trip.steps_taken(steps)
        elif answer.verdict in TROUBLES:
            for trip, steps in load:
                trip.stop(answer, steps)
        elif len(load) > 1:
            # Some portals keep parts of a refused call, so each dossier is asked for, then sent alone.
            for trip, steps in load:
                self._look_again(trip, steps)
                if trip.goes_on and trip.owed_steps:
                    self._send([(trip, trip.owed_steps)])
        else:
            self._refused(*load[0], answer)

    def _refused(self, trip: Trip, steps: Sequence[Step], answer: Answer) -> None:
        if answer.verdict is Verdict.MISSING:
            # It was known a moment ago: start again from the header.
            trip.ledger = trip.ledger.known_there(created=False)
            trip.stop(Answer(Verdict.TRANSIENT, answer.code, answer.text))
        elif answer.verdict is Verdict.EXISTS:
            trip.stop(Answer(Verdict.UNKNOWN, answer.code, answer.text), steps)
        else:
            self._look_again(trip, steps)
            if trip.goes_on and trip.owed_steps:
                trip.stop(answer)

    def _look_again(self, trip: Trip, steps: Sequence[Step]) -> None:
        trip.stop(Answer(Verdict.UNKNOWN), steps)
        trip.stopped_by = None
        trip.learn(self.portal.look_up(trip.number_there), [step.seq for step in steps])


def lanes(trips: Sequence[Trip], per_call: int) -> Iterator[list[Load]]:
    """What may go at the same time: loads of a lane follow one another, lanes do not wait for each other."""
    shared: Load = []
    room = per_call
    for trip in trips:
        steps = trip.owed_steps
        if len(steps) > per_call or trip.is_suspect:
            yield [[(trip, part)] for part in parts(steps, per_call)]
            continue
        if len(steps) > room:
            yield [shared]
            shared, room = [], per_call
        shared.append((trip, steps))
        room -= len(steps)
    if shared:
        yield [shared]
