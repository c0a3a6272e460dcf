"""The list of hostile files, filled by a decorator on the function that makes each one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

READY = "ready"


@dataclass(frozen=True)
class HostileFile:
    """``expected``: right outcomes, as ``ready``, ``partial`` or ``rejected:<reason code>``.

    ``slow``: costs more than a unit test should, left to the benchmark. ``reads``: words that stand in it for
    every eye; to call the file ready without having read them would be a lie.
    """

    name: str
    filename: str
    make: Callable[[], bytes]
    expected: frozenset[str]
    slow: bool
    reads: str

    @cached_property
    def data(self) -> bytes:
        """The bytes, made once."""
        return self.make()

    def is_right(self, outcome: str, text: str) -> bool:
        """Whether this ending, as in ``expected``, with this text read, is a right one."""
        return outcome in self.expected and (outcome != READY or self.reads in " ".join(text.split()))


HOSTILE: dict[str, HostileFile] = {}
Maker = Callable[[], bytes]


def hostile(filename: str, *expected: str, slow: bool = False, reads: str = "") -> Callable[[Maker], Maker]:
    """Register a maker; the file is named after the function."""

    def register(maker: Maker) -> Maker:
        name = maker.__name__.replace("_", "-")
        assert name not in HOSTILE, name
        HOSTILE[name] = HostileFile(name, filename, maker, frozenset(expected), slow, reads)
        return maker

    return register


def rejected(*reasons: str) -> tuple[str, ...]:
    """``rejected:`` before each reason."""
    return tuple(f"rejected:{reason}" for reason in reasons)
