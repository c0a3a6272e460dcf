"""The use cases of acting for another."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.adapters.identity import TimeSortedIds
from chalicelib.bootstrap.ground import Ground

if TYPE_CHECKING:
    from chalicelib.adapters.delegations import DynamoActs, DynamoDelegations
    from chalicelib.application.act_on_behalf import ActOnBehalf
    from chalicelib.application.delegate import Delegate


class Delegating(Ground):
    """Delegations, and requests made under them."""

    @cached_property
    def delegations(self) -> "DynamoDelegations":
        """Who may act for whom."""
        from chalicelib.adapters.delegations import DynamoDelegations

        return DynamoDelegations(self.dynamodb, self.settings.table, self.cursors)

    @cached_property
    def acts(self) -> "DynamoActs":
        """What was done under delegations."""
        from chalicelib.adapters.delegations import DynamoActs

        return DynamoActs(self.dynamodb, self.settings.table)

    @cached_property
    def delegate(self) -> "Delegate":
        """Use case."""
        from chalicelib.application.delegate import Delegate

        return Delegate(self.delegations, self.dossiers, self.refs, self.clock, TimeSortedIds())

    @cached_property
    def act_on_behalf(self) -> "ActOnBehalf":
        """Use case."""
        from chalicelib.application.act_on_behalf import ActOnBehalf

        return ActOnBehalf(self.delegations, self.refs, self.clock, TimeSortedIds())
