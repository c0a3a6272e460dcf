"""Papers as they were typed before Unicode: a PDF whose text layer is in TCVN3, VNI or VISCII."""

import io
from collections.abc import Sequence

from chalicelib.digitization.legacy_tables import ALPHABETS

FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times", "viscii": "VISCII-Times"}


def encode(text: str, alphabet: str) -> str:
    """The text as a program without Unicode shows it; capitals that TCVN3 lacks become small letters."""
    written = {letter: signs for signs, letter in reversed(ALPHABETS[alphabet].letters.items())}
    return "".join(written.get(letter) or written.get(letter.lower(), letter) for letter in text)


def legacy_pdf(
    lines: Sequence[str], alphabet: str, font: str | None = None, below: bytes | None = None
) -> bytes:
    """One page; ``font``: another name than the usual one; ``below``: a PDF to write the lines on."""
    import pikepdf

    with pikepdf.open(io.BytesIO(below)) if below else pikepdf.new() as pdf:
        page = pdf.pages[0] if below else pdf.add_blank_page(page_size=(595, 842))
        name = page.add_resource(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.TrueType,
                BaseFont=pikepdf.Name("/" + (FONTS[alphabet] if font is None else font)),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            ),
            pikepdf.Name.Font,
        )
        drawn = " ".join(f"0 -16 Td <{_bytes(encode(line, alphabet)).hex()}> Tj" for line in lines)
        page.contents_add(f"BT {name} 11 Tf 60 {400 if below else 790} Td {drawn} ET".encode())
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _bytes(text: str) -> bytes:
    """Places in Windows-1252, where it has the sign, otherwise the number itself."""
    return b"".join(bytes([ord(sign)]) if ord(sign) < 256 else sign.encode("cp1252") for sign in text)
