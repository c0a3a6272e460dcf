"""The portal behind a circuit breaker and an admission limit: never faster than agreed, quiet while it is down."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.pace import Admission, Breaker, Circuit
from chalicelib.domain.ports_portal import TROUBLES, Answer, Finding, Held, NationalPortal, Verdict
from chalicelib.domain.statements import Reply, Statement, Step
from chalicelib.domain.states import State

#: The codes of answers that were given here, without asking the portal.
CIRCUIT_OPEN = "circuit-open"
PAUSED = "paused"

Said = TypeVar("Said")


class PacedPortal:
    """``NationalPortal`` for all threads of a process. ``sleep`` takes seconds.

    While ``is_paused``, it answers everything itself: what there is to say stays on the list of what waits.
    """

    def __init__(
        self,
        portal: NationalPortal,
        breaker: Breaker,
        admission: Admission,
        parallel: int,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        is_paused: Callable[[], bool] = lambda: False,
    ) -> None:
        self._portal = portal
        self._breaker = breaker
        self._admission = admission
        self._places: AbstractContextManager[object] = (
            threading.BoundedSemaphore(parallel) if parallel else nullcontext()
        )
        self._lock = threading.Lock()
        self._now = now
        self._sleep = sleep
        self._is_paused = is_paused

    @property
    def circuit(self) -> Circuit:
        """Whether the portal is being spoken to."""
        return self._breaker.circuit

    def send(self, statements: Sequence[Statement], *, updating: bool) -> Answer:
        """State dossiers, unless the circuit is open."""
        return self._paced(lambda: self._portal.send(statements, updating=updating), _itself, _itself)

    def add_steps(self, steps: Sequence[Step]) -> Answer:
        """Add rows, unless the circuit is open."""
        return self._paced(lambda: self._portal.add_steps(steps), _itself, _itself)

    def reply(self, reply: Reply) -> Answer:
        """Answer about a portal-born dossier, unless the circuit is open."""
        return self._paced(lambda: self._portal.reply(reply), _itself, _itself)

    def look_up(self, number: str, *, filed_there: bool = False) -> Finding:
        """Ask, unless the circuit is open."""
        return self._paced(
            lambda: self._portal.look_up(number, filed_there=filed_there),
            lambda finding: finding.answer,
            Finding,
        )

    def as_held(self, statement: Statement) -> Held:
        """No call."""
        return self._portal.as_held(statement)

    def as_step(self, step: Step) -> tuple[str, ...]:
        """No call."""
        return self._portal.as_step(step)

    def as_replied(self, state: State) -> str:
        """No call."""
        return self._portal.as_replied(state)

    def _paced(
        self, call: Callable[[], Said], answer_in: Callable[[Said], Answer], saying: Callable[[Answer], Said]
    ) -> Said:
        if self._is_paused():
            return saying(Answer(Verdict.TRANSIENT, PAUSED))
        with self._places:
            wait = self._admitted()
            if wait is None:
                return saying(Answer(Verdict.TRANSIENT, CIRCUIT_OPEN))
            if wait > 0:
                self._sleep(wait)
            said = call()
            with self._lock:
                is_well = answer_in(said).verdict not in TROUBLES
                self._breaker = self._breaker.answered(self._now(), well=is_well)
            return said

    def _admitted(self) -> float | None:
        """Seconds to wait for our turn, or ``None`` if nobody may speak now."""
        with self._lock:
            now = self._now()
            self._breaker, may_speak = self._breaker.asked(now)
            if not may_speak:
                return None
            self._admission, wait = self._admission.drawn(now)
            return wait.total_seconds()


def _itself(answer: Answer) -> Answer:
    return answer
