"""Signature: who signed the file, when, and is it still what was signed? A signed file is never rewritten."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from chalicelib.digitization.job import Job, TrustStore
from chalicelib.digitization.model import Kind, Signature
from chalicelib.digitization.reasons import Rejected

MARK = b"/ByteRange"  # every signature dictionary has one, never compressed (ISO 32000-1, 12.8.1)
MAX_SIGNATURES = 50
FATAL = ("signature-invalid", "signature-revoked")


def step(job: Job) -> Job:
    """Validate every signature; raises ``Rejected`` for a file that was changed after signing."""
    if job.kind is not Kind.PDF or MARK not in job.data:
        return job
    signatures = validate(job.data, job.asked.trust)
    problem = next((signature.problem for signature in signatures if signature.problem in FATAL), None)
    if problem is not None:
        raise Rejected(problem, job.findings, signatures)
    return replace(job, signatures=signatures)


def validate(pdf: bytes, trust: TrustStore) -> tuple[Signature, ...]:
    """Every signature of a PDF, in the order they were made. Nothing is fetched; what is revoked is in ``trust``."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    found: list[Signature] = []
    try:
        embedded = PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures[:MAX_SIGNATURES]
    except Exception:  # what pyHanko cannot even list is broken
        return (_broken("?"),)
    for signature in embedded:
        try:
            status = validate_pdf_signature(signature, signer_validation_context=_context(trust))
            found.append(_told(signature, status))
        except (
            Exception
        ):  # pyHanko raises many kinds for malformed signatures; each means the same to a citizen
            found.append(_broken(str(signature.field_name)))
    return tuple(found)


def _context(trust: TrustStore) -> Any:
    from asn1crypto import pem, x509
    from pyhanko_certvalidator import ValidationContext

    def certificates(texts: tuple[str, ...]) -> list[Any]:
        return [x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in texts]

    return ValidationContext(
        trust_roots=certificates(trust.roots),
        other_certs=certificates(trust.intermediates),
        crls=[pem.unarmor(text.encode())[2] for text in trust.revocation_lists],
        allow_fetching=False,
        revocation_mode="require" if trust.revocation_lists else "soft-fail",
    )


def _told(embedded: Any, status: Any) -> Signature:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    stamp = status.timestamp_validity
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    changed = not whole and status.modification_level not in (
        ModificationLevel.NONE,
        ModificationLevel.LTA_UPDATES,
        ModificationLevel.FORM_FILLING,
    )
    told = Signature(
        field=str(embedded.field_name),
        signer=_common_name(embedded.signer_cert),
        signed_at=_iso(status.signer_reported_dt),
        timestamp_at=_iso(stamp.timestamp) if stamp is not None and stamp.valid else None,
        valid=bool(status.bottom_line),
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        revoked=bool(status.revoked),
        covers_whole_file=whole,
        changed_after=changed,
        problem=None,
    )
    return replace(told, problem=_problem(told))


def _problem(signature: Signature) -> str | None:
    """A key of ``reasons.REASONS``; the gravest first."""
    if not signature.intact or signature.changed_after:
        return "signature-invalid"
    if signature.revoked:
        return "signature-revoked"
    if not signature.trusted:
        return "signature-untrusted"
    return None if signature.valid else "signature-invalid"


def _broken(field: str) -> Signature:
    return Signature(field, "", None, None, False, False, False, False, False, True, "signature-invalid")


def _common_name(certificate: Any) -> str:
    native = certificate.subject.native
    return str(native.get("common_name") or certificate.subject.human_friendly)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
