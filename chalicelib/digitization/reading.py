"""How one sheet is read: text layer, first optical reading, and further ones only where writing was left over."""

import time
from dataclasses import replace

from chalicelib.digitization.job import Job
from chalicelib.digitization.legibility import is_legible
from chalicelib.digitization.model import Code, PageResult, Source, Word, lines_of
from chalicelib.digitization.optical import CREDIBLE, FIRST_DPI, read_picture
from chalicelib.digitization.page_codes import read_codes
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import OwnText, Sheets

ENOUGH_CHARACTERS = 16
MOSTLY_PICTURE = 0.5
FOR_FURTHER_READINGS = 0.5  # share of a page's time after which no further reading is begun
SOME_PICTURE = 0.06  # a seal or a logo is smaller; a pasted photo of a paper is larger


def read_sheet(job: Job, sheets: Sheets, number: int) -> PageResult:
    """Read one sheet; where the face is a picture, the picture is read, whatever text lies behind it."""
    own = sheets.own_text(number)
    width, height = sheets.size(number)
    if own is not None and not sheets.can_paint:
        source = Source.TEXT_LAYER if own.words else Source.BLANK
        return PageResult(number, width, height, source, own.words, confidence=1.0)
    if own is None:
        page = _read_picture(job, sheets, number)
        return replace(page, doubt="pages-damaged") if sheets.is_broken(number) else page
    page = _read_own(job, sheets, number, own)
    return page if own.is_whole else replace(page, doubt="pages-doubtful")


def _read_own(job: Job, sheets: Sheets, number: int, own: OwnText) -> PageResult:
    """The text layer, the face, or both, by what the page is made of."""
    if own.pictured >= MOSTLY_PICTURE or _characters(own.words) < ENOUGH_CHARACTERS:
        return _read_picture(job, sheets, number)
    if not is_legible(lines_of(own.words)):
        return _read_face(job, sheets, number, own)
    if own.pictured < SOME_PICTURE:
        return _read_text(sheets, number, own)
    return _read_mixed(job, sheets, number, own)


def _read_face(job: Job, sheets: Sheets, number: int, own: OwnText) -> PageResult:
    """A layer of signs without sense: what the eye sees counts, if it can be read and nothing had to be mended."""
    page = _read_picture(job, sheets, number)
    if page.words and page.confidence >= CREDIBLE:
        return replace(page, doubt="pages-doubtful") if own.was_mended else page
    return replace(_read_text(sheets, number, own), doubt="pages-doubtful")


def _read_text(sheets: Sheets, number: int, own: OwnText) -> PageResult:
    """The layer alone, and the codes that may be drawn beside it; a drawing too large to look at leaves a doubt."""
    width, height = sheets.size(number)
    codes: tuple[Code, ...] = ()
    is_whole = own.is_whole
    if own.pictured or own.is_drawn_on:
        try:
            codes = read_codes(sheets.picture(number, FIRST_DPI), number, width)
        except Rejected:
            is_whole = False
    return PageResult(
        number,
        width,
        height,
        Source.TEXT_LAYER,
        own.words,
        confidence=1.0,
        encoding=own.encoding,
        codes=codes,
        doubt=None if is_whole else "pages-doubtful",
    )


def _read_picture(job: Job, sheets: Sheets, number: int) -> PageResult:
    width, height = sheets.size(number)
    ends = time.thread_time() + FOR_FURTHER_READINGS * job.asked.limits.page_seconds
    codes = read_codes(sheets.picture(number, FIRST_DPI), number, width)
    reading = read_picture(
        job.asked.models,
        lambda dpi: sheets.picture(number, dpi),
        width,
        tuple(code.box for code in codes),
        lambda: time.thread_time() < ends,
    )
    if not reading.words and sheets.is_broken(number):
        raise Rejected("damaged")
    if reading.rotation in (90, 270):
        width, height = height, width
    return PageResult(
        number,
        width,
        height,
        Source.OCR if reading.words else Source.BLANK,
        reading.words,
        confidence=round(reading.confidence, 3),
        coverage=reading.coverage,
        rotation=reading.rotation,
        readings=reading.passes,
        codes=codes,
        doubt="pages-doubtful" if reading.is_doubtful else None,
    )


def _read_mixed(job: Job, sheets: Sheets, number: int, own: OwnText) -> PageResult:
    """A text layer with pictures beside it: the words of the pictures are added to those of the layer."""
    try:
        page = _read_picture(job, sheets, number)
    except Rejected:
        return _read_text(sheets, number, replace(own, pictured=0.0, is_drawn_on=False, is_whole=False))
    after = max((word.line for word in own.words), default=-1) + 1
    added = [
        replace(word, line=word.line + after)
        for word in (page.words if page.rotation == 0 else ())
        if not any(_overlap(word, known) for known in own.words)
    ]
    source = Source.MIXED if added else Source.TEXT_LAYER
    width, height = sheets.size(number)
    return replace(
        page,
        source=source,
        words=(*own.words, *added),
        confidence=1.0,
        width=width,
        height=height,
        rotation=0,
        encoding=own.encoding,
        doubt="pages-doubtful" if sheets.is_broken(number) else page.doubt,
    )


def _overlap(one: Word, two: Word) -> bool:
    """Whether the middle of the one lies within the other."""
    across, down = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
    return two.box[0] - 1 <= across <= two.box[2] + 1 and two.box[1] - 1 <= down <= two.box[3] + 1


def _characters(words: tuple[Word, ...]) -> int:
    return sum(len(word.text) for word in words)
