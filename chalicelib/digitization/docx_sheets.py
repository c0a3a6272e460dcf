"""The text of a Word file as one sheet; Word lays it out anew each time, so there are no places."""

import io
import unicodedata
import zipfile
from typing import Any

from chalicelib.digitization.intake import WORD_PART
from chalicelib.digitization.model import Word
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sheets import OwnText

A4 = (595.3, 841.9)
MAX_XML = 40_000_000
NOWHERE = (0.0, 0.0, 0.0, 0.0)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{W}p", f"{W}br", f"{W}cr"}


class DocxSheets:
    """A Word file, read without running or fetching anything."""

    def __init__(self, data: bytes) -> None:
        self._lines = _lines(data)

    def __len__(self) -> int:
        return 1

    def size(self, number: int) -> tuple[float, float]:
        return A4

    def own_text(self, number: int) -> OwnText:
        words = [
            Word(word, NOWHERE, 1.0, line) for line, text in enumerate(self._lines) for word in text.split()
        ]
        return OwnText(tuple(words))

    @property
    def can_paint(self) -> bool:
        return False

    def is_broken(self, number: int) -> bool:
        return False

    def picture(self, number: int, dpi: int) -> Any:
        raise NotImplementedError("a Word file has no picture of its own")


def _lines(data: bytes) -> list[str]:
    """Paragraphs and line breaks as lines. Raises ``Rejected`` for broken XML and declared entities."""
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(WORD_PART) as part:
            xml = part.read(MAX_XML + 1)
    except (zipfile.BadZipFile, ValueError, OSError, KeyError, NotImplementedError, EOFError) as error:
        raise Rejected("damaged") from error
    if len(xml) > MAX_XML:
        raise Rejected("inflates-too-far")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Rejected("active-content")
    try:
        root = fromstring(xml)  # no entities are left to expand, nothing is fetched
    except ParseError as error:
        raise Rejected("damaged") from error
    text = "".join(_said(element.tag, element.text) for element in root.iter())
    return [line for line in unicodedata.normalize("NFC", text).split("\n") if line.strip()]


def _said(tag: str, text: str | None) -> str:
    """In document order a paragraph element comes before its runs, so it breaks the line before it."""
    return {f"{W}t": text or "", f"{W}tab": " ", f"{W}tc": " "}.get(tag, "\n" if tag in BREAKS else "")
