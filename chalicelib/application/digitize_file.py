"""Read an upload: hold it to its declaration, digitize it, keep what was read, and say honestly how it ended."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chalicelib.digitization.job import ComponentHint
from chalicelib.digitization.model import Digitized, Outcome
from chalicelib.domain.dossier import Dossier
from chalicelib.domain.errors import FileNotFound
from chalicelib.domain.files import SIGNED, DossierFile, FileState, ReadField
from chalicelib.domain.ports import Blobs, Clock, Dossiers
from chalicelib.domain.storage import UploadAddress, reading_key, upload_key

#: Reads bytes: ``(data, file name, papers the procedure asks for)``.
Reader = Callable[[bytes, str, tuple[ComponentHint, ...]], Digitized]

_STATE_OF = {
    Outcome.READY: FileState.READY,
    Outcome.PARTIAL: FileState.PARTIAL,
    Outcome.UNFINISHED: FileState.AWAITING_UPLOAD,
    Outcome.REJECTED: FileState.REJECTED,
}
_FIELDS_IN_HEAD = 12
_LONGEST_VALUE = 200


class Reading(StrEnum):
    """How a message about an upload ended."""

    DONE = "done"
    UNFINISHED = "unfinished"
    NOTHING_TO_DO = "nothing-to-do"
    UNKNOWN_FILE = "unknown-file"


@dataclass(frozen=True, slots=True)
class DigitizeFile:
    """Idempotent by the file's state: a file that has been read is not read again."""

    dossiers: Dossiers
    blobs: Blobs
    clock: Clock
    read: Reader

    def __call__(self, address: UploadAddress) -> tuple[Reading, DossierFile | None]:
        """What became of the file at ``address``. Raises ``UploadMissing`` if the bytes are not there."""
        try:
            announced = self.dossiers.get_file(*address)
        except FileNotFound:
            return Reading.UNKNOWN_FILE, None
        if announced.state is not FileState.AWAITING_UPLOAD:
            return Reading.NOTHING_TO_DO, announced
        data = self.blobs.read(upload_key(*address))
        read = self._judge(announced, data)
        if read.state is FileState.AWAITING_UPLOAD:
            return Reading.UNFINISHED, read
        if self.dossiers.update_file(read, seen=announced):
            return Reading.DONE, read
        return Reading.NOTHING_TO_DO, announced

    def _judge(self, file: DossierFile, data: bytes) -> DossierFile:
        now = self.clock.now()
        if broken := _broken_promise(file, data):
            return file.model_copy(update={"state": FileState.REJECTED, "reason": broken, "read_at": now})
        digitized = self.read(data, file.declared.name, self._asked_for(file))
        if digitized.outcome is Outcome.UNFINISHED:
            return file
        self._keep(file, digitized)
        return file.model_copy(
            update={
                "state": _STATE_OF[digitized.outcome],
                "reason": digitized.reason or "",
                "read_at": now,
                "kind": digitized.kind or "",
                "pages": digitized.page_count,
                "failed_pages": tuple(page.number for page in digitized.pages if page.failure),
                "findings": _findings(digitized),
                "fields": _fields(digitized),
            }
        )

    def _asked_for(self, file: DossierFile) -> tuple[ComponentHint, ...]:
        dossier: Dossier = self.dossiers.get(file.dossier_id)
        return tuple(ComponentHint(r.code, r.name) for r in dossier.procedure.requirements)

    def _keep(self, file: DossierFile, digitized: Digitized) -> None:
        key = reading_key(file.dossier_id, file.component, file.file_id, "reading.json")
        self.blobs.write(key, json.dumps(sidecar(digitized), ensure_ascii=False).encode(), "application/json")


def sidecar(digitized: Digitized) -> dict[str, Any]:
    """Text and fields of a paper as they are kept beside the original."""
    return {
        "schema": 1,
        "sha256": digitized.sha256,
        "outcome": digitized.outcome,
        "document": digitized.document.code if digitized.document else None,
        "pages": [
            {
                "number": page.number,
                "source": page.source,
                "confidence": round(page.confidence, 4),
                "coverage": round(page.coverage, 4),
                "text": page.text,
            }
            for page in digitized.pages
        ],
        "fields": [read.model_dump(mode="json") for read in _fields(digitized)],
    }


def _findings(digitized: Digitized) -> tuple[str, ...]:
    """Codes of what was found, and whether the file is signed by a signature that holds for all of it."""
    codes = tuple(str(finding.code) for finding in digitized.findings)
    is_signed = any(
        signature.valid and signature.covers_whole_file and not signature.changed_after
        for signature in digitized.signatures
    )
    return (*codes, SIGNED) if is_signed else codes


def _broken_promise(file: DossierFile, data: bytes) -> str:
    """The store holds uploads to their declaration; this holds the store to it."""
    if len(data) != file.declared.bytes:
        return "size-differs"
    return "" if hashlib.sha256(data).hexdigest() == file.declared.sha256 else "hash-differs"


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
