"""The text of a paper ready for searching: folded beside the original, every span traceable to its words."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from chalicelib.digitization.folding import fold
from chalicelib.digitization.model import Box, Check, Field, FieldName, PageResult, Word

LEADER = re.compile(r"[.…·]{3,}")  # dots that lead to a value on a form: nothing but space to a search
WIDE_GAP = 2.2  # times the height of the words
MOST_WORDS = 4_000  # a page of six-point print has half of that


@dataclass(frozen=True)
class Line:
    """A line of a page: where it starts in the page's text, and its own text."""

    start: int
    text: str
    folded: str


@dataclass(frozen=True)
class Segment:
    """Words of a line that stand together; a wide gap begins another, as between two columns of signatures."""

    start: int
    text: str
    box: Box
    line: int  # counted from 0 as in ``PageText.lines``

    @property
    def shouts(self) -> bool:
        """Whether it is set in capitals."""
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.8 * len(letters)

    @property
    def has_place(self) -> bool:
        """Whether it is known where it stands on the page."""
        return self.box[2] > self.box[0]

    def is_above(self, other: "Segment") -> bool:
        """Whether it lies above the other and overlaps it from left to right."""
        overlap = min(self.box[2], other.box[2]) - max(self.box[0], other.box[0])
        return self.box[3] <= other.box[1] + 3 and overlap > 0


class PageText:
    """One page. ``text`` and ``folded`` have the same length; positions are interchangeable."""

    def __init__(self, page: PageResult) -> None:
        self.page = page
        self.text = LEADER.sub(lambda dots: " " * len(dots[0]), page.text)
        self.folded = fold(self.text)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines from top to bottom as read."""
        lines, start = [], 0
        for text in self.text.split("\n"):
            lines.append(Line(start, text, self.folded[start : start + len(text)]))
            start += len(text) + 1
        return tuple(lines)

    @cached_property
    def _ordered(self) -> tuple[Word, ...]:
        """Words in the order of ``text``, which groups them by line."""
        lines: dict[int, list[Word]] = {}
        for word in self.page.words:
            lines.setdefault(word.line, []).append(word)
        return tuple(word for words in lines.values() for word in words)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, position = [], 0
        for word in self._ordered:
            starts.append(position)
            position += len(word.text) + 1
        return tuple(starts)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Lines cut at wide gaps, in reading order."""
        segments: list[Segment] = []
        group: list[int] = []
        for index, word in enumerate(self._ordered):
            if group and self._is_apart(self._ordered[group[-1]], word):
                segments.append(self._segment(group))
                group = []
            group.append(index)
        return (*segments, self._segment(group)) if group else tuple(segments)

    def _is_apart(self, one: Word, two: Word) -> bool:
        height = max(one.box[3] - one.box[1], two.box[3] - two.box[1])
        return one.line != two.line or two.box[0] - one.box[2] > WIDE_GAP * height

    def _segment(self, group: list[int]) -> Segment:
        words = [self._ordered[index] for index in group]
        text = " ".join(word.text for word in words)
        start = self._starts[group[0]]
        line = bisect.bisect_right(self.lines, start, key=lambda line: line.start) - 1
        return Segment(start, text, _around(tuple(words)) or words[0].box, line)

    def segment_end(self, position: int) -> int:
        """Where the words that stand together with the one at this position end."""
        place = bisect.bisect_right(self.segments, position, key=lambda segment: segment.start) - 1
        segment = self.segments[max(0, place)]
        return max(position, segment.start + len(segment.text))

    def line_at(self, position: int) -> Line:
        """The line that holds this position of the text."""
        return self.lines[bisect.bisect_right(self.lines, position, key=lambda line: line.start) - 1]

    def below(self, segment: Segment, lines: int) -> list[str]:
        """What stands in the same column on the next lines; whole lines where words have no place."""
        following = (
            other
            for other in self.segments
            if segment.line < other.line < segment.line + lines
            and (not segment.has_place or segment.is_above(other))
        )
        first_of_line: dict[int, str] = {}
        for other in following:
            first_of_line.setdefault(other.line, other.text)
        return list(first_of_line.values())

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that a span of the text touches."""
        first = max(0, bisect.bisect_right(self._starts, start) - 1)
        last = bisect.bisect_left(self._starts, end)
        return self._ordered[first:last]

    def field(
        self, name: FieldName, start: int, end: int, normalised: str, check: Check = Check.NONE
    ) -> Field:
        """A field for this span, with the least confidence of its words and the box around them."""
        words = self.words_in(start, end)
        return Field(
            name=name,
            value=self.text[start:end].replace("\n", " ").strip(),
            normalised=normalised,
            confidence=round(min((word.confidence for word in words), default=0.0), 3),
            page=self.page.number,
            box=_around(words),
            check=check,
        )


class PaperText:
    """All readable pages of a paper, but for those that hold more words than any letter or form: posters, tables."""

    def __init__(self, pages: tuple[PageResult, ...]) -> None:
        self.pages = tuple(PageText(page) for page in pages if 0 < len(page.words) <= MOST_WORDS)

    def __iter__(self) -> Iterator[PageText]:
        return iter(self.pages)


def _around(words: tuple[Word, ...]) -> Box | None:
    boxes = [word.box for word in words if word.box[2] > word.box[0]]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
