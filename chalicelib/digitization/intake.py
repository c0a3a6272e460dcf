"""Intake: is the file whole, what is it really, and does the procedure take that kind?"""

import hashlib
import io
import zipfile
from dataclasses import replace

from chalicelib.digitization.job import Job
from chalicelib.digitization.model import Kind
from chalicelib.digitization.reasons import Rejected

SIGNATURES: tuple[tuple[bytes, int, Kind], ...] = (
    # first bytes, offset, kind
    (b"%PDF-", 0, Kind.PDF),
    (b"\xff\xd8\xff", 0, Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", 0, Kind.PNG),
    (b"II*\x00", 0, Kind.TIFF),
    (b"MM\x00*", 0, Kind.TIFF),
    (b"WEBP", 8, Kind.WEBP),
)
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
WORD_PART = "word/document.xml"
ZIP_END = b"PK\x05\x06"
ZIP_END_SPAN = 66_000  # the end record is 22 bytes plus a comment of at most 65,535


def step(job: Job) -> Job:
    """Digest and kind; refuses what is empty, too large, altered on the way, unknown or not accepted."""
    asked = job.asked
    if not job.data.strip(b"\x00\r\n\t "):
        raise Rejected("empty")
    if len(job.data) > asked.limits.max_bytes:
        raise Rejected("too-many-bytes")
    sha256 = hashlib.sha256(job.data).hexdigest()
    if asked.declared_sha256 and asked.declared_sha256.lower() != sha256:
        raise Rejected("digest-mismatch")
    kind = kind_of(job.data)
    if kind is None:
        raise Rejected("unknown-type")
    if kind not in asked.accepted:
        raise Rejected("type-not-accepted")
    return replace(job, sha256=sha256, kind=kind)


def kind_of(data: bytes) -> Kind | None:
    """The kind by content alone; the first bytes decide, and a PDF must begin at byte 0."""
    for magic, offset, kind in SIGNATURES:
        if data[offset : offset + len(magic)] == magic:
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return Kind.HEIC
    if data[:4] == b"PK\x03\x04":
        return _kind_of_zip(data)
    return None


def is_zip_inside(data: bytes) -> bool:
    """Whether a zip archive ends where the file ends, as in a file that is two kinds at once."""
    return ZIP_END in data[-ZIP_END_SPAN:]


def _kind_of_zip(data: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Rejected("truncated" if ZIP_END not in data else "damaged") from error
    return Kind.DOCX if {"[Content_Types].xml", WORD_PART} <= names else None
