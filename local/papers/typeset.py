"""Draws a sheet of blocks as a PDF and notes every line it printed and where seals and signatures belong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue

from local.papers import blocks
from local.papers.card_faces import DISCLAIMER, MOTTO, STATE, draw_back, draw_front

FONTS = Path(__file__).parent / "fonts"
FACES = (
    ("serif", "", "MotcuaSerif-Regular.ttf"),
    ("serif", "B", "MotcuaSerif-Bold.ttf"),
    ("serif", "I", "MotcuaSerif-Italic.ttf"),
    ("sans", "", "MotcuaSans-Regular.ttf"),
    ("sans", "B", "MotcuaSans-Bold.ttf"),
    ("sans", "I", "MotcuaSans-Regular.ttf"),
)
MARGINS = (28.0, 18.0, 18.0)  # left, top, right in millimetres (Decree 30/2020: 30-35, 20-25, 15-20)
BODY = 13.0
BLACK, PRINTED_RED = (0, 0, 0), (200, 22, 30)
LEADING = 0.49  # height of a line in millimetres for each point of type


@dataclass(frozen=True)
class Mark:
    """Where ink meets paper after printing: centre in millimetres from the top left of ``page`` (0-based)."""

    page: int
    x: float
    y: float
    stamp: str | None


@dataclass(frozen=True)
class Printed:
    """The PDF, its lines page by page, and the places of its marks."""

    pdf: bytes
    pages: tuple[tuple[str, ...], ...]
    marks: tuple[Mark, ...]


def typeset(sheet: blocks.Sheet) -> Printed:
    """Print all blocks of ``sheet`` in order. The same sheet gives the same bytes."""
    press = _Press(sheet)
    for block in sheet.blocks:
        press.draw(block)
    return press.printed()


class _Press:
    def __init__(self, sheet: blocks.Sheet) -> None:
        self.face, self.is_card = sheet.face, sheet.size == blocks.CARD
        self.pdf = pdf = FPDF(unit="mm", format=sheet.size)
        pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
        pdf.set_producer("papers")
        for family, style, file in FACES:
            if family == sheet.face:
                pdf.add_font(family, style, FONTS / file)
        pdf.set_auto_page_break(auto=False)
        pdf.set_margins(*((3.0, 3.0, 3.0) if self.is_card else MARGINS))
        self.pages: list[list[str]] = []
        self.marks: list[Mark] = []
        self.drawers: dict[type, Callable[[Any], None]] = {
            blocks.Letterhead: self.letterhead,
            blocks.Motto: self.motto,
            blocks.Title: self.title,
            blocks.Text: self.text,
            blocks.Entry: self.entry,
            blocks.Table: self.table,
            blocks.Signatures: self.signatures,
            blocks.PhotoBox: self.photo_box,
            blocks.Card: lambda card: draw_front(self, card),
            blocks.CardBack: lambda card: draw_back(self, card),
            blocks.Columns: self.columns,
            blocks.PageBreak: lambda _: self.new_page(),
        }
        self.new_page()

    def draw(self, block: blocks.Block) -> None:
        self.drawers[type(block)](block)

    def printed(self) -> Printed:
        """Raises ValueError for letters that the fonts do not have: they were cut down to what papers need."""
        pdf = bytes(self.pdf.output())  # which closes the fonts, too
        lacking = {
            chr(each) for font in self.pdf.fonts.values() for each in getattr(font, "missing_glyphs", ())
        }
        if lacking:
            raise ValueError(f"add to LETTERS of local/papers/cut_fonts.py: {' '.join(sorted(lacking))}")
        return Printed(pdf, tuple(map(tuple, self.pages)), tuple(self.marks))

    def new_page(self) -> None:
        self.pdf.add_page()
        self.pages.append([])
        if not self.is_card:
            x, y = self.pdf.get_x(), self.pdf.get_y()
            self.write(
                DISCLAIMER, 9, "I", Align.C, at=(self.pdf.l_margin, self.pdf.h - 12), width=self.pdf.epw
            )
            self.pdf.set_xy(x, y)

    def write(
        self,
        text: str,
        size: float,
        style: str = "",
        align: Align = Align.J,
        *,
        at: tuple[float, float] | None = None,
        width: float | None = None,
        red: bool = False,
    ) -> float:
        """Print wrapped text, note its lines, leave the cursor under it and return its height."""
        pdf, leading = self.pdf, size * LEADING
        pdf.set_font(self.face, style, size)
        x, y = at or (pdf.get_x(), pdf.get_y())
        width = width or pdf.epw
        pdf.set_xy(x, y)
        pdf.set_text_color(*(PRINTED_RED if red else BLACK))
        told = MethodReturnValue.LINES
        wrapped = pdf.multi_cell(
            width, leading, text, align=align, new_x="LMARGIN", new_y="NEXT", output=told
        )
        self.pages[-1].extend(line.strip() for line in wrapped if line.strip())
        return leading * len(wrapped)

    def wrapped(self, text: str, width: float) -> list[str]:
        """The lines ``text`` breaks into at this width in the current font."""
        lines = self.pdf.multi_cell(width, 1, text, dry_run=True, output=MethodReturnValue.LINES)
        return cast(list[str], lines)

    def column(self, lines: list[tuple[str, str]], x: float, width: float, size: float, top: float) -> float:
        """Centred lines, each with its style, from ``top`` down; the height used."""
        y = top
        for text, style in lines:
            y += self.write(text, size, style, Align.C, at=(x, y), width=width)
        return y - top

    def space(self, height: float) -> None:
        self.pdf.set_xy(self.pdf.l_margin, self.pdf.get_y() + height)

    def room_for(self, height: float) -> None:
        if self.pdf.get_y() + height > self.pdf.h - 16:
            self.new_page()

    def letterhead(self, block: blocks.Letterhead) -> None:
        top, left, wide = self.pdf.get_y(), self.pdf.l_margin - 8, self.pdf.epw + 12
        agency = [(line, "") for line in block.agency[:-1]] + [(block.agency[-1], "B")]
        used = self.column(agency, left, wide * 0.42, 11.5, top)
        self.rule(left + wide * 0.14, top + used + 0.6, wide * 0.14)
        if block.number:
            used += 2 + self.column([(block.number, "")], left, wide * 0.42, 12, top + used + 2)
        right = left + wide * 0.42
        other = self.column([(STATE, "B"), (MOTTO, "B")], right, wide * 0.58, 11.5, top)
        self.rule(right + wide * 0.155, top + other + 0.6, wide * 0.27)
        if block.place_date:
            other += 2 + self.column([(block.place_date, "I")], right, wide * 0.58, 12, top + other + 2)
        self.pdf.set_xy(self.pdf.l_margin, top + max(used, other) + 6)

    def motto(self, block: blocks.Motto) -> None:
        top = self.pdf.get_y()
        used = self.column([(STATE, "B"), (MOTTO, "B")], self.pdf.l_margin, self.pdf.epw, 12.5, top)
        self.rule(self.pdf.l_margin + self.pdf.epw / 2 - 22, top + used + 0.6, 44)
        self.space(3)
        if block.place_date:
            self.write(block.place_date, 12.5, "I", Align.R)
        self.space(4)

    def rule(self, x: float, y: float, length: float) -> None:
        self.pdf.set_line_width(0.25)
        self.pdf.line(x, y, x + length, y)

    def title(self, block: blocks.Title) -> None:
        self.write(block.name, block.size, "B", Align.C, red=block.red)
        for note in block.notes:
            self.write(note, 12.5, "I", Align.C)
        self.space(4)

    def text(self, block: blocks.Text) -> None:
        self.room_for(block.size * LEADING * 2)
        self.write(block.text, block.size, block.style, Align[block.align], red=block.red)
        self.space(1.6)

    def entry(self, block: blocks.Entry) -> None:
        self.room_for(BODY * LEADING)
        if len(block.pairs) == 1:
            label, value = block.pairs[0]
            self.write(f"{label}: {value}", BODY, "", Align.L)
        else:
            self.entries_in_columns(block.pairs)
        self.space(1.6)

    def entries_in_columns(self, pairs: tuple[tuple[str, str], ...]) -> None:
        top, width = self.pdf.get_y(), self.pdf.epw / len(pairs)
        heights = []
        for place, (label, value) in enumerate(pairs):
            at = (self.pdf.l_margin + place * width, top)
            heights.append(self.write(f"{label}: {value}", BODY, "", Align.L, at=at, width=width - 2))
        self.pdf.set_xy(self.pdf.l_margin, top + max(heights))

    def table(self, block: blocks.Table) -> None:
        size, widths = 11.0, [share * self.pdf.epw for share in block.shares]
        for number, row in enumerate((block.head, *block.rows)):
            style = "" if number else "B"
            self.pdf.set_font(self.face, style, size)
            lines = [len(self.wrapped(cell, width - 2)) for cell, width in zip(row, widths, strict=True)]
            height = size * LEADING * max(lines)
            self.room_for(height + 3)
            top, x = self.pdf.get_y(), self.pdf.l_margin
            for cell, width in zip(row, widths, strict=True):
                self.pdf.rect(x, top, width, height + 3)
                self.write(
                    cell, size, style, Align.L if number else Align.C, at=(x + 1, top + 1.5), width=width - 2
                )
                x += width
            self.pdf.set_xy(self.pdf.l_margin, top + height + 3)
        self.space(3)

    def signatures(self, block: blocks.Signatures) -> None:
        self.room_for(62)
        self.space(4)
        top, half = self.pdf.get_y(), self.pdf.epw / 2
        heights = [self.signature(block.right, self.pdf.l_margin + half, half, top)]
        if block.left:
            heights.append(self.signature(block.left, self.pdf.l_margin, half, top))
        y = top
        for place, line in enumerate(block.recipients):
            y += self.write(line, 11, "" if place else "I", Align.L, at=(self.pdf.l_margin, y), width=half)
        self.pdf.set_xy(self.pdf.l_margin, max([top + height for height in heights] + [y]) + 4)

    def signature(self, block: blocks.Signature, x: float, width: float, top: float) -> float:
        dated = [(block.place_date, "I")] if block.place_date else []
        used = self.column(dated + [(line, "B") for line in block.office], x, width, 12.5, top)
        self.marks.append(Mark(len(self.pages) - 1, x + width / 2, top + used + 12, block.stamp))
        return used + 26 + self.column([(block.name, "B")], x, width, 13, top + used + 26)

    def photo_box(self, _: blocks.PhotoBox) -> None:
        x, y = self.pdf.l_margin, self.pdf.get_y()
        self.pdf.rect(x, y, 30, 40)
        self.column([("Ảnh", ""), ("4 cm x 6 cm", "")], x, 30, 11, y + 14)
        self.pdf.set_xy(x, y + 43)

    def columns(self, block: blocks.Columns) -> None:
        top, half = self.pdf.get_y(), self.pdf.epw / 2
        ends = []
        for place, lines in enumerate((block.left, block.right)):
            x, y = self.pdf.l_margin + place * half, top
            for text, style, size in lines:
                y += 1 + self.write(text, size, style, Align[block.align], at=(x, y), width=half - 6)
            ends.append(y)
        self.pdf.set_xy(self.pdf.l_margin, max(ends) + 4)
