"""Pages packed as scanners and programs pack them, whole, and with a part of them lost on the way."""

import io
import zlib

from local.papers.hostile.bare_pdf import CONTENT, PAGE, PAGES, assemble, flate, one_page, pdf, stream
from local.papers.hostile.pages import with_image
from local.papers.hostile.registry import READY, hostile, rejected

HEADING = "BẰNG TỐT NGHIỆP"


@hostile("fax.pdf", READY, "partial", *rejected("damaged"), reads=HEADING, slow=True)
def fax_of_a_page() -> bytes:
    """CCITT group 4, as office scanners write it."""
    return _packed("group4", "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {w} /Rows {h} >>")


@hostile("jpx.pdf", READY, "partial", reads=HEADING, slow=True)
def page_in_jpeg2000() -> bytes:
    from local.papers.hostile.pictures import page

    out = io.BytesIO()
    page().save(out, "JPEG2000", quality_mode="dB", quality_layers=[40])
    width, height = page().size
    return with_image(f"/Width {width} /Height {height} /Filter /JPXDecode", out.getvalue())


@hostile("cmyk.pdf", READY, "partial", reads=HEADING, slow=True)
def page_in_printing_colours() -> bytes:
    from local.papers.hostile.pictures import page

    out = io.BytesIO()
    page().convert("CMYK").save(out, "JPEG", quality=90)
    width, height = page().size
    entries = (
        f"/Width {width} /Height {height} /ColorSpace /DeviceCMYK /BitsPerComponent 8 /Filter /DCTDecode"
    )
    return with_image(entries + " /Decode [1 0 1 0 1 0 1 0]", out.getvalue())


@hostile("cat.pdf", "partial", *rejected("damaged"), slow=True)
def scan_of_which_half_is_missing() -> bytes:
    """The JPEG on the page is cut off in the middle: the lower half is grey, and nobody may call that read."""
    from local.papers.hostile.pictures import page

    out = io.BytesIO()
    page().save(out, "JPEG", quality=85)
    width, height = page().size
    entries = f"/Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    return with_image(entries, out.getvalue()[: out.tell() // 2])


@hostile("cat.pdf", "partial", *rejected("damaged"))
def words_of_which_half_is_missing() -> bytes:
    """A compressed text that breaks off: what is left of it can be read, and is not the whole."""
    lines = b"".join(b"0 -14 Td (Dong so %d cua don de nghi) Tj " % number for number in range(50))
    packed = zlib.compress(b"BT /F1 10 Tf 72 800 Td " + lines + b"ET", 9)
    return pdf({CONTENT: stream(packed[: len(packed) // 2], "/Filter /FlateDecode")})


@hostile("cat.pdf", "partial", *rejected("damaged"))
def words_with_a_flipped_bit() -> bytes:
    """The check sum of the compressed text does not fit: a digit may be another one than was written."""
    lines = b"".join(b"0 -14 Td (So %06d) Tj " % (number * 7919 % 999983) for number in range(50))
    packed = bytearray(zlib.compress(b"BT /F1 10 Tf 72 800 Td " + lines + b"ET", 0))
    packed[packed.index(b"So 007919") + 6] ^= 1
    return pdf({CONTENT: stream(bytes(packed), "/Filter /FlateDecode")})


@hostile("nhieu-chu.pdf", "partial", *rejected("too-costly"), slow=True)
def five_hundred_pages_full_of_words() -> bytes:
    """Every page shows the same ten thousand words: small as a file, a million and more as words."""
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 510))
    objects = one_page({PAGES: b"<< /Type /Pages /Kids [%s] /Count 500 >>" % kids})
    objects |= dict.fromkeys(range(10, 510), one_page()[PAGE])
    objects[CONTENT] = flate(b"BT /F1 4 Tf 1 0 0 1 9 9 Tm " + b"(chu ) Tj " * 10_000 + b"ET")
    return assemble(objects)


def _packed(compression: str, entries: str) -> bytes:
    """A page in black and white as TIFF packs it, put on a page of a PDF."""
    from PIL import TiffImagePlugin

    from local.papers.hostile.pictures import page

    picture = page().convert("L").point(lambda grey: 255 if grey > 150 else 0).convert("1")
    out = io.BytesIO()
    picture.save(out, "TIFF", compression=compression, tiffinfo={278: picture.height})
    with TiffImagePlugin.TiffImageFile(io.BytesIO(out.getvalue())) as packed:
        place, length = packed.tag_v2[273][0], packed.tag_v2[279][0]
        assert len(packed.tag_v2[273]) == 1, "one strip"
        black_is_one = packed.tag_v2[262] == 0
    width, height = picture.size
    how = entries.format(w=width, h=height)
    colour = "/ColorSpace /DeviceGray /BitsPerComponent 1" + (" " if black_is_one else " /Decode [1 0]")
    return with_image(
        f"/Width {width} /Height {height} {colour} {how}", out.getvalue()[place : place + length]
    )
