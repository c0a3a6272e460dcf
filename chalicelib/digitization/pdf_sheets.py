"""The pages of a PDF through pdfium: size, text layer, picture."""

from io import BytesIO
from itertools import islice
from types import TracebackType
from typing import Any

from chalicelib.digitization.job import Limits
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import OwnText
from chalicelib.digitization.text_layer import read_text_layer

POINTS_PER_INCH = 72
MAX_SIDE = 5_000  # pixels; an A0 poster is read at a lower resolution rather than not at all
MIN_POINTS = 1.0
PATH_OBJECT, IMAGE_OBJECT = 2, 3  # FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE
FEWEST_PATHS, FEWEST_POINTS = 100, 400
MAX_OBJECTS_LOOKED_AT = 3_000
MAX_PICTURES_TRIED = 50
FORMTYPE_NONE = 0


class PdfSheets:
    """An open PDF; use as a context manager."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        import pypdfium2

        self._data = data
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Rejected("password" if "password" in str(error).lower() else "damaged") from error
        self._is_form = self._pdf.get_formtype() != FORMTYPE_NONE
        if self._is_form:
            self._pdf.init_forms()
        self._answered: Any = None
        self._loaded: tuple[int, Any] | None = None
        self._painted: tuple[tuple[int, int], Any] | None = None  # the last picture: codes and words share it
        if len(self._pdf) > limits.max_pages:
            raise Rejected("too-many-pages")

    def __enter__(self) -> "PdfSheets":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._pdf.close()
        if self._answered is not None:
            self._answered.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def size(self, number: int) -> tuple[float, float]:
        width, height = self._page(number).get_size()
        return max(float(width), MIN_POINTS), max(float(height), MIN_POINTS)

    def _page(self, number: int) -> Any:
        if self._loaded is None or self._loaded[0] != number:
            self._loaded = (number, self._pdf[number - 1])
        return self._loaded[1]

    def _page_with_answers(self, number: int) -> Any:
        """The page with what was typed into its form made part of it, so that it is text like any other.

        Only for reading: pdfium misplaces some appearances when it does this, the marks of signatures among them.
        """
        if not self._is_form:
            return self._page(number)
        import pypdfium2

        if self._answered is None:
            self._answered = pypdfium2.PdfDocument(self._data)
            self._answered.init_forms()
        page = self._answered[number - 1]
        page.flatten()
        return self._answered[number - 1]

    def own_text(self, number: int) -> OwnText:
        page = self._page(number)
        words, encoding = read_text_layer(self._page_with_answers(number))
        return OwnText(words, encoding, _pictured_share(page), _is_drawn_on(page))

    @property
    def can_paint(self) -> bool:
        return True

    def is_broken(self, number: int) -> bool:
        """pdfium passes over what it cannot decode; a picture or a content stream lost that way is found here."""
        import pikepdf

        images = self._page(number).get_objects(filter=[IMAGE_OBJECT], max_depth=4)
        if not all(map(_can_be_decoded, islice(images, MAX_PICTURES_TRIED))):
            return True
        with pikepdf.open(BytesIO(self._data), suppress_warnings=True) as pdf:
            return not all(map(_can_be_read, _contents(pdf.pages[number - 1])))

    def picture(self, number: int, dpi: int) -> Any:
        if self._painted is not None and self._painted[0] == (number, dpi):
            return self._painted[1]
        page = self._page(number)
        scale = min(dpi / POINTS_PER_INCH, MAX_SIDE / max(self.size(number)))
        image = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True).to_pil()
        self._painted = ((number, dpi), image if image.mode == "RGB" else image.convert("RGB"))
        return self._painted[1]


def _is_drawn_on(page: Any) -> bool:
    """A code drawn without a picture takes a hundred squares, or one path of many points."""
    import pypdfium2.raw as raw

    paths = list(islice(page.get_objects(filter=[PATH_OBJECT], max_depth=4), FEWEST_PATHS))
    points = sum(max(0, raw.FPDFPath_CountSegments(path.raw)) for path in paths)
    return len(paths) >= FEWEST_PATHS or points >= FEWEST_POINTS


def _can_be_decoded(picture: Any) -> bool:
    import pypdfium2

    try:
        picture.get_bitmap()
    except (pypdfium2.PdfiumError, ValueError):
        return False
    return True


def _contents(page: Any) -> list[Any]:
    import pikepdf

    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _can_be_read(stream: Any) -> bool:
    import pikepdf

    try:
        return bool(stream.read_bytes()) or not stream.read_raw_bytes()
    except (pikepdf.PdfError, AttributeError, TypeError):
        return False


def _pictured_share(page: Any) -> float:
    """Share of the page covered by picture objects, overlaps counted twice, at most 1."""
    area: float = 0.0
    for looked_at, thing in enumerate(page.get_objects(filter=[IMAGE_OBJECT], max_depth=4)):
        if looked_at > MAX_OBJECTS_LOOKED_AT:
            break
        left, bottom, right, top = thing.get_bounds()
        area += max(0.0, right - left) * max(0.0, top - bottom)
    width, height = page.get_size()
    return min(1.0, area / max(1.0, float(width * height)))
