"""PDFs with pages that are hard to draw or to read: empty, huge, turned, recursive, poisoned."""

import zlib

from local.papers.hostile.bare_pdf import (
    CONTENT,
    FONT,
    PAGE,
    PAGES,
    TEXT,
    assemble,
    flate,
    one_page,
    pdf,
    stream,
    with_page,
)
from local.papers.hostile.registry import READY, hostile, rejected

UNREADABLE = ("partial", *rejected("damaged", "too-costly", "pages-unreadable", "too-many-pixels"))


def page_of_size(box: bytes) -> bytes:
    return pdf({PAGE: one_page()[PAGE].replace(b"0 0 595 842", box)})


def with_image(entries: str, body: bytes) -> bytes:
    page = one_page()[PAGE].replace(b"/Font", b"/XObject << /I 9 0 R >> /Font")
    image = stream(body, f"/Type /XObject /Subtype /Image {entries}")
    return pdf({PAGE: page, CONTENT: stream(b"q 500 0 0 700 40 40 cm /I Do Q"), 9: image})


@hostile("trang.pdf", READY, "partial")
def blank_page() -> bytes:
    return pdf({CONTENT: stream(b"")})


@hostile("trang.pdf", READY, "partial", *rejected("damaged"))
def page_without_content() -> bytes:
    return pdf({PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"})


@hostile("to.pdf", READY, *UNREADABLE)
def page_of_five_kilometres() -> bytes:
    return page_of_size(b"0 0 14400000 14400000")


@hostile("nho.pdf", READY, *UNREADABLE, *rejected("too-small"))
def page_without_area() -> bytes:
    return page_of_size(b"0 0 0 0")


@hostile("am.pdf", READY, *UNREADABLE)
def page_upside_down_in_its_box() -> bytes:
    return page_of_size(b"595 842 0 0")


@hostile("chu.pdf", READY, *UNREADABLE)
def page_box_of_words() -> bytes:
    return page_of_size(b"/A (b) null 842")


@hostile("xoay.pdf", READY, reads="Ho va ten")
def page_turned_by_its_own_word() -> bytes:
    return with_page("/Rotate 90")


@hostile("xoay.pdf", READY, *UNREADABLE)
def page_turned_by_a_strange_angle() -> bytes:
    return with_page("/Rotate 37")


@hostile("vong.pdf", READY, *UNREADABLE, slow=True)
def form_that_draws_itself() -> bytes:
    form = stream(
        b"/X Do /X Do",
        "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X 9 0 R >> >>",
    )
    page = one_page()[PAGE].replace(b"/Font", b"/XObject << /X 9 0 R >> /Font")
    return pdf({PAGE: page, CONTENT: stream(b"/X Do " + TEXT), 9: form})


@hostile("no.pdf", READY, *UNREADABLE, slow=True)
def forms_that_multiply() -> bytes:
    """Each of twelve forms draws the next one ten times: 10^12 drawings."""
    objects = one_page({PAGE: one_page()[PAGE].replace(b"/Font", b"/XObject << /X 9 0 R >> /Font")})
    objects[CONTENT] = stream(b"/X Do")
    for number in range(9, 21):
        entries = f"/Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X {number + 1} 0 R >> >>"
        objects[number] = stream(b"/X Do " * 10, entries)
    objects[21] = stream(b"0 0 9 9 re f", "/Subtype /Form /BBox [0 0 99 99]")
    return assemble(objects)


@hostile("net.pdf", READY, *UNREADABLE, slow=True)
def a_million_strokes() -> bytes:
    return pdf(
        {
            CONTENT: flate(
                b"".join(b"%d %d m %d 800 l S\n" % (n % 595, n % 842, n % 600) for n in range(1_000_000))
            )
        }
    )


@hostile("net.pdf", READY, *UNREADABLE)
def saves_its_state_without_end() -> bytes:
    return pdf({CONTENT: flate(b"q " * 500_000 + TEXT)})


@hostile("chu.pdf", READY, *UNREADABLE, slow=True)
def three_hundred_thousand_words_on_a_page() -> bytes:
    return pdf({CONTENT: flate(b"BT /F1 4 Tf 1 0 0 1 9 9 Tm " + b"(chu ) Tj " * 300_000 + b"ET")})


@hostile("hinh.pdf", READY, *UNREADABLE, *rejected("inflates-too-far"), slow=True)
def picture_of_a_gigapixel() -> bytes:
    packer, out = zlib.compressobj(9), bytearray()
    for _ in range(300):
        out += packer.compress(bytes(1 << 22))
    body = bytes(out + packer.flush())
    return with_image(
        "/Width 40000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", body
    )


@hostile("hinh.pdf", READY, *UNREADABLE)
def picture_with_too_little_data() -> bytes:
    return with_image("/Width 2000 /Height 2000 /ColorSpace /DeviceRGB /BitsPerComponent 8", b"\x00" * 50)


@hostile("hinh.pdf", *UNREADABLE)
def picture_of_negative_size() -> bytes:
    return with_image("/Width -5 /Height 70000 /ColorSpace /DeviceRGB /BitsPerComponent 8", b"\x00" * 50)


@hostile("hinh.pdf", *UNREADABLE)
def broken_jpeg_on_a_page() -> bytes:
    entries = "/Width 800 /Height 900 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    return with_image(entries, b"\xff\xd8\xff\xe0" + b"rubbish" * 40)


@hostile("hinh.pdf", *UNREADABLE)
def broken_jpeg2000_on_a_page() -> bytes:
    return with_image(
        "/Width 800 /Height 900 /Filter /JPXDecode", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(90)
    )


@hostile("hinh.pdf", *UNREADABLE)
def broken_jbig2_on_a_page() -> bytes:
    entries = "/Width 800 /Height 900 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode"
    return with_image(entries, bytes(range(200)))


@hostile("hinh.pdf", *UNREADABLE)
def filter_nobody_knows() -> bytes:
    return with_image(
        "/Width 8 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /Xyzzy", bytes(72)
    )


@hostile("phong.pdf", READY, *UNREADABLE)
def broken_font_file() -> bytes:
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FontDescriptor 9 0 R >>"
    descriptor = b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 10 0 R >>"
    return pdf({FONT: font, 9: descriptor, 10: stream(b"\x00\x01\x00\x00" + b"\xff" * 900)})


@hostile("phong.pdf", READY, *UNREADABLE, reads="Ho va ten")
def letters_that_mean_nothing() -> bytes:
    cmap = b"begincmap 1 beginbfrange <00> <FF> <0000> endbfrange endcmap"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 9 0 R >>"
    return pdf({FONT: font, 9: stream(cmap)})


@hostile("phong.pdf", READY, *UNREADABLE)
def drawn_font_that_calls_itself() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 68 /LastChar 68 "
        b"/Widths [9] /Encoding << /Differences [68 /D] >> /CharProcs << /D 9 0 R >> "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    return pdf({FONT: font, 9: stream(b"9 0 d0 BT /F1 9 Tf (D) Tj ET")})


@hostile("an.pdf", READY, "partial")
def words_in_invisible_ink() -> bytes:
    return pdf({CONTENT: stream(b"3 Tr " + TEXT)})


@hostile("doc.pdf", *UNREADABLE)
def one_poisoned_page_among_good_ones() -> bytes:
    good = one_page()[PAGE]
    bad = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 12 0 R /Resources 12 0 R >>"
    kids = b"<< /Type /Pages /Kids [3 0 R 10 0 R 11 0 R] /Count 3 >>"
    return pdf({PAGES: kids, 10: bad, 11: good, 12: stream(b"\xff" * 900, "/Filter /FlateDecode")})


@hostile("anh.pdf", READY, "partial")
def portrait_without_words() -> bytes:
    from local.papers.hostile.pictures import jpeg

    entries = "/Width 400 /Height 600 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    return with_image(entries, jpeg())
