"""``Together`` by threads: AWS and the portal are waited for at the same time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import current_thread
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Threads:
    """At most ``count`` at once, each named after the thread that asks."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __call__(self, do: Callable[[In], Out], each: Sequence[In]) -> list[Out]:
        """Results in the order of the inputs; raises what the first failing one raises."""
        if len(each) < 2:
            return [do(one) for one in each]
        with ThreadPoolExecutor(
            min(self._count, len(each)), thread_name_prefix=current_thread().name
        ) as pool:
            return list(pool.map(do, each))
