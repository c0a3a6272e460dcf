"""Answer about dossiers that were filed at the portal: by their own service, state by state, and never as a twin."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.application.sync_trip import Trip
from chalicelib.domain.ports_portal import Answer, NationalPortal, Verdict
from chalicelib.domain.ports_sync import Together
from chalicelib.domain.statements import KNOWN_THERE, Reply, Step


@dataclass(frozen=True, slots=True)
class SendReplies:
    """One call for each state, in order. Saying a state twice changes nothing there."""

    portal: NationalPortal
    together: Together

    def __call__(self, trips: Sequence[Trip]) -> None:
        """Every portal-born trip that goes on has all of its states said, or is stopped."""
        self.together(self._reply, [trip for trip in trips if trip.goes_on and trip.is_portal_born])

    def _reply(self, trip: Trip) -> None:
        trip.header_taken()
        for step in trip.owed_steps:
            if step.state not in KNOWN_THERE:
                answer = self.portal.reply(_reply_of(trip, step))
                if answer.verdict is not Verdict.DONE:
                    trip.stop(_about_a_reply(answer), [step])
                    return
            trip.steps_taken([step])


def _reply_of(trip: Trip, step: Step) -> Reply:
    return Reply(
        seq=step.seq,
        number=trip.ledger.portal_number,
        own_number=trip.statement.number,
        tech_id=trip.statement.owner.tech_id,
        at=step.at,
        state=step.state,
        text=step.text,
    )


def _about_a_reply(answer: Answer) -> Answer:
    """There is no creating and no updating here, so "exists" and "missing" are refusals."""
    if answer.verdict in {Verdict.EXISTS, Verdict.MISSING}:
        return Answer(Verdict.UNRECOGNISED, answer.code, answer.text)
    return answer
