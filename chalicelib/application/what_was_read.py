"""From what the reader found to what stands at the file: state, pages, findings, fields, signatures."""

from datetime import datetime

from chalicelib.application.attach_file import RESULT
from chalicelib.digitization.model import Digitized, Outcome, Signature
from chalicelib.domain.files import SIGNED, DossierFile, FileState, ReadField
from chalicelib.domain.sensitive import IDENTITY
from chalicelib.domain.signatures import FileSignature

_STATE_OF = {
    Outcome.READY: FileState.READY,
    Outcome.PARTIAL: FileState.PARTIAL,
    Outcome.REJECTED: FileState.REJECTED,
}
_FIELDS_IN_HEAD = 12
_LONGEST_VALUE = 200


def with_reading(
    file: DossierFile, digitized: Digitized, copies: tuple[str, ...], now: datetime
) -> DossierFile:
    """The file after it was read to its end."""
    signatures = tuple(map(_signature, digitized.signatures))
    return file.model_copy(
        update={
            "state": _STATE_OF[digitized.outcome],
            "reason": digitized.reason or "",
            "read_at": now,
            "kind": _kind(digitized),
            "read_as": digitized.document.name[:_LONGEST_VALUE] if digitized.document else "",
            "seems_for": _other_component(file, digitized),
            "pages": digitized.page_count,
            "pages_read": len(digitized.pages),
            "failed_pages": digitized.failed_pages,
            "findings": _findings(digitized, signatures),
            "fields": _fields(digitized),
            "signatures": signatures,
            "copies": copies,
        }
    )


def rejected(file: DossierFile, reason: str, now: datetime) -> DossierFile:
    """The file that is not what was announced."""
    return file.model_copy(update={"state": FileState.REJECTED, "reason": reason, "read_at": now})


def _kind(digitized: Digitized) -> str:
    """A page with a citizen card among other papers makes all of them a picture of somebody's identity."""
    if digitized.card is not None:
        return IDENTITY
    return digitized.document.code if digitized.document else ""


def _other_component(file: DossierFile, digitized: Digitized) -> str:
    """A hint, not a verdict: people file what reads like something else, and it may be right."""
    component = digitized.document.component if digitized.document else None
    return component if component and component != file.component and file.component != RESULT else ""


def _findings(digitized: Digitized, signatures: tuple[FileSignature, ...]) -> tuple[str, ...]:
    """Codes of what was found, and whether a signature holds for all of the file while none is in doubt."""
    codes = tuple(str(finding.code) for finding in digitized.findings)
    is_signed = any(signature.holds_for_all for signature in signatures)
    is_sound = all(signature.valid for signature in signatures)
    return (*codes, SIGNED) if is_signed and is_sound else codes


def _signature(found: Signature) -> FileSignature:
    return FileSignature(
        signer=found.signer[:_LONGEST_VALUE],
        signed_at=_moment(found.signed_at),
        timestamp_at=_moment(found.timestamp_at),
        valid=found.valid,
        covers_whole_file=found.covers_whole_file,
        changed_after=found.changed_after,
        revoked=found.revoked,
        problem=found.problem or "",
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _fields(digitized: Digitized) -> tuple[ReadField, ...]:
    return tuple(
        ReadField(
            name=field.name,
            value=field.value[:_LONGEST_VALUE],
            normalised=field.normalised[:_LONGEST_VALUE],
            confidence=field.confidence,
            page=field.page,
            check=field.check,
        )
        for field in digitized.fields[:_FIELDS_IN_HEAD]
    )
