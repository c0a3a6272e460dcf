"""How one sheet is read: text layer, first optical reading, and a second one only where ink was left over."""

from dataclasses import replace
from typing import Any

from chalicelib.digitization import ocr
from chalicelib.digitization.cleaning import flatten
from chalicelib.digitization.job import Job
from chalicelib.digitization.model import PageResult, Source, Word
from chalicelib.digitization.sheets import Sheets

FIRST_DPI = 200
ENOUGH_CHARACTERS = 16
MOSTLY_PICTURE = 0.5
POINTS_PER_INCH = 72


def read_sheet(job: Job, sheets: Sheets, number: int) -> PageResult:
    """Read one sheet; where the face is a picture, the picture is read, whatever text lies behind it."""
    own = sheets.own_text(number)
    width, height = sheets.size(number)
    if own is not None and own.pictured < MOSTLY_PICTURE and _characters(own.words) >= ENOUGH_CHARACTERS:
        return PageResult(
            number, width, height, Source.TEXT_LAYER, own.words, confidence=1.0, encoding=own.encoding
        )
    picture = sheets.picture(number, FIRST_DPI)
    words = _recognise(job, picture, width)
    confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
    source = Source.OCR if words else Source.BLANK
    return PageResult(
        number, width, height, source, tuple(words), confidence=round(confidence, 3), readings=1
    )


def _recognise(job: Job, picture: Any, width: float) -> list[Word]:
    scale = width / picture.width  # points per pixel
    dpi = round(POINTS_PER_INCH / scale)
    words = ocr.read_words(ocr.reader(job.asked.models), flatten(picture, dpi), dpi, ocr.AUTOMATIC)
    return [replace(word, box=_scaled(word.box, scale)) for word in words]


def _scaled(box: tuple[float, float, float, float], scale: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(side * scale, 1) for side in box)
    return left, top, right, bottom


def _characters(words: tuple[Word, ...]) -> int:
    return sum(len(word.text) for word in words)
