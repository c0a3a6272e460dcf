"""The two faces of a citizen card, drawn by the typesetter's press."""

from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from fpdf import FPDF
from fpdf.enums import Align

from local.papers import blocks

DISCLAIMER = "Giấy mẫu để thử phần mềm, không có giá trị sử dụng"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
GROUND, PORTRAIT, RED, CHIP = (226, 240, 245), (205, 214, 220), (180, 20, 30), (214, 178, 94)

if TYPE_CHECKING:

    class Press(Protocol):
        """What of the typesetter is needed here."""

        pdf: FPDF

        def write(
            self,
            text: str,
            size: float,
            style: str = "",
            align: Align = Align.J,
            *,
            at: tuple[float, float] | None = None,
            width: float | None = None,
        ) -> float: ...


def draw_front(press: "Press", card: blocks.Card) -> None:
    """Name, number, dates and the code."""
    from segno import make

    pdf = press.pdf
    _fill(pdf, GROUND, (0, 0, *blocks.CARD))
    code = BytesIO()
    make(card.qr, error="m", version=9, boost_error=False).save(code, kind="png", scale=8, border=2)
    pdf.image(code, x=66.5, y=2, w=17, h=17)
    _fill(pdf, PORTRAIT, (3, 17, 20, 27))
    press.write(STATE, 6.2, "B", Align.C, at=(12, 3), width=54)
    press.write(MOTTO, 5.6, "B", Align.C, at=(12, 6.2), width=54)
    pdf.set_text_color(*RED)
    press.write("CĂN CƯỚC CÔNG DÂN", 9.5, "B", Align.C, at=(12, 10), width=54)
    pdf.set_text_color(0, 0, 0)
    rows = (
        (f"Số / No.: {card.personal_number}", 8.5, "B"),
        ("Họ và tên / Full name:", 5.6, ""),
        (card.person_name, 8.0, "B"),
        (f"Ngày sinh / Date of birth: {card.birth_date}", 6.2, ""),
        (f"Giới tính / Sex: {card.sex}   Quốc tịch / Nationality: Việt Nam", 6.2, ""),
        (f"Quê quán / Place of origin: {card.home}", 5.8, ""),
        (f"Nơi thường trú / Place of residence: {card.address}", 5.8, ""),
    )
    y = 18.0
    for text, size, style in rows:
        y += press.write(text, size, style, Align.L, at=(25, y), width=58) + 0.5
    press.write(f"Có giá trị đến: {card.expiry}", 5.2, "", Align.L, at=(3, 45), width=22)
    press.write(DISCLAIMER, 4.2, "I", Align.C, at=(3, 50.5), width=80)


def draw_back(press: "Press", card: blocks.CardBack) -> None:
    """Day of issue, chip, office, and the zone for machines."""
    _fill(press.pdf, GROUND, (0, 0, *blocks.CARD))
    _fill(press.pdf, CHIP, (6, 12, 13, 11))
    press.write("Đặc điểm nhân dạng / Personal identification:", 5.4, "", Align.L, at=(4, 3), width=60)
    press.write("Nốt ruồi cách 1 cm trên sau mép trái", 5.8, "", Align.L, at=(4, 6), width=60)
    rows = (
        (f"Ngày, tháng, năm / Date, month, year: {card.issued}", 5.8, ""),
        ("CỤC TRƯỞNG CỤC CẢNH SÁT", 5.8, "B"),
        ("QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", 5.8, "B"),
    )
    y = 11.0
    for text, size, style in rows:
        y += press.write(text, size, style, Align.C, at=(24, y), width=58) + 0.3
    press.write(card.officer, 6.2, "B", Align.C, at=(24, 28), width=58)
    for row, line in enumerate(card.zone):
        press.write(line, 8.4, "", Align.L, at=(4, 36 + 4.4 * row), width=80)
    press.write(DISCLAIMER, 4.2, "I", Align.C, at=(3, 50.5), width=80)


def _fill(pdf: FPDF, colour: tuple[int, int, int], place: tuple[float, float, float, float]) -> None:
    pdf.set_fill_color(*colour)
    pdf.rect(*place, style="F")
