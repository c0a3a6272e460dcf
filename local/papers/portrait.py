"""The portrait that some procedures ask for: a head before a blue wall, a picture without a word."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from local.papers.truth import Fields, MadePaper, Truth

WALL, SKIN, SHIRT = (70, 120, 190), (224, 188, 160), (240, 240, 244)


def portrait(draw: Random | None = None) -> Image.Image:
    """4 x 6 cm at 254 dpi; chance moves the head a little."""
    shift = draw.randint(-15, 15) if draw else 0
    image = Image.new("RGB", (400, 600), WALL)
    pen = ImageDraw.Draw(image)
    pen.ellipse((110 + shift, 120, 290 + shift, 360), fill=SKIN)
    pen.pieslice((30 + shift, 380, 370 + shift, 840), 180, 360, fill=SHIRT)
    return image.filter(ImageFilter.GaussianBlur(4))


def portrait_paper(seed: int) -> MadePaper:
    """The portrait as a JPEG file."""
    out = BytesIO()
    portrait(Random(seed)).save(out, "JPEG", quality=88, dpi=(254, 254))
    truth = Truth("portrait", held_out=False, fields=Fields("Ảnh chân dung"), pages=((),))
    return MadePaper(f"portrait-{seed}.jpg", out.getvalue(), "image/jpeg", truth)
