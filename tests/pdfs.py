"""Small PDF files for tests."""

from functools import cache
from pathlib import Path

FONT = Path(__file__).parents[1] / "local" / "papers" / "fonts" / "MotcuaSerif-Regular.ttf"


@cache
def a_pdf(text: str, pages: int = 1) -> bytes:
    """A born-digital PDF that says ``text`` on each page."""
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_font("serif", fname=FONT)
    pdf.set_font("serif", size=13)
    for number in range(pages):
        pdf.add_page()
        pdf.multi_cell(0, 8, f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{text}\nTrang {number + 1}")
    return bytes(pdf.output())
