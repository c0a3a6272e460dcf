"""Signature: who signed the file, when, and is it still what was signed? A signed file is never rewritten."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
    """Every signature of a PDF, in the order they were made.

    Nothing is fetched; what is revoked is in ``trust`` or in the file itself, signed by who issued the certificate.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    found: list[Signature] = []
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        embedded = reader.embedded_regular_signatures[:MAX_SIGNATURES]
        evidence = _evidence(reader)
    except Exception:  # what pyHanko cannot even list is broken
        return (_broken("?"),)
    for signature in embedded:
        try:
            found.append(_told(signature, _status(signature, trust, evidence), evidence))
        except (
            Exception
        ):  # pyHanko raises many kinds for malformed signatures; each means the same to a citizen
            found.append(_broken(str(signature.field_name)))
    return tuple(found)


def context_of(trust: TrustStore, evidence: Any = None, moment: datetime | None = None) -> Any:
    """What pyHanko needs to judge a certificate now, or as it stood at ``moment``."""
    from asn1crypto import pem, x509
    from pyhanko_certvalidator import ValidationContext

    def certificates(texts: tuple[str, ...]) -> list[Any]:
        return [x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in texts]

    lists = [pem.unarmor(text.encode())[2] for text in trust.revocation_lists]
    own = evidence or _NO_EVIDENCE
    return ValidationContext(
        trust_roots=certificates(trust.roots),
        other_certs=certificates(trust.intermediates) + own.certificates,
        crls=lists + own.lists,
        ocsps=own.answers,
        allow_fetching=False,
        revocation_mode="require" if trust.revocation_lists else "soft-fail",
        moment=moment,
        retroactive_revinfo=moment is not None,
    )


@dataclass(frozen=True)
class _Evidence:
    """What a file carries to prove its signatures later (its DSS, ISO 32000-2, 12.8.4.3)."""

    certificates: list[Any]
    lists: list[Any]
    answers: list[Any]


_NO_EVIDENCE = _Evidence([], [], [])


def _evidence(reader: Any) -> _Evidence:
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return _NO_EVIDENCE
    return _Evidence(
        list(store.load_certs()),
        [reference.get_object().data for reference in store.crls],
        [reference.get_object().data for reference in store.ocsps],
    )


def _status(embedded: Any, trust: TrustStore, evidence: _Evidence) -> Any:
    """The verdict as of now; failing that, as of a timestamp that is itself beyond doubt now."""
    from pyhanko.sign.validation import validate_pdf_signature

    now = context_of(trust, evidence)
    status = validate_pdf_signature(embedded, signer_validation_context=now)
    stamp = status.timestamp_validity
    if status.bottom_line or stamp is None or not (stamp.valid and stamp.trusted):
        return status
    then = context_of(trust, evidence, stamp.timestamp)
    earlier = validate_pdf_signature(
        embedded, signer_validation_context=then, ts_validation_context=context_of(trust, evidence)
    )
    return earlier if earlier.bottom_line else status


def _told(embedded: Any, status: Any, evidence: _Evidence) -> Signature:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    stamp = status.timestamp_validity
    witnessed = stamp is not None and stamp.valid and stamp.trusted
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE or (
        status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    )
    changed = not whole and status.modification_level is not ModificationLevel.FORM_FILLING
    told = Signature(
        field=str(embedded.field_name),
        signer=_common_name(embedded.signer_cert),
        signed_at=_iso(status.signer_reported_dt),
        timestamp_at=_iso(stamp.timestamp) if witnessed else None,
        valid=bool(status.bottom_line),
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        revoked=bool(status.revoked),
        covers_whole_file=whole,
        changed_after=changed,
        problem=None,
        timestamp_by=_common_name(stamp.signing_cert) if witnessed else "",
        expired=embedded.signer_cert.not_valid_after < datetime.now(UTC),
        long_term=bool(evidence.lists or evidence.answers),
    )
    return replace(told, problem=_problem(told))


def _problem(signature: Signature) -> str | None:
    """A key of ``reasons.REASONS``; the gravest first."""
    if not signature.intact or signature.changed_after:
        return "signature-invalid"
    if signature.revoked:
        return "signature-revoked"
    if not signature.trusted:
        return "signature-expired" if signature.expired else "signature-untrusted"
    return None if signature.valid else "signature-invalid"


def _broken(field: str) -> Signature:
    return Signature(field, "", None, None, False, False, False, False, False, True, "signature-invalid")


def _common_name(certificate: Any) -> str:
    native = certificate.subject.native
    return str(native.get("common_name") or certificate.subject.human_friendly)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
