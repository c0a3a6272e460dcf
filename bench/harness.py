"""What a benchmark is, how its figures are kept, and how they are shown."""

import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

WIDTH = 150  # of tables in logs, where no terminal says how wide it is
OUTPUT = Path("build/bench.json")
T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One measured number. ``bar`` in words; ``holds`` is None without a bar or a measurement."""

    name: str
    value: float | None
    unit: str
    bar: str
    holds: bool | None
    how: str


@dataclass(frozen=True)
class Watch:
    """What a benchmark gets: how thorough to be, how many processes to use, where to show progress."""

    quick: bool
    jobs: int
    progress: Progress

    def track(self, items: Iterable[T], total: int, label: str) -> Iterator[T]:
        """The items, with a bar that moves as they are taken."""
        task = self.progress.add_task(label, total=total)
        for item in items:
            yield item
            self.progress.advance(task)


Benchmark = Callable[[Watch], Iterable[Figure]]
REGISTRY: dict[str, Benchmark] = {}


def benchmark(name: str) -> Callable[[Benchmark], Benchmark]:
    """Register a function that yields figures under ``name``."""

    def register(function: Benchmark) -> Benchmark:
        REGISTRY[name] = function
        return function

    return register


def figure(
    name: str,
    value: float,
    unit: str,
    how: str,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Figure:
    """A measured value against its bar, if it has one."""
    if at_most is not None:
        return Figure(name, value, unit, f"<= {at_most:g}", value <= at_most, how)
    if at_least is not None:
        return Figure(name, value, unit, f">= {at_least:g}", value >= at_least, how)
    return Figure(name, value, unit, "", None, how)


def not_measured(name: str, unit: str, bar: str, why: str) -> Figure:
    """An honest gap: the bar stands, the number is missing, and why."""
    return Figure(name, None, unit, bar, None, f"not measured: {why}")


def find_benchmarks() -> dict[str, Benchmark]:
    """Import every module of this package, so that its benchmarks register."""
    import bench

    for module in pkgutil.iter_modules(bench.__path__):
        if not module.name.startswith("_"):
            importlib.import_module(f"bench.{module.name}")
    return dict(sorted(REGISTRY.items()))


def run(
    names: Sequence[str],
    known: Mapping[str, Benchmark],
    *,
    quick: bool,
    output: Path = OUTPUT,
    console: Console | None = None,
) -> bool:
    """Run these of the ``known`` benchmarks (all when none is named), keep and show their figures.

    False if one broke down; the others are run all the same.
    """
    unknown = set(names) - set(known)
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    console = console or Console(width=None if sys.stdout.isatty() else WIDTH)
    jobs = int(os.environ.get("BENCH_JOBS", os.cpu_count() or 1))
    kept, sound = _read(output), True
    for name in names or known:
        with Progress(console=console, transient=True) as progress:
            try:
                kept[name] = list(known[name](Watch(quick, jobs, progress)))
            except Exception as error:
                console.print_exception(max_frames=4)
                kept[name] = [not_measured(name, "", "", f"broke down ({type(error).__name__})")]
                sound = False
        _write(output, kept)
        console.print(_table(name, kept[name]))
    return sound


def _read(output: Path) -> dict[str, list[Figure]]:
    kept: dict[str, list[Figure]] = {}
    rows: list[dict[str, Any]] = json.loads(output.read_text()) if output.exists() else []
    for row in rows:
        kept.setdefault(row.pop("benchmark"), []).append(Figure(**row))
    return kept


def _write(output: Path, kept: dict[str, list[Figure]]) -> None:
    rows = [{"benchmark": name, **asdict(figure)} for name, figures in kept.items() for figure in figures]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


VERDICTS = {True: "[green]holds[/green]", False: "[red]fails[/red]", None: "-"}


def _table(name: str, figures: Sequence[Figure]) -> Table:
    table = Table(title=name)
    for heading in ("figure", "value", "unit", "bar", "", "how"):
        table.add_column(heading, no_wrap=heading not in ("figure", "how"))
    for row in figures:
        value = "-" if row.value is None else f"{row.value:,.4g}"
        table.add_row(row.name, value, row.unit, row.bar, VERDICTS[row.holds], row.how)
    return table
