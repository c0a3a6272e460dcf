"""Two readings of one page become a better one: word by word, the surer of the two."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.digitization.model import Box, Word

SAME_PLACE = 0.5  # shared area of two boxes, as a part of both together
CLEARLY = 0.02  # how much surer the other reading must be
BAND = 24.0  # points; words are looked up by the band their middle lies in


def surer_words(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The first reading in its order, with the second one's text wherever that is clearly surer of the same place."""
    by_band: dict[int, list[Word]] = {}
    for word in second:
        by_band.setdefault(_band(word), []).append(word)
    return tuple(_surer(word, by_band) for word in first)


def _surer(word: Word, by_band: dict[int, list[Word]]) -> Word:
    band = _band(word)
    near = (other for place in (band - 1, band, band + 1) for other in by_band.get(place, ()))
    best = max(near, key=lambda other: _overlap(word.box, other.box), default=None)
    if (
        best is None
        or _overlap(word.box, best.box) < SAME_PLACE
        or best.confidence < word.confidence + CLEARLY
    ):
        return word
    return replace(word, text=best.text, confidence=best.confidence)


def _band(word: Word) -> int:
    return int((word.box[1] + word.box[3]) / 2 // BAND)


def _overlap(one: Box, two: Box) -> float:
    across = max(0.0, min(one[2], two[2]) - max(one[0], two[0]))
    down = max(0.0, min(one[3], two[3]) - max(one[1], two[1]))
    return across * down / max(1e-9, _area(one) + _area(two) - across * down)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
