"""Tiny papers for the tests of reading: a page of text as PDF or picture."""

import io

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from chalicelib.digitization.certification import LETTERS
from chalicelib.digitization.model import PageResult, Source, Word

DECISION = """BỘ Y TẾ
CỤC QUẢN LÝ DƯỢC
Số: 123/QĐ-QLD
Hà Nội, ngày 05 tháng 3 năm 2024
QUYẾT ĐỊNH
Về việc cấp chứng chỉ hành nghề dược
Họ và tên: NGUYỄN VĂN THỬ
Ngày sinh: 01/02/1990
Số định danh: 001090012345
Mã số thuế: 0100109106
Có giá trị đến ngày 05 tháng 3 năm 2029
CỤC TRƯỞNG
Trần Thị Mẫu"""


def pdf_of(*pages: str) -> bytes:
    """A born-digital PDF, one page for each text."""
    pdf = FPDF()
    pdf.add_font("letters", "", LETTERS)
    for text in pages:
        pdf.add_page()
        pdf.set_font("letters", size=12)
        pdf.multi_cell(0, 8, text)
    return bytes(pdf.output())


def picture_of(text: str, width: int = 1000, height: int = 700) -> Image.Image:
    """Black letters on white, as a flawless scan of about 150 dpi would show them."""
    image = Image.new("RGB", (width, height), "white")
    font = ImageFont.truetype(str(LETTERS), 26)
    for row, line in enumerate(text.split("\n")):
        ImageDraw.Draw(image).text((60, 40 + 44 * row), line, font=font, fill="black")
    return image


def as_jpeg(image: Image.Image, **settings: object) -> bytes:
    """A JPEG file of the picture."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, **settings)
    return out.getvalue()


def page_of(text: str, source: Source = Source.TEXT_LAYER) -> PageResult:
    """A page as if it had been read, every line at its place on an A4 sheet."""
    words = []
    for row, line in enumerate(text.split("\n")):
        left = 60.0
        for word in line.split():
            right = left + 7.0 * len(word)
            words.append(Word(word, (left, 60.0 + 20 * row, right, 72.0 + 20 * row), 0.95, row))
            left = right + 4
    return PageResult(1, 595.0, 842.0, source, tuple(words), confidence=0.95)
