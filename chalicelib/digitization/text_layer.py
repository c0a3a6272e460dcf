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
        if not NOT_PRINTABLE.sub("", match.group()):
            continue
        if previous_end is not None and "\n" in text[previous_end : match.start()]:
            line += 1
        previous_end = match.end()
        yield Written(match.group(), line, match.start())


def _words(written: Sequence[Written], spoken: Sequence[str], boxes: "_Boxes") -> Iterator[Word]:
    for word, text in zip(written, spoken, strict=False):
        if shown := unicodedata.normalize("NFC", NOT_PRINTABLE.sub("", text)):
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
        one, two = self._of(first), self._of(last)
        return self._upright(
            min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
        )

    def _of(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._sides
        if (
            self._char_box(self._textpage, index, left, right, bottom, top)
            and top.value - bottom.value > LEAST_HEIGHT
        ):
            return (left.value, bottom.value, right.value, top.value)
        loose = self._loose_box  # a blank glyph has no outline: its cell instead
        if not self._get_loose_box(self._textpage, index, loose):
            return (0.0, 0.0, 0.0, 0.0)
        return (loose.left, loose.bottom, loose.right, loose.top)

    def _upright(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, x1 = left - self._left, right - self._left
        y0, y1 = bottom - self._bottom, top - self._bottom
        width, height = self._right - self._left, self._top - self._bottom
        turned = {
            0: (x0, height - y1, x1, height - y0),
            90: (y0, x0, y1, x1),
            180: (width - x1, y0, width - x0, y1),
            270: (height - y1, width - x1, height - y0, width - x0),
        }[self._rotation]
        return (round(turned[0], 1), round(turned[1], 1), round(turned[2], 1), round(turned[3], 1))


def _font_name(textpage: Any, index: int) -> str:
    """The font of a character; asked for only where the text may be in a legacy encoding."""
    import pypdfium2.raw as raw

    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    size = raw.FPDFText_GetFontInfo(textpage.raw, index, buffer, 128, flags)
    return buffer.value.decode("ascii", "replace") if 0 < size <= 128 else ""
