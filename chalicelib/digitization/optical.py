"""Reading a picture as often as it needs: once for a good one, again where writing was left over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chalicelib.digitization import ocr
from chalicelib.digitization.cleaning import Cleaned, clean
from chalicelib.digitization.coverage import DARK, measure
from chalicelib.digitization.model import Box, Word
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.second_opinion import surer_words

POINTS_PER_INCH = 72
FIRST_DPI, FINER_DPI = 200, 300
SMALL_SIDE = 1_100  # pixels; a card at 200 dpi, whose print is too small for the reader
GOOD_COVERAGE, GOOD_CONFIDENCE = 0.985, 0.80
SENSELESS = 0.60  # mean confidence of a page that lies on its side or stands on its head
CREDIBLE = 0.60  # below this a word may as well be a drawing
DOUBTFUL_LOSS = 0.06  # share of the writing that stayed unread after everything was tried
TURNS = (180, 90, 270)
SAMPLED = 0.6  # share of the writing's width and height that tells how a sheet lies
MOST_PATCHES = 12
ONE_LINE = 0.25  # inches; higher regions are blocks
SAME_ROW = 0.4  # share of the lower of two regions that lies beside the other
LONG_WORD = 4  # letters; longer words are wider than high


@dataclass(frozen=True)
class Reading:
    """Words with boxes in points of the upright page, which lay ``rotation`` degrees short of it.

    ``coverage`` is the share of the page's writing that the words account for, ``regions`` where the rest
    is, in pixels of ``cleaned``, ``scale`` points to a pixel.
    """

    words: tuple[Word, ...]
    coverage: float
    regions: tuple[Box, ...]
    cleaned: Cleaned
    scale: float
    rotation: int = 0
    passes: int = 1

    @property
    def confidence(self) -> float:
        """Mean confidence by letters, 0 without words."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / max(1, letters)

    @property
    def is_lying(self) -> bool:
        """Whether most words run up or down: the reader copes with that, people and places do not."""
        long = [word.box for word in self.words if len(word.text) >= LONG_WORD]
        return sum(box[3] - box[1] > box[2] - box[0] for box in long) > len(long) / 2

    @property
    def sense(self) -> float:
        """Letters read upright with confidence; the better of two readings of a page has more of them."""
        if self.is_lying:
            return 0.0
        return sum(len(word.text) * word.confidence for word in self.words if word.confidence > CREDIBLE)

    @property
    def makes_sense(self) -> bool:
        """Whether the sheet lies the right way up, beyond doubt."""
        return not self.is_lying and bool(self.words) and self.confidence >= GOOD_CONFIDENCE

    @property
    def is_good(self) -> bool:
        """Whether another reading would be a waste."""
        return self.coverage >= GOOD_COVERAGE and self.confidence >= GOOD_CONFIDENCE

    @property
    def is_doubtful(self) -> bool:
        """Whether writing is left that no reading could make out."""
        return self.coverage < 1 - DOUBTFUL_LOSS or (bool(self.words) and self.confidence < CREDIBLE)


def read_picture(
    models: Path,
    draw: Callable[[int], Any],
    width: float,
    known: tuple[Box, ...] = (),
    may_go_on: Callable[[], bool] = lambda: True,
) -> Reading:
    """The best reading of a page ``width`` points wide, which ``draw(dpi)`` paints as it lies.

    ``known`` are places (points) that are accounted for otherwise, such as a QR code. Once ``may_go_on`` says no,
    the best reading so far has to do.
    """
    face = _Face(ocr.reader(models), draw, width, known)
    best = face.read(FIRST_DPI, ocr.AUTOMATIC)
    if best.is_lying or (best.confidence < SENSELESS and (best.words or best.regions)):
        best = _turned(face, best, may_go_on)
    if best.regions and may_go_on():
        best = face.patched(best, may_go_on)
    if best.cleaned.noisy and best.words and may_go_on():
        second = face.read(FIRST_DPI, ocr.SPARSE, best.rotation, shrink=False)
        best = replace(best, words=surer_words(best.words, second.words), passes=best.passes + 1)
    if not best.is_good and (best.words or best.regions) and may_go_on():
        best = _finer(face, best)
    return best


def _finer(face: "_Face", coarse: Reading) -> Reading:
    """The better of this reading and one of a larger picture, if that can be painted in time."""
    try:
        finer = face.read(FINER_DPI, ocr.SPARSE, coarse.rotation)
    except Rejected:
        return coarse
    return replace(max(coarse, finer, key=lambda reading: reading.sense), passes=coarse.passes + 1)


def _turned(face: "_Face", lying: Reading, may_go_on: Callable[[], bool]) -> Reading:
    """The reading that makes most sense of the four ways a sheet can lie.

    The middle of the writing, turned each way, tells which one it is; only that one is read whole.
    """
    middle, samples = _middle(lying), []
    for turn in sorted(TURNS, key=lambda turn: turn % 180 == 0) if lying.is_lying else TURNS:
        if may_go_on():
            samples.append(face.read(FIRST_DPI, ocr.AUTOMATIC, turn, part=middle))
            if samples[-1].makes_sense:
                break
    best = max(samples, key=lambda reading: reading.sense, default=lying)
    if best.sense <= (0.0 if lying.is_lying else lying.sense * SAMPLED**2):
        return replace(lying, passes=1 + len(samples))
    whole = face.read(FIRST_DPI, ocr.AUTOMATIC, best.rotation)
    best = max(lying, whole, key=lambda reading: reading.sense)
    return replace(best, passes=2 + len(samples))


