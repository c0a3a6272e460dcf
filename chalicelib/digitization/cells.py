"""Cells of a page: a picture on a coarse grid, and which of its cells lie together."""

Cell = tuple[int, int]
"""Column and row."""


def groups(cells: set[Cell], *, across: int) -> list[list[Cell]]:
    """Cells that touch, or are no more than ``across`` from each other along a line, together."""
    waiting = set(cells)
    reach = range(-across, across + 1)
    regions = []
    while waiting:
        region, border = [], [waiting.pop()]
        while border:
            column, row = border.pop()
            region.append((column, row))
            for down in (-1, 0, 1):
                for aside in reach:
                    neighbour = (column + aside, row + down)
                    if neighbour in waiting:
                        waiting.remove(neighbour)
                        border.append(neighbour)
        regions.append(region)
    return regions
