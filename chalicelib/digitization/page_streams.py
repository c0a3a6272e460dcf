"""Whether what a page of a PDF is drawn from is all there: readers pass over what is damaged and say nothing."""

import zlib
from collections.abc import Iterator
from typing import Any

MOST_STREAMS, DEEPEST = 300, 5
LARGEST = 40_000_000  # bytes unpacked; beyond that the limit on the whole file speaks
CHECK_SUM = 4  # bytes behind a zlib stream
JPEG_END = b"\xff\xd9"
TAIL = 64  # bytes that writers leave behind a JPEG


def is_whole(page: Any) -> bool:
    """Whether every stream of a ``pikepdf`` page unpacks to its end and fits its check sum."""
    streams = _streams(page.obj, 0, set())
    return all(_is_whole(stream) for _, stream in zip(range(MOST_STREAMS), streams, strict=False))


def _streams(holder: Any, depth: int, seen: set[tuple[int, int]]) -> Iterator[Any]:
    """Contents, then everything that the resources name: pictures, forms and theirs, the tables of letters."""
    import pikepdf

    contents = holder.get("/Contents") if depth == 0 else None
    yield from (
        part
        for part in (contents if isinstance(contents, pikepdf.Array) else [contents])
        if isinstance(part, pikepdf.Stream)
    )
    resources = _inherited(holder, "/Resources")
    for thing in _values(resources, "/XObject"):
        if not isinstance(thing, pikepdf.Stream) or thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        yield thing
        if str(thing.get("/Subtype")) == "/Form" and depth < DEEPEST:
            yield from _streams(thing, depth + 1, seen)
    for font in _values(resources, "/Font"):
        table = font.get("/ToUnicode") if isinstance(font, pikepdf.Dictionary) else None
        if isinstance(table, pikepdf.Stream):
            yield table


def _inherited(holder: Any, key: str) -> Any:
    """The entry of a page or of the nodes of the tree above it."""
    for _ in range(DEEPEST * 4):
        if holder is None or key in holder:
            break
        holder = holder.get("/Parent")
    return holder.get(key) if holder is not None else None


def _values(resources: Any, key: str) -> list[Any]:
    import pikepdf

    named = resources.get(key) if isinstance(resources, pikepdf.Dictionary) else None
    return [thing for _, thing in named.items()] if isinstance(named, pikepdf.Dictionary) else []


def _is_whole(stream: Any) -> bool:
    """Only the first filter is looked at: it is the one that packs. Others have no check of their own."""
    import pikepdf

    kinds = stream.get("/Filter")
    kind = str(kinds[0] if isinstance(kinds, pikepdf.Array) and len(kinds) else kinds)
    check = CHECKS.get(kind)
    return check is None or check(bytes(stream.read_raw_bytes()))


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
    return JPEG_END in packed[-TAIL:]


CHECKS = {"/FlateDecode": _deflated, "/Fl": _deflated, "/DCTDecode": _jpeg, "/DCT": _jpeg}
