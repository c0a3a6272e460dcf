"""Pictures that are cut, huge, turned, animated, oddly coloured, or that say where they were taken."""

import io
import struct
import zlib
from random import Random

from PIL import Image

from local.papers.facts import invent_facts
from local.papers.forms import Form
from local.papers.hostile.registry import READY, hostile, rejected
from local.papers.make import make_paper
from local.papers.portrait import portrait

BROKEN = rejected("damaged", "truncated")
TOO_LARGE = rejected("too-many-pixels", "inflates-too-far", "too-costly")
GPS_TAG, ORIENTATION_TAG = 0x8825, 0x0112


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image in that format."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(**options: object) -> bytes:
    """The portrait as JPEG."""
    return saved(portrait(), "JPEG", **options)


def page() -> Image.Image:
    """A readable page."""
    data = make_paper("degree", invent_facts(1), Form.PNG).data
    return Image.open(io.BytesIO(data)).convert("RGB")


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG file with its check sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, bits: int, colour: int, rows: bytes, *more: bytes) -> bytes:
    """A PNG by hand; ``rows`` is the compressed data."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


@hostile("chan-dung.jpg", READY, "partial")
def portrait_photo() -> bytes:
    return jpeg()


@hostile("vi-tri.jpg", READY, "partial")
def photo_that_says_where_it_was_taken() -> bytes:
    exif = Image.Exif()
    exif[GPS_TAG] = {1: "N", 2: (21.0, 1.0, 30.0), 3: "E", 4: (105.0, 51.0, 10.0)}
    return saved(portrait(), "JPEG", exif=exif)


@hostile("xoay.jpg", READY, "partial", slow=True, reads="BẰNG TỐT NGHIỆP")
def photo_turned_by_its_own_word() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = 6
    return saved(page().rotate(90, expand=True), "JPEG", exif=exif, quality=80)


@hostile("nguoc.jpg", READY, "partial", slow=True, reads="BẰNG TỐT NGHIỆP")
def page_upside_down() -> bytes:
    return saved(page().rotate(180), "JPEG", quality=80)


@hostile("ngang.jpg", READY, "partial", slow=True, reads="BẰNG TỐT NGHIỆP")
def page_lying_on_its_side() -> bytes:
    return saved(page().rotate(90, expand=True), "JPEG", quality=80)


@hostile("cut.jpg", "partial", *BROKEN)
def photo_cut_in_the_middle() -> bytes:
    whole = jpeg(quality=95)
    return whole[: len(whole) // 2]


@hostile("dau.jpg", *BROKEN)
def photo_header_alone() -> bytes:
    return jpeg()[:20]


@hostile("rac.jpg", "partial", READY, *BROKEN, slow=True)
def photo_with_noise_inside() -> bytes:
    whole = bytearray(jpeg())
    start = whole.index(b"\xff\xda") + 14
    whole[start:-2] = Random(2).randbytes(len(whole) - start - 2).replace(b"\xff", b"\xfe")
    return bytes(whole)


@hostile("in.jpg", READY, "partial")
def photo_in_printing_colours() -> bytes:
    return saved(portrait().convert("CMYK"), "JPEG")


@hostile("den.jpg", READY, "partial")
def photo_all_black() -> bytes:
    return saved(Image.new("RGB", (1200, 1600)), "JPEG")


@hostile("lon.jpg", *TOO_LARGE, *BROKEN)
def photo_that_claims_four_gigapixels() -> bytes:
    whole = bytearray(jpeg())
    start = whole.index(b"\xff\xc0") + 5
    whole[start : start + 4] = b"\xff\xff\xff\xff"
    return bytes(whole)


@hostile("nho.png", *rejected("too-small"))
def picture_of_one_point() -> bytes:
    return saved(Image.new("RGB", (1, 1)), "PNG")


@hostile("manh.png", READY, "partial", *TOO_LARGE, *rejected("too-small"))
def picture_sixty_thousand_by_one() -> bytes:
    return saved(Image.new("L", (60_000, 1), 255), "PNG")


@hostile("lon.png", *TOO_LARGE)
def black_and_white_giant() -> bytes:
    packer, out = zlib.compressobj(9), bytearray()
    row = b"\x00" + bytes(5_000)
    for _ in range(40_000):
        out += packer.compress(row)
    return png(40_000, 40_000, 1, 0, bytes(out + packer.flush()))


@hostile("hong.png", *BROKEN, "partial")
def png_with_a_wrong_check_sum() -> bytes:
    whole = bytearray(saved(portrait(), "PNG"))
    whole[29] ^= 0xFF
    return bytes(whole)


@hostile("cut.png", "partial", *BROKEN)
def png_cut_in_the_middle() -> bytes:
    whole = saved(portrait(), "PNG")
    return whole[: len(whole) // 2]


@hostile("bom.png", READY, "partial", *BROKEN, *TOO_LARGE)
def png_with_a_text_bomb() -> bytes:
    bomb = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80_000_000), 9))
    return png(64, 64, 8, 0, zlib.compress(bytes(65 * 64)), bomb)


@hostile("sau.png", READY, "partial")
def png_of_sixteen_bits() -> bytes:
    return saved(Image.new("I;16", (300, 400), 40_000), "PNG")


@hostile("trong.png", READY, "partial")
def png_that_can_be_seen_through() -> bytes:
    return saved(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG")


@hostile("dong.webp", READY, "partial")
def animated_webp() -> bytes:
    frames = [Image.new("RGB", (200, 300), (shade, 0, 0)) for shade in range(0, 250, 10)]
    return saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])


@hostile("cut.webp", "partial", *BROKEN)
def webp_cut_in_the_middle() -> bytes:
    whole = saved(portrait(), "WEBP")
    return whole[: len(whole) // 2]


@hostile("hong.heic", *BROKEN)
def heic_of_noise() -> bytes:
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + Random(3).randbytes(5_000)


@hostile("cut.heic", "partial", *BROKEN)
def heic_cut_in_the_middle() -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    whole = saved(portrait(), "HEIF", quality=60)
    return whole[: len(whole) // 2]


def tiff(frames: int) -> bytes:
    """Several pages of the portrait."""
    images = [portrait() for _ in range(frames)]
    return saved(images[0], "TIFF", compression="tiff_adobe_deflate", save_all=True, append_images=images[1:])


@hostile("nhieu.tiff", "partial", *BROKEN)
def tiff_with_one_damaged_page() -> bytes:
    whole = bytearray(tiff(3))
    start = len(whole) // 3 + 2_000
    whole[start : start + 600] = b"\xff" * 600
    return bytes(whole)


@hostile("cut.tiff", "partial", *BROKEN)
def tiff_cut_in_the_middle() -> bytes:
    whole = tiff(3)
    return whole[: len(whole) // 2]


@hostile("vong.tiff", READY, "partial", *BROKEN, *rejected("too-many-pages", "too-costly"))
def tiff_whose_pages_go_in_a_circle() -> bytes:
    whole = bytearray(saved(Image.new("L", (64, 64), 255), "TIFF"))
    (start,) = struct.unpack_from("<I", whole, 4)
    (entries,) = struct.unpack_from("<H", whole, start)
    struct.pack_into("<I", whole, start + 2 + 12 * entries, start)
    return bytes(whole)


@hostile("lon.tiff", *TOO_LARGE, *BROKEN)
def tiff_that_claims_a_terapixel() -> bytes:
    tags = (
        (256, 1_000_000),
        (257, 1_000_000),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, 1),
        (279, 1),
    )
    body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + body + bytes(4)


@hostile("nhieu.tiff", *rejected("too-many-pages", "too-costly"), slow=True)
def tiff_of_two_thousand_pages() -> bytes:
    frame = Image.new("1", (64, 64), 1)
    return saved(frame, "TIFF", save_all=True, append_images=[frame] * 1_999)
