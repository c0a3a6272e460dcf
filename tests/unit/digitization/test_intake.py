"""What a file really is, and the limits that come before any decoding."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.digitization.intake import kind_of
from chalicelib.digitization.job import Asked, Job, Limits
from chalicelib.digitization.model import Kind, Outcome
from chalicelib.digitization.reasons import REASONS
from chalicelib.digitization.runner import STEPS, run
from tests.unit.digitization.small_papers import as_jpeg, pdf_of

BEFORE_READING = STEPS[:4]


def saved(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(out, form)
    return out.getvalue()


def docx(body: str = "", **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf_of("một"), Kind.PDF),
        (saved("JPEG"), Kind.JPEG),
        (saved("PNG"), Kind.PNG),
        (saved("TIFF"), Kind.TIFF),
        (saved("WEBP"), Kind.WEBP),
        (docx("<w/>"), Kind.DOCX),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), Kind.HEIC),
        (b"\n%PDF-1.4 not at byte 0", None),
        (b"MZ\x90\x00 a program", None),
    ],
)
def test_the_kind_is_decided_by_content(data: bytes, kind: Kind | None) -> None:
    assert kind_of(data) is kind


def refused(data: bytes, asked: Asked | None = None) -> str | None:
    digitized = run(Job(data, asked or Asked()), BEFORE_READING)
    return digitized.reason if digitized.outcome is Outcome.REJECTED else None


def test_a_file_that_changed_on_the_way_is_refused() -> None:
    data = pdf_of("một")
    assert refused(data, Asked(declared_sha256=hashlib.sha256(b"another").hexdigest())) == "digest-mismatch"
    assert refused(data, Asked(declared_sha256=hashlib.sha256(data).hexdigest().upper())) is None


def test_a_kind_that_the_procedure_does_not_take_is_refused() -> None:
    assert refused(docx("<w/>"), Asked(accepted=(Kind.PDF,))) == "type-not-accepted"


@pytest.mark.parametrize(
    ("limits", "data", "reason"),
    [
        (Limits(max_bytes=100), b"%PDF-" + bytes(200), "too-many-bytes"),
        (Limits(max_pages=2), pdf_of("một", "hai", "ba"), "too-many-pages"),
        (Limits(max_pixels=50 * 50), saved("PNG"), "too-many-pixels"),
        (Limits(max_inflated=1000), docx("x" * 2000), "inflates-too-far"),
        (Limits(max_inflated=10), pdf_of("một"), "inflates-too-far"),
    ],
)
def test_limits_come_before_decoding(limits: Limits, data: bytes, reason: str) -> None:
    assert refused(data, Asked(limits=limits)) == reason


def test_macros_in_a_word_file_are_refused() -> None:
    assert refused(docx("<w/>", **{"word/vbaProject.bin": "x"})) == "macros"


def test_a_photo_that_says_where_it_was_taken_is_flagged() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (21.0, 1.0, 0.0)}
    data = as_jpeg(Image.new("RGB", (60, 60), "white"), exif=exif)
    assert [finding.code for finding in run(Job(data), BEFORE_READING).findings] == ["location"]


@settings(max_examples=150, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"PK\x03\x04"]
    ),
    rest=st.binary(max_size=300),
)
def test_arbitrary_bytes_end_in_a_listed_outcome(start: bytes, rest: bytes) -> None:
    digitized = run(Job(start + rest), BEFORE_READING)
    assert digitized.reason is None or digitized.reason in REASONS


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 1_000_000), byte=st.integers(0, 255))
def test_a_damaged_byte_anywhere_ends_in_a_listed_outcome(place: int, byte: int) -> None:
    data = bytearray(PAPER)
    data[place % len(data)] = byte
    digitized = run(Job(bytes(data)))
    assert digitized.reason is None or digitized.reason in REASONS


PAPER = pdf_of("Một trang giấy đủ chữ để khỏi phải nhìn vào hình.")
