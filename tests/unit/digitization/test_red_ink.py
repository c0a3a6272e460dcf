"""Red ink: titles and numbers are read, round seals and framed stamps vanish."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from chalicelib.digitization import Outcome, digitize
from chalicelib.digitization.certification import LETTERS
from chalicelib.digitization.red_ink import without_seals
from tests.unit.digitization.small_papers import as_jpeg

DPI, RED, PINK = 200, (200, 22, 30), (250, 226, 228)
Box = tuple[int, int, int, int]
TITLE: Box = (330, 90, 900, 170)
SEAL: Box = (640, 500, 908, 768)  # 34 mm
FRAME: Box = (60, 520, 400, 650)


def certificate(paper: tuple[int, int, int] = (255, 255, 255), *, frame: bool = False) -> Image.Image:
    """A title in red, lines in black, a seal over the name of the signer."""
    page = Image.new("RGB", (1240, 900), paper)
    pen = ImageDraw.Draw(page)

    def write(text: str, at: tuple[int, int], size: int, fill: tuple[int, int, int] = (20, 20, 20)) -> None:
        pen.text(at, text, font=ImageFont.truetype(str(LETTERS), size), fill=fill)

    write("GIẤY CHỨNG NHẬN", (340, 100), 54, RED)
    write("Số: 0012345", (900, 200), 30, RED)
    for row in range(4):
        write("Chứng nhận nhà thuốc đủ điều kiện kinh doanh dược", (120, 280 + 52 * row), 32)
    write("GIÁM ĐỐC", (740, 500), 32)
    write("Trần Thị Mẫu", (730, 690), 32)
    for inset, width in ((0, 6), (70, 3)):
        pen.ellipse(
            (SEAL[0] + inset, SEAL[1] + inset, SEAL[2] - inset, SEAL[3] - inset), outline=RED, width=width
        )
    write("SỞ Y TẾ", (690, 530), 26, RED)
    pen.regular_polygon((774, 634, 34), 5, fill=RED)
    if frame:
        pen.rectangle(FRAME, outline=RED, width=4)
        write("CÔNG VĂN ĐẾN", (90, 540), 30, RED)
        write("Số: 4711", (90, 590), 30, RED)
    return page


def ink_in(grey: Image.Image, box: Box) -> float:
    """Share of dark pixels."""
    part = grey.crop(box)
    return sum(part.histogram()[:128]) / (part.width * part.height)


@pytest.mark.parametrize("paper", [(255, 255, 255), PINK])
def test_red_writing_is_as_dark_as_black_and_seals_are_as_bright_as_paper(
    paper: tuple[int, int, int],
) -> None:
    page = certificate(paper, frame=True)
    grey = without_seals(page, DPI)
    black_alone = page.getchannel("R")
    assert ink_in(black_alone, TITLE) == 0
    assert ink_in(grey, TITLE) > 0.1
    assert ink_in(grey, SEAL) == ink_in(black_alone, SEAL)
    assert ink_in(grey, FRAME) == 0


def test_a_page_without_red_is_its_red_channel() -> None:
    page = Image.new("RGB", (600, 400), (240, 238, 230))
    ImageDraw.Draw(page).text((50, 50), "Bộ Y tế", fill=(30, 40, 160), font_size=40)
    assert without_seals(page, DPI).tobytes() == page.getchannel("R").tobytes()


def test_the_red_title_of_a_sealed_certificate_names_the_paper() -> None:
    digitized = digitize(as_jpeg(certificate(), dpi=(DPI, DPI)), isolated=False)
    assert digitized.outcome is Outcome.READY
    assert "GIẤY CHỨNG NHẬN" in digitized.text
    assert "0012345" in digitized.text
    assert "Trần Thị Mẫu" in digitized.text
    assert digitized.document is not None
    assert digitized.document.code == "certificate"
