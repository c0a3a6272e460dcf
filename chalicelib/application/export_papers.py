"""An owner asks for everything that is held on them, by one call, and sees how far the answer is."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.access import Action, demand
from chalicelib.domain.exports import Export, ExportNotFound, ExportState
from chalicelib.domain.ports import Blobs, Clock, Ids, Once, OwnerRefs
from chalicelib.domain.ports_exports import Exports
from chalicelib.domain.principals import Principal
from chalicelib.domain.storage import copy_key
from chalicelib.domain.traces import Sight, Use, Viewer

#: What is not ready by then has failed for good (docs/operating.md, Dead); its owner may ask again.
_PATIENCE = timedelta(hours=2)
_PURPOSE = "Chủ thể dữ liệu yêu cầu cung cấp toàn bộ dữ liệu"


@dataclass(frozen=True, slots=True)
class ExportPapers:
    """One at a time for each owner: whoever asks while one is being prepared is told of that one.

    ``pack_small`` makes a small one at once; what is larger is made by a worker (pack_export.py).
    """

    exports: Exports
    blobs: Blobs
    refs: OwnerRefs
    clock: Clock
    ids: Ids
    pack_small: Callable[[Export], Export]

    def ask(self, principal: Principal, once: Once | None = None) -> Export:
        """The export, ready if it is small."""
        demand(principal, Action.READ_OWN_PAPERS)
        owner_ref, now = self.refs.ref(principal.number), self.clock.now()
        named = hashlib.sha256("\0".join([owner_ref, once.key]).encode()).hexdigest()[:32] if once else ""
        if known := self._known(owner_ref, named, now):
            return known
        asked = Export(
            id=named or self.ids.new(),
            owner_ref=owner_ref,
            owner_number=principal.number,
            asked_at=now,
        )
        use = Use(
            id=asked.id,
            owner_ref=owner_ref,
            at=now,
            what=Sight.EXPORTED,
            papers=(),
            by=Viewer.of(principal),
            purpose=_PURPOSE,
        )
        kept = self.exports.ask(asked, use)
        return kept if kept.state is ExportState.READY else self.pack_small(kept)

    def _known(self, owner_ref: str, named: str, now: datetime) -> Export | None:
        """The one that a repeated request led to, or else one that is under way."""
        if named:
            with suppress(ExportNotFound):
                return self.exports.get(owner_ref, named)
        running = self.exports.under_way(owner_ref)
        return running if running and now - running.asked_at < _PATIENCE else None

    def get(self, principal: Principal, export_id: str) -> Export:
        """The caller's own. Raises ``ExportNotFound``."""
        demand(principal, Action.READ_OWN_PAPERS)
        return self.exports.get(self.refs.ref(principal.number), export_id)

    def link(self, export: Export) -> str:
        """Where to fetch it, for a few minutes; empty while it is not ready, and when its time is over."""
        if export.state_at(self.clock.now()) is not ExportState.READY:
            return ""
        return self.blobs.link(copy_key(export.id), "kho-giay-to.zip")
