"""The use cases of looking at pictures of identity papers."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.adapters.identity import TimeSortedIds
from chalicelib.bootstrap.ground import Ground

if TYPE_CHECKING:
    from chalicelib.adapters.counted_views import DynamoCountedViews
    from chalicelib.application.look_at_identity import AllowMoreViews, LookAtIdentity


class Looking(Ground):
    """Each look is counted, bounded and told to the owner."""

    @cached_property
    def counted_views(self) -> "DynamoCountedViews":
        """Who saw how many pictures of identity papers."""
        from chalicelib.adapters.counted_views import DynamoCountedViews

        return DynamoCountedViews(self.dynamodb, self.settings.table)

    @cached_property
    def look_at_identity(self) -> "LookAtIdentity":
        """Use case."""
        from chalicelib.application.look_at_identity import LookAtIdentity

        return LookAtIdentity(self.counted_views, self.looks, self.clock, TimeSortedIds())

    @cached_property
    def allow_more_views(self) -> "AllowMoreViews":
        """Use case."""
        from chalicelib.application.look_at_identity import AllowMoreViews

        return AllowMoreViews(self.counted_views, self.clock, TimeSortedIds())
