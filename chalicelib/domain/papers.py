"""A paper in the electronic repository of its owner (Kho quản lý dữ liệu điện tử của tổ chức, cá nhân)."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.files import FiledPaper, ReadField


class Trust(StrEnum):
    """How much a paper proves, strongest first."""

    BORN_ELECTRONIC = "born-electronic"
    CERTIFIED_COPY = "certified-copy"
    DIGITIZED = "digitized"
    DECLARED = "declared"


class Validity(StrEnum):
    """Whether it may be relied on."""

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


class Paper(BaseModel):
    """One version of a paper. ``kind`` is a component or result code of the catalogue; ``code`` is unique per owner.

    ``dossier_id`` and ``file`` say where its bytes lie; ``visible`` is false for a result not yet handed over.
    """

    model_config = ConfigDict(frozen=True)

    owner_ref: str
    code: str
    version: int = 1
    kind: str
    name: str
    number: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    trust: Trust
    validity: Validity = Validity.IN_FORCE
    visible: bool
    dossier_id: str
    dossier_number: str
    file: FiledPaper
    fields: tuple[ReadField, ...] = ()
    stored_at: datetime
