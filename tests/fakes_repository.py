"""Shares, exports and streams in memory, beside the fakes of tests/fakes.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO

from chalicelib.domain.exports import Export, ExportNotFound, ExportState
from chalicelib.domain.principals import Principal
from chalicelib.domain.sensitive import ViewLimitReached
from chalicelib.domain.sharing import Share, ShareOver
from chalicelib.domain.traces import Use
from tests.fakes import InMemoryBlobs, InMemoryTraces


class InMemoryShares:
    """Implements ports_papers.Shares."""

    def __init__(self, traces: InMemoryTraces) -> None:
        self.kept: dict[str, Share] = {}
        self._traces = traces

    def keep(self, share: Share, use: Use) -> Share:
        if share.id not in self.kept:
            self.kept[share.id] = share
            self._traces.record(use)
        return self.kept[share.id]

    def get(self, share_id: str) -> Share:
        if share_id not in self.kept:
            raise ShareOver
        return self.kept[share_id]

    def copied(self, share: Share) -> None:
        if self.kept[share.id].ended_at is None:
            self.kept[share.id] = share

    def end(self, share: Share, at: datetime) -> Share:
        self.kept[share.id] = share.model_copy(update={"ended_at": at})
        return self.kept[share.id]


class InMemoryCountedViews:
    """Implements the counting of ``ports_looks.CountedViews``; nobody is allowed more."""

    def __init__(self, traces: InMemoryTraces) -> None:
        self._traces, self._seen = traces, dict[tuple[str, date], int]()

    def count(self, viewer: Principal, unit: str, day: date, allowed: int, use: Use, line: str) -> None:
        """Raises ``ViewLimitReached``."""
        seen = self._seen.get((viewer.subject, day), 0)
        if seen >= allowed:
            raise ViewLimitReached
        self._seen[viewer.subject, day] = seen + 1
        self._traces.record(use)


class NoLooks:
    """The journal of looks is another matter."""

    def record(self, *look: object) -> None:
        """Kept nowhere."""


class InMemoryExports:
    """Implements ports_exports.Exports."""

    def __init__(self, traces: InMemoryTraces) -> None:
        self.asked: dict[tuple[str, str], Export] = {}
        self._traces = traces

    def ask(self, export: Export, use: Use) -> Export:
        key = export.owner_ref, export.id
        if key not in self.asked:
            self.asked[key] = export
            self._traces.record(use)
        return self.asked[key]

    def get(self, owner_ref: str, export_id: str) -> Export:
        if (owner_ref, export_id) not in self.asked:
            raise ExportNotFound
        return self.asked[owner_ref, export_id]

    def under_way(self, owner_ref: str) -> Export | None:
        own = (export for (owner, _), export in self.asked.items() if owner == owner_ref)
        return next((export for export in own if export.state is ExportState.PREPARING), None)

    def done(self, export: Export) -> None:
        self.asked[export.owner_ref, export.id] = export


class InMemoryStreams:
    """Implements ports_exports.Streams on the same objects as the blobs."""

    def __init__(self, blobs: InMemoryBlobs) -> None:
        self._blobs = blobs

    def pieces(self, key: str) -> Iterator[bytes]:
        return iter([self._blobs.read(key)])

    @contextmanager
    def sink(self, key: str, media_type: str) -> Iterator[BytesIO]:
        out = BytesIO()
        yield _Unseekable(out)
        self._blobs.write(key, out.getvalue(), media_type)


class _Unseekable:
    """As the store's: what was written is gone."""

    def __init__(self, out: BytesIO) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        return self._out.write(data)

    def flush(self) -> None:
        """Nothing to do."""
