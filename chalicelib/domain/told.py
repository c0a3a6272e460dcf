"""What the portal was told of a dossier and acknowledged, as far as the service index looks at it.

Kept in the ledger: the mirror of what the national side can compute, whatever we hold ourselves.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.dossier import Channel
from chalicelib.domain.statements import OnlinePayment, Reuse, Statement, Step
from chalicelib.domain.states import State

#: States whose row ends a dossier for the index, in the order in which the portal looks for them (QĐ 766).
ENDS = (State.DECIDED, State.RETURNED, State.STOPPED, State.REFUSED, State.WITHDRAWAL_ASKED)


class Told(BaseModel):
    """``has_result``: one with a code, by which alone the portal registers it.

    ``ends``: the first row of each ending state. ``asked``: instants of rows that ask for a supplement.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    procedure: str = ""
    channel: Channel | None = None
    received_at: datetime | None = None
    due: datetime | None = None
    has_papers: bool = False
    has_result: bool = False
    digitized: bool = False
    reused: bool = False
    from_repository: bool = False
    identity_verified: bool = False
    paid_online: bool = False
    fee: int = 0
    waited: timedelta = timedelta()
    ends: dict[State, datetime] = {}
    asked: tuple[datetime, ...] = ()

    def with_header(self, statement: Statement) -> "Told":
        """After the portal took this header."""
        answered = [each for each in statement.supplements if each.answered_at is not None]
        return self.model_copy(
            update={
                "procedure": statement.procedure_code,
                "channel": statement.channel,
                "received_at": statement.received_at,
                "due": statement.due,
                "has_papers": bool(statement.papers),
                "has_result": any(result.code for result in statement.results),
                "digitized": any(paper.digitized for paper in statement.papers),
                "reused": any(paper.reuse is not Reuse.NONE for paper in statement.papers),
                "from_repository": any(paper.from_national_repository for paper in statement.papers),
                "identity_verified": statement.identity_verified,
                "paid_online": statement.online_payment is not OnlinePayment.NONE,
                "fee": sum(fee.amount for fee in statement.fees),
                "waited": sum((_span(each.asked_at, each.answered_at) for each in answered), timedelta()),
            }
        )

    def with_steps(self, steps: Sequence[Step]) -> "Told":
        """After the portal took these rows."""
        ends = {step.state: step.at for step in reversed(steps) if step.state in ENDS} | self.ends
        asked = [step.at for step in steps if step.state is State.SUPPLEMENT_REQUESTED]
        return self.model_copy(update={"ends": ends, "asked": tuple(sorted({*self.asked, *asked}))})

    @property
    def ended_at(self) -> datetime | None:
        """When it ended for the index: the first ending state in the portal's order that was told."""
        return next((self.ends[state] for state in ENDS if state in self.ends), None)

    @property
    def is_solved(self) -> bool:
        """Whether it was told as decided or returned."""
        return State.DECIDED in self.ends or State.RETURNED in self.ends


def _span(start: datetime, end: datetime | None) -> timedelta:
    return timedelta() if end is None else end - start
