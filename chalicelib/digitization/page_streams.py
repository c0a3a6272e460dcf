"""Whether what a page of a PDF is drawn from is all there: readers pass over what is damaged and say nothing."""

import re
import zlib
from collections.abc import Iterator
from typing import Any

from chalicelib.digitization.picture_damage import is_damaged_jpeg

MOST_STREAMS, DEEPEST = 300, 5
LARGEST = 40_000_000  # bytes unpacked; beyond that the limit on the whole file speaks
CHECK_SUM = 4  # bytes behind a zlib stream
JPEG_END = b"\xff\xd9"
CUT_TO_SIZE = re.compile(r"/[A-Z]{6}\+")  # the name of a subset (ISO 32000-1, 9.6.4)
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
USES = {  # names without escapes, before the operator that uses them
    "/XObject": re.compile(rb"(/[A-Za-z][\w.+-]*)\s+Do\b"),
    "/Font": re.compile(rb"(/[A-Za-z][\w.+-]*)\s+[\d.+-]+\s+Tf\b"),
}
TAIL = 64  # bytes that writers leave behind a JPEG


def is_whole(page: Any, *, was_mended: bool = False) -> bool:
    """Whether every stream of a ``pikepdf`` page is there, unpacks to its end and fits its check sum.

    qpdf passes over names that lead to nothing, so what the page uses is looked for too. A page without contents is an
    empty one, unless the file ``was_mended``.
    """
    if was_mended and "/Contents" not in page.obj:
        return False
    streams = _streams(page.obj, 0, set())
    sound = all(_is_whole(stream) for _, stream in zip(range(MOST_STREAMS), streams, strict=False))
    return sound and _has_what_it_uses(page)


def _has_what_it_uses(page: Any) -> bool:
    """Whether there is something behind every picture and font that the contents name."""
    resources = _inherited(page.obj, "/Resources")
    written = b"\n".join(_unpacked(part) for part in _contents(page.obj))
    for kind, use in USES.items():
        known = _values(resources, kind)
        if any(name not in known for name in map(bytes.decode, set(use.findall(written)))):
            return False
    return True


def _contents(page: Any) -> list[Any]:
    import pikepdf

    contents = page.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _unpacked(part: Any) -> bytes:
    import pikepdf

    return bytes(part.read_bytes()) if isinstance(part, pikepdf.Stream) else b""


def _streams(holder: Any, depth: int, seen: set[tuple[int, int]]) -> Iterator[Any]:
    """Contents, then everything that the resources name: pictures, forms and theirs, fonts with tables of letters.

    What is named and is not there, or is something else, comes as it is.
    """
    import pikepdf

    if depth == 0:
        yield from _contents(holder)
    resources = _inherited(holder, "/Resources")
    for thing in _values(resources, "/XObject").values():
        if isinstance(thing, pikepdf.Stream):
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        yield thing
        if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype")) == "/Form" and depth < DEEPEST:
            yield from _streams(thing, depth + 1, seen)
    for font in _values(resources, "/Font").values():
        yield from _of_font(font)


def _of_font(font: Any) -> Iterator[Any]:
    """Its table of letters; None where its drawing is missing, which a font that was cut to size brings itself."""
    import pikepdf

    if not isinstance(font, pikepdf.Dictionary):
        yield font
        return
    if "/ToUnicode" in font and not isinstance(font["/ToUnicode"], pikepdf.Name):
        yield font["/ToUnicode"]
    descendants = font.get("/DescendantFonts")
    drawn = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
    if CUT_TO_SIZE.match(str(font.get("/BaseFont"))) and str(font.get("/Subtype")) != "/Type3":
        described = drawn.get("/FontDescriptor") if isinstance(drawn, pikepdf.Dictionary) else None
        if described is None or not any(key in described for key in FONT_FILES):
            yield None


def _inherited(holder: Any, key: str) -> Any:
    """The entry of a page or of the nodes of the tree above it."""
    for _ in range(DEEPEST * 4):
        if holder is None or key in holder:
            break
        holder = holder.get("/Parent")
    return holder.get(key) if holder is not None else None


def _values(resources: Any, key: str) -> dict[str, Any]:
    import pikepdf

    named = resources.get(key) if isinstance(resources, pikepdf.Dictionary) else None
    return dict(named.items()) if isinstance(named, pikepdf.Dictionary) else {}


def _is_whole(stream: Any) -> bool:
    """Only the first filter is looked at: it is the one that packs. Others have no check of their own."""
    import pikepdf

    if not isinstance(stream, pikepdf.Stream):
        return False
    kinds = stream.get("/Filter")
    kind = str(kinds[0] if isinstance(kinds, pikepdf.Array) and len(kinds) else kinds)
    check = CHECKS.get(kind)
    packed = bytes(stream.read_raw_bytes())
    return check is None or not packed or check(packed)


def _deflated(packed: bytes) -> bool:
    """Unpacked without its frame first: writers that leave the check sum out are many, and no loss."""
    unpacker = zlib.decompressobj(wbits=-15)
    try:
        plain = unpacker.decompress(packed[2:], LARGEST)
    except zlib.error:
        return False
    if not unpacker.eof:
        return len(plain) >= LARGEST
    said = unpacker.unused_data[:CHECK_SUM]
    return len(said) < CHECK_SUM or said == zlib.adler32(plain).to_bytes(CHECK_SUM, "big")


def _jpeg(packed: bytes) -> bool:
    return JPEG_END in packed[-TAIL:] and not is_damaged_jpeg(packed)


CHECKS = {"/FlateDecode": _deflated, "/Fl": _deflated, "/DCTDecode": _jpeg, "/DCT": _jpeg}
