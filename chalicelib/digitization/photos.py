"""Pictures as pages of a PDF: the camera's own pixels where possible, without place, owner or other metadata."""

import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.digitization.image_sheets import ImageSheets
from chalicelib.digitization.images import open_picture
from chalicelib.digitization.job import Limits
from chalicelib.digitization.reasons import Rejected

JPEG_QUALITY = 88
UPRIGHT, TURNS = 1, {1: 0, 3: 180, 6: 90, 8: 270}  # EXIF orientation: degrees clockwise to upright
KEPT_MARKERS = {0xE0, 0xEE}  # JFIF and Adobe: needed to decode; every other APPn and comment is dropped
ORIENTATION = 0x0112


def join(photos: Sequence[bytes], limits: Limits) -> bytes:
    """One PDF, a page for each frame of each picture, in the order given. Raises ``Rejected``."""
    import pikepdf

    pdf = pikepdf.new()
    for photo in photos:
        add_pages(pdf, photo, limits)
        if len(pdf.pages) > limits.max_pages:
            raise Rejected("too-many-pages")
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def add_pages(pdf: Any, photo: bytes, limits: Limits) -> None:
    """Append the frames of one picture as pages that show them upright at their physical size."""
    with ImageSheets(photo, limits) as sheets:
        for number in range(1, len(sheets) + 1):
            width, height = sheets.size(number)
            stream, rotation = _as_stored(pdf, photo) or (_encoded(pdf, sheets.frame(number)), 0)
            if rotation in (90, 270):
                width, height = height, width
            _add_page(pdf, stream, width, height, rotation)


def without_metadata(jpeg: bytes) -> bytes:
    """The same pixels without EXIF, XMP, comments and thumbnails. Raises ``ValueError`` if it is no JPEG."""
    kept = bytearray(jpeg[:2])
    for marker, segment in _segments(jpeg):
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in KEPT_MARKERS:
            kept += segment
    return bytes(kept)


def _segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and whole segment, one after the other; the last one holds the pixels and all that follows."""
    position = 2
    while position + 4 <= len(jpeg):
        if jpeg[position] != 0xFF:
            raise ValueError("a JPEG segment must begin with 0xFF", position)
        marker = jpeg[position + 1]
        if marker == 0xDA:
            end = jpeg.rfind(b"\xff\xd9")
            yield marker, jpeg[position : end + 2 if end > 0 else None]
            return
        length = 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
        yield marker, jpeg[position : position + length]
        position += length
    raise ValueError("the JPEG ends before its pixels")


def _as_stored(pdf: Any, photo: bytes) -> tuple[Any, int] | None:
    """The JPEG's own compressed pixels and its turn; None where they have to be encoded anew."""
    import pikepdf

    with open_picture(io.BytesIO(photo)) as image:
        orientation = int(image.getexif().get(ORIENTATION, UPRIGHT))
        if image.format not in ("JPEG", "MPO") or image.mode not in ("RGB", "L") or orientation not in TURNS:
            return None
        size, mode = image.size, image.mode
    try:
        pixels = without_metadata(photo)
    except ValueError:
        return None
    stream = pikepdf.Stream(pdf, pixels)
    _describe(stream, size, "/DeviceRGB" if mode == "RGB" else "/DeviceGray")
    stream["/Filter"] = pikepdf.Name.DCTDecode
    return stream, TURNS[orientation]


def _encoded(pdf: Any, frame: Any) -> Any:
    """A frame that is already upright, as a JPEG of ours."""
    import pikepdf

    grey = frame.convert("L") if frame.mode in ("1", "L") else None
    image = grey if grey is not None else frame.convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    stream = pikepdf.Stream(pdf, out.getvalue())
    _describe(stream, image.size, "/DeviceGray" if grey is not None else "/DeviceRGB")
    stream["/Filter"] = pikepdf.Name.DCTDecode
    return stream


def _describe(stream: Any, size: tuple[int, int], space: str) -> None:
    import pikepdf

    stream["/Type"], stream["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    stream["/Width"], stream["/Height"] = size
    stream["/ColorSpace"], stream["/BitsPerComponent"] = pikepdf.Name(space), 8


def _add_page(pdf: Any, image: Any, width: float, height: float, rotation: int) -> None:
    import pikepdf

    page = pdf.add_blank_page(page_size=(math.ceil(width * 100) / 100, math.ceil(height * 100) / 100))
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(image)))
    page.obj["/Contents"] = pikepdf.Stream(pdf, f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im0 Do Q".encode())
    if rotation:
        page.obj["/Rotate"] = rotation
