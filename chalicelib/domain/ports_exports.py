"""What exporting everything needs from the world: a memory of what was asked, and bytes too many for one hand."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from chalicelib.domain.exports import Export
from chalicelib.domain.traces import Use


class Exports(Protocol):
    """What owners asked for."""

    def ask(self, export: Export, use: Use) -> Export:
        """Write it with its line in the owner's log; the one that was written under its id before, if there is one."""
        ...

    def get(self, owner_ref: str, export_id: str) -> Export:
        """Raises ``ExportNotFound``."""
        ...

    def under_way(self, owner_ref: str) -> Export | None:
        """One that is still being prepared."""
        ...

    def done(self, export: Export) -> None:
        """It is ready."""
        ...


class Sink(Protocol):
    """Takes bytes in order; ``zipfile`` can write to it."""

    def write(self, data: bytes, /) -> int:
        """How many bytes were taken: all of them."""
        ...

    def flush(self) -> None:
        """Nothing to do."""
        ...


class Streams(Protocol):
    """Objects of any size, a piece at a time: memory does not grow with them."""

    def pieces(self, key: str) -> Iterator[bytes]:
        """The object's bytes in order. Raises ``UploadMissing`` before the first."""
        ...

    def sink(self, key: str, media_type: str) -> AbstractContextManager[Sink]:
        """What is written inside becomes the object when the block ends well, and nothing otherwise."""
        ...
