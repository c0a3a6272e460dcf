"""Opening pictures safely: the kinds we take, their size limit lifted to ours, errors as reasons."""

from typing import IO, Any

from chalicelib.digitization.reasons import Rejected

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF", "MPO")


def open_picture(stream: IO[bytes]) -> Any:
    """A lazily opened ``PIL.Image``; nothing is decoded yet. Raises ``Rejected``."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # ours is checked against Limits, before decoding
    if stream.read(12)[4:8] == b"ftyp":
        _register_heif()
    stream.seek(0)
    try:
        return Image.open(stream, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Rejected("damaged") from error
    except Exception as error:
        raise Rejected("damaged") from error


def _register_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
