"""The optical reader: one picture in, words with boxes and confidence out."""

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.digitization.model import Box, Word

AUTOMATIC, SPARSE, BLOCK, LINE = 3, 11, 6, 7  # page segmentation modes of Tesseract
LANGUAGE = "vie"
SPECKS_BEFORE = "'‘.,:;`´ˆ¬_~|¸°•"  # no Vietnamese word begins with one of these
SPECKS_BEHIND = "`´ˆ¬_~|¸"
LEADER = re.compile(r"[.…·]{3,}")  # dots that lead to a value or wait for one
SURE_OF_A_MARK = 0.6  # a mark standing alone is a speck unless the reader is sure of it
LOOKALIKES = str.maketrans(
    "Ððƀ⁄∕", "Đđđ//"
)  # eth is drawn like the Vietnamese letter, a fraction's stroke like any


@lru_cache(maxsize=1)
def reader(models: Path) -> Any:
    """The engine with the Vietnamese model in memory; one per process, not thread-safe."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's own threads slow it down on small machines
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=str(models), lang=LANGUAGE, psm=AUTOMATIC)


def read_words(engine: Any, picture: Any, dpi: int, mode: int) -> list[Word]:
    """Words of a cleaned picture in reading order, their boxes in pixels of the picture."""
    import tesserocr

    engine.SetPageSegMode(mode)
    engine.SetImage(picture)
    engine.SetSourceResolution(dpi)
    engine.Recognize()
    words: list[Word] = []
    line = -1
    iterator = engine.GetIterator()
    if iterator is None:
        return words
    level = tesserocr.RIL.WORD
    for item in tesserocr.iterate_level(iterator, level):
        if item.Empty(level):
            continue
        if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
            line += 1
        box, confidence = item.BoundingBox(level), item.Confidence(level) / 100
        for spoken, place in _between_leaders(item.GetUTF8Text(level) or "", box):
            if clean := _without_specks(spoken, confidence):
                words.append(Word(clean, place, confidence, max(line, 0)))
    engine.Clear()
    return words


def _between_leaders(text: str, box: tuple[int, int, int, int] | None) -> Iterator[tuple[str, Box]]:
    """The parts of a word that a row of dots ties together, each with its share of the box."""
    text = text.strip()
    if box is None or not text:
        return
    left, top, right, bottom = map(float, box)
    letter = (right - left) / len(text)
    start = 0
    for end, following in (*(match.span() for match in LEADER.finditer(text)), (len(text), len(text))):
        if end > start:
            yield text[start:end], (left + letter * start, top, left + letter * end, bottom)
        start = following


def _without_specks(text: str, confidence: float) -> str:
    """Composed Unicode without the marks that dirt leaves; empty if dirt was all there was."""
    word = "".join(unicodedata.normalize("NFC", text).replace("ÐĐ", "Đ").translate(LOOKALIKES).split())
    if not any(map(str.isalnum, word)):
        return word if confidence >= SURE_OF_A_MARK else ""
    return word.lstrip(SPECKS_BEFORE).rstrip(SPECKS_BEHIND)
