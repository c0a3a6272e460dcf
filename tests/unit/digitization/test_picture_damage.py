"""Damaged pictures: what decoders pass over in silence is found, and what harmless writers do is not."""

import io

import pikepdf
import pytest
from PIL import Image

from chalicelib.digitization import Limits, Outcome, digitize
from chalicelib.digitization.image_sheets import ImageSheets
from chalicelib.digitization.photos import join
from chalicelib.digitization.picture_damage import is_damaged_jpeg
from tests.unit.digitization.small_papers import DECISION, as_jpeg, picture_of

END = b"\xff\xd9"


def packed(kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    picture_of(DECISION).save(out, kind, **settings)
    return out.getvalue()


def is_broken(data: bytes) -> bool:
    with ImageSheets(data, Limits()) as sheets:
        return sheets.is_broken(1)


def doubled(data: bytes, start: float = 0.5, length: int = 4_000) -> bytes:
    """A piece that came twice."""
    place = int(start * len(data))
    return data[:place] + data[place - length : place] + data[place:]


SOUND = {
    "jpeg": lambda: packed("JPEG"),
    "pale jpeg": lambda: as_jpeg(Image.new("RGB", (1654, 2339), "white")),
    "progressive": lambda: packed("JPEG", progressive=True, optimize=True),
    "grey": lambda: as_jpeg(picture_of(DECISION).convert("L")),
    "restarts": lambda: packed("JPEG", restart_marker_rows=1),
    "padded": lambda: packed("JPEG").replace(END, b"\0\0\0" + END),
    "two in one": lambda: packed("MPO", save_all=True, append_images=[picture_of("hai")]),
    "png": lambda: packed("PNG"),
    "webp": lambda: packed("WEBP"),
    "tiff": lambda: packed("TIFF", compression="jpeg"),
    "plain tiff": lambda: packed("TIFF"),
}


@pytest.mark.parametrize("kind", SOUND)
def test_what_is_whole_is_not_called_damaged(kind: str) -> None:
    assert not is_broken(SOUND[kind]())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: doubled(packed("JPEG")), id="jpeg with a piece twice"),
        pytest.param(
            lambda: packed("JPEG")[:30_000] + packed("JPEG")[34_000:], id="jpeg with a piece missing"
        ),
        pytest.param(
            lambda: packed("PNG")[:20_000] + b"\0\0\0\0" + packed("PNG")[20_004:], id="png overwritten"
        ),
        pytest.param(lambda: doubled(packed("WEBP")), id="webp with a piece twice"),
    ],
)
def test_what_was_lost_or_came_twice_is_found(data: object) -> None:
    assert is_broken(data())  # type: ignore[operator]


def test_a_damaged_strip_of_a_tiff_is_found() -> None:
    whole = packed("TIFF", compression="jpeg")
    with Image.open(io.BytesIO(whole)) as image:
        place, length = image.tag_v2[273][-3], image.tag_v2[279][-3]
    harmed = bytearray(whole)
    harmed[place + length // 2 : place + length - 2] = bytes(length - 2 - length // 2)
    assert is_broken(bytes(harmed))


def test_a_damaged_photo_is_told_as_such_and_so_is_one_within_a_pdf() -> None:
    harmed = doubled(as_jpeg(picture_of(DECISION)))
    digitized = digitize(harmed, isolated=False)
    assert (digitized.outcome, digitized.reason) == (Outcome.PARTIAL, "pages-damaged")
    assert is_damaged_jpeg(harmed)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(join([as_jpeg(picture_of("một trang"))], Limits()))) as pdf:
        (picture,) = (image for _, image in pdf.pages[0].Resources.XObject.items())
        picture.write(doubled(picture.read_raw_bytes(), length=1_500), filter=pikepdf.Name.DCTDecode)
        pdf.save(out)
    assert digitize(out.getvalue(), isolated=False).outcome is Outcome.PARTIAL
