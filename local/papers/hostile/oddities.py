"""PDFs that are unusual but not wrong: what is written in them has to be read, or be told as unread."""

import io
from typing import Any

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
    with_catalog,
    with_page,
)
from local.papers.hostile.pages import UNREADABLE, page_of_size
from local.papers.hostile.registry import READY, hostile, rejected

WORDS = "Ho va ten"
ANSWER = "Tran Thi Mau"


@hostile("thua-ke.pdf", READY, reads=WORDS)
def page_that_inherits_everything() -> bytes:
    tree = (
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] /Rotate 180 "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    return pdf({PAGES: tree, PAGE: b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>"})


@hostile("cay.pdf", READY, "partial", *rejected("damaged", "no-pages"))
def page_tree_without_children() -> bytes:
    return pdf({PAGES: b"<< /Type /Pages /Count 1 >>"})


@hostile("cay.pdf", READY, *UNREADABLE)
def page_tree_with_a_child_that_is_missing() -> bytes:
    return pdf({PAGES: b"<< /Type /Pages /Kids [3 0 R 99 0 R] /Count 2 >>"})


@hostile("cay.pdf", READY, *UNREADABLE)
def page_tree_whose_child_is_a_number() -> bytes:
    return pdf({PAGES: b"<< /Type /Pages /Kids [3 0 R 7 /Ten (chu)] /Count 4 >>"})


@hostile("khung.pdf", READY, *UNREADABLE, *rejected("too-small"))
def page_box_below_zero() -> bytes:
    return page_of_size(b"-595 -842 -10 -10")


@hostile("khung.pdf", READY, *UNREADABLE)
def page_box_that_is_missing() -> bytes:
    return pdf({PAGE: one_page()[PAGE].replace(b"/MediaBox [0 0 595 842]", b"")})


@hostile("khung.pdf", READY, *UNREADABLE)
def page_box_without_height() -> bytes:
    return page_of_size(b"0 0 595 0")


@hostile("khung.pdf", READY, *UNREADABLE)
def crop_box_outside_the_page() -> bytes:
    return with_page("/CropBox [2000 2000 3000 3000]")


@hostile("don-vi.pdf", READY, reads=WORDS)
def page_in_larger_units() -> bytes:
    return with_page("/UserUnit 10")


@hostile("xoay.pdf", READY, *UNREADABLE)
def page_turned_by_half_a_right_angle() -> bytes:
    return with_page("/Rotate 45")


@hostile("xoay.pdf", READY, reads=WORDS)
def page_turned_more_than_once_around() -> bytes:
    return with_page("/Rotate -630")


@hostile("phong.pdf", READY, *UNREADABLE)
def font_that_is_missing() -> bytes:
    return pdf({PAGE: one_page()[PAGE].replace(b"/F1 4 0 R", b"/F1 99 0 R")})


@hostile("phong.pdf", READY, *UNREADABLE)
def font_that_is_a_page() -> bytes:
    return pdf({PAGE: one_page()[PAGE].replace(b"/F1 4 0 R", b"/F1 3 0 R")})


@hostile("ve.pdf", READY, *UNREADABLE)
def letters_drawn_by_procedures() -> bytes:
    """A Type 3 font whose letters are boxes: the text layer says what the eye cannot."""
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 32 "
        b"/LastChar 126 /Widths [%s] /Encoding << /Differences [32 %s] >> /CharProcs << /o 9 0 R >> "
        b"/Resources << >> >>" % (b"9 " * 95, b"/o " * 95)
    )
    return pdf({FONT: font, 9: stream(b"9 0 d0 0 0 7 7 re f")})


