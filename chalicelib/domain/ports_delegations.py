"""What acting for another asks of the world: delegations and the log of what was done under each."""

from typing import Protocol

from chalicelib.domain.delegation import Act, Delegation
from chalicelib.domain.ports import Page


class Delegations(Protocol):
    """Delegations, each in one place, so that it ends for everybody at the same instant."""

    def give(self, delegation: Delegation) -> Delegation:
        """Keep a new one; the same request again gets what is kept. Raises ``KeyReusedForAnotherRequest``."""
        ...

    def get(self, delegation_id: str) -> Delegation:
        """Raises ``DelegationNotFound``."""
        ...

    def change(self, after: Delegation) -> bool:
        """Keep it as it became; false if it was changed meanwhile."""
        ...

    def given_by(self, ref: str) -> tuple[Delegation, ...]:
        """The hundred that this owner gave last, the newest first."""
        ...

    def held_by(self, ref: str) -> tuple[Delegation, ...]:
        """The hundred that this person was given last, the newest first."""
        ...

    def act(self, delegation_id: str, delegate_ref: str, act: Act, line: str) -> Delegation:
        """Note an act and its ``line`` for the journal, if the delegation is in force at that instant, in one step.

        Raises ``DelegationNotFound`` for anybody but the delegate, ``DelegationNotInForce``.
        """
        ...

    def acts(self, delegation_id: str, limit: int, cursor: str = "") -> Page[Act]:
        """What was done, the newest first."""
        ...


class Acts(Protocol):
    """The list of what was done under each delegation, written from the table's stream."""

    def keep(self, delegation_id: str, act: Act) -> None:
        """Put a noted act on the list. Doubles change nothing."""
        ...
