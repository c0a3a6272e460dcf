"""What went wrong in 2023 and what sets it right: the same dossiers, told the old way and told by the sync.

The old way: a dossier is told once, while it is being processed, and the word "completed" gets through for two in a
hundred. The Ministry's report names 95 to 99.97 % overdue. Draws build/demo-2023.png.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bench.harness import Figure, Watch, benchmark, figure
from chalicelib.application.mirror_index import Mirror, MirrorIndex
from chalicelib.domain.calendar import local
from chalicelib.domain.index.profile import GROUPS, Score, reachable, total
from chalicelib.domain.ports_catalogue import Entry
from chalicelib.domain.states import Command
from tests.announced import CALENDAR
from tests.fakes_catalogue import InMemoryCatalogue
from tests.sync.lives import PUBLISHED, START, born, live
from tests.sync.strict_portal import StrictPortal
from tests.sync.world import Watch as Clock
from tests.sync.world import World

if TYPE_CHECKING:
    from rich.table import Table

PICTURE = Path("build/demo-2023.png")
BEGUN = (Command.SUBMIT, Command.RECEIVE, Command.START_PROCESSING)
FINISHED = (Command.DECIDE, Command.RETURN)
GETS_THROUGH = 0.02


@benchmark("demo_2023")
def demo(watch: Watch) -> Iterator[Figure]:
    """Scores of the progress indicator, told the old way and told all."""
    count = 200 if watch.quick else 2000
    world, luck = World(StrictPortal()), Random(2023)
    lives = [world.add(born(position)) for position in range(count)]
    for commands in (BEGUN, FINISHED):
        for life in lives:
            for command in commands:
                world.watch.pass_by(minutes=1)
                assert live(life, command, world.watch.now())
        lucky = [life.head.id for life in lives if luck.random() < GETS_THROUGH]
        world.sync([life.head.id for life in lives] if commands is BEGUN else lucky)
    old = _index(world)
    world.watch.pass_by(hours=1)
    world.sync(list(world.lives))
    new = _index(world)
    _draw(old.there, new.there)
    watch.progress.console.print(_side_by_side(old.there, new.there))
    how = f"{count} dossiers decided in time; a finish gets through for {GETS_THROUGH:.0%}; seed 2023"
    late = 1 - _of(old.there).good / count
    yield figure("2023: shown as overdue at the portal", 100 * late, "%", how, at_least=95)
    yield figure(
        "2023: points for being on time", _of(old.there).score, "of 20", "the Ministry got 0.006 to 0.96"
    )
    yield figure("by the sync: points for being on time", _of(new.there).score, "of 20", how, at_least=20)
    differ = float(new.there != new.here)
    yield figure("by the sync: the portal's view differs from ours", differ, "", "all indicators", at_most=0)


def _index(world: World) -> Mirror:
    first = local(START).date()
    catalogue = InMemoryCatalogue([Entry(CALENDAR), Entry(PUBLISHED)])
    year_is_over = Clock()
    year_is_over.pass_by(days=301)
    mirror = MirrorIndex(world, world, world.sync.house, catalogue, year_is_over)
    return mirror("G18.01", first, first + timedelta(days=300))


def _of(scores: Sequence[Score]) -> Score:
    return next(score for score in scores if score.code == "dossier-on-time")


def _side_by_side(old: Sequence[Score], new: Sequence[Score]) -> "Table":
    """Every indicator by group, both ways, and the sums; what is unknown here is unknown both ways."""
    from rich.table import Table

    table = Table(title="The portal's view of the same dossiers")
    for heading in ("group", "indicator", "points", "told as in 2023", "told by the sync"):
        table.add_column(heading)
    for before, after in zip(old, new, strict=True):
        group = f"{before.group} {GROUPS[before.group]}"
        table.add_row(group, before.code, f"{before.points:g}", _shown(before), _shown(after))
    table.add_section()
    table.add_row("", "certain", "100", f"{total(old):.2f}", f"{total(new):.2f}")
    table.add_row("", "at most", "100", f"{reachable(old):.2f}", f"{reachable(new):.2f}")
    return table


def _shown(score: Score) -> str:
    return f"{score.score:.2f}" if score.known else f"unknown, at most {score.reachable:.2f}"


def _draw(old: Sequence[Score], new: Sequence[Score]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure_, axes = pyplot.subplots(figsize=(9, 4.5))
    bars = (
        ("possible", "#eeeeee", 0.4, 0.8, [score.points for score in old]),
        ("told as in 2023", "#b5423c", 0.2, 0.38, [score.score for score in old]),
        ("told by the sync", "#2f7d4f", 0.6, 0.38, [score.score for score in new]),
    )
    for label, colour, offset, height, widths in bars:
        axes.barh([row + offset for row in range(len(old))], widths, height, color=colour, label=label)
    axes.set_yticks([row + 0.4 for row in range(len(old))], [score.code for score in old])
    axes.set_xlabel("points")
    axes.legend()
    figure_.tight_layout()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure_.savefig(PICTURE, dpi=120)
    pyplot.close(figure_)
