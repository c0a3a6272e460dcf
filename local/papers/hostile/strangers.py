"""Files of kinds that nobody asked for, often under a harmless name."""

import gzip
from random import Random

from local.papers.hostile.office import zipped
from local.papers.hostile.pictures import saved
from local.papers.hostile.registry import hostile, rejected
from local.papers.portrait import portrait

UNKNOWN = rejected("unknown-type")


@hostile("a.pdf", *UNKNOWN)
def noise() -> bytes:
    return Random(4).randbytes(30_000)


@hostile("a.pdf", *UNKNOWN)
def one_byte() -> bytes:
    return b"%"


@hostile("a.pdf", *UNKNOWN)
def windows_program() -> bytes:
    return b"MZ\x90\x00" + bytes(2_000)


@hostile("a.pdf", *UNKNOWN)
def web_page() -> bytes:
    return b"<!doctype html><script>alert(1)</script>"


@hostile("a.jpg", *UNKNOWN)
def drawing_with_a_script() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@hostile("a.doc", *UNKNOWN)
def rich_text() -> bytes:
    return rb"{\rtf1 Xin chao}"


@hostile("a.txt", *UNKNOWN)
def plain_text() -> bytes:
    return "Đơn đề nghị".encode()


@hostile("a.pdf", *UNKNOWN)
def postscript() -> bytes:
    return b"%!PS-Adobe-3.0\n(%PDF-) run\n"


@hostile("a.gif", *UNKNOWN)
def animated_gif() -> bytes:
    return saved(portrait(), "GIF", save_all=True, append_images=[portrait().rotate(9)])


@hostile("a.bmp", *UNKNOWN)
def bitmap() -> bytes:
    return saved(portrait(), "BMP")


@hostile("a.zip", *UNKNOWN)
def archive_of_pdfs() -> bytes:
    return zipped({"a.pdf": b"%PDF-1.4", "b.pdf": b"%PDF-1.4"})


@hostile("a.gz", *UNKNOWN)
def compressed_pdf() -> bytes:
    return gzip.compress(b"%PDF-1.4", mtime=0)
