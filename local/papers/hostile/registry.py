"""The list of hostile files, filled by a decorator on the function that makes each one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

READY = "ready"


@dataclass(frozen=True)
class HostileFile:
    """``expected``: right outcomes, as ``ready``, ``partial`` or ``rejected:<reason code>``.

    ``slow``: costs more than a unit test should, left to the benchmark.
    """

    name: str
    filename: str
    make: Callable[[], bytes]
    expected: frozenset[str]
    slow: bool

    @cached_property
    def data(self) -> bytes:
        """The bytes, made once."""
        return self.make()


HOSTILE: dict[str, HostileFile] = {}
Maker = Callable[[], bytes]


def hostile(filename: str, *expected: str, slow: bool = False) -> Callable[[Maker], Maker]:
    """Register a maker; the file is named after the function."""

    def register(maker: Maker) -> Maker:
        name = maker.__name__.replace("_", "-")
        assert name not in HOSTILE, name
        HOSTILE[name] = HostileFile(name, filename, maker, frozenset(expected), slow)
        return maker

    return register


def rejected(*reasons: str) -> tuple[str, ...]:
    """``rejected:`` before each reason."""
    return tuple(f"rejected:{reason}" for reason in reasons)