def _middle(reading: Reading) -> Box:
    """The middle of the ink, as shares of the picture's width and height."""
    ink = reading.cleaned.ink
    left, top, right, bottom = ink.point(lambda grey: 255 if grey < DARK else 0).getbbox() or (
        0,
        0,
        *ink.size,
    )
    across, down = (1 - SAMPLED) / 2 * (right - left), (1 - SAMPLED) / 2 * (bottom - top)
    return (
        (left + across) / ink.width,
        (top + down) / ink.height,
        (right - across) / ink.width,
        (bottom - down) / ink.height,
    )


class _Face:
    """One page's picture before the reader."""

    def __init__(self, engine: Any, draw: Callable[[int], Any], width: float, known: tuple[Box, ...]) -> None:
        self._engine = engine
        self._draw = draw
        self._width = width
        self._known = known

    def read(
        self, dpi: int, mode: int, rotation: int = 0, *, shrink: bool = True, part: Box | None = None
    ) -> Reading:
        """Paint, turn, clean, recognise, measure; of a ``part`` (shares of width and height) only the words count."""
        picture = self._draw(dpi)
        if max(picture.size) < SMALL_SIDE:
            picture = picture.resize((picture.width * 2, picture.height * 2))
        scale = self._width / picture.width  # points to a pixel, whichever way it is turned
        if part is not None:
            picture = picture.crop(_pixels(part, picture.size))
        if rotation:
            picture = picture.rotate(-rotation, expand=True)
        cleaned = clean(picture, round(POINTS_PER_INCH / scale), shrink=shrink)
        scale *= picture.width / cleaned.ink.width
        return self._reading(
            ocr.read_words(self._engine, cleaned.ink, cleaned.dpi, mode), cleaned, scale, rotation
        )

    def patched(self, reading: Reading, may_go_on: Callable[[], bool]) -> Reading:
        """Read the left-over regions by themselves; what is credible joins the words."""
        scale, cleaned = reading.scale, reading.cleaned
        words = [replace(word, box=_scaled(word.box, 1 / scale)) for word in reading.words]
        first_new_line = _next_line(words)
        for region in sorted(_rows(reading.regions), key=_area, reverse=True)[:MOST_PATCHES]:
            if may_go_on():
                words += self._in_region(cleaned, region, words)
        patched = self._reading(_in_place(words, first_new_line), cleaned, scale, reading.rotation)
        return replace(patched, passes=reading.passes + 1)

    def _in_region(self, cleaned: Cleaned, region: Box, words: list[Word]) -> list[Word]:
        margin, beside = cleaned.dpi // 12, cleaned.dpi // 3
        mode = ocr.LINE if region[3] - region[1] < ONE_LINE * cleaned.dpi else ocr.BLOCK
        left, top = max(0, round(region[0]) - beside), max(0, round(region[1]) - margin)
        right, bottom = min(cleaned.ink.width, round(region[2]) + beside), round(region[3]) + margin
        patch = cleaned.ink.crop((left, top, right, bottom))
        line = _next_line(words)
        found = [
            Word(word.text, _moved(word.box, left, top), word.confidence, word.line + line)
            for word in ocr.read_words(self._engine, patch, cleaned.dpi, mode)
            if word.confidence >= CREDIBLE and len(word.text) > 1
        ]
        return [word for word in found if not _is_known(word.box, words)]

    def _reading(self, words: list[Word], cleaned: Cleaned, scale: float, rotation: int) -> Reading:
        known = [_scaled(box, 1 / scale) for box in self._known] if rotation == 0 else []
        coverage = measure(cleaned, [word.box for word in words] + known)
        placed = tuple(replace(word, box=_scaled(word.box, scale)) for word in words)
        return Reading(placed, coverage.share, coverage.regions, cleaned, scale, rotation)


def _rows(regions: tuple[Box, ...]) -> list[Box]:
    """Regions beside each other as one: dots and short words between them are read with the line, not without."""
    rows: list[Box] = []
    for region in sorted(regions, key=lambda box: box[1]):
        last = rows[-1] if rows else region
        beside = min(last[3], region[3]) - max(last[1], region[1])
        if rows and beside > SAME_ROW * min(last[3] - last[1], region[3] - region[1]):
            rows[-1] = _around(last, region)
        else:
            rows.append(region)
    return rows


def _around(one: Box, two: Box) -> Box:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _in_place(words: list[Word], first_new_line: int) -> list[Word]:
    """Each new line put before the first known line that lies below it; the known lines keep their order."""
    tops: dict[int, float] = {}
    for word in words:
        tops[word.line] = min(tops.get(word.line, word.box[1]), word.box[1])
    order = [line for line in tops if line < first_new_line]
    for line in (line for line in tops if line >= first_new_line):
        below = (place for place, known in enumerate(order) if tops[known] > tops[line])
        order.insert(next(below, len(order)), line)
    rank = {line: place for place, line in enumerate(order)}
    return sorted((replace(word, line=rank[word.line]) for word in words), key=lambda word: word.line)


def _next_line(words: list[Word]) -> int:
    return max((word.line for word in words), default=-1) + 1


def _is_known(box: Box, words: list[Word]) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(w.box[0] <= across <= w.box[2] and w.box[1] <= down <= w.box[3] for w in words)


def _pixels(part: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = round(part[0] * size[0]), round(part[1] * size[1])
    return left, top, max(left + 1, round(part[2] * size[0])), max(top + 1, round(part[3] * size[1]))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _moved(box: Box, across: float, down: float) -> Box:
    return box[0] + across, box[1] + down, box[2] + across, box[3] + down


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(side * scale, 1) for side in box)
    return left, top, right, bottom
