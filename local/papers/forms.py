"""The shapes in which people send a paper: born-digital, scanned, photographed, typed in Word."""

from collections.abc import Callable
from enum import StrEnum
from io import BytesIO
from random import Random
from time import gmtime, struct_time
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pypdfium2
from PIL import Image

from local.papers import degrade
from local.papers.blocks import CARD
from local.papers.typeset import Printed

DPI = 200
CARD_PHOTO_DPI = 500  # a card held before a phone fills the frame: about 1,700 pixels across
DAY = gmtime(1_767_225_600)  # 2026-01-01, written into files so that the same paper gives the same bytes


class Form(StrEnum):
    """How a paper arrives."""

    BORN_DIGITAL = "born_digital"
    SCAN_200 = "scan_200"
    POOR_SCAN_200 = "poor_scan_200"
    PHOTO = "photo"
    TIFF = "tiff"
    PNG = "png"
    HEIC = "heic"
    WEBP = "webp"
    DOCX = "docx"


def deliver(printed: Printed, form: Form, draw: Random) -> tuple[bytes, str, str]:
    """The bytes of the file, its media type and its ending."""
    encode, media_type, ending = ENCODERS[form]
    return encode(printed, draw), media_type, ending


def page_images(printed: Printed, dpi: int = DPI) -> list[Image.Image]:
    """Every page as a clean RGB picture."""
    document = pypdfium2.PdfDocument(printed.pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def _inked(printed: Printed, level: degrade.Level, draw: Random) -> list[Image.Image]:
    dpi = CARD_PHOTO_DPI if level.photographed and _is_card(printed) else DPI
    pages = []
    for number, page in enumerate(page_images(printed, dpi)):
        marks = [mark for mark in printed.marks if mark.page == number]
        pages.append(degrade.degrade(degrade.sign_and_stamp(page, marks, dpi, draw), level, draw))
    return pages


def _is_card(printed: Printed) -> bool:
    width, _ = pypdfium2.PdfDocument(printed.pdf)[0].get_size()
    return bool(width < CARD[0] / 25.4 * 72 + 1)


def _scan(level: degrade.Level) -> Callable[[Printed, Random], bytes]:
    def encode(printed: Printed, draw: Random) -> bytes:
        first, *rest = _inked(printed, level, draw)
        day: struct_time = DAY
        return _saved(
            first,
            "PDF",
            resolution=DPI,
            quality=level.jpeg,
            save_all=True,
            append_images=rest,
            creationDate=day,
            modDate=day,
        )

    return encode


def _photo(kind: str, **options: object) -> Callable[[Printed, Random], bytes]:
    def encode(printed: Printed, draw: Random) -> bytes:
        return _saved(_inked(printed, degrade.PHOTO, draw)[0], kind, **options)

    return encode


def _heic(printed: Printed, draw: Random) -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return _photo("HEIF", quality=60, enc_params={"preset": "ultrafast"})(printed, draw)


def _tiff(printed: Printed, draw: Random) -> bytes:
    first, *rest = _inked(printed, degrade.SCAN, draw)
    return _saved(
        first, "TIFF", compression="jpeg", quality=75, dpi=(DPI, DPI), save_all=True, append_images=rest
    )


def _png(printed: Printed, draw: Random) -> bytes:
    return _saved(_inked(printed, degrade.Level(0.4, 2, 1.0, 95), draw)[0], "PNG", dpi=(DPI, DPI))


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


DOCX_PARTS = {
    "[Content_Types].xml": (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="word/document.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
}


def docx(lines: tuple[str, ...], more: dict[str, bytes] | None = None) -> bytes:
    """The smallest Word file holding these paragraphs, with further parts where a test wants them."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    parts = {name: text.encode() for name, text in DOCX_PARTS.items()} | {
        "word/document.xml": document.encode()
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, data in (parts | (more or {})).items():
            package.writestr(ZipInfo(name, DAY[:6]), data, ZIP_DEFLATED)
    return out.getvalue()


def _docx(printed: Printed, _: Random) -> bytes:
    return docx(tuple(line for page in printed.pages for line in page))


def _born_digital(printed: Printed, _: Random) -> bytes:
    return printed.pdf


PDF = "application/pdf"
ENCODERS: dict[Form, tuple[Callable[[Printed, Random], bytes], str, str]] = {
    Form.BORN_DIGITAL: (_born_digital, PDF, "pdf"),
    Form.SCAN_200: (_scan(degrade.SCAN), PDF, "pdf"),
    Form.POOR_SCAN_200: (_scan(degrade.POOR_SCAN), PDF, "pdf"),
    Form.PHOTO: (_photo("JPEG", quality=degrade.PHOTO.jpeg), "image/jpeg", "jpg"),
    Form.TIFF: (_tiff, "image/tiff", "tiff"),
    Form.PNG: (_png, "image/png", "png"),
    Form.HEIC: (_heic, "image/heic", "heic"),
    Form.WEBP: (_photo("WEBP", quality=85), "image/webp", "webp"),
    Form.DOCX: (
        _docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
}
