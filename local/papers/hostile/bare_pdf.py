"""A PDF written by hand, object by object, so that any part of it can be made wrong."""

import zlib
from collections.abc import Mapping, Sequence

CATALOG, PAGES, PAGE, FONT, CONTENT = 1, 2, 3, 4, 5
TEXT = b"BT /F1 24 Tf 72 700 Td (Don de nghi cap giay phep) Tj 0 -40 Td (Ho va ten: Nguyen Van Mau) Tj ET"


def stream(body: bytes, entries: str = "") -> bytes:
    """A stream object with its true length."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries.encode(), body)


def flate(body: bytes, entries: str = "") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(body, 9), f"/Filter /FlateDecode {entries}")


def one_page(changes: Mapping[int, bytes] | None = None) -> dict[int, bytes]:
    """The objects of a page with two lines of text; ``changes`` replace or add objects."""
    objects = {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R >>",
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        CONTENT: stream(TEXT),
    }
    return objects | dict(changes or {})


def assemble(objects: Mapping[int, bytes], trailer: str = "", size: int | None = None) -> bytes:
    """Header, objects, table of places, trailer."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, last = len(out), max(objects) + 1
    rows: Sequence[bytes] = [
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
        for number in range(last)
    ]
    out += b"xref\n0 %d\n%s" % (last, b"".join(rows))
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size or last, trailer.encode())
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def pdf(changes: Mapping[int, bytes] | None = None, trailer: str = "") -> bytes:
    """One page of text with these objects changed."""
    return assemble(one_page(changes), trailer)


def with_catalog(entries: str, more: Mapping[int, bytes] | None = None) -> bytes:
    """One page whose catalog has further entries."""
    catalog = f"<< /Type /Catalog /Pages 2 0 R {entries} >>".encode()
    return pdf({CATALOG: catalog, **(more or {})})


def with_page(entries: str, more: Mapping[int, bytes] | None = None) -> bytes:
    """One page whose page object has further entries, before the usual ones."""
    page = one_page()[PAGE].replace(b"/Type /Page ", f"/Type /Page {entries} ".encode())
    return pdf({PAGE: page, **(more or {})})
