"""The optical reader: one picture in, words with boxes and confidence out."""

import os
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.digitization.model import Word

AUTOMATIC, SPARSE, BLOCK = 3, 11, 6  # page segmentation modes of Tesseract
LANGUAGE = "vie"
LOOKALIKES = str.maketrans("Ððƀ", "Đđđ")  # eth is drawn like the Vietnamese letter


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
        text = unicodedata.normalize("NFC", item.GetUTF8Text(level) or "").translate(LOOKALIKES).strip()
        box = item.BoundingBox(level)
        if text and box:
            spoken = "".join(text.split())
            words.append(Word(spoken, tuple(map(float, box)), item.Confidence(level) / 100, max(line, 0)))  # type: ignore[arg-type]
    engine.Clear()
    return words
