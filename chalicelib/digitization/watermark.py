"""Watermark: a copy of a paper that says on every page for whom it was made, until when and what for."""

from io import BytesIO

from chalicelib.digitization.folding import fold

_GREY = 0.55
_LINES_A_PAGE = 5


class CannotBeMarked(Exception):
    """Not a PDF and not a picture that we can draw on."""


def watermarked(data: bytes, media_type: str, text: str) -> tuple[bytes, str]:
    """The copy and its media type. ``text`` is written without tone marks: that needs no font to be embedded.

    Raises ``CannotBeMarked``.
    """
    plain = "".join(letter if letter.isascii() and letter.isprintable() else " " for letter in fold(text))
    if media_type == "application/pdf":
        return _on_pdf(data, plain), media_type
    if media_type in ("image/jpeg", "image/png"):
        return _on_picture(data, plain), "image/png"
    raise CannotBeMarked(media_type)


def _on_pdf(data: bytes, text: str) -> bytes:
    """Five grey lines across each page; the signature of a signed paper covers the original, not the copy."""
    import pikepdf

    try:
        pdf = pikepdf.open(BytesIO(data))
    except pikepdf.PdfError as problem:
        raise CannotBeMarked("application/pdf") from problem
    with pdf:
        for page in pdf.pages:
            box = page.mediabox
            width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
            font = page.add_resource(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                ),
                pikepdf.Name.Font,
            )
            size = max(6.0, width / max(len(text), 1) * 1.6)
            marks = (
                _pdf_line(
                    str(font),
                    size,
                    float(box[0]) + 10,
                    float(box[1]) + height * row / (_LINES_A_PAGE + 1),
                    text,
                )
                for row in range(1, _LINES_A_PAGE + 1)
            )
            page.contents_add(b"q " + b" ".join(marks) + b" Q", prepend=False)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _pdf_line(font: str, size: float, x: float, y: float, text: str) -> bytes:
    safe = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT {_GREY} g {font} {size:.1f} Tf 1 0.2 -0.2 1 {x:.1f} {y:.1f} Tm ({safe}) Tj ET".encode()


def _on_picture(data: bytes, text: str) -> bytes:
    from PIL import Image, ImageDraw, UnidentifiedImageError

    try:
        picture = Image.open(BytesIO(data)).convert("RGB")
    except (UnidentifiedImageError, OSError) as problem:
        raise CannotBeMarked("image") from problem
    draw = ImageDraw.Draw(picture)
    grey = (int(255 * _GREY),) * 3
    for row in range(1, _LINES_A_PAGE + 1):
        place = (10, picture.height * row // (_LINES_A_PAGE + 1))
        draw.text(place, text, fill=grey, font_size=max(10, picture.width // max(len(text), 1) * 1.6))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
