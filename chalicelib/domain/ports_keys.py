"""What encryption asks of the world: keys that are kept wrapped, by a key that nobody can take out of its place."""

from typing import Protocol


class FieldKeys(Protocol):
    """Makes data keys (32 bytes) and opens them again. A wrapped key opens only under the version it was made for."""

    def generate(self, version: int) -> tuple[bytes, bytes]:
        """A new data key: as it is, and wrapped."""
        ...

    def unwrap(self, version: int, wrapped: bytes) -> bytes:
        """The data key. Raises ``KeyRefused`` if it is not one of ours or the wrapping key is shut."""
        ...


class KeyRefused(Exception):
    """A data key cannot be opened: nothing that it encrypted can be read."""


class DataKeys(Protocol):
    """The versions of the data key: the latest one writes, all of them read."""

    def latest(self) -> tuple[int, bytes]:
        """The version for writing and its key."""
        ...

    def key(self, version: int) -> bytes:
        """The key of a version. Raises ``KeyRefused`` for one that there is not."""
        ...

    def refuses_clear(self) -> bool:
        """Whether everything was encrypted once, so that text in clear was put there by somebody else."""
        ...
