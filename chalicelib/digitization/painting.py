"""Painting a page of a PDF for no longer than it is worth: a drawing of a million strokes takes minutes otherwise."""

import math
import time
from typing import Any

from chalicelib.digitization.reasons import Rejected

WHITE = (255, 255, 255, 255)


def paint(page: Any, scale: float, seconds: float) -> Any:
    """An RGB ``PIL.Image`` of a pdfium page, ``scale`` pixels to a point.

    Raises ``Rejected`` when ``seconds`` of processor time have gone and it is not done. pdfium looks at the clock
    after every hundred objects, so one enormous picture is only stopped by the limit of the process.
    """
    import pypdfium2
    from pypdfium2 import raw

    width, height = math.ceil(page.get_width() * scale), math.ceil(page.get_height() * scale)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect(WHITE, 0, 0, width, height)
    how = (0, 0, width, height, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER)
    ends = time.thread_time() + seconds
    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = dict(pause._fields_)["NeedToPauseNow"](lambda _: time.thread_time() > ends)
    status = raw.FPDF_RenderPageBitmap_Start(bitmap, page, *how, pause)
    raw.FPDF_RenderPage_Close(page)
    if status == raw.FPDF_RENDER_TOBECONTINUED:
        raise Rejected("too-costly")
    if page.formenv:
        raw.FPDF_FFLDraw(page.formenv, bitmap, page, *how)
    image = bitmap.to_pil()
    return image if image.mode == "RGB" else image.convert("RGB")
