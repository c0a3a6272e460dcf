"""Figures are kept per benchmark, gaps are shown as gaps, and a breakdown does not hide the others."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bench import harness
from bench.harness import Figure, Watch, figure, not_measured


def good(_: Watch) -> Iterator[Figure]:
    yield figure("speed", 3.0, "x", "counted", at_least=2)
    yield not_measured("depth", "m", ">= 1", "no rope")


def bad(_: Watch) -> Iterator[Figure]:
    raise OSError("out of order")


KNOWN: dict[str, harness.Benchmark] = {"bad": bad, "good": good}


def run(output: Path, *names: str) -> tuple[bool, list[dict[str, object]], str]:
    shown = io.StringIO()
    sound = harness.run(names, KNOWN, quick=True, output=output, console=Console(file=shown, width=120))
    return sound, json.loads(output.read_text()), shown.getvalue()


def test_a_figure_says_what_was_measured_and_whether_the_bar_holds(tmp_path: Path) -> None:
    sound, rows, shown = run(tmp_path / "bench.json", "good")
    assert sound
    assert rows[0] == {
        "benchmark": "good",
        "name": "speed",
        "value": 3.0,
        "unit": "x",
        "bar": ">= 2",
        "holds": True,
        "how": "counted",
    }
    assert rows[1]["value"] is None
    assert rows[1]["holds"] is None
    assert "no rope" in shown


def test_one_benchmark_that_breaks_down_does_not_stop_the_others(tmp_path: Path) -> None:
    sound, rows, _ = run(tmp_path / "bench.json")
    assert not sound
    assert [row["benchmark"] for row in rows] == ["bad", "good", "good"]


def test_running_one_benchmark_keeps_the_figures_of_the_others(tmp_path: Path) -> None:
    run(tmp_path / "bench.json")
    _, rows, _ = run(tmp_path / "bench.json", "good")
    assert {row["benchmark"] for row in rows} == {"bad", "good"}


def test_an_unknown_name_is_answered_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="there are: bad, good"):
        run(tmp_path / "bench.json", "ugly")


def test_a_bar_may_be_missed_from_either_side() -> None:
    assert figure("a", 3, "s", "", at_most=2).holds is False
    assert figure("a", 1, "s", "", at_least=2).holds is False
    assert figure("a", 1, "s", "").holds is None
