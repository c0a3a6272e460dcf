"""A caller says that they act for somebody else: it is checked and noted in one step, for each request anew."""

from dataclasses import dataclass

from chalicelib.domain.audit import act_line
from chalicelib.domain.delegation import Act
from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.ports import Clock, Ids, OwnerRefs
from chalicelib.domain.ports_delegations import Delegations
from chalicelib.domain.principals import Principal, PrincipalKind


@dataclass(frozen=True, slots=True)
class ActOnBehalf:
    """One call. The caller stays who they are; what they may is what the delegation says, and nothing of their own.

    The act is noted before it is judged: an attempt beyond the scope is seen by the grantor too.
    """

    delegations: Delegations
    refs: OwnerRefs
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, delegation_id: str, operation: str, dossier_id: str
    ) -> Principal:
        """The caller as the grantor's delegate. Raises ``DelegationNotFound``, ``DelegationNotInForce``."""
        if principal.kind is not PrincipalKind.CITIZEN or not principal.number:
            raise NotAllowed(action="act-on-behalf")
        act = Act(id=self.ids.new(), at=self.clock.now(), operation=operation, dossier_id=dossier_id)
        line = act_line(
            act.id, act.at, delegation_id, principal.kind, principal.subject, operation, dossier_id
        )
        me = self.refs.ref(principal.number)
        return principal.model_copy(update={"acting_for": self.delegations.act(delegation_id, me, act, line)})
