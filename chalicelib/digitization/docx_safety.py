"""The look into a Word file's archive: bombs, macros, external targets, embedded objects."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping

from chalicelib.digitization.job import Limits
from chalicelib.digitization.reasons import Rejected

MAX_RATIO = 200  # real documents stay under 30; a zip bomb is at 1,000
SMALL = 1_000_000  # a tiny part may be very regular
MAX_ENTRIES = 5_000
MAX_RELATIONS = 2_000_000
EXTERNAL = re.compile(rb'<Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>')
HYPERLINK = re.compile(rb'Type\s*=\s*["\'][^"\']*/hyperlink["\']')
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def walk(data: bytes, limits: Limits) -> Mapping[str, int]:
    """Counts by finding, from names and sizes first; only relationship parts are read."""
    counts: Counter[str] = Counter()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if _is_bomb(entries, limits):
                return {"inflates-too-far": 1}
            if any(entry.flag_bits & 1 for entry in entries):
                raise Rejected("password")
            for entry in entries:
                counts.update(_look(archive, entry))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise Rejected("damaged") from error
    return counts


def _is_bomb(entries: list[zipfile.ZipInfo], limits: Limits) -> bool:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > limits.max_inflated:
        return True
    return any(e.file_size > SMALL and e.file_size > MAX_RATIO * max(1, e.compress_size) for e in entries)


def _look(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[str]:
    name = entry.filename.lower()
    if name.endswith(MACRO_PARTS):
        return ["macros"]
    if "/embeddings/" in name or "/activex/" in name:
        return ["embedded-object"]
    if name.endswith(".rels"):
        with archive.open(entry) as part:
            relations = part.read(MAX_RELATIONS)
        return [
            "external-link" if HYPERLINK.search(match) else "external-target"
            for match in EXTERNAL.findall(relations)
        ]
    return []
