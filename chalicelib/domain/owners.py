"""Whom a dossier and its papers belong to: a citizen or an organisation, who need not be the person filing."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.identity_numbers import IdentityNumber


class OwnerKind(StrEnum):
    """The kinds the national portal distinguishes (LoaiDoiTuong)."""

    CITIZEN = "citizen"
    ENTERPRISE = "enterprise"
    STATE_AGENCY = "state-agency"
    ORGANISATION = "organisation"


class Owner(BaseModel):
    """The owner of a dossier (chủ hồ sơ): the licence or allowance will be theirs.

    ``number``: 12-digit personal number, old 9-digit number, or tax/enterprise code (10, 12, 13 digits).
    ``ref`` is the keyed hash of ``number``: the only form in which it may stand in a key, a log line or a metric.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: OwnerKind
    number: IdentityNumber
    name: str
    ref: str
    phone: str = ""
    email: str = ""
    address: str = ""
