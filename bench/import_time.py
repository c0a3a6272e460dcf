"""Importing app.py against importing Chalice and boto3: what every function pays before it does anything."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bench.harness import Figure, Watch, benchmark, figure

BAR = 1.5
BARE, OURS = "import chalice.app, boto3", "import app"


@benchmark("import_time")
def import_time(watch: Watch) -> Iterator[Figure]:
    """Fresh processes, taken in turns; byte code is there beforehand, as it is in the package."""
    rounds = 9 if watch.quick else 25
    with tempfile.TemporaryDirectory() as cache:
        _imported(BARE, cache)
        _imported(OURS, cache)
        bare, own = [], []
        for _ in watch.track(range(rounds), rounds, "imports"):
            bare.append(_imported(BARE, cache))
            own.append(_imported(OURS, cache))
    how = f"median of {rounds} fresh processes, in turns"
    yield figure("import chalice, boto3", statistics.median(bare) * 1000, "ms", how)
    yield figure("import app", statistics.median(own) * 1000, "ms", how)
    yield figure("app / bare", statistics.median(own) / statistics.median(bare), "x", how, at_most=BAR)


def _imported(statement: str, cache: str) -> float:
    """Seconds of one process that does nothing else."""
    environment = {**os.environ, "STAGE": "test", "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], env=environment, check=True)
    return time.perf_counter() - began
