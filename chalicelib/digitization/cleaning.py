"""Cleaning a page's picture so that the reader sees ink on white paper; Pillow alone, no numpy."""

from dataclasses import dataclass
from typing import Any

from chalicelib.digitization.neighbourhoods import brightest, middle
from chalicelib.digitization.red_ink import without_seals

BACKGROUND_DPI = 40  # paper and shadows change slowly: this is enough to see them
READING_DPI = 165  # below the scan's own: shrinking averages noise away, and the reader is faster on less
NOISY_READING_DPI = 150
NOISE = (
    3.3  # grey levels that a median filter moves on bare paper; good scans reach 3.0, bad ones begin at 3.6
)
NOISE_TILE, BARE_PAPER, FINER = (
    12,
    0.3,
    8,
)  # pixels; share of the tiles that bear no writing; parts of a grey level
DARKEST, LIGHTEST = 0.005, 0.5  # shares of the pixels that become black and white
LEAST_CONTRAST = (
    90  # grey levels between ink and paper; a page with hardly any ink is not stretched beyond its noise
)


@dataclass(frozen=True)
class Cleaned:
    """``ink``: grey picture, even white paper. ``paper``: how bright the sheet is, at ``BACKGROUND_DPI``."""

    ink: Any
    paper: Any
    dpi: int
    noisy: bool


def clean(image: Any, dpi: int, *, shrink: bool = True) -> Cleaned:
    """Even out the light and quieten the noise; the result is at most as fine as the picture.

    Without ``shrink`` it is as fine, which helps another reading to err elsewhere than the first.

    The reader's own threshold is one for the whole page, which fails under uneven light and behind stamps.
    Red stamps vanish, red writing does not; the brightest neighbourhood is the paper, which is subtracted.
    """
    from PIL import Image, ImageChops, ImageFilter

    grey = without_seals(image, dpi) if image.mode == "RGB" else image.convert("L")
    noisy = _noise(grey) > NOISE
    if noisy:  # costs precision and time on a good page, saves a bad one
        grey = middle(grey)
    wanted = NOISY_READING_DPI if noisy else READING_DPI
    if shrink and dpi > wanted:
        factor = wanted / dpi
        size = max(1, round(grey.width * factor)), max(1, round(grey.height * factor))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
        dpi = wanted
    small = grey.reduce(max(2, dpi // BACKGROUND_DPI))
    paper = brightest(small, 5).filter(ImageFilter.MedianFilter(5))
    ink = ImageChops.subtract(paper.resize(grey.size, Image.Resampling.BILINEAR), grey)
    return Cleaned(_black_on_white(ink), paper, dpi, noisy)


def _black_on_white(ink: Any) -> Any:
    """The picture of how much darker than paper each pixel is, stretched from white paper to black ink."""
    histogram = ink.histogram()
    white = _level_above(histogram, 1 - LIGHTEST)
    black = max(_level_above(histogram, DARKEST), white + LEAST_CONTRAST)
    return ink.point(lambda level: 255 - max(0, min(255, round(255 * (level - white) / (black - white)))))


def _noise(grey: Any) -> float:
    """Mean change under a median filter where there is no writing, in a band across the middle of the page."""
    from PIL import ImageChops

    width, height = grey.size
    band = grey.crop((width // 4, height // 4, width * 3 // 4, height * 3 // 8))
    if min(band.size) < NOISE_TILE:
        return 0.0
    change = ImageChops.difference(band, middle(band))
    tiles = change.point(lambda level: min(255, level * FINER)).reduce(NOISE_TILE).histogram()
    return _level_above(tiles, 1 - BARE_PAPER) / FINER


def _level_above(histogram: list[int], share: float) -> int:
    """The highest grey level that at least this share of the pixels reach."""
    wanted, seen = share * sum(histogram), 0
    for level in range(255, 0, -1):
        seen += histogram[level]
        if seen >= wanted:
            return level
    return 0
