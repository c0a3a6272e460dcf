"""What happens to a printed page before it reaches us: stamped, signed, copied badly, photographed on a desk.

The levels below were fixed before any reading was measured on them. All randomness comes from the seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from local.papers.typeset import FONTS, Mark

SEAL_RED, INK_BLUE = (205, 30, 45), (35, 55, 150)
DESK = (118, 96, 78)


@dataclass(frozen=True)
class Level:
    """``skew`` in degrees each way, ``noise`` as standard deviation of grey levels, ``jpeg`` quality 1-95."""

    skew: float
    noise: float
    contrast: float
    jpeg: int
    specks: int = 0
    photographed: bool = False


SCAN = Level(skew=1.3, noise=8, contrast=1.0, jpeg=70)
POOR_SCAN = Level(skew=2.6, noise=17, contrast=0.55, jpeg=38, specks=900)
PHOTO = Level(skew=0.8, noise=5, contrast=0.9, jpeg=82, photographed=True)


def degrade(page: Image.Image, level: Level, draw: Random) -> Image.Image:
    """The page as a scanner or a camera of that level would deliver it, before JPEG."""
    page = _washed_out(page, level.contrast)
    page = page.rotate(
        draw.uniform(-level.skew, level.skew), Image.Resampling.BICUBIC, fillcolor=(250, 250, 248)
    )
    if level.specks:
        _sprinkle(page, level.specks, draw)
    if level.photographed:
        page = _photograph(page, draw)
    return _noisy(page, level.noise, draw)


def sign_and_stamp(page: Image.Image, marks: Sequence[Mark], dpi: int, draw: Random) -> Image.Image:
    """Blue scrawls over the signers' places, and the round red seal a little to their left."""
    for mark in marks:
        centre = (mark.x / 25.4 * dpi, mark.y / 25.4 * dpi)
        _scrawl(page, centre, dpi, draw)
        if mark.stamp:
            page = _seal(page, (centre[0] - 0.45 * dpi, centre[1]), mark.stamp, dpi, draw)
    return page


def _washed_out(page: Image.Image, contrast: float) -> Image.Image:
    paper = Image.new("RGB", page.size, (247, 246, 242))
    page = ImageChops.multiply(page, paper)
    return (
        page if contrast == 1.0 else Image.blend(Image.new("RGB", page.size, (215, 213, 208)), page, contrast)
    )


def _noisy(page: Image.Image, sigma: float, draw: Random) -> Image.Image:
    """Triangular noise: the mean of two uniform fields has a standard deviation of 52 grey levels."""

    def field() -> Image.Image:
        grains = (Image.frombytes("L", page.size, draw.randbytes(page.width * page.height)) for _ in range(2))
        return Image.blend(next(grains), next(grains), 0.5).point(lambda v: 128 + (v - 127.5) * sigma / 52.0)

    grain = Image.merge("RGB", [field()] * 3)
    return ImageChops.add(page, grain, 1, -128)


def _sprinkle(page: Image.Image, specks: int, draw: Random) -> None:
    pen = ImageDraw.Draw(page)
    for _ in range(specks):
        x, y, size = draw.randrange(page.width), draw.randrange(page.height), draw.choice((1, 1, 1, 2, 3))
        pen.ellipse((x, y, x + size, y + size), fill=(draw.randrange(40, 150),) * 3)


