"""The brightest, darkest and middle level around each pixel of a grey picture, as Pillow's rank filters say it.

Those sort each neighbourhood anew; here whole pictures are laid over each other, shifted, which takes a tenth of
the time or less. Beyond its edge a picture goes on as at its edge.
"""

from collections.abc import Callable
from functools import reduce
from typing import Any

Chooser = Callable[[Any, Any], Any]


def brightest(grey: Any, across: int) -> Any:
    """The highest level in the square of ``across`` (odd) pixels around each; exactly ``MaxFilter(across)``."""
    from PIL import ImageChops

    return _outermost(grey, across, ImageChops.lighter)


def darkest(grey: Any, across: int) -> Any:
    """The lowest level in the square of ``across`` (odd) pixels around each; exactly ``MinFilter(across)``."""
    from PIL import ImageChops

    return _outermost(grey, across, ImageChops.darker)


def middle(grey: Any) -> Any:
    """The fifth of the nine levels in the square of three around each; exactly ``MedianFilter(3)``.

    Three levels stand above each other, sorted; of the three columns the middle one of the largest low, the middle
    middle and the smallest high level is the median of all nine.
    """
    from PIL import ImageChops

    wide = _with_edge(grey, 1)
    low, high = _sorted(*(_part(wide, 0, down, wide.width, grey.height) for down in (0, 1)))
    mid, high = _sorted(high, _part(wide, 0, 2, wide.width, grey.height))
    low, mid = _sorted(low, mid)
    lows, mids, highs = (
        tuple(_part(rows, across, 0, grey.width, grey.height) for across in range(3))
        for rows in (low, mid, high)
    )
    return _median(reduce(ImageChops.lighter, lows), _median(*mids), reduce(ImageChops.darker, highs))


def _outermost(grey: Any, across: int, choose: Chooser) -> Any:
    wide = _with_edge(grey, across // 2)
    rows = _along(wide, across, choose, (1, 0))
    return _along(rows, across, choose, (0, 1))


def _along(picture: Any, across: int, choose: Chooser, way: tuple[int, int]) -> Any:
    """What is chosen of ``across`` neighbours one way: of two, then of two such twos, until there are enough."""
    reached = 1
    while reached < across:
        step = min(reached, across - reached)
        right, down = way[0] * step, way[1] * step
        size = picture.width - right, picture.height - down
        picture = choose(_part(picture, 0, 0, *size), _part(picture, right, down, *size))
        reached += step
    return picture


def _part(picture: Any, left: int, top: int, width: int, height: int) -> Any:
    return picture.crop((left, top, left + width, top + height))


def _with_edge(grey: Any, depth: int) -> Any:
    """The picture with its outermost pixels repeated ``depth`` times on every side."""
    from PIL import Image

    width, height = grey.size
    wide = Image.new("L", (width + 2 * depth, height + 2 * depth))
    wide.paste(grey, (depth, depth))
    for edge, at in ((0, 0), (width - 1, width + depth)):
        wide.paste(grey.crop((edge, 0, edge + 1, height)).resize((depth, height)), (at, depth))
    for edge, at in ((depth, 0), (height + depth - 1, height + depth)):
        wide.paste(wide.crop((0, edge, wide.width, edge + 1)).resize((wide.width, depth)), (0, at))
    return wide


def _sorted(one: Any, other: Any) -> tuple[Any, Any]:
    """Low and high."""
    from PIL import ImageChops

    return ImageChops.darker(one, other), ImageChops.lighter(one, other)


def _median(one: Any, two: Any, three: Any) -> Any:
    from PIL import ImageChops

    low, high = _sorted(one, two)
    return ImageChops.lighter(low, ImageChops.darker(high, three))
