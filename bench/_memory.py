"""The peak of memory of this process and of its children, read from /proc while the work goes on.

``getrusage`` will not do: on Linux its peak is inherited from the process that started this one.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

EVERY = 0.004  # seconds between two looks


@dataclass
class Peak:
    """``megabytes``: the highest mark of this process plus that of its hungriest descendant, an upper bound."""

    marks: dict[int, float] = field(default_factory=dict)

    @property
    def megabytes(self) -> float:
        """Shared pages count twice."""
        children = [mark for pid, mark in self.marks.items() if pid != os.getpid()]
        return self.marks.get(os.getpid(), 0.0) + max(children, default=0.0)

    def look(self, pid: int) -> None:
        """Note the high-water mark of a process and of all below it."""
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            families = [tasks.read_text() for tasks in Path(f"/proc/{pid}/task").glob("*/children")]
        except OSError:  # it has ended since
            return
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.marks[pid] = max(self.marks.get(pid, 0.0), int(line.split()[1]) / 1024)
        for child in " ".join(families).split():
            self.look(int(child))


@contextmanager
def watched() -> Iterator[Peak]:
    """Look every few milliseconds until the block is left."""
    peak, done = Peak(), threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            peak.look(os.getpid())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        peak.look(os.getpid())
