"""The port behind which the portal's ways of speaking stand: our words in, calls out, and back."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.ports_portal import Held
from chalicelib.domain.statements import Reply, Statement, Step
from chalicelib.domain.states import State
from chalicelib.portal.answers import Reading
from chalicelib.portal.http import Call


class NotInThisDialect(Exception):
    """The dialect has no words for this; the caller chose the wrong connection."""


class Dialect(Protocol):
    """A codec: it makes calls and reads answers, and knows nothing of sessions' lives, time or the network.

    ``session`` is what ``session_in`` found in the answer to ``log_in``; a dialect without log-in ignores it.
    """

    def log_in(self) -> Call | None:
        """How a session is asked for; ``None`` where somebody else takes care of it."""
        ...

    def session_in(self, reading: Reading) -> str:
        """The session in the answer to a log-in, empty if it was refused."""
        ...

    def dossiers(self, session: str, statements: Sequence[Statement], *, updating: bool) -> tuple[Call, ...]:
        """State dossiers, by one or more calls to be made in order. Raises ``NotSayable`` or ``WireLimit``."""
        ...

    def steps(self, session: str, steps: Sequence[Step]) -> Call:
        """Add progress rows. Raises ``NotSayable`` or ``WireLimit``."""
        ...

    def reply(self, session: str, reply: Reply) -> Call:
        """Answer about a portal-born dossier."""
        ...

    def look_up(self, session: str, number: str, *, filed_there: bool = False) -> Call:
        """Ask for what is held under a number, ours or one that the portal gave."""
        ...

    def held_in(self, reading: Reading, number: str) -> Held | None:
        """What the answer to a look-up shows of ``number``; ``None`` if it shows nothing."""
        ...

    def as_held(self, statement: Statement) -> Held:
        """What ``held_in`` would show if exactly this statement were held. Raises like ``dossiers``."""
        ...

    def as_step(self, step: Step) -> tuple[str, ...]:
        """One row of ``Held.steps``, if exactly this step were held."""
        ...

    def as_replied(self, state: State) -> str:
        """The state that ``held_in`` would show after a reply with ``state``."""
        ...
