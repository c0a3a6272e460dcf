"""How a file ended in the pipeline: outcome, time and memory, or the exception that should never have come out."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from bench._memory import watched
from bench.harness import Figure, Watch, figure
from chalicelib.digitization import Outcome, digitize
from chalicelib.digitization.reasons import REASONS

SECONDS, MEGABYTES = 10.0, 1024.0
READ_AHEAD = 4  # files per process that wait with their bytes in memory


@dataclass(frozen=True)
class Ending:
    """``megabytes``: the peak of the reading process and of its largest child together. ``error``: what was raised."""

    name: str
    outcome: str
    text: str
    seconds: float
    cpu: float
    megabytes: float
    error: str = ""

    @property
    def is_listed(self) -> bool:
        """Whether the outcome is one of those that there are, with a reason that people can be told."""
        outcome, _, reason = self.outcome.partition(":")
        return outcome in set(Outcome) and (reason in REASONS or (outcome == Outcome.READY and not reason))


def meet(name: str, filename: str, data: bytes) -> Ending:
    """Read a file as any other. Processor time is that of the child too, so it can be compared on a busy machine."""
    started, used = time.monotonic(), _processor_time()
    with watched() as peak:
        try:
            result = digitize(data, name=filename)
        except Exception as error:
            return Ending(name, "raised", "", time.monotonic() - started, 0.0, peak.megabytes, repr(error))
    outcome = f"{result.outcome}:{result.reason}" if result.reason else str(result.outcome)
    seconds, cpu = time.monotonic() - started, _processor_time() - used
    return Ending(name, outcome, result.text, seconds, cpu, peak.megabytes)


def _processor_time() -> float:
    """Of this process and, through its nursery, of every child that has ended."""
    from chalicelib.digitization.sandbox import nursery

    fields = open(f"/proc/{nursery().process_id}/stat").read().rpartition(")")[2].split()  # noqa: PTH123, SIM115
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + time.process_time()


def endings(
    watch: Watch, files: Iterable[tuple[str, str, Callable[[], bytes]]], total: int, label: str
) -> Iterator[Ending]:
    """Files (name, file name, how to get the bytes) through the pipeline, in as many processes as there are jobs."""
    with ProcessPoolExecutor(watch.jobs, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[Ending]] = []
        for name, filename, make in watch.track(files, total, label):
            waiting.append(pool.submit(meet, name, filename, make()))
            while len(waiting) > READ_AHEAD * watch.jobs:
                yield waiting.pop(0).result()
        for job in waiting:
            yield job.result()


def costs(ended: Sequence[Ending], what: str) -> Iterator[Figure]:
    """The slowest, the hungriest and the dearest of them."""
    slowest = max(ended, key=lambda ending: ending.seconds)
    dearest = max(ended, key=lambda ending: ending.cpu)
    hungriest = max(ended, key=lambda ending: ending.megabytes)
    yield figure(f"slowest {what}", slowest.seconds, "s", f"{slowest.name}; by the clock", at_most=SECONDS)
    yield figure(f"dearest {what}", dearest.cpu, "s", f"{dearest.name}; processor time", at_most=SECONDS)
    yield figure(f"hungriest {what}", hungriest.megabytes, "MB", hungriest.name, at_most=MEGABYTES)
