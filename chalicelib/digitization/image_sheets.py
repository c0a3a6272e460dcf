"""The frames of a picture file as sheets: turned as the camera says, on white, in RGB."""

import io
import math
from types import TracebackType
from typing import Any

from chalicelib.digitization.images import open_picture
from chalicelib.digitization.job import Limits
from chalicelib.digitization.picture_damage import is_damaged
from chalicelib.digitization.reasons import Rejected

A4_DIAGONAL = math.hypot(210, 297) / 25.4  # inches
HONEST_DPI = (140, 650)  # a scanner's statement; cameras write 72 or nothing
POINTS_PER_INCH = 72


class ImageSheets:
    """An open picture; use as a context manager. A picture without a believable dpi is taken for A4."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._image = open_picture(io.BytesIO(data))
        self._data, self._limits = data, limits
        self._painted: tuple[tuple[int, int], Any] | None = None
        self._kept: tuple[int, Any] | None = None

    def __enter__(self) -> "ImageSheets":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._image.close()

    def __len__(self) -> int:
        if self._image.format != "TIFF":
            return 1  # the other frames of an MPO or an animation are not pages
        return int(getattr(self._image, "n_frames", 1))

    def size(self, number: int) -> tuple[float, float]:
        image = self.frame(number)
        dpi = self._dpi(image)
        return image.width / dpi * POINTS_PER_INCH, image.height / dpi * POINTS_PER_INCH

    def own_text(self, number: int) -> None:
        return None

    @property
    def can_paint(self) -> bool:
        return True

    def is_broken(self, number: int) -> bool:
        if self._image.format == "TIFF":
            self._image.seek(number - 1)
        return is_damaged(self._data, self._image)

    def picture(self, number: int, dpi: int) -> Any:
        if self._painted is not None and self._painted[0] == (number, dpi):
            return self._painted[1]
        self._painted = ((number, dpi), self._paint(number, dpi))
        return self._painted[1]

    def _paint(self, number: int, dpi: int) -> Any:
        from PIL import Image

        image = self.frame(number)
        factor = dpi / self._dpi(image)
        if factor >= 0.95:  # enlarging adds no information
            return image
        size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
        return image.resize(size, Image.Resampling.LANCZOS if factor > 0.5 else Image.Resampling.BOX)

    def frame(self, number: int) -> Any:
        """The whole picture, upright, at the resolution it came with."""
        if self._kept is None or self._kept[0] != number:
            self._kept = (number, self._decode(number))
        return self._kept[1]

    def _decode(self, number: int) -> Any:
        from PIL import ImageOps

        image = self._image
        if image.format == "TIFF":
            image.seek(number - 1)
        if image.width * image.height > self._limits.max_pixels:
            raise Rejected("too-many-pixels")
        stated = image.info.get("dpi")
        try:
            image.load()
        except OSError as error:
            raise Rejected("truncated" if "truncated" in str(error) else "damaged") from error
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            upright = _on_white(upright)
        upright = upright.convert("RGB")
        upright.info["dpi"] = stated
        return upright

    def _dpi(self, image: Any) -> float:
        stated = image.info.get("dpi")
        if stated and HONEST_DPI[0] <= float(stated[0]) <= HONEST_DPI[1]:
            return float(stated[0])
        return max(POINTS_PER_INCH, math.hypot(image.width, image.height) / A4_DIAGONAL)


def _on_white(image: Any) -> Any:
    from PIL import Image

    layered = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
