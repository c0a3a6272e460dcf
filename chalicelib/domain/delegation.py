"""A person acts for another (ủy quyền): what was granted, how far it reaches, and when it is over.

A person grants by a call of their own, the other accepts by one of theirs, and either ends it at once. A company's
staff are named in the same way by the account of its representative. Who acts says so with each request; the dossier
and its papers stay the grantor's.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from chalicelib.domain.errors import DomainError
from chalicelib.domain.identity_numbers import IdentityNumber
from chalicelib.domain.owners import OwnerKind

#: Where nothing else is agreed a power of attorney holds for a year (BLDS 2015 Đ.563); none is longer here.
LONGEST = timedelta(days=366)
MOST_PROCEDURES = 50


class DelegationNotFound(DomainError):
    """There is none, or it is other people's."""

    code = "delegation-not-found"
    vi = "Không có ủy quyền này. Tải lại danh sách ủy quyền rồi thử lại."
    en = "There is no such delegation. Reload your list of delegations and try again."


class DelegationNotInForce(DomainError):
    """Not accepted yet, run out, or ended."""

    code = "delegation-not-in-force"
    vi = "Ủy quyền này chưa được chấp nhận, đã hết hạn hoặc đã chấm dứt. Hãy đề nghị bên ủy quyền lập ủy quyền mới."
    en = "This delegation is not accepted yet, has run out or was ended. Ask the grantor for a new one."


class DelegationNotPossible(DomainError):
    """To oneself, into the past, or for too long."""

    code = "delegation-not-possible"
    vi = "Không lập được ủy quyền: chỉ ủy quyền cho người khác, có hạn trong tương lai và không quá {days} ngày."
    en = "This cannot be delegated: name somebody else, and an end that lies ahead by {days} days at most."


class DelegationState(StrEnum):
    """How a delegation stands at an instant."""

    OFFERED = "offered"
    IN_FORCE = "in-force"
    EXPIRED = "expired"
    ENDED = "ended"


class Party(BaseModel):
    """One side. ``ref``: the keyed hash of ``number``. The delegate's name is what the grantor calls them."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: OwnerKind
    number: IdentityNumber
    name: str
    ref: str


class Scope(BaseModel):
    """How far it reaches: everything, some procedures, or one dossier; the grantor's stored papers only if said."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    procedures: tuple[str, ...] = Field(default=(), max_length=MOST_PROCEDURES)
    dossier_id: str = Field(default="", max_length=64, pattern=r"^[^#/]*$")
    with_papers: bool = False

    @model_validator(mode="after")
    def _names_one_or_the_other(self) -> Self:
        if self.procedures and self.dossier_id:
            raise ValueError("name procedures or a dossier, not both")
        return self

    @property
    def is_everything(self) -> bool:
        """Whether neither procedures nor a dossier bound it."""
        return not self.procedures and not self.dossier_id

    def has_procedure(self, code: str) -> bool:
        """Whether dossiers may be opened for the procedure."""
        return not self.dossier_id and (not self.procedures or code in self.procedures)

    def has_dossier(self, dossier_id: str, procedure: str) -> bool:
        """Whether it reaches a dossier of the grantor."""
        return dossier_id == self.dossier_id if self.dossier_id else self.has_procedure(procedure)


class Delegation(BaseModel):
    """One grant. Instants are UTC; ``version`` counts the changes; ``asked``: the fingerprint of the request."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    grantor: Party
    delegate: Party
    scope: Scope
    given_at: datetime
    until: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1
    asked: str = ""

    def standing(self, now: datetime) -> DelegationState:
        """How it stands ``now``."""
        if self.ended_at is not None:
            return DelegationState.ENDED
        if now >= self.until:
            return DelegationState.EXPIRED
        return DelegationState.OFFERED if self.accepted_at is None else DelegationState.IN_FORCE

    def covers(self, owner_ref: str, dossier_id: str, procedure: str) -> bool:
        """Whether it reaches a dossier: the grantor's own, within the scope."""
        return owner_ref == self.grantor.ref and self.scope.has_dossier(dossier_id, procedure)

    def accepted(self, at: datetime) -> "Delegation":
        """After the delegate said yes."""
        return self.model_copy(update={"accepted_at": at, "version": self.version + 1})

    def ended(self, at: datetime) -> "Delegation":
        """After either side ended it."""
        return self.model_copy(update={"ended_at": at, "version": self.version + 1})


class Act(BaseModel):
    """One request that was made for the grantor; nothing personal. ``operation``: its name in the contract."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    at: datetime
    operation: str
    dossier_id: str = ""
