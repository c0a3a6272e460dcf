"""The pages of a PDF through pdfium: size, text layer, picture."""

from functools import cached_property
from io import BytesIO
from types import TracebackType
from typing import Any

from chalicelib.digitization.job import Limits
from chalicelib.digitization.page_objects import PageObjects
from chalicelib.digitization.page_streams import is_whole
from chalicelib.digitization.painting import paint
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import OwnText
from chalicelib.digitization.text_layer import read_text_layer

POINTS_PER_INCH = 72
MAX_SIDE = 5_000  # pixels; an A0 poster is read at a lower resolution rather than not at all
MIN_POINTS = 1.0
FOR_PAINTING = 0.35  # share of a page's time; a page is painted once or twice
MAX_PICTURES_TRIED = 50
FORMTYPE_NONE, FLATTEN_SUCCESS = 0, 1


class PdfSheets:
    """An open PDF; use as a context manager."""

    def __init__(self, data: bytes, limits: Limits, *, was_mended: bool = False) -> None:
        import pypdfium2

        self._data, self._was_mended = data, was_mended
        self._seconds = FOR_PAINTING * limits.page_seconds
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Rejected("password" if "password" in str(error).lower() else "damaged") from error
        self._is_form = self._pdf.get_formtype() != FORMTYPE_NONE
        if self._is_form:
            self._pdf.init_forms()
        self._answered: Any = None
        self._unanswered: set[int] = set()
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
        try:
            if self._answered[number - 1].flatten() == FLATTEN_SUCCESS:
                return self._answered[number - 1]
        except pypdfium2.PdfiumError:
            self._unanswered.add(number)
        return self._page(number)

    def own_text(self, number: int) -> OwnText:
        layer = read_text_layer(self._page_with_answers(number))
        drawn = PageObjects(self._page(number))
        is_seen = layer.is_whole and not drawn.is_crowded and number not in self._unanswered
        is_whole = is_seen and self._has_whole_streams(number)
        share = drawn.pictured_share()
        return OwnText(layer.words, layer.encoding, share, drawn.is_drawn_on, is_whole, self._was_mended)

    def _has_whole_streams(self, number: int) -> bool:
        """What qpdf cannot make sense of is not whole."""
        import pikepdf

        try:
            return is_whole(self._objects.pages[number - 1], was_mended=self._was_mended)
        except (pikepdf.PdfError, LookupError, TypeError, ValueError, AttributeError):
            return False

    @cached_property
    def _objects(self) -> Any:
        import pikepdf

        return pikepdf.open(BytesIO(self._data), suppress_warnings=True)

    @property
    def can_paint(self) -> bool:
        return True

    def is_broken(self, number: int) -> bool:
        """pdfium passes over what it cannot decode; a picture or a content stream lost that way is found here."""
        pictures = PageObjects(self._page(number)).pictures
        if not all(map(_can_be_decoded, pictures[:MAX_PICTURES_TRIED])):
            return True
        return not self._has_whole_streams(number)

    def picture(self, number: int, dpi: int) -> Any:
        if self._painted is not None and self._painted[0] == (number, dpi):
            return self._painted[1]
        page = self._page(number)
        scale = min(dpi / POINTS_PER_INCH, MAX_SIDE / max(self.size(number)))
        self._painted = ((number, dpi), paint(page, scale, self._seconds))
        return self._painted[1]


def _can_be_decoded(picture: Any) -> bool:
    from pypdfium2 import raw

    bitmap = raw.FPDFImageObj_GetBitmap(picture)
    if bitmap:
        raw.FPDFBitmap_Destroy(bitmap)
    return bool(bitmap)
