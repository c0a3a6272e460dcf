"""How much of a page's writing the words account for, and where writing was left over.

Confidence does not notice a lost block: a page read half can be read with confidence. Ink does.
The page is looked at in cells of half a millimetre. Cells with ink are closed up, so that a word becomes a bar,
then opened again, so that rules, the edge of the sheet and the strokes of a signature vanish.
"""

from dataclasses import dataclass
from typing import Any

from chalicelib.digitization.cells import Cell, groups
from chalicelib.digitization.cleaning import Cleaned
from chalicelib.digitization.model import Box
from chalicelib.digitization.neighbourhoods import brightest, darkest

CELLS_PER_INCH = 50
COARSER = 2  # regions are gathered on a grid this much coarser
DARK = 128  # grey level of ink on the cleaned picture
ABRUPT = 36  # grey levels within a few millimetres of paper
LEAST_INK = 0.10  # share of a cell; below are specks
SMALLEST_REGION = 10  # coarse cells, about a millimetre each
SMALLEST_SIDES = (6, 2)  # coarse cells: a word is wider than that
ALONG_A_LINE = 3  # coarse cells from one to the next of the same word


@dataclass(frozen=True)
class Coverage:
    """``share`` is 0 to 1; ``regions`` are boxes of left-over writing, in pixels of the cleaned picture."""

    share: float
    regions: tuple[Box, ...]


def measure(cleaned: Cleaned, known: list[Box]) -> Coverage:
    """Compare the ink of a cleaned page with the boxes (in pixels) of what was read on it."""
    from PIL import ImageDraw

    side = max(2, round(cleaned.dpi / CELLS_PER_INCH))
    ink = cleaned.ink.point(lambda grey: 255 if grey < DARK else 0)
    steps = _steps(cleaned.paper)
    everything = _writing(ink, side, steps)
    draw = ImageDraw.Draw(ink)
    for left, top, right, bottom in known:
        draw.rectangle((left - side, top - side / 2, right + side, bottom + side / 2), fill=0)
    left_over = groups(_writing(ink, side, steps), across=ALONG_A_LINE)
    regions = [region for region in left_over if _is_like_writing(region)]
    lost = sum(len(region) for region in regions)
    share = 1.0 - lost / max(1, len(everything), lost)
    return Coverage(round(share, 3), tuple(_box(region, side * COARSER) for region in regions))


def _steps(paper: Any) -> Any:
    """White where the paper itself changes abruptly: the edge of the sheet, a portrait, a dark frame."""
    from PIL import ImageChops

    return ImageChops.subtract(brightest(paper, 9), darkest(paper, 9)).point(
        lambda step: 255 if step > ABRUPT else 0
    )


def _writing(ink: Any, side: int, steps: Any) -> set[Cell]:
    """Column and row of the coarse cells that hold something like writing."""
    from PIL import Image, ImageChops

    cells = ink.reduce(side).point(lambda level: 255 if level > LEAST_INK * 255 else 0)
    closed = darkest(brightest(cells, 3), 3)
    opened = brightest(darkest(closed, 3), 3)
    coarse = opened.reduce(COARSER)
    coarse = ImageChops.subtract(coarse, steps.resize(coarse.size, Image.Resampling.NEAREST))
    width = coarse.width
    return {divmod(place, width)[::-1] for place, level in enumerate(coarse.tobytes()) if level > DARK}


def _is_like_writing(region: list[Cell]) -> bool:
    if len(region) < SMALLEST_REGION:
        return False
    columns, rows = zip(*region, strict=True)
    width, height = max(columns) - min(columns) + 1, max(rows) - min(rows) + 1
    return bool(width >= SMALLEST_SIDES[0] and height >= SMALLEST_SIDES[1])


def _box(region: list[Cell], side: int) -> Box:
    columns, rows = zip(*region, strict=True)
    return (
        float(min(columns) * side),
        float(min(rows) * side),
        float((max(columns) + 1) * side),
        float((max(rows) + 1) * side),
    )
