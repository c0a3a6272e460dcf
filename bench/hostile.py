"""The whole hostile set through the pipeline: right outcome, time and memory of each file."""

import os
from collections.abc import Iterator

from bench._endings import Ending, costs, endings
from bench.harness import Figure, Watch, benchmark, figure
from local.papers.hostile import HOSTILE


def _is_right(ending: Ending) -> bool:
    """Right outcomes name a reason only where the file is rejected."""
    outcome = ending.outcome if ending.outcome.startswith("rejected") else ending.outcome.partition(":")[0]
    return HOSTILE[ending.name].is_right(outcome, ending.text)


@benchmark("hostile")
def hostile(watch: Watch) -> Iterator[Figure]:
    """Share of right outcomes, the slowest and the most hungry file."""
    chosen = {name: file for name, file in HOSTILE.items() if not (watch.quick and file.slow)}
    files = ((name, file.filename, file.make) for name, file in chosen.items())
    ended = list(endings(watch, files, len(chosen), "hostile files"))
    wrong = ", ".join(f"{ending.name}: {ending.outcome}" for ending in ended if not _is_right(ending))
    right = 100 * sum(map(_is_right, ended)) / len(ended)
    how = f"{len(ended)} of {len(HOSTILE)} kinds; {os.cpu_count()} cores. " + (
        f"Wrong: {wrong}" if wrong else ""
    )
    yield figure("hostile kinds in the set", len(HOSTILE), "kinds", "made by script", at_least=60)
    yield figure("hostile files with a right outcome", right, "%", how, at_least=100)
    yield from costs(ended, "hostile file")
