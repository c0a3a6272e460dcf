"""The optical reader: one picture in, words with boxes and confidence out."""

import os
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.digitization.model import Word

AUTOMATIC, SPARSE, BLOCK = 3, 11, 6  # page segmentation modes of Tesseract
LANGUAGE = "vie"
SPECKS_BEFORE = "'‘.,:;`´ˆ¬_~|¸°•"  # no Vietnamese word begins with one of these
SPECKS_BEHIND = "`´ˆ¬_~|¸"
SURE_OF_A_MARK = 0.6  # a mark standing alone is a speck unless the reader is sure of it
LOOKALIKES = str.maketrans("Ððƀ⁄∕", "Đđđ//")  # eth is drawn like the Vietnamese letter, a fraction's stroke like any


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
        spoken = _without_specks(item.GetUTF8Text(level) or "", confidence)
        if spoken and box:
            words.append(Word(spoken, tuple(map(float, box)), confidence, max(line, 0)))  # type: ignore[arg-type]
    engine.Clear()
    return words


def _without_specks(text: str, confidence: float) -> str:
    """Composed Unicode without the marks that dirt leaves; empty if dirt was all there was."""
    word = "".join(unicodedata.normalize("NFC", text).replace("ÐĐ", "Đ").translate(LOOKALIKES).split())
    if not any(map(str.isalnum, word)):
        return word if confidence >= SURE_OF_A_MARK else ""
    return word.lstrip(SPECKS_BEFORE).rstrip(SPECKS_BEHIND)
