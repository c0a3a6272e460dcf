"""How copies are made; ``copies`` has them made in a child. The original is never touched."""

import io
import math
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.digitization import intake
from chalicelib.digitization.archive import ArchiveMetadata, describe
from chalicelib.digitization.invisible_text import add_text, make_font
from chalicelib.digitization.job import Asked, Job, Limits
from chalicelib.digitization.model import Digitized, Kind, Source
from chalicelib.digitization.pdfa import declare, sanitise
from chalicelib.digitization.photos import add_pages
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import open_sheets

PREVIEW_SIDE, THUMBNAIL_SIDE = 1_400, 320  # pixels of the longer side
PICTURE_QUALITY = 80


@dataclass(frozen=True)
class SearchableCopy:
    """``is_pdfa``: it declares PDF/A-2b; otherwise ``failed_checks`` says why not."""

    pdf: bytes
    is_pdfa: bool
    failed_checks: tuple[str, ...]


def make_searchable(
    data: bytes, digitized: Digitized, metadata: ArchiveMetadata | None = None
) -> SearchableCopy | None:
    """The paper as a PDF whose pictures carry an invisible text layer, active content and metadata left out.

    None where there is nothing to make: a signed PDF is its own best copy and loses its signature when rewritten,
    a Word file has no pages.
    """
    import pikepdf

    if digitized.kind is Kind.DOCX or digitized.signatures:
        return None
    with _as_pdf(data, digitized) as pdf:
        sanitise(pdf)
        font = make_font(pdf)
        for result in digitized.pages:
            if result.source in (Source.OCR, Source.MIXED):
                add_text(pdf, pdf.pages[result.number - 1], _recognised_only(result), font)
        title = digitized.document.name if digitized.document else "Giấy tờ số hóa"
        failed = declare(pdf, metadata or describe(digitized, digitized.sha256[:30]), title)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return SearchableCopy(out.getvalue(), not failed, failed)


def make_preview(data: bytes, page: int, side: int, rotation: int) -> bytes:
    """A JPEG of one page, ``side`` pixels on its longer side; ``rotation`` as found when it was read.

    Raises ``Rejected``; a Word file has no picture.
    """
    job = intake.step(Job(data, Asked(limits=Limits())))
    with open_sheets(job) as sheets:
        if not sheets.can_paint or page > len(sheets):
            raise Rejected("no-pages")
        width, height = sheets.size(page)
        picture = sheets.picture(page, math.ceil(side / max(width, height) * 72))
    if rotation:
        picture = picture.rotate(-rotation, expand=True)
    picture.thumbnail((side, side))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=PICTURE_QUALITY)
    return out.getvalue()


def _as_pdf(data: bytes, digitized: Digitized) -> Any:
    import pikepdf

    if digitized.kind is Kind.PDF:
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    pdf = pikepdf.new()
    add_pages(pdf, data, Limits())
    return pdf


def _recognised_only(result: Any) -> Any:
    """Words that the page itself carries as text are not written twice."""
    if result.source is not Source.MIXED:
        return result
    return replace(result, words=tuple(word for word in result.words if word.confidence < 1.0))
