"""Grant another the power to act for oneself, accept it, end it, and see what was done under it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.domain.access import Action, demand
from chalicelib.domain.delegation import (
    LONGEST,
    Act,
    Delegation,
    DelegationNotFound,
    DelegationNotInForce,
    DelegationNotPossible,
    DelegationState,
    Party,
    Scope,
)
from chalicelib.domain.errors import DossierNotFound, NotAllowed, NotAnIdentityNumber
from chalicelib.domain.identity_numbers import IdentityNumber, is_owner_number
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.ports import Clock, Dossiers, Ids, Once, OwnerRefs, Page
from chalicelib.domain.ports_delegations import Delegations
from chalicelib.domain.principals import Principal

_OPEN = frozenset({DelegationState.OFFERED, DelegationState.IN_FORCE})


class DelegationWish(BaseModel):
    """Whom to let act, how far, and until when."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    delegate_number: IdentityNumber = Field(min_length=9, max_length=24)
    delegate_name: str = Field(min_length=1, max_length=200)
    scope: Scope = Scope()
    until: AwareDatetime


@dataclass(frozen=True, slots=True)
class Delegate:
    """Both sides are known by the number in their token. Nobody passes on what they were granted."""

    delegations: Delegations
    dossiers: Dossiers
    refs: OwnerRefs
    clock: Clock
    ids: Ids

    def give(self, principal: Principal, wish: DelegationWish, once: Once | None = None) -> Delegation:
        """An offer. Raises ``DelegationNotPossible``, ``NotAnIdentityNumber``, ``DossierNotFound``."""
        me, now = self._own_ref(principal), self.clock.now()
        if not is_owner_number(wish.delegate_number):
            raise NotAnIdentityNumber
        them = self.refs.ref(wish.delegate_number)
        if them == me or not timedelta(0) < wish.until - now <= LONGEST:
            raise DelegationNotPossible(days=LONGEST.days)
        if wish.scope.dossier_id and self.dossiers.get(wish.scope.dossier_id).owner.ref != me:
            raise DossierNotFound
        grantor = Party(kind=principal.account, number=principal.number, name=principal.name, ref=me)
        delegate = Party(
            kind=OwnerKind.CITIZEN, number=wish.delegate_number, name=wish.delegate_name, ref=them
        )
        offered = Delegation(
            id=once.key[:26] if once else self.ids.new(),
            grantor=grantor,
            delegate=delegate,
            scope=wish.scope,
            given_at=now,
            until=wish.until,
            asked=once.fingerprint if once else "",
        )
        return self.delegations.give(offered)

    def accept(self, principal: Principal, delegation_id: str) -> Delegation:
        """The delegate says yes; twice is the same as once. Raises ``DelegationNotFound``, ``DelegationNotInForce``."""
        me = self._own_ref(principal)
        while True:
            delegation = self.delegations.get(delegation_id)
            if delegation.delegate.ref != me:
                raise DelegationNotFound
            now = self.clock.now()
            if delegation.standing(now) not in _OPEN:
                raise DelegationNotInForce
            if delegation.accepted_at is not None:
                return delegation
            if self.delegations.change(accepted := delegation.accepted(now)):
                return accepted

    def end(self, principal: Principal, delegation_id: str) -> Delegation:
        """Either side ends it, at once; twice is the same as once. Raises ``DelegationNotFound``."""
        while True:
            delegation = self._of(principal, delegation_id)
            if delegation.ended_at is not None:
                return delegation
            if self.delegations.change(ended := delegation.ended(self.clock.now())):
                return ended

    def mine(self, principal: Principal) -> tuple[tuple[Delegation, ...], tuple[Delegation, ...], datetime]:
        """What the caller gave, what the caller holds, and the instant at which it was looked up."""
        me = self._own_ref(principal)
        return self.delegations.given_by(me), self.delegations.held_by(me), self.clock.now()

    def acts(self, principal: Principal, delegation_id: str, limit: int, cursor: str = "") -> Page[Act]:
        """What was done under it, for both sides. Raises ``DelegationNotFound``."""
        return self.delegations.acts(self._of(principal, delegation_id).id, limit, cursor)

    def _of(self, principal: Principal, delegation_id: str) -> Delegation:
        me, delegation = self._own_ref(principal), self.delegations.get(delegation_id)
        if me not in {delegation.grantor.ref, delegation.delegate.ref}:
            raise DelegationNotFound
        return delegation

    def _own_ref(self, principal: Principal) -> str:
        demand(principal, Action.DELEGATE)
        if not principal.number:
            raise NotAllowed(action=Action.DELEGATE)
        return self.refs.ref(principal.number)
