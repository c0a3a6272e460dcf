"""Red ink that is writing: titles and numbers printed in red stay to be read, seals are left to vanish.

Seals are taken out of a picture by looking at it through its red channel, in which red ink is as bright as paper. So
would be the red title of a certificate. What is red is therefore looked at first, in cells of a millimetre: lines of
writing are low and wide; a seal is round, or a frame around its words.
"""

from collections import defaultdict
from functools import cached_property
from typing import Any

from chalicelib.digitization.cells import Cell, groups

MILLIMETRES_PER_INCH = 25.4
REDDER = 40  # levels of red above green, more than the paper has; a pale scan of a seal has 90
LEAST_INK = 0.06  # share of a cell
WORD_GAP = 3  # cells, all sides below too
LOWEST, HIGHEST = 2, 42  # a line of small print; three lines of a diploma's title
NARROWEST = 8
WIDER_THAN_HIGH = 2.2  # a seal is as wide as high, two thirds of one less than twice as wide
STAMP = (11, 75)  # shortest and longest side of seals and of framed stamps
ROUND = 2.0  # the longer side of a seal by the shorter one, a part of it hidden
FRAMED, SIDE = 0.85, 2  # share of the rows of a framed stamp that begin and end at its sides
MARGIN = 1  # around a line, for the tone marks

Corners = tuple[int, int, int, int]


class _Figure:
    """Something red, as cells that lie together."""

    def __init__(self, cells: list[Cell]) -> None:
        self.cells = cells

    @cached_property
    def box(self) -> Corners:
        """Left, top, right, bottom, the last two exclusive."""
        columns, rows = zip(*self.cells, strict=True)
        return min(columns), min(rows), max(columns) + 1, max(rows) + 1

    @property
    def _size(self) -> tuple[int, int]:
        left, top, right, bottom = self.box
        return right - left, bottom - top

    @cached_property
    def is_stamp(self) -> bool:
        """A round seal, whole or in part, or words in a frame."""
        shortest, longest = sorted(self._size)
        if shortest < STAMP[0] or longest > STAMP[1]:
            return False
        return longest < ROUND * shortest or self._is_framed

    @property
    def _is_framed(self) -> bool:
        rows: dict[int, list[int]] = defaultdict(list)
        for column, row in self.cells:
            rows[row].append(column)
        left, _, right, _ = self.box
        reaching = sum(min(row) - left < SIDE and right - max(row) <= SIDE for row in rows.values())
        return reaching >= FRAMED * self._size[1]

    @property
    def is_like_writing(self) -> bool:
        width, height = self._size
        return LOWEST <= height <= HIGHEST and width >= max(NARROWEST, WIDER_THAN_HIGH * height)

    def touches(self, other: "_Figure") -> bool:
        """Whether the boxes overlap."""
        one, two = self.box, other.box
        return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def without_seals(image: Any, dpi: int) -> Any:
    """An RGB picture in grey: red writing as dark as black writing, red seals as bright as paper."""
    from PIL import Image, ImageChops

    red, green, _ = image.split()
    side = max(2, round(dpi / MILLIMETRES_PER_INCH))
    redness = ImageChops.subtract(red, green)
    of_paper = _median(redness)
    ink = redness.point(lambda level: 255 if level - of_paper > REDDER else 0)
    lines = _lines(ink.reduce(side))
    if not lines:
        return red
    mask = Image.new("L", red.size, 0)
    for left, top, right, bottom in lines:
        across, down = (
            (side * (left - MARGIN), side * (right + MARGIN)),
            (side * (top - MARGIN), side * (bottom + MARGIN)),
        )
        mask.paste(255, (across[0], down[0], across[1], down[1]))
    red.paste(green.point(lambda level: min(255, level + of_paper)), mask=mask)
    return red


def _lines(cells: Any) -> list[Corners]:
    """Boxes (in cells) of the red writing that no stamp touches."""
    width = cells.width
    inked = {
        divmod(place, width)[::-1] for place, level in enumerate(cells.tobytes()) if level > LEAST_INK * 255
    }
    figures = [_Figure(group) for group in groups(inked, across=WORD_GAP)]
    stamps = [figure for figure in figures if figure.is_stamp]
    return [
        figure.box
        for figure in figures
        if figure.is_like_writing and not figure.is_stamp and not any(map(figure.touches, stamps))
    ]


def _median(grey: Any) -> int:
    histogram, seen = grey.histogram(), 0
    half = sum(histogram) / 2
    for level, count in enumerate(histogram):
        seen += count
        if seen >= half:
            return level
    return 0
