"""Acting for another: grant it, accept it, end it, and see what was done under it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from chalicelib.api.calls import Answer, Call, Nothing, PageQuery
from chalicelib.api.http import Routes
from chalicelib.api.models import PageView
from chalicelib.application.delegate import DelegationWish
from chalicelib.bootstrap import container
from chalicelib.domain.delegation import Act, Delegation, DelegationState, Scope

routes = Routes("citizen")


class DelegationView(BaseModel):
    """A delegation as both sides see it; neither is told the other's number but by who named it."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    grantor: str
    delegate: str
    scope: Scope
    given_at: datetime
    until: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    standing: DelegationState

    @classmethod
    def of(cls, delegation: Delegation, now: datetime) -> "DelegationView":
        """The view of ``delegation`` as it stands ``now``."""
        return cls(
            id=delegation.id,
            grantor=delegation.grantor.name,
            delegate=delegation.delegate.name,
            scope=delegation.scope,
            given_at=delegation.given_at,
            until=delegation.until,
            accepted_at=delegation.accepted_at,
            ended_at=delegation.ended_at,
            standing=delegation.standing(now),
        )


class DelegationsView(BaseModel):
    """What the caller granted, and under what the caller may act for others; the newest first."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    given: tuple[DelegationView, ...]
    held: tuple[DelegationView, ...]


class ActView(BaseModel):
    """One request that the delegate made; ``operation`` is its name in this contract."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    at: datetime
    operation: str
    dossier_id: str

    @classmethod
    def of(cls, act: Act) -> "ActView":
        """The view of ``act``."""
        return cls(**act.model_dump())


@routes.write("POST", "/delegations", body=DelegationWish, out=DelegationView, status=201)
def give_delegation(call: Call[DelegationWish]) -> Answer:
    """Let somebody act for the caller: in all procedures, in some, or in one dossier, until a day that is named."""
    return _shown(container().delegate.give(call.caller, call.body, call.once))


@routes.read("/delegations", out=DelegationsView)
def list_delegations(call: Call[Nothing]) -> Answer:
    """What the caller granted and was granted, a hundred of each."""
    given, held, now = container().delegate.mine(call.caller)
    return Answer(
        DelegationsView(
            given=tuple(DelegationView.of(each, now) for each in given),
            held=tuple(DelegationView.of(each, now) for each in held),
        )
    )


@routes.write("POST", "/delegations/{delegation_id}/acceptance", out=DelegationView)
def accept_delegation(call: Call[Nothing]) -> Answer:
    """Accept to act for somebody else."""
    return _shown(container().delegate.accept(call.caller, call.path["delegation_id"]))


@routes.write("POST", "/delegations/{delegation_id}/revocation", out=DelegationView)
def end_delegation(call: Call[Nothing]) -> Answer:
    """End a delegation at once: whoever granted it takes it back, whoever holds it lays it down."""
    return _shown(container().delegate.end(call.caller, call.path["delegation_id"]))


@routes.read("/delegations/{delegation_id}/acts", out=PageView[ActView], query=PageQuery)
def list_acts(call: Call[Nothing]) -> Answer:
    """Every request that was made under a delegation, the newest first; it stands there some seconds later."""
    page = container().delegate.acts(
        call.caller, call.path["delegation_id"], call.query.limit, call.query.cursor
    )
    return Answer(PageView[ActView](items=tuple(map(ActView.of, page.items)), next_cursor=page.cursor))


def _shown(delegation: Delegation) -> Answer:
    return Answer(DelegationView.of(delegation, container().clock.now()))
