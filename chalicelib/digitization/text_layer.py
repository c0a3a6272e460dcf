"""Words and their places from the text layer of a PDF page, in composed Unicode whatever the encoding."""

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from chalicelib.digitization.legacy_encodings import Written, decode
from chalicelib.digitization.model import Box, Word

WORD = re.compile(r"[^\s\x00\x1c\x1d\x1f\ufffe\uffff]+")  # VISCII has letters among the controls
NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff\ufffd]")
MAX_CHARACTERS, MAX_WORDS = 200_000, 20_000  # of a page; a poster in small print has a third of that
LEAST_HEIGHT = 0.3  # points; anything lower is a glyph without outline


class TextLayer(NamedTuple):
    """Words in reading order with boxes, and the encoding found: unicode, tcvn3, vni or viscii.

    Not ``is_whole``: there are more words than any page has, and the rest was left unread.
    """

    words: tuple[Word, ...] = ()
    encoding: str = "unicode"
    is_whole: bool = True


def read_text_layer(page: Any) -> TextLayer:
    """The text of a loaded pdfium page."""
    textpage = page.get_textpage()
    try:
        characters = textpage.count_chars()
        count = min(characters, MAX_CHARACTERS)
        if count <= 0:
            return TextLayer()
        text = textpage.get_text_range(0, count)
        boxes = _Boxes(page, textpage, aligned=len(text) == count)
        lines = text.replace("\r\n", "\n\n").replace("\r", "\n")  # keeps positions
        written = list(islice(_written(lines), MAX_WORDS + 1))
        spoken, encoding = decode(written[:MAX_WORDS], lambda index: _font_name(textpage, index))
        words = tuple(_words(written, spoken, boxes))
        return TextLayer(words, encoding, characters == count and len(written) <= MAX_WORDS)
    finally:
        textpage.close()


def _written(text: str) -> Iterator[Written]:
    """Whatever stands between blanks, with its line."""
    line, previous_end = 0, None
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        if not _printable(word):
            continue
        if previous_end is not None and text.find("\n", previous_end, start) >= 0:
            line += 1
        previous_end = start + len(word)
        yield Written(word, line, start)


def _printable(text: str) -> str:
    """Without what cannot be shown, which hardly any word has."""
    return text if text.isprintable() else NOT_PRINTABLE.sub("", text)


def _words(written: Sequence[Written], spoken: Sequence[str], boxes: "_Boxes") -> Iterator[Word]:
    for word, text in zip(written, spoken, strict=False):
        if shown := unicodedata.normalize("NFC", _printable(text)):
            box = boxes.around(word.start, word.start + len(word.text) - 1)
            yield Word(shown, box, 1.0, word.line)


class _Boxes:
    """Boxes of character ranges; positions in the text are those in the PDF unless pdfium dropped some."""

    def __init__(self, page: Any, textpage: Any, *, aligned: bool) -> None:
        import pypdfium2.raw as raw

        self._char_box = raw.FPDFText_GetCharBox
        self._textpage = textpage.raw
        self._aligned = aligned
        self._get_loose_box = raw.FPDFText_GetLooseCharBox
        self._loose_box = raw.FS_RECTF()
        self._sides = [ctypes.c_double() for _ in range(4)]
        left, bottom, right, top = page.get_bbox()
        self._left, self._top = left, top
        self._bottom, self._right = bottom, right
        self._rotation = page.get_rotation()

    def around(self, first: int, last: int) -> Box:
        """The box from the first to the last character, upright page, origin top left."""
        if not self._aligned:
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._of(first)
        if last > first:
            other_left, other_bottom, other_right, other_top = self._of(last)
            left, bottom = min(left, other_left), min(bottom, other_bottom)
            right, top = max(right, other_right), max(top, other_top)
        return self._upright(left, bottom, right, top)

    def _of(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._sides
        if self._char_box(self._textpage, index, left, right, bottom, top):
            low, high = bottom.value, top.value
            if high - low > LEAST_HEIGHT:
                return left.value, low, right.value, high
        loose = self._loose_box  # a blank glyph has no outline: its cell instead
        if not self._get_loose_box(self._textpage, index, loose):
            return (0.0, 0.0, 0.0, 0.0)
        return (loose.left, loose.bottom, loose.right, loose.top)

    def _upright(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0, x1, y1 = left - self._left, bottom - self._bottom, right - self._left, top - self._bottom
        width, height = self._right - self._left, self._top - self._bottom
        if self._rotation == 90:
            x0, y0, x1, y1 = y0, x0, y1, x1
        elif self._rotation == 180:
            x0, y0, x1, y1 = width - x1, y0, width - x0, y1
        elif self._rotation == 270:
            x0, y0, x1, y1 = height - y1, width - x1, height - y0, width - x0
        else:
            y0, y1 = height - y1, height - y0
        return round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)


def _font_name(textpage: Any, index: int) -> str:
    """The font of a character; asked for only where the text may be in a legacy encoding."""
    import pypdfium2.raw as raw

    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    size = raw.FPDFText_GetFontInfo(textpage.raw, index, buffer, 128, flags)
    return buffer.value.decode("ascii", "replace") if 0 < size <= 128 else ""
