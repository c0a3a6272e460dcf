"""The look at a picture's header: how many pixels it unpacks to, and whether it says where it was taken."""

import io
import warnings
from collections.abc import Mapping

from chalicelib.digitization.images import open_picture
from chalicelib.digitization.job import Limits
from chalicelib.digitization.reasons import Rejected

GPS_IFD = 0x8825
SMALLEST_SIDE = 40  # pixels; below this not even a code is legible


def walk(data: bytes, limits: Limits) -> Mapping[str, int]:
    """Counts by finding. Raises ``Rejected`` for a picture that is damaged, too large or too small."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with open_picture(io.BytesIO(data)) as image:
            frames = getattr(image, "n_frames", 1)
            width, height = image.size
            if width * height > limits.max_pixels:
                raise Rejected("too-many-pixels")
            if min(width, height) < SMALLEST_SIDE:
                raise Rejected("too-small")
            if frames > limits.max_pages:
                raise Rejected("too-many-pages")
            try:
                located = bool(image.getexif().get_ifd(GPS_IFD))
            except Exception:  # unreadable metadata hides nothing that reaches a copy
                located = False
    return {"location": 1} if located else {}
