"""The whole hostile set through the pipeline: right outcome, time and memory of each file."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from bench._memory import watched
from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.digitization import digitize
from local.papers.hostile import HOSTILE

SECONDS, MEGABYTES = 10.0, 1024.0


@dataclass(frozen=True)
class Ending:
    """How one file ended. ``megabytes``: the peak of the reading process and of its largest child together."""

    name: str
    outcome: str
    right: bool
    seconds: float
    megabytes: float


def meet(name: str, data: bytes) -> Ending:
    """Read one hostile file as any other."""
    file, started = HOSTILE[name], time.monotonic()
    with watched() as peak:
        result = digitize(data, name=file.filename)
    seconds = time.monotonic() - started
    outcome = f"rejected:{result.reason}" if result.outcome == "rejected" else str(result.outcome)
    return Ending(name, outcome, file.is_right(outcome, result.text), seconds, peak.megabytes)


@benchmark("hostile")
def hostile(watch: Watch) -> Iterator[Figure]:
    """Share of right outcomes, the slowest and the most hungry file."""
    names = [name for name, file in HOSTILE.items() if not (watch.quick and file.slow)]
    with ProcessPoolExecutor(watch.jobs, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[Ending]] = [pool.submit(meet, name, HOSTILE[name].make()) for name in names]
        endings = [job.result() for job in watch.track(waiting, len(waiting), "hostile files")]
    wrong = ", ".join(f"{ending.name}: {ending.outcome}" for ending in endings if not ending.right)
    slowest = max(endings, key=lambda ending: ending.seconds)
    hungriest = max(endings, key=lambda ending: ending.megabytes)
    right = 100 * sum(ending.right for ending in endings) / len(endings)
    how = f"{len(endings)} of {len(HOSTILE)} kinds; {os.cpu_count()} cores. " + (
        f"Wrong: {wrong}" if wrong else ""
    )
    yield figure("hostile kinds in the set", len(HOSTILE), "kinds", "made by script", at_least=60)
    yield figure("hostile files with a right outcome", right, "%", how, at_least=100)
    yield figure("slowest hostile file", slowest.seconds, "s", slowest.name, at_most=SECONDS)
    yield figure("hungriest hostile file", hungriest.megabytes, "MB", hungriest.name, at_most=MEGABYTES)
