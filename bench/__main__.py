"""``python -m bench [NAME ...]``: run, write build/bench.json, print tables; BENCH_SIZE=quick|full."""

import os
import sys

from bench.harness import find_benchmarks, run

if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "all"]
    sys.exit(
        0 if run(names, find_benchmarks(), quick=os.environ.get("BENCH_SIZE", "quick") == "quick") else 1
    )
