"""What the portal was told of a dossier and acknowledged, as far as the service index looks at it.

Kept in the ledger: the mirror of what the national side can compute, whatever we hold ourselves.
"""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.dossier import Channel
from chalicelib.domain.statements import OnlinePayment, Reuse, Statement, Step
from chalicelib.domain.states import State

#: States whose row ends a dossier for the index, in the order in which the portal looks for them (QĐ 766).
END_ORDER = (
    frozenset({State.DECIDED}),
    frozenset({State.RETURNED}),
    frozenset({State.STOPPED, State.REFUSED}),
    frozenset({State.WITHDRAWAL_ASKED}),
)
ENDS = frozenset().union(*END_ORDER)


class Told(BaseModel):
    """``has_result``: one with a code, by which alone the portal registers it; ``has_result_file``: one at all.

    ``ends``: the first row of each ending state. ``asked``: instants of rows that ask for a supplement. ``waits``: when
    the applicant was asked and when they answered. ``went_on_at``: the first row after the first request.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    procedure: str = ""
    channel: Channel | None = None
    received_at: datetime | None = None
    due: datetime | None = None
    has_papers: bool = False
    has_result: bool = False
    has_result_file: bool = False
    digitized: bool = False
    reused: bool = False
    from_repository: bool = False
    identity_verified: bool = False
    paid_online: bool = False
    fee: int = 0
    databases: tuple[str, ...] = ()
    waits: tuple[tuple[datetime, datetime], ...] = ()
    went_on_at: datetime | None = None
    ends: dict[State, datetime] = {}
    asked: tuple[datetime, ...] = ()

    def with_header(self, statement: Statement) -> "Told":
        """After the portal took this header."""
        return self.model_copy(
            update={
                "procedure": statement.procedure_code,
                "channel": statement.channel,
                "received_at": statement.received_at,
                "due": statement.due,
                "has_papers": bool(statement.papers),
                "has_result": any(result.code for result in statement.results),
                "has_result_file": bool(statement.results),
                "digitized": any(paper.digitized for paper in statement.papers),
                "reused": any(paper.reuse is not Reuse.NONE for paper in statement.papers),
                "from_repository": any(paper.from_national_repository for paper in statement.papers),
                "identity_verified": statement.identity_verified,
                "paid_online": statement.online_payment is not OnlinePayment.NONE,
                "fee": sum(fee.amount for fee in statement.fees),
                "databases": statement.databases,
                "waits": tuple(
                    (each.asked_at, each.answered_at) for each in statement.supplements if each.answered_at
                ),
            }
        )

    def with_steps(self, steps: Sequence[Step]) -> "Told":
        """After the portal took these rows."""
        ends = {step.state: step.at for step in reversed(steps) if step.state in ENDS} | self.ends
        requests = [step.at for step in steps if step.state is State.SUPPLEMENT_REQUESTED]
        asked = tuple(sorted({*self.asked, *requests}))
        later = [step.at for step in steps if asked and step.at > asked[0]]
        went_on_at = min([*later, *([self.went_on_at] if self.went_on_at else [])], default=None)
        return self.model_copy(update={"ends": ends, "asked": asked, "went_on_at": went_on_at})

    def ended_until(self, until: datetime) -> datetime | None:
        """When it ended for the index, as seen at ``until``: the first ending state in the portal's order."""
        for states in END_ORDER:
            if found := [at for state, at in self.ends.items() if state in states and at < until]:
                return min(found)
        return None

    def asked_until(self, until: datetime) -> tuple[datetime, ...]:
        """The requests for a supplement, as seen at ``until``."""
        return tuple(at for at in self.asked if at < until)

    def only_request_until(self, until: datetime) -> datetime | None:
        """The one request for a supplement after which nothing more was told: it counts as the end (QĐ 766)."""
        went_on = self.went_on_at is not None and self.went_on_at < until
        return self.asked[0] if self.asked_until(until) and not went_on else None

    @property
    def solved_at(self) -> datetime | None:
        """When it was told as decided or returned."""
        return self.ends.get(State.DECIDED) or self.ends.get(State.RETURNED)
