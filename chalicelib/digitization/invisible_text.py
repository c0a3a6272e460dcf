"""The invisible text layer: every word in its place, in a font whose one glyph is the cell of a letter."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.digitization.model import PageResult, Word

FONT_FILE = Path(__file__).parent / "fonts" / "cell.ttf"
FONT_NAME = "/MotcuaCell"
ADVANCE = 0.5  # em; the width of the one glyph
SMALLEST_TYPE = 1.0

TURNS: dict[int, tuple[str, Callable[[float, float, float, float], tuple[float, float]]]] = {
    # page's /Rotate: text matrix, and the user-space place of the upright point (x, y) on a sheet (width, height)
    0: ("1 0 0 1", lambda x, y, width, height: (x, height - y)),
    90: ("0 1 -1 0", lambda x, y, width, height: (y, x)),
    180: ("-1 0 0 -1", lambda x, y, width, height: (width - x, y)),
    270: ("0 -1 1 0", lambda x, y, width, height: (height - y, width - x)),
}


def add_text(pdf: Any, page: Any, result: PageResult, font: Any) -> None:
    """Put the words of ``result`` behind the face of a ``pikepdf`` page and turn the page upright."""
    import pikepdf

    rotation = (int(page.obj.get("/Rotate", 0)) + result.rotation) % 360
    if result.rotation:
        page.obj["/Rotate"] = rotation
    left, bottom = (float(side) for side in list(page.cropbox)[:2])
    resources = page.obj.get("/Resources")
    page.obj["/Resources"] = pdf.make_indirect(pikepdf.Dictionary(resources if resources is not None else {}))
    fonts = page.obj["/Resources"].get("/Font")
    page.obj["/Resources"]["/Font"] = pikepdf.Dictionary(fonts if fonts is not None else {})
    page.obj["/Resources"]["/Font"][FONT_NAME] = font
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q\n" + _drawing(result, rotation, left, bottom))


def make_font(pdf: Any) -> Any:
    """The font object: any UTF-16 unit is a character, all of them are the one cell."""
    from pikepdf import Array, Dictionary, Name, Stream, String

    program = Stream(pdf, FONT_FILE.read_bytes())
    program["/Length1"] = FONT_FILE.stat().st_size
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(FONT_NAME),
        Flags=4,
        FontBBox=Array([0, 0, 500, 1000]),
        ItalicAngle=0,
        Ascent=1000,
        Descent=0,
        CapHeight=1000,
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(FONT_NAME),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=pdf.make_indirect(Stream(pdf, b"\x00\x01" * 65536)),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=round(ADVANCE * 1000),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(FONT_NAME),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode())),
        )
    )


def _drawing(result: PageResult, rotation: int, left: float, bottom: float) -> bytes:
    matrix, place = TURNS[rotation]
    operators = ["BT 3 Tr"]
    for word in result.words:
        x, y = place(word.box[0], word.box[3], result.width, result.height)
        size, stretch = _type(word)
        letters = (word.text + " ").encode("utf-16-be", "surrogatepass").hex()
        operators.append(
            f"{FONT_NAME} {size:.1f} Tf {stretch:.1f} Tz {matrix} {x + left:.1f} {y + bottom:.1f} Tm <{letters}> Tj"
        )
    operators.append("ET")
    return "\n".join(operators).encode("ascii")


def _type(word: Word) -> tuple[float, float]:
    """Size in points and horizontal stretch in percent that make the word as high and as wide as it is."""
    size = max(SMALLEST_TYPE, word.box[3] - word.box[1])
    return size, max(1.0, 100 * (word.box[2] - word.box[0]) / (len(word.text) * size * ADVANCE))


@cache
def _to_unicode() -> bytes:
    """Every code is its own character; a range may not leave its high byte (ISO 32000-1, 9.10.3)."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = [ranges[start : start + 100] for start in range(0, 256, 100)]
    mapped = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{mapped}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
