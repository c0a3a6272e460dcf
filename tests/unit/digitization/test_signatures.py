"""Signatures: validated against a trust store, never lost, and made for the officer."""

import io
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from chalicelib.digitization import Asked, Outcome, digitize
from chalicelib.digitization.certification import certify
from chalicelib.digitization.copies import searchable_copy
from chalicelib.digitization.model import Signature
from chalicelib.digitization.signature import validate
from local.pki import TestKey, make_pki
from tests.unit.digitization.small_papers import DECISION, pdf_of

MOMENT = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)


def certified(key: TestKey) -> bytes:
    return certify(pdf_of(DECISION), key, "Nguyễn Thị Thử Nghiệm", MOMENT)


def signature_of(pdf: bytes) -> Signature:
    (signature,) = validate(pdf, make_pki().trust)
    return signature


def test_an_officers_certification_is_valid_and_covers_the_whole_file() -> None:
    signature = signature_of(certified(make_pki().officer))
    assert signature.valid
    assert signature.covers_whole_file
    assert signature.signer == "Nguyễn Thị Thử Nghiệm"
    assert signature.problem is None


def test_the_mark_stands_at_the_top_right_of_page_one() -> None:
    with pypdfium2.PdfDocument(certified(make_pki().officer)) as pdf:
        pdf.init_forms()
        face = pdf[0].render(scale=1).to_pil().convert("L")
    width, height = face.size
    assert face.crop((width // 2 + 60, 0, width, 70)).getextrema()[0] < 200
    assert face.crop((0, height - 70, width, height)).getextrema() == (255, 255)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        certify(pdf_of("một"), make_pki().officer, "A", MOMENT.replace(tzinfo=None))


def test_a_revoked_certificate_is_told() -> None:
    signature = signature_of(certified(make_pki().revoked))
    assert signature.revoked
    assert not signature.valid
    assert signature.problem == "signature-revoked"


def test_a_stranger_is_intact_but_not_trusted() -> None:
    signature = signature_of(certified(make_pki().stranger))
    assert (signature.intact, signature.trusted, signature.problem) == (True, False, "signature-untrusted")


def test_a_changed_byte_is_told_before_submission() -> None:
    data = bytearray(certified(make_pki().officer))
    place = data.find(b"/MediaBox")
    data[place + 12] ^= 1
    digitized = digitize(bytes(data), asked=Asked(trust=make_pki().trust))
    assert (digitized.outcome, digitized.reason) == (Outcome.REJECTED, "signature-invalid")
    assert digitized.sentences()[0].startswith("Chữ ký số không hợp lệ")


def test_words_added_after_signing_are_told_though_the_signed_bytes_are_intact() -> None:
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(certified(make_pki().officer)))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 99 99 re f")))
    out = io.BytesIO()
    writer.write(out)
    signature = signature_of(out.getvalue())
    assert signature.intact
    assert signature.changed_after
    assert signature.problem == "signature-invalid"


def test_a_signed_file_is_never_rewritten() -> None:
    data = certified(make_pki().officer)
    digitized = digitize(data, asked=Asked(trust=make_pki().trust))
    assert digitized.outcome is Outcome.READY
    assert len(digitized.signatures) == 1
    assert searchable_copy(data, digitized) is None


def test_rewriting_would_break_it() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(certified(make_pki().officer))) as pdf:
        pdf.save(out)
    assert signature_of(out.getvalue()).problem == "signature-invalid"
