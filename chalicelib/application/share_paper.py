"""Share a paper by a link: for a while, with a watermark, and every opening in the owner's log."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.access import Action, demand
from chalicelib.domain.calendar import local
from chalicelib.domain.paper_errors import PaperHasNoFile, PaperNotFound
from chalicelib.domain.papers import Validity
from chalicelib.domain.ports import Blobs, Clock, Ids, Once, OwnerRefs
from chalicelib.domain.ports_papers import Papers, Shares, Traces
from chalicelib.domain.principals import Principal
from chalicelib.domain.reliance import Reliance
from chalicelib.domain.sharing import (
    CannotBeShared,
    CopyInPreparation,
    CopyState,
    Share,
    ShareOver,
    demand_standing,
)
from chalicelib.domain.storage import shared_key
from chalicelib.domain.traces import Sight, Use, Viewer

LONGEST_HOURS = 14 * 24
_MARKABLE = frozenset({"application/pdf", "image/jpeg", "image/png"})


class ShareWish(BaseModel):
    """With whom, what for and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipient: str = Field(min_length=1, max_length=100)
    purpose: str = Field(min_length=1, max_length=200)
    hours: int = Field(default=24, ge=1, le=LONGEST_HOURS)


@dataclass(frozen=True, slots=True)
class SharePaper:
    """``secret`` turns a name into a token that nobody can guess: the same name gives the same token, so that a
    repeated request leads to the same link. The marked copy is made by mark_shared.py, once for each share.
    """

    papers: Papers
    shares: Shares
    traces: Traces
    blobs: Blobs
    refs: OwnerRefs
    clock: Clock
    ids: Ids
    secret: Callable[[str], str]

    def make(
        self, principal: Principal, code: str, wish: ShareWish, once: Once | None = None
    ) -> tuple[Share, str]:
        """The share and its token. Raises ``PaperNotFound``, ``PaperHasNoFile``, ``CannotBeShared``,
        ``SharedPaperRevoked``, ``SharedPaperReplaced``.
        """
        demand(principal, Action.READ_OWN_PAPERS)
        paper = self.papers.get(self.refs.ref(principal.number), code)
        if not paper.visible:
            raise PaperNotFound
        if not paper.file.bytes:
            raise PaperHasNoFile
        if paper.file.media_type not in _MARKABLE:
            raise CannotBeShared
        demand_standing(paper)
        now = self.clock.now()
        token = self.secret("\0".join([paper.owner_ref, code, once.key if once else self.ids.new()]))
        share = Share(
            id=hashlib.sha256(token.encode()).hexdigest(),
            owner_ref=paper.owner_ref,
            paper=code,
            recipient=wish.recipient,
            purpose=wish.purpose,
            made_at=now,
            ends_at=now + timedelta(hours=wish.hours),
        )
        return self.shares.keep(share, self._use(share, Sight.SHARED, now, Viewer.of(principal))), token

    def open(self, token: str) -> tuple[Validity, str]:
        """Whether the paper may be relied on today, and a link to its marked copy, for whoever has the token.

        Raises ``ShareOver``, ``SharedPaperRevoked``, ``SharedPaperReplaced``, ``CopyInPreparation``,
        ``CannotBeShared``.
        """
        share = self.shares.get(hashlib.sha256(token.encode()).hexdigest())
        now = self.clock.now()
        if share.is_over(now):
            raise ShareOver
        if share.copy_state is CopyState.PREPARING:
            raise CopyInPreparation
        if share.copy_state is CopyState.IMPOSSIBLE:
            raise CannotBeShared
        stranger = Viewer(kind=None, subject="link", name=share.recipient)
        validity = self._noted(self._use(share, Sight.OPENED_BY_LINK, now, stranger), share)
        return validity, self.blobs.link(shared_key(share.id), share.file_name)

    def _noted(self, use: Use, share: Share) -> Validity:
        """The validity with which the opening stands in the owner's log; only a paper that fell is read for it.

        Raises ``ShareOver`` where the paper itself is gone.
        """
        today = local(use.at).date()
        if self.traces.record_if_in_force(use, Reliance("", share.owner_ref, share.paper, today)):
            return Validity.IN_FORCE
        try:
            paper = self.papers.get(share.owner_ref, share.paper)
        except PaperNotFound as gone:
            raise ShareOver from gone
        demand_standing(paper)
        self.traces.record(use)
        return paper.validity_on(today)

    def end(self, principal: Principal, share_id: str) -> Share:
        """The share as it ended; twice is the same as once. Raises ``ShareOver`` for anybody but its maker."""
        demand(principal, Action.READ_OWN_PAPERS)
        share = self.shares.get(share_id)
        if share.owner_ref != self.refs.ref(principal.number):
            raise ShareOver
        return share if share.ended_at else self.shares.end(share, self.clock.now())

    def _use(self, share: Share, what: Sight, now: datetime, by: Viewer) -> Use:
        return Use(
            id=self.ids.new(),
            owner_ref=share.owner_ref,
            at=now,
            what=what,
            papers=(share.paper,),
            by=by,
            purpose=f"{share.recipient}: {share.purpose}",
        )
