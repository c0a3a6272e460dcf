"""The walk through every object of a PDF, looking for actions, attachments, encryption and bombs."""

import io
import zlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from chalicelib.digitization.job import Limits
from chalicelib.digitization.reasons import Rejected

FINDING_OF_ACTION = {
    # /S of an action (ISO 32000-1, table 198): finding
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "submit-form",
    "/ImportData": "import-data",
    "/GoToR": "remote-goto",
    "/GoToE": "remote-goto",
    "/URI": "link",
    "/Rendition": "rich-media",
    "/Movie": "rich-media",
    "/Sound": "rich-media",
    "/RichMediaExecute": "rich-media",
    "/GoTo": "goto",
    "/GoTo3DView": "goto",
    "/Named": "goto",
    "/Hide": "goto",
    "/ResetForm": "goto",
    "/SetOCGState": "goto",
    "/Thread": "goto",
    "/Trans": "goto",
}
EMBEDDED_KEYS = ("/EF", "/EmbeddedFiles")
MEDIA_SUBTYPES = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
LOCKED_OTHERWISE = "unsupported encryption"  # for the holders of certificates, says qpdf
TAIL = 1024  # readers look for %%EOF this far back (ISO 32000-1, annex H.3, note 18)
UNPACK_CHUNK = 1 << 20


def walk(data: bytes, limits: Limits) -> Mapping[str, int]:
    """Counts by finding. Raises ``Rejected`` when the file cannot be opened at all."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=True)
    except pikepdf.PasswordError as error:
        raise Rejected("password") from error
    except Exception as error:
        if LOCKED_OTHERWISE in str(error):
            raise Rejected("password") from error
        raise Rejected("truncated" if b"%%EOF" not in data[-TAIL:] else "damaged") from error
    with pdf:
        counts = _walk_open(pdf, limits)
        counts["repaired"] += len(pdf.get_warnings())
    if b"%%EOF" not in data[-TAIL:]:
        counts["trailing-data"] += 1
    return counts


def _walk_open(pdf: Any, limits: Limits) -> Counter[str]:
    counts: Counter[str] = Counter()
    if pdf.is_encrypted:
        counts["owner-password"] += 1
    if len(pdf.objects) > limits.max_objects:
        counts["too-many-objects"] += 1
        return counts
    try:
        if len(pdf.pages) > limits.max_pages:
            raise Rejected("too-many-pages")
    except Rejected:
        raise
    except Exception as error:
        raise Rejected("damaged") from error
    _look_at_root(pdf, counts)
    budget = limits.max_inflated
    for thing in pdf.objects:
        try:
            _look(thing, counts, 0)
            if _is_stream(thing):
                budget -= _inflated_size(thing, budget)
        except Exception:  # one broken object is no reason to stop looking at the others
            counts["repaired"] += 1
        if budget < 0:
            counts["inflates-too-far"] += 1
            break
    return counts


def _look_at_root(pdf: Any, counts: Counter[str]) -> None:
    import pikepdf

    root = pdf.Root
    counts["opens-link"] += _leaves(root.get("/OpenAction"))
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        counts["form"] += 1
        if "/XFA" in form:
            counts["dynamic-xfa" if root.get("/NeedsRendering", False) else "xfa"] += 1


def _look(thing: Any, counts: Counter[str], depth: int) -> None:
    """Direct children too; indirect ones get their own turn, so references are not followed."""
    import pikepdf

    if depth > 50:
        counts["too-many-objects"] += 1
        return
    if isinstance(thing, pikepdf.Array):
        for child in thing:
            if not getattr(child, "is_indirect", False):
                _look(child, counts, depth + 1)
        return
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    _look_at_keys(thing, counts)
    for _, child in thing.items():
        if isinstance(child, (pikepdf.Dictionary, pikepdf.Array)) and not child.is_indirect:
            _look(child, counts, depth + 1)


def _look_at_keys(thing: Any, counts: Counter[str]) -> None:
    import pikepdf

    automatic = thing.get("/AA")
    if isinstance(automatic, pikepdf.Dictionary):
        counts["opens-link"] += sum(_leaves(action) for _, action in automatic.items())
    if "/JS" in thing:
        counts["javascript"] += 1
    elif "/S" in thing and _is_action(thing):
        counts[FINDING_OF_ACTION.get(str(thing["/S"]), "unknown-action")] += 1
    counts.update("embedded-file" for key in EMBEDDED_KEYS if key in thing)
    if str(thing.get("/Type")) == "/EmbeddedFile":
        counts["embedded-file"] += 1
    if str(thing.get("/Subtype")) in MEDIA_SUBTYPES:
        counts["rich-media"] += 1


def _leaves(action: Any) -> bool:
    """Whether an action that starts by itself goes to the web."""
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) == "/URI"


def _is_action(thing: Any) -> bool:
    """An action says so by /Type, or by an /S that no other dictionary uses."""
    return str(thing.get("/Type")) == "/Action" or str(thing["/S"]) in FINDING_OF_ACTION


def _is_stream(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Stream)


def _inflated_size(stream: Any, budget: int) -> int:
    """Bytes this stream grows to, unpacked only as far as the budget allows."""
    filters = _filters(stream)
    raw = bytes(stream.read_raw_bytes())
    flates = sum(name in ("/FlateDecode", "/Fl") for name in filters)
    if not flates or len(raw) * 1100**flates < UNPACK_CHUNK:  # deflate cannot exceed 1:1032
        return len(raw)
    size, data = 0, raw
    for _ in range(flates):
        size, data = _inflate(data, budget)
        if size > budget:
            break
    return size


def _filters(stream: Any) -> list[str]:
    import pikepdf

    filters = stream.get("/Filter")
    if filters is None:
        return []
    return [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]


def _inflate(data: bytes, budget: int) -> tuple[int, bytes]:
    """Size after one inflation, and the beginning of the result for the next one."""
    inflater = zlib.decompressobj()
    size, kept, pending = 0, bytearray(), data
    while pending and size <= budget:
        try:
            chunk = inflater.decompress(pending, UNPACK_CHUNK)
        except zlib.error:
            break
        if not chunk:
            break
        size += len(chunk)
        if len(kept) < 4 * UNPACK_CHUNK:
            kept += chunk
        pending = inflater.unconsumed_tail
    return size, bytes(kept)
