"""Thousands of odd files through the pipeline: damaged papers made by script, and any folder of strangers' files.

``ODD_FILES=/a/folder`` names files that nobody here made; they are read besides the mutants.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench._endings import Ending, costs, endings
from bench.harness import Figure, Watch, benchmark, figure
from local.papers.mutants import mutants

QUICK, FULL = 120, 3_000
SEED = 20_261_122


@benchmark("odd_files")
def odd_files(watch: Watch) -> Iterator[Figure]:
    """Every one of them ends in a listed outcome, within the limits of one file."""
    count = QUICK if watch.quick else FULL
    made = ((name, name, partial(bytes, data)) for name, data in mutants(count, SEED))
    yield from _told(list(endings(watch, made, count, "mutants")), "mutant", f"seed {SEED}")
    if folder := os.environ.get("ODD_FILES"):
        found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        files = ((path.name, path.name, _reader(path)) for path in found)
        yield from _told(list(endings(watch, files, len(found), "odd files")), "odd file", f"in {folder}")


def _reader(path: Path) -> Callable[[], bytes]:
    return path.read_bytes


def _told(ended: list[Ending], what: str, where: str) -> Iterator[Figure]:
    listed = [ending for ending in ended if ending.is_listed]
    outcomes = Counter(ending.outcome for ending in ended)
    how = f"{where}: " + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    unlisted = "; ".join(
        f"{ending.name}: {ending.outcome} {ending.error}" for ending in ended if not ending.is_listed
    )
    yield figure(f"{what}s read", len(ended), "files", how)
    share = 100 * len(listed) / len(ended)
    yield figure(f"{what}s that end in a listed outcome", share, "%", unlisted or "all of them", at_least=100)
    yield from costs(ended, what)
