"""Cleaning a page's picture so that the reader sees ink on white paper; Pillow alone, no numpy."""

from typing import Any

BACKGROUND_DPI = 40  # paper and shadows change slowly: this is enough to see them


def flatten(image: Any, dpi: int) -> Any:
    """A grey picture with even white paper.

    The reader's own threshold is one for the whole page, which fails under uneven light and behind stamps.
    The red channel makes a red stamp vanish; the brightest neighbourhood is the paper, which is subtracted.
    """
    from PIL import Image, ImageChops, ImageFilter, ImageOps

    red = image.getchannel("R") if image.mode == "RGB" else image.convert("L")
    red = red.filter(ImageFilter.MedianFilter(3))
    small = red.reduce(max(4, dpi // BACKGROUND_DPI))
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MedianFilter(5))
    ink = ImageChops.subtract(paper.resize(red.size, Image.Resampling.BILINEAR), red)
    return ImageOps.autocontrast(ImageOps.invert(ink), cutoff=(0.5, 40))
