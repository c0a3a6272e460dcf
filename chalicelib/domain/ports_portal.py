"""What the use cases ask of the national portal, whatever dialect it speaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from chalicelib.domain.statements import Reply, Statement, Step
from chalicelib.domain.states import State


class Verdict(StrEnum):
    """What a call came to; everything that happens next is decided by this alone."""

    DONE = "done"
    #: Creating what is there already: send it again as an update.
    EXISTS = "exists"
    #: Updating what is not there: create it first.
    MISSING = "missing"
    #: Certainly not taken in; the same call may work later.
    TRANSIENT = "transient"
    #: Refused for a reason that sending again does not change.
    PERMANENT = "permanent"
    #: Refused with words we do not know: tried a few times, then shown to a person.
    UNRECOGNISED = "unrecognised"
    #: It may or may not have been taken in: ask before sending again.
    UNKNOWN = "unknown"


REFUSALS = frozenset({Verdict.PERMANENT, Verdict.UNRECOGNISED})
#: The portal itself is unwell; nothing is wrong with the dossier.
TROUBLES = frozenset({Verdict.TRANSIENT, Verdict.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is the portal's own sentence: foreign text that may hold anything, for the operator only."""

    verdict: Verdict
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What the portal holds of a dossier.

    ``fields``: its header under our names (of ``Statement``), as far as it tells; values are canonical text.
    ``steps``: its progress rows, in its order, as (state code, instant, person, text); ``None`` if not shown.
    """

    number: str
    fields: dict[str, str] = field(default_factory=dict)
    steps: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a look-up: ``held`` is ``None`` if the portal is sure that it has no such dossier."""

    answer: Answer
    held: Held | None = None


class NationalPortal(Protocol):
    """The portal. No method raises for what the portal does or fails to do: that is in the verdict.

    ``WireLimit`` and ``NotSayable`` are raised before anything is sent.
    """

    def send(self, statements: Sequence[Statement], *, updating: bool) -> Answer:
        """State dossiers, all new or all known there; one answer for all of them."""
        ...

    def add_steps(self, steps: Sequence[Step]) -> Answer:
        """Add progress rows, in this order; the dossiers must be known there."""
        ...

    def reply(self, reply: Reply) -> Answer:
        """Answer about a dossier that was filed at the portal."""
        ...

    def look_up(self, number: str, *, filed_there: bool = False) -> Finding:
        """What the portal holds under ``number``; of dossiers that were filed there it tells little but the state."""
        ...

    def as_held(self, statement: Statement) -> Held:
        """What ``look_up`` would answer if the portal held exactly this statement; to compare with."""
        ...

    def as_step(self, step: Step) -> tuple[str, ...]:
        """What a row of ``Held.steps`` would be if the portal held exactly this step."""
        ...

    def as_replied(self, state: State) -> str:
        """The state in ``Held.fields`` of a portal-born dossier whose latest reply said ``state``."""
        ...
