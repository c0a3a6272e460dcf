"""Cleaning a page's picture so that the reader sees ink on white paper; Pillow alone, no numpy."""

from dataclasses import dataclass
from typing import Any

BACKGROUND_DPI = 40  # paper and shadows change slowly: this is enough to see them
READING_DPI = 165  # below the scan's own: shrinking averages noise away, and the reader is faster on less
NOISY_READING_DPI = 150
NOISE = 5.0  # mean grey levels that a median filter moves; good scans are at 3 to 4.5, bad ones above 5.5
CUTOFF = (0.5, 50)  # percent of darkest and lightest pixels that become black and white


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
    The red channel makes a red stamp vanish; the brightest neighbourhood is the paper, which is subtracted.
    """
    from PIL import Image, ImageChops, ImageFilter, ImageOps

    red = image.getchannel("R") if image.mode == "RGB" else image.convert("L")
    noisy = _noise(red) > NOISE
    if noisy:  # costs precision and time on a good page, saves a bad one
        red = red.filter(ImageFilter.MedianFilter(3))
    wanted = NOISY_READING_DPI if noisy else READING_DPI
    if shrink and dpi > wanted:
        factor = wanted / dpi
        red = red.resize(
            (max(1, round(red.width * factor)), max(1, round(red.height * factor))), Image.Resampling.LANCZOS
        )
        dpi = wanted
    small = red.reduce(max(2, dpi // BACKGROUND_DPI))
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(5))
    ink = ImageChops.subtract(paper.resize(red.size, Image.Resampling.BILINEAR), red)
    return Cleaned(ImageOps.autocontrast(ImageOps.invert(ink), cutoff=CUTOFF), paper, dpi, noisy)


def _noise(grey: Any) -> float:
    """Mean change under a median filter, in a band across the middle of the page."""
    from PIL import ImageChops, ImageFilter, ImageStat

    width, height = grey.size
    band = grey.crop((width // 4, height // 4, width * 3 // 4, height * 3 // 8))
    if not band.width or not band.height:
        return 0.0
    return float(
        ImageStat.Stat(ImageChops.difference(band, band.filter(ImageFilter.MedianFilter(3)))).mean[0]
    )