def _photograph(page: Image.Image, draw: Random) -> Image.Image:
    """The page on a desk, seen at a slant, a soft shadow across it, slightly out of focus."""
    border = page.width // 12
    size = (page.width + 2 * border, page.height + 2 * border)
    slack = page.width * 0.025

    def corner(x: int, y: int) -> tuple[float, float]:
        across, down = draw.uniform(-slack, slack), draw.uniform(-slack, slack)
        return border + x * page.width + across, border + y * page.height + down

    corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]
    coefficients = _perspective(corners, page.size)
    seen = page.transform(size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    outline = Image.new("L", size, 0)
    ImageDraw.Draw(outline).polygon(corners, fill=255)
    scene = Image.composite(seen, Image.new("RGB", size, DESK), outline)
    shade = Image.linear_gradient("L").rotate(draw.choice((0, 90, 180, 270))).resize(size)
    shade = shade.point(lambda v: 150 + v * 105 / 255)
    edge = int(size[0] * draw.uniform(0.15, 0.4))
    hand = Image.new("L", size, 255)
    ImageDraw.Draw(hand).polygon([(0, 0), (edge, 0), (edge // 3, size[1]), (0, size[1])], fill=185)
    hand = hand.resize((size[0] // 8, size[1] // 8)).filter(ImageFilter.GaussianBlur(12)).resize(size)
    light = ImageChops.multiply(shade, hand)
    return ImageChops.multiply(scene, Image.merge("RGB", [light] * 3)).filter(ImageFilter.GaussianBlur(0.7))


def _perspective(corners: Sequence[tuple[float, float]], page: tuple[int, int]) -> tuple[float, ...]:
    """The eight numbers Pillow wants: from a point of the photo back to its point on the page."""
    width, height = page
    targets = ((0, 0), (width, 0), (width, height), (0, height))
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return tuple(_solve(rows))


def _solve(rows: list[list[float]]) -> list[float]:
    """Gauss and Jordan on an augmented square system."""
    for column in range(len(rows)):
        pivot = max(range(column, len(rows)), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for other, row in enumerate(rows):
            if other != column:
                rows[other] = [a - row[column] * b for a, b in zip(row, rows[column], strict=True)]
    return [row[-1] for row in rows]


def _scrawl(page: Image.Image, centre: tuple[float, float], dpi: int, draw: Random) -> None:
    x, y = centre[0] - 0.45 * dpi, centre[1]
    points = [(x, y)]
    for _ in range(9):
        x += draw.uniform(-0.05, 0.22) * dpi
        points.append((x, centre[1] + draw.uniform(-0.22, 0.2) * dpi))
    ImageDraw.Draw(page).line(_smooth(points), fill=INK_BLUE, width=max(2, dpi // 80), joint="curve")


def _smooth(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Chaikin's corner cutting, three times."""
    for _ in range(3):
        cut = []
        for (ax, ay), (bx, by) in pairwise(points):
            cut += [
                (0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by),
                (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by),
            ]
        points = cut
    return points


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    """Five points, the first upwards."""
    reach = (radius, radius * 0.382)
    return [
        (middle + reach[k % 2] * sin(k * pi / 5), middle - reach[k % 2] * cos(k * pi / 5)) for k in range(10)
    ]


def _seal(page: Image.Image, centre: tuple[float, float], text: str, dpi: int, draw: Random) -> Image.Image:
    """A round seal of 34 mm: two rings, a star, the text along the ring; uneven like a rubber stamp."""
    side = int(34 / 25.4 * dpi)
    ink = Image.new("L", (side, side), 0)
    pen, middle = ImageDraw.Draw(ink), side / 2
    for inset, width in ((0.01, 0.02), (0.26, 0.008)):
        pen.ellipse(
            (side * inset, side * inset, side * (1 - inset), side * (1 - inset)),
            outline=255,
            width=int(side * width) + 1,
        )
    text = text.upper()[:34]
    font = ImageFont.truetype(FONTS / "MotcuaSans-Bold.ttf", int(side * 0.085))
    for place, letter in enumerate(text):
        glyph = Image.new("L", (side, side), 0)
        ImageDraw.Draw(glyph).text((middle, side * 0.14), letter, font=font, fill=255, anchor="mm")
        ink = ImageChops.lighter(ink, glyph.rotate(-(place - (len(text) - 1) / 2) * 9.2))
    ImageDraw.Draw(ink).polygon(_star(middle, side * 0.13), fill=255)
    ink = ink.rotate(draw.uniform(-9, 9)).point(lambda v: v * 0.78)
    colour = Image.new("RGB", (side, side), (255, 255, 255))
    colour.paste(SEAL_RED, mask=ink)
    box = (int(centre[0] - middle), int(centre[1] - middle))
    patch = page.crop((*box, box[0] + side, box[1] + side))
    page.paste(ImageChops.multiply(patch, colour), box)
    return page
