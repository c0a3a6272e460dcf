"""Whatever is ordered in whatever order: a dossier stays what its events say."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.domain.calendar import CalendarNotLoaded, local
from chalicelib.domain.errors import DomainError
from chalicelib.domain.events import EVENT, GENESIS
from chalicelib.domain.states import TERMINAL, TRANSITIONS, Command, commands_from
from tests.announced import CALENDAR
from tests.factories import MORNING, a_draft, step

HOURS = st.integers(min_value=0, max_value=24 * 30)


class AnyLife(RuleBasedStateMachine):
    """Random orders after random waits; refused ones must change nothing."""

    @initialize()
    def open(self) -> None:
        self.dossier, opened = a_draft()
        self.events = [opened]
        self.at = MORNING
        self.ended_in = None

    def order(self, command: Command, hours: int) -> None:
        at = self.at + timedelta(hours=hours)
        before = self.dossier.model_copy()
        try:
            after, event = step(self.dossier, command, at, promised=at + timedelta(days=60))
        except CalendarNotLoaded:
            return
        except DomainError:
            assert self.dossier == before
            return
        self.dossier, self.at = after, at
        self.events.append(event)
        if after.state in TERMINAL:
            self.ended_in = after.state

    @rule(data=st.data(), hours=HOURS)
    def order_what_the_state_knows(self, data, hours: int) -> None:
        if rows := commands_from(self.dossier.state):
            self.order(data.draw(st.sampled_from(rows)).command, hours)

    @rule(command=st.sampled_from(Command), hours=HOURS)
    def order_anything(self, command: Command, hours: int) -> None:
        self.order(command, hours)

    @invariant()
    def the_version_is_the_number_of_events(self) -> None:
        assert self.dossier.version == len(self.events)
        assert [event.seq for event in self.events] == list(range(1, len(self.events) + 1))

    @invariant()
    def each_event_is_chained_to_the_one_before(self) -> None:
        links = [GENESIS, *(event.digest() for event in self.events)]
        assert [event.previous_hash for event in self.events] == links[:-1]
        assert self.dossier.last_hash == links[-1]

    @invariant()
    def the_events_alone_tell_where_the_dossier_stands(self) -> None:
        steps = {(row.origin, row.to) for row in TRANSITIONS}
        back_from = {row.origin for row in TRANSITIONS if row.to is None}
        states = [EVENT.validate_json(event.model_dump_json()).state for event in self.events]
        assert states[-1] is self.dossier.state
        for before, after in pairwise(states):
            assert (before, after) in steps or before in back_from

    @invariant()
    def an_end_is_an_end(self) -> None:
        assert self.ended_in is None or self.dossier.state is self.ended_in

    @invariant()
    def nothing_is_due_on_a_day_off(self) -> None:
        for due in (self.dossier.clock.due, self.dossier.clock.answer_by):
            assert due is None or CALENDAR.is_working_day(local(due).date())

    @invariant()
    def the_limits_of_the_law_hold(self) -> None:
        assert self.dossier.supplement_requests <= 1
        assert self.dossier.reschedules <= 1
        assert self.dossier.clock.with_applicant >= timedelta()


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(
    max_examples=50, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
