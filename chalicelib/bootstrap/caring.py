"""The use cases that care for what is kept: checked for damage, reviewed for its legal period, erased in the end."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.adapters.identity import TimeSortedIds
from chalicelib.bootstrap.ground import Ground

if TYPE_CHECKING:
    from chalicelib.adapters.due_papers import S3DuePapers
    from chalicelib.application.check_integrity import CheckIntegrity
    from chalicelib.application.erase_drafts import EraseDrafts
    from chalicelib.application.review_retention import EraseExpired, ReviewHeld, ReviewRetention

#: Objects of a check under way at once: each may hold the largest file in memory.
_AT_ONCE = 8


class Caring(Ground):
    """What no person asks for."""

    @cached_property
    def erase_drafts(self) -> "EraseDrafts":
        """Use case."""
        from chalicelib.application.erase_drafts import EraseDrafts

        return EraseDrafts(self.dossiers, self.catalogue, self.blobs, self.clock)

    @cached_property
    def review_retention(self) -> "ReviewRetention":
        """Use case."""
        from chalicelib.application.review_retention import ReviewRetention
        from chalicelib.domain.paper_kinds import PAPER_KINDS

        return ReviewRetention(self.clock, PAPER_KINDS)

    @cached_property
    def review_held(self) -> "ReviewHeld":
        """Use case."""
        from chalicelib.application.review_retention import ReviewHeld

        return ReviewHeld(self.papers, self.review_retention)

    @cached_property
    def due_papers(self) -> "S3DuePapers":
        """Reports of what is due to be erased."""
        from chalicelib.adapters.due_papers import S3DuePapers

        return S3DuePapers(self.s3, self.settings.files_bucket, TimeSortedIds())

    @cached_property
    def erase_expired(self) -> "EraseExpired":
        """Use case."""
        from chalicelib.application.review_retention import EraseExpired
        from chalicelib.domain.paper_kinds import PAPER_KINDS

        return EraseExpired(self.papers, self.holdings, self.blobs, self.clock, TimeSortedIds(), PAPER_KINDS)

    @cached_property
    def check_integrity(self) -> "CheckIntegrity":
        """Use case."""
        from chalicelib.adapters.threads import Threads
        from chalicelib.application.check_integrity import CheckIntegrity

        return CheckIntegrity(self.holdings, self.blobs, self.clock, Threads(_AT_ONCE))
