"""PDFs whose skeleton is broken: cut, looped, nested, lying about sizes, locked, two kinds at once."""

import io
import zlib

from local.papers.hostile.bare_pdf import (
    CATALOG,
    CONTENT,
    PAGE,
    PAGES,
    TEXT,
    assemble,
    flate,
    one_page,
    pdf,
    stream,
)
from local.papers.hostile.registry import READY, hostile, rejected

BROKEN = rejected("damaged", "truncated", "no-pages", "too-costly")
BOMB = rejected("inflates-too-far", "too-costly")
LOCKED = rejected("password")
TWO_KINDS = rejected("several-types", "unknown-type")


@hostile("rong.pdf", *rejected("empty"))
def empty() -> bytes:
    return b""


@hostile("trang.pdf", *rejected("empty"))
def only_white_space() -> bytes:
    return b" \r\n\t" * 200


@hostile("so-khong.pdf", *rejected("empty"))
def only_zeros() -> bytes:
    return bytes(4096)


@hostile("dau.pdf", *BROKEN)
def header_alone() -> bytes:
    return b"%PDF-1.7\n"


@hostile("cut.pdf", *BROKEN)
def cut_in_the_middle() -> bytes:
    from local.papers.facts import invent_facts
    from local.papers.make import make_paper

    whole = make_paper("degree", invent_facts(1)).data
    return whole[: len(whole) // 2]


@hostile("cut.pdf", READY, "partial", *BROKEN)
def cut_before_the_table() -> bytes:
    whole = pdf()
    return whole[: whole.index(b"xref\n")]


@hostile("cut.pdf", READY, *BROKEN)
def end_mark_missing() -> bytes:
    return pdf().removesuffix(b"%%EOF\n")


@hostile("rac.pdf", *BROKEN)
def noise_after_the_header() -> bytes:
    from random import Random

    return b"%PDF-1.5\n" + Random(1).randbytes(20_000)


@hostile("bang.pdf", READY, *BROKEN)
def table_that_points_into_nowhere() -> bytes:
    return pdf().replace(b"startxref\n", b"startxref\n9999999")


@hostile("vong.pdf", READY, *BROKEN)
def table_that_follows_itself() -> bytes:
    whole = pdf()
    start = whole.index(b"xref\n0")
    return pdf(trailer=f"/Prev {start}")


@hostile("lon.pdf", READY, *BROKEN)
def table_of_two_thousand_million() -> bytes:
    return assemble(one_page(), size=2**31 - 1)


@hostile("vong.pdf", READY, "partial", *BROKEN)
def page_tree_that_contains_itself() -> bytes:
    return pdf({PAGES: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"})


@hostile("vong.pdf", READY, "partial", *BROKEN)
def parents_in_a_circle() -> bytes:
    return pdf(
        {PAGES: b"<< /Type /Pages /Kids [9 0 R] /Count 1 >>", 9: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}
    )


@hostile("sau.pdf", READY, "partial", *BROKEN)
def page_tree_five_thousand_deep() -> bytes:
    objects = one_page({PAGES: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"})
    for depth in range(10, 5_010):
        objects[depth] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (depth + 1)
    objects[5_010] = objects.pop(PAGE)
    return assemble(objects)


@hostile("sau.pdf", READY, *BROKEN)
def arrays_nested_a_hundred_thousand_deep() -> bytes:
    return pdf({9: b"[" * 100_000 + b"]" * 100_000})


@hostile("sau.pdf", READY, *BROKEN)
def dictionaries_nested_deep_in_the_catalog() -> bytes:
    nest = b"<< /A " * 3_000 + b"1" + b" >>" * 3_000
    return pdf({CATALOG: b"<< /Type /Catalog /Pages 2 0 R /X %s >>" % nest})


@hostile("khong-trang.pdf", *BROKEN)
def no_pages_at_all() -> bytes:
    return pdf({PAGES: b"<< /Type /Pages /Kids [] /Count 0 >>"})


@hostile("dem.pdf", READY, "partial", *BROKEN, *rejected("too-many-pages"))
def page_count_that_lies_high() -> bytes:
    return pdf({PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"})


@hostile("dem.pdf", READY, *BROKEN)
def page_count_below_zero() -> bytes:
    return pdf({PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>"})


@hostile("dai.pdf", *rejected("too-many-pages", "too-costly"), slow=True)
def twenty_thousand_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 20_011))
    objects = one_page({PAGES: b"<< /Type /Pages /Kids [%s] /Count 20001 >>" % kids})
    for number in range(10, 20_011):
        objects[number] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return assemble(objects)


@hostile("bom.pdf", *BOMB, slow=True)
def content_that_inflates_to_a_gigabyte() -> bytes:
    return pdf({CONTENT: _zeros(1 << 30, 1)})


@hostile("bom.pdf", *BOMB, slow=True)
def content_inflated_twice() -> bytes:
    return pdf({CONTENT: _zeros(1 << 31, 2)})


def _zeros(size: int, times: int) -> bytes:
    """Blanks compressed piece by piece, so that making the bomb costs no memory."""
    packer, out = zlib.compressobj(9), bytearray()
    for _ in range(size >> 22):
        out += packer.compress(b" " * (1 << 22))
    packed = bytes(out + packer.flush())
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return stream(packed, f"/Filter [{'/FlateDecode ' * times}]")


@hostile("bom.pdf", READY, "partial", *BOMB, *BROKEN, slow=True)
def run_lengths_that_swell() -> bytes:
    packed = zlib.compress((b"\x81" + b" ") * 4_000_000, 9)
    return pdf({CONTENT: stream(packed, "/Filter [/FlateDecode /RunLengthDecode]")})


@hostile("dai.pdf", READY, "partial", *BROKEN)
def stream_longer_than_the_file() -> bytes:
    return pdf({CONTENT: b"<< /Length 999999999999 >>\nstream\n" + TEXT + b"\nendstream"})


@hostile("sai.pdf", "partial", *BROKEN)
def stream_that_is_not_what_it_says() -> bytes:
    return pdf({CONTENT: stream(b"not deflated at all", "/Filter /FlateDecode")})


@hostile("khoa.pdf", *LOCKED)
def locked_with_a_password() -> bytes:
    return _encrypted(user="matkhau")


@hostile("khoa.pdf", READY, *LOCKED, reads="Ho va ten")
def locked_against_printing_only() -> bytes:
    return _encrypted(user="")


def _encrypted(user: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(user=user, owner="chu", R=6))
    return out.getvalue()


@hostile("khoa.pdf", *LOCKED, *BROKEN)
def locked_in_an_unknown_way() -> bytes:
    return pdf({9: b"<< /Filter /Xyzzy /V 99 /R 99 >>"}, trailer="/Encrypt 9 0 R /ID [<00> <00>]")


@hostile("kep.pdf", *TWO_KINDS)
def web_page_before_the_pdf() -> bytes:
    return b"<html><script>alert(1)</script>\n" + pdf()


@hostile("kep.pdf", *TWO_KINDS)
def web_page_in_the_first_comment() -> bytes:
    return pdf().replace(b"\n%\xe2", b"\n%<html><script>alert(1)</script>\xe2", 1)


@hostile("kep.pdf", *TWO_KINDS)
def archive_after_the_pdf() -> bytes:
    from local.papers.forms import docx

    return pdf() + docx(("hai",))


@hostile("kep.pdf", *TWO_KINDS)
def program_before_the_pdf() -> bytes:
    return b"MZ\x90\x00" + bytes(60) + pdf()


@hostile("kep.jpg", *TWO_KINDS)
def pdf_inside_a_photo() -> bytes:
    from local.papers.hostile.pictures import jpeg

    comment = pdf()
    return jpeg()[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg()[2:]


@hostile("dau.pdf", READY, *BROKEN)
def version_nobody_knows() -> bytes:
    return pdf().replace(b"%PDF-1.7", b"%PDF-9.9")


@hostile("ten.jpg", READY, reads="Ho va ten")
def pdf_called_a_photo() -> bytes:
    return pdf()


@hostile("nhieu.pdf", READY, *rejected("too-costly"), slow=True)
def half_a_million_objects() -> bytes:
    return pdf(dict.fromkeys(range(10, 500010), b"null"))


@hostile("vong.pdf", READY, "partial", *BROKEN)
def object_that_refers_to_itself() -> bytes:
    return pdf({CONTENT: b"5 0 R"})


@hostile("vong.pdf", READY, "partial", *BROKEN)
def length_that_refers_to_its_own_stream() -> bytes:
    return pdf({CONTENT: b"<< /Length 5 0 R >>\nstream\n" + TEXT + b"\nendstream"})


@hostile("vong.pdf", READY, *BROKEN)
def outline_in_a_circle() -> bytes:
    return pdf(
        {
            CATALOG: b"<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R >>",
            9: b"<< /First 10 0 R /Last 10 0 R >>",
            10: b"<< /Title (a) /Parent 9 0 R /Next 10 0 R /Dest [3 0 R /Fit] >>",
        }
    )


@hostile("meta.pdf", READY, *BOMB)
def metadata_with_entities() -> bytes:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(12))
    xmp = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + entities + b"]><x>&a12;</x>"
    return pdf(
        {
            CATALOG: b"<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R >>",
            9: flate(xmp, "/Type /Metadata /Subtype /XML"),
        }
    )
