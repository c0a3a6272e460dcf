"""What a page of a PDF is drawn with, looked at no further than is needed to know how to read it."""

from collections.abc import Iterator
from typing import Any

TEXT, PATH, PICTURE, FORM = 1, 2, 3, 5  # FPDF_PAGEOBJ_TEXT, and so on
MOST = 200_000  # objects looked at, a third of a second; a crowded page of a table has ten thousand
DEEPEST = 4  # forms within forms
FEWEST_PATHS, FEWEST_POINTS = 100, 400


class PageObjects:
    """The objects of a loaded pdfium page, those in its forms included."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.pictures: list[Any] = []
        self.is_crowded = False
        paths, points = 0, 0
        from pypdfium2 import raw

        for seen, kind, thing in _objects(page.raw):
            if seen > MOST:
                self.is_crowded = True
                break
            if kind == PICTURE:
                self.pictures.append(thing)
            elif kind == PATH and paths < FEWEST_PATHS:
                paths += 1
                points += max(0, raw.FPDFPath_CountSegments(thing))
        self._is_drawn_on = paths >= FEWEST_PATHS or points >= FEWEST_POINTS

    @property
    def is_drawn_on(self) -> bool:
        """A code drawn without a picture takes a hundred squares, or one path of many points."""
        return self._is_drawn_on

    def pictured_share(self) -> float:
        """Share of the page covered by pictures, overlaps counted twice, at most 1."""
        area = sum(map(_area, self.pictures))
        width, height = self._page.get_size()
        return min(1.0, area / max(1.0, float(width * height)))


def _objects(parent: Any, depth: int = 0, seen: int = 0) -> Iterator[tuple[int, int, Any]]:
    """How many were seen so far, kind and handle of all but pieces of text, which most of them are.

    Handles live as long as the page; pypdfium2's own walk takes ten times longer.
    """
    from pypdfium2 import raw

    count, get = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    kind_of, there_are = raw.FPDFPageObj_GetType, count(parent)
    for index in range(min(there_are, MOST - seen + 1)):
        thing = get(parent, index)
        kind = kind_of(thing)
        seen += 1
        if kind == TEXT:
            continue
        yield seen, kind, thing
        if kind == FORM and depth + 1 < DEEPEST:
            for within in _objects(thing, depth + 1, seen):
                seen = within[0]
                yield within
    if seen > MOST:
        yield seen, TEXT, None


def _area(picture: Any) -> float:
    from ctypes import c_float

    from pypdfium2 import raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(picture, left, bottom, right, top):
        return 0.0
    return max(0.0, right.value - left.value) * max(0.0, top.value - bottom.value)