@hostile("cid.pdf", *UNREADABLE)
def wide_letters_without_meaning() -> bytes:
    """A composite font without a table of letters and without a font file: numbers of glyphs, no text."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Aptos /Encoding /Identity-H /DescendantFonts [9 0 R] >>"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Aptos /CIDToGIDMap /Identity "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 10 0 R >>"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /Aptos /Flags 4 /FontBBox [0 0 999 999] /ItalicAngle 0 >>"
    )
    glyphs = "".join(f"{3 + n * 7 % 61:04x}" for n in range(90))
    content = stream(f"BT /F1 12 Tf 40 700 Td <{glyphs}> Tj ET".encode())
    return pdf({FONT: font, CONTENT: content, 9: descendant, 10: descriptor})


@hostile("nen.pdf", READY, reads=WORDS)
def objects_packed_into_streams() -> bytes:
    import pikepdf

    return _saved(pdf(), object_stream_mode=pikepdf.ObjectStreamMode.generate)


@hostile("web.pdf", READY, reads=WORDS)
def arranged_for_the_web() -> bytes:
    return _saved(pdf(), linearize=True)


@hostile("lai.pdf", READY, "partial", *rejected("damaged"))
def table_in_two_manners_at_once() -> bytes:
    """A hybrid file: an old table whose trailer names a table stream that does not exist."""
    return assemble(one_page(), "/XRefStm 17")


@hostile("sua.pdf", READY, reads="Ban sua doi")
def changed_by_what_was_added() -> bytes:
    """An incremental update: what counts is the newest of the two texts."""
    first = pdf()
    place = first.rindex(b"xref\n0 ")
    added = stream(b"BT /F1 24 Tf 72 700 Td (Ban sua doi lan thu hai) Tj ET")
    body = first + b"5 0 obj\n" + added + b"\nendobj\n"
    table = b"xref\n5 1\n%010d 00000 n \n" % len(first)
    tail = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (place, len(body))
    return body + table + tail


@hostile("hai.pdf", READY, "partial", *rejected("damaged", "truncated"))
def two_papers_one_after_the_other() -> bytes:
    return pdf() + pdf()


@hostile("moi.pdf", READY, reads=WORDS)
def written_for_pdf_two() -> bytes:
    return with_catalog("/Version /2.0 /Extensions << /ISO_ << /BaseVersion /2.0 >> >>").replace(
        b"%PDF-1.7", b"%PDF-2.0"
    )


@hostile("meta.pdf", READY, reads=WORDS)
def title_in_sixteen_bits() -> bytes:
    title = "Đơn đề nghị 🏥".encode("utf-16-be").hex()
    return pdf({9: b"<< /Title <FEFF%s> /Author <FEFFD800> >>" % title.encode()}, trailer="/Info 9 0 R")


@hostile("lop.pdf", READY, "partial")
def words_on_a_layer_that_is_off() -> bytes:
    catalog = "/OCProperties << /OCGs [9 0 R] /D << /OFF [9 0 R] /Order [9 0 R] >> >>"
    page = one_page()[PAGE].replace(b"/Font", b"/Properties << /L 9 0 R >> /Font")
    layer = b"<< /Type /OCG /Name (Lop) >>"
    return with_catalog(catalog, {PAGE: page, CONTENT: stream(b"/OC /L BDC " + TEXT + b" EMC"), 9: layer})


@hostile("trong.pdf", READY, reads=WORDS)
def words_behind_glass() -> bytes:
    """Transparency groups with a soft mask around the text."""
    page = one_page()[PAGE].replace(
        b"/Font", b"/ExtGState << /G << /ca 0.3 /BM /Multiply /SMask /None >> >> /Font"
    )
    page = page.replace(b"/Type /Page ", b"/Type /Page /Group << /S /Transparency /I true /K true >> ")
    return pdf({PAGE: page, CONTENT: stream(b"/G gs " + TEXT)})


@hostile("danh-muc.pdf", READY, *rejected("active-content"), reads=WORDS)
def portfolio_of_one_paper() -> bytes:
    spec = b"<< /Type /Filespec /F (con.pdf) /EF << /F 10 0 R >> >>"
    names = (
        "/Collection << /Type /Collection /View /T >> /Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >>"
    )
    return with_catalog(names, {9: spec, 10: flate(pdf(), "/Type /EmbeddedFile")})


@hostile("ghi-chu.pdf", READY, reads=ANSWER)
def words_in_an_annotation_alone() -> bytes:
    """An empty page with a typed note on it, as a tablet writes it."""
    return _with_appearance(
        "/Subtype /FreeText /Contents (x)", TEXT.replace(b"Nguyen Van Mau", b"Tran Thi Mau")
    )


@hostile("mau-don.pdf", READY, reads=ANSWER)
def form_that_was_filled_in() -> bytes:
    field = "/Subtype /Widget /FT /Tx /T (ten) /V (Tran Thi Mau)"
    shown = TEXT.replace(b"Nguyen Van Mau", b"Tran Thi Mau")
    return _with_appearance(field, shown, "/AcroForm << /Fields [9 0 R] /DA (/F1 12 Tf 0 g) >>")


@hostile("mau-don.pdf", READY, "partial", reads=ANSWER)
def form_that_was_filled_in_but_not_drawn() -> bytes:
    """The answer is only a value, as programs fill in forms; the reader has to draw it."""
    form = "/AcroForm << /Fields [9 0 R] /NeedAppearances true /DA (/F1 12 Tf 0 g) /DR << /Font << /F1 4 0 R >> >> >>"
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (ten) /V (Tran Thi Mau) /Rect [72 500 400 530] "
        b"/P 3 0 R /F 4 /DA (/F1 12 Tf 0 g) >>"
    )
    page = one_page()[PAGE].replace(b"/Type /Page ", b"/Type /Page /Annots [9 0 R] ")
    return with_catalog(form, {PAGE: page, 9: field})


@hostile("mau-don.pdf", READY, *rejected("dynamic-form"), reads=ANSWER)
def form_in_two_languages_of_forms() -> bytes:
    """XFA beside the plain form, which is what is read."""
    shown = TEXT.replace(b"Nguyen Van Mau", b"Tran Thi Mau")
    form = "/AcroForm << /Fields [9 0 R] /XFA [(template) 11 0 R] >>"
    field = "/Subtype /Widget /FT /Tx /T (ten) /V (Tran Thi Mau)"
    return _with_appearance(field, shown, form, {11: stream(b"<template/>")})


@hostile("nho.pdf", READY, reads=WORDS)
def small_picture_among_the_words() -> bytes:
    image = b"BI /W 4 /H 4 /CS /G /BPC 8 ID " + bytes(range(16)) + b" EI "
    return pdf({CONTENT: stream(b"q 30 0 0 30 500 780 cm " + image + b"Q " + TEXT)})


@hostile("nho.pdf", READY, *UNREADABLE)
def small_picture_that_never_ends() -> bytes:
    return pdf({CONTENT: stream(b"q 30 0 0 30 500 780 cm BI /W 4 /H 4 /CS /G /BPC 8 ID " + bytes(9) + TEXT)})


def _saved(data: bytes, **how: Any) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, **how)
    return out.getvalue()


def _with_appearance(
    entries: str, shown: bytes, catalog: str = "", more: dict[int, bytes] | None = None
) -> bytes:
    """A page without words of its own under an annotation that shows some."""
    page = one_page()[PAGE].replace(b"/Type /Page ", b"/Type /Page /Annots [9 0 R] ")
    drawing = stream(
        shown,
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >>",
    )
    note = f"<< /Type /Annot {entries} /Rect [0 0 595 842] /F 4 /P 3 0 R /AP << /N 10 0 R >> >>".encode()
    changes = {PAGE: page, CONTENT: stream(b""), 9: note, 10: drawing}
    return with_catalog(catalog, {**changes, **(more or {})})
