"""Pictures before the reader: noise is known by bare paper, hardly any ink is not stretched into a page of it."""

from random import Random

import pytest
from PIL import Image, ImageChops, ImageDraw

from chalicelib.digitization.cleaning import clean

WRITING = "Số định danh cá nhân 001090012345 " * 2


def sheet(lines: int, sigma: float) -> Image.Image:
    """A grey sheet with so many lines of writing, and noise of that standard deviation."""
    page = Image.new("L", (800, 1000), 215)
    pen = ImageDraw.Draw(page)
    for line in range(lines):  # with the space between them that papers have
        pen.text((40, 60 + 54 * line), WRITING, fill=70, font_size=32)
    draw = Random(1)
    grains = [Image.frombytes("L", page.size, draw.randbytes(page.width * page.height)) for _ in range(2)]
    noise = Image.blend(grains[0], grains[1], 0.5).point(lambda v: 128 + (v - 127.5) * sigma / 52)
    return ImageChops.add(page, noise, 1, -128)


@pytest.mark.parametrize("lines", [2, 16])
@pytest.mark.parametrize(("sigma", "noisy"), [(4, False), (20, True)])
def test_noise_is_the_same_however_much_is_written(lines: int, sigma: float, noisy: bool) -> None:
    assert clean(sheet(lines, sigma), 200).noisy is noisy


def test_the_noise_of_an_almost_empty_page_does_not_become_ink() -> None:
    ink = clean(sheet(0, 12), 200).ink
    assert sum(ink.histogram()[:128]) < 0.001 * ink.width * ink.height


def test_pale_writing_becomes_black() -> None:
    assert clean(sheet(16, 4), 200).ink.getextrema()[0] < 40
