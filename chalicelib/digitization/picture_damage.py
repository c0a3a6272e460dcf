"""Pictures whose bytes were damaged: decoders fill in what is missing and say nothing, so they are asked."""

import ctypes
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from typing import Any

SMALLEST_SCALE = 8  # an eighth of the size: the packed bytes are read all the same
ANY_COLOURS, NO_HINT, SILENT = 0, 0, 6  # cmapflag, hint and severity of leptonica
JPEG_MARK, JPEG_END = 2, b"\xff\xd9"  # bytes of a mark; the last one
MARK, START_OF_SCAN = 0xFF, 0xDA
SPARE = 64  # bytes; the last few dozen squares of a picture take more
PADDING = 8  # bytes that some cameras and scanners leave before the last mark
PNG_HEAD, CHUNK_FRAME = 8, 12  # signature; length, kind and check sum (PNG, 5.3)
RIFF_HEAD = 8  # "RIFF" and the length of what follows
COMPRESSION, JPEG_IN_TIFF, JPEG_TABLES = 259, 7, 347  # tags of TIFF, technical note 2
PARTS = ((273, 279), (324, 325))  # places and lengths of strips, of tiles


def is_damaged(data: bytes, image: Any) -> bool:
    """Whether the packed bytes of an open picture's frame show that some were lost or changed.

    Not every kind can show it: WebP and the simple kinds of TIFF carry no check of their pixels.
    """
    check = CHECKS.get(image.format)
    return check is not None and check(data, image)


def is_damaged_jpeg(data: bytes) -> bool:
    """Whether the decoder had to guess: bytes that are no code, too few of them, or some left over."""
    end = data.find(JPEG_END, _pixels_begin(data))
    if end < 0:
        return True
    warnings = _jpeg_warnings(data)
    if warnings == 1 and not all(
        _jpeg_warnings(data[: end - cut] + data[end:]) for cut in range(1, PADDING + 1)
    ):
        warnings = 0
    return warnings > 0 or _is_enough(data[: end - SPARE])


def _pixels_begin(data: bytes) -> int:
    """Where the first scan stands: behind the segments, one of which may hold a small picture with its own end."""
    place = JPEG_MARK
    while place + 4 <= len(data) and data[place] == MARK and data[place + 1] != START_OF_SCAN:
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return place


def _is_enough(data: bytes) -> bool:
    """Whether a JPEG that lacks its end makes a whole picture: then what it lacks is not its own."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as image:
            image.draft("L", (1, 1))  # as small as it can be unpacked
            image.load()
    except (OSError, UnidentifiedImageError, SyntaxError):
        return False
    return True


def _jpeg_warnings(data: bytes) -> int:
    library, warnings = _leptonica(), ctypes.c_int(0)
    if library is None:
        return 0
    picture = ctypes.c_void_p(
        library.pixReadMemJpeg(data, len(data), ANY_COLOURS, SMALLEST_SCALE, ctypes.byref(warnings), NO_HINT)
    )
    if picture.value:
        library.pixDestroy(ctypes.byref(picture))
    return warnings.value


@cache
def _leptonica() -> Any:
    """The picture library inside the optical reader: it counts the decoder's warnings, Pillow does not tell them."""
    from tesserocr import tesserocr

    library = ctypes.CDLL(tesserocr.__file__)
    if not hasattr(library, "pixReadMemJpeg"):
        return None  # built in another way: no picture is called damaged because nobody can be asked
    library.setMsgSeverity(SILENT)
    library.pixReadMemJpeg.restype = ctypes.c_void_p
    library.pixReadMemJpeg.argtypes = (
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_int),
        ctypes.c_int,
    )
    library.pixDestroy.restype = None
    library.pixDestroy.argtypes = (ctypes.POINTER(ctypes.c_void_p),)
    return library


def _jpeg(data: bytes, _: Any) -> bool:
    return is_damaged_jpeg(data)


def _png(data: bytes, _: Any) -> bool:
    """Every chunk has a check sum."""
    place = PNG_HEAD
    while place + CHUNK_FRAME <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        end = place + CHUNK_FRAME - 4 + length
        if data[end : end + 4] != zlib.crc32(data[place + 4 : end]).to_bytes(4, "big"):
            return True
        if data[place + 4 : place + 8] == b"IEND":
            return False
        place = end + 4
    return True


def _webp(data: bytes, _: Any) -> bool:
    """Only bytes that were lost or added show, in the length that the file says of itself."""
    return abs(int.from_bytes(data[4:8], "little") + RIFF_HEAD - len(data)) > 1


def _tiff(data: bytes, image: Any) -> bool:
    """Strips and tiles that are JPEGs, their common tables put in front."""
    tags = image.tag_v2
    if tags.get(COMPRESSION) != JPEG_IN_TIFF:
        return False
    tables = bytes(tags.get(JPEG_TABLES, b""))[:-JPEG_MARK]
    return any(is_damaged_jpeg(tables + part[JPEG_MARK if tables else 0 :]) for part in _parts(data, tags))


def _parts(data: bytes, tags: Any) -> Iterator[bytes]:
    for places, lengths in PARTS:
        for place, length in zip(tags.get(places, ()), tags.get(lengths, ()), strict=False):
            yield data[place : place + length]


CHECKS: dict[str, Callable[[bytes, Any], bool]] = {
    # Pillow's name of the format
    "JPEG": _jpeg,
    "MPO": _jpeg,
    "PNG": _png,
    "TIFF": _tiff,
    "WEBP": _webp,
}
