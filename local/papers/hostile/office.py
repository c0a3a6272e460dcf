"""Word files with macros, foreign templates, bombs and broken parts."""

import io
import zipfile

from local.papers.forms import docx
from local.papers.hostile.registry import READY, hostile, rejected

LINES = ("ĐƠN ĐỀ NGHỊ", "Họ và tên: Nguyễn Văn Mẫu")
BROKEN = rejected("damaged", "truncated", "unknown-type")
BOMB = rejected("inflates-too-far", "too-costly")
RELATIONS = "word/_rels/document.xml.rels"
XMLNS = "http://schemas.openxmlformats.org"


def with_relation(kind: str, target: str) -> bytes:
    """A Word file with one relation to the outside."""
    of_kind = f"{XMLNS}/officeDocument/2006/relationships/{kind}"
    relation = f'<Relationship Id="r1" Type="{of_kind}" Target="{target}" TargetMode="External"/>'
    body = f'<Relationships xmlns="{XMLNS}/package/2006/relationships">{relation}</Relationships>'
    return docx(LINES, {RELATIONS: body.encode()})


@hostile("don.docx", READY)
def plain_word_file() -> bytes:
    return docx(LINES)


@hostile("don.docx", READY, *rejected("external-target"))
def word_file_with_a_web_link() -> bytes:
    return with_relation("hyperlink", "https://example.invalid/")


@hostile("don.docx", *rejected("external-target"))
def word_file_with_a_foreign_template() -> bytes:
    return with_relation("attachedTemplate", "http://example.invalid/a.dotm")


@hostile("don.docx", *rejected("external-target"))
def word_file_with_a_picture_from_elsewhere() -> bytes:
    return with_relation("image", "file://///host/share/a.png")


@hostile("don.docx", *rejected("macros"))
def word_file_with_macros() -> bytes:
    return docx(LINES, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(500)})


@hostile("don.docx", *rejected("active-content", "macros"))
def word_file_with_an_embedded_program() -> bytes:
    return docx(LINES, {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + bytes(500)})


@hostile("don.docx", *BOMB, slow=True)
def word_file_that_inflates_to_300_megabytes() -> bytes:
    return docx(LINES, {"word/media/bom.xml": bytes(300_000_000)})


@hostile("don.docx", *BOMB)
def word_file_whose_text_inflates() -> bytes:
    return docx(LINES, {"word/document.xml": b"<w:t>" + b" " * 60_000_000})


@hostile("don.docx", *rejected("active-content", "damaged", "inflates-too-far"))
def word_file_of_a_thousand_million_laughs() -> bytes:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
    return docx(LINES, {"word/document.xml": b'<!DOCTYPE x [<!ENTITY a0 "ha">' + entities + b"]><x>&a9;</x>"})


@hostile("don.docx", *rejected("active-content", "damaged"))
def word_file_that_reads_a_local_file() -> bytes:
    return docx(
        LINES, {"word/document.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}
    )


@hostile("don.docx", *BROKEN)
def word_file_with_broken_text() -> bytes:
    return docx(LINES, {"word/document.xml": b"<w:document><w:p>"})


@hostile("don.docx", READY, "partial", *BROKEN, *rejected("too-costly"))
def word_file_nested_deep() -> bytes:
    return docx(LINES, {"word/document.xml": b"<a>" * 100_000 + b"</a>" * 100_000})


@hostile("don.docx", READY, "partial", *rejected("no-pages", "empty"))
def word_file_without_words() -> bytes:
    return docx(())


@hostile("don.docx", *BROKEN)
def word_file_cut_in_the_middle() -> bytes:
    whole = docx(LINES * 200)
    return whole[: len(whole) // 2]


@hostile("don.docx", READY, *BROKEN)
def word_file_with_names_that_climb_out() -> bytes:
    return docx(LINES, {"../../../../tmp/a.txt": b"ra ngoai"})


@hostile("don.docx", *rejected("password"), *BROKEN)
def word_file_whose_parts_are_locked() -> bytes:
    whole = bytearray(docx(LINES))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.find(mark)
        while start >= 0:
            whole[start + flags] |= 1
            start = whole.find(mark, start + 4)
    return bytes(whole)


@hostile("don.docx", *rejected("unknown-type", "password"))
def word_file_locked_with_a_password() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(24) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)
    )


@hostile("bang.docx", *rejected("unknown-type"))
def spreadsheet_called_a_word_file() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


@hostile("nen.docx", *BROKEN)
def archive_with_a_broken_directory() -> bytes:
    whole = bytearray(docx(LINES))
    start = whole.index(b"PK\x01\x02")
    whole[start : start + 4] = b"XXXX"
    return bytes(whole)


@hostile("nen.docx", *BOMB, *BROKEN, slow=True)
def archive_of_twenty_thousand_parts() -> bytes:
    return docx(LINES, {f"word/p{number}.xml": b"" for number in range(20_000)})


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
