"""Signatures: validated against a trust store, never lost, and made for the officer."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pypdfium2
import pytest

from chalicelib.adapters.timestamps import FileTimestampAuthority
from chalicelib.digitization import Asked, Outcome, digitize
from chalicelib.digitization.certification import certify
from chalicelib.digitization.copies import searchable_copy
from chalicelib.digitization.job import TrustStore
from chalicelib.digitization.model import Signature
from chalicelib.digitization.signature import validate
from local.pki import BEGIN, TestKey, make_pki
from tests.unit.digitization.small_papers import DECISION, pdf_of

MOMENT = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)


def certified(key: TestKey) -> bytes:
    return certify(pdf_of(DECISION), key, "Nguyễn Thị Thử Nghiệm", MOMENT)


def stamped(key: TestKey, at: datetime | None = None, trust: TrustStore | None = None) -> bytes:
    authority = FileTimestampAuthority(make_pki().witness.as_pem(), at)
    return certify(pdf_of(DECISION), key, "Nguyễn Thị Thử Nghiệm", MOMENT, authority=authority, trust=trust)


def signature_of(pdf: bytes) -> Signature:
    (signature,) = validate(pdf, make_pki().trust)
    return signature


IN_FORCE = BEGIN + timedelta(
    days=10
)  # before the expired certificate ended and after the revoked one was revoked


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


def test_a_timestamp_says_when_and_by_whom() -> None:
    signature = signature_of(stamped(make_pki().officer, IN_FORCE))
    assert signature.valid
    assert datetime.fromisoformat(signature.timestamp_at or "") == IN_FORCE
    assert signature.timestamp_by == "Dấu thời gian thử nghiệm"
    assert signature_of(certified(make_pki().officer)).timestamp_at is None


def test_a_timestamp_of_an_authority_nobody_trusts_is_none() -> None:
    pki = make_pki()
    authority = FileTimestampAuthority(pki.stranger.as_pem(), IN_FORCE)
    pdf = certify(pdf_of(DECISION), pki.officer, "A", MOMENT, authority=authority)
    assert signature_of(pdf).timestamp_at is None


def test_an_expired_certificate_is_told_unless_a_timestamp_proves_that_it_was_in_force() -> None:
    without, after, before = (
        signature_of(pdf)
        for pdf in (
            certified(make_pki().expired),
            stamped(make_pki().expired, BEGIN + timedelta(days=100)),
            stamped(make_pki().expired, IN_FORCE),
        )
    )
    assert (without.problem, after.problem) == ("signature-expired", "signature-expired")
    assert (before.problem, before.valid, before.expired) == (None, True, True)


def test_a_timestamp_after_the_revocation_saves_nothing_and_one_before_it_does() -> None:
    late = signature_of(stamped(make_pki().revoked, IN_FORCE))
    early = signature_of(stamped(make_pki().revoked, BEGIN + timedelta(hours=1)))
    assert (late.problem, late.valid) == ("signature-revoked", False)
    assert (early.problem, early.valid) == (None, True)


def test_revocation_data_kept_in_the_file_proves_it_to_who_has_the_root_alone() -> None:
    pki = make_pki()
    pdf = stamped(pki.officer, trust=pki.trust)
    (signature,) = validate(pdf, TrustStore(roots=pki.trust.roots))
    assert signature.long_term
    assert signature.valid
    assert signature.covers_whole_file
    assert not signature.changed_after
    assert not signature_of(stamped(pki.officer)).long_term


def test_a_signer_whom_the_lists_do_not_vouch_for_gets_no_such_data() -> None:
    pki = make_pki()
    assert not signature_of(stamped(pki.stranger, trust=pki.trust)).long_term


def test_another_trust_store_does_not_know_the_signer() -> None:
    stranger = make_pki().stranger
    other = TrustStore(roots=(stranger.as_pem().partition(b"-----END PRIVATE KEY-----\n")[2].decode(),))
    (signature,) = validate(certified(make_pki().officer), other)
    assert (signature.trusted, signature.problem) == (False, "signature-untrusted")


def test_a_second_signature_leaves_the_first_valid_though_it_covers_less() -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    from chalicelib.digitization.certification import _signer

    def signed_by(pdf: bytes, key: TestKey, field: str) -> bytes:
        metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return bytes(signers.sign_pdf(writer, metadata, _signer(key)).getvalue())

    once = signed_by(pdf_of(DECISION), make_pki().citizen, "CongDan")
    first, second = validate(signed_by(once, make_pki().officer, "CanBo"), make_pki().trust)
    assert (first.valid, first.covers_whole_file, first.changed_after) == (True, False, False)
    assert (second.valid, second.covers_whole_file) == (True, True)
