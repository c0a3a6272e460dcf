"""Who is calling: what a verified token says about the caller, and nothing else."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.delegation import Delegation
from chalicelib.domain.identity_numbers import IdentityNumber
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.states import Role


class PrincipalKind(StrEnum):
    """Each kind comes from an issuer of its own."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    MACHINE = "machine"


class Principal(BaseModel):
    """A caller. ``subject`` is stable and opaque; ``number`` and ``name`` are personal data and stay out of logs.

    Citizens carry the claims of VNConnect (TechID, SoDinhDanh, LoaiTaiKhoan); officers carry roles and units.
    ``acting_for``: under which delegation this very request is made; the caller has said so, and it holds.
    ``inherited``: the codes of dissolved units whose dossiers have passed to ``units`` (domain/units.py).
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    subject: str
    kind: PrincipalKind
    name: str = ""
    number: IdentityNumber = ""
    account: OwnerKind = OwnerKind.CITIZEN
    tech_id: str = ""
    position: str = ""
    roles: frozenset[Role] = frozenset()
    units: frozenset[str] = frozenset()
    inherited: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    identity_verified: bool = False
    acting_for: Delegation | None = None

    @property
    def name_of_whom(self) -> str:
        """In whose name the caller asks: their own, or that of the grantor for whom they act."""
        return self.acting_for.grantor.name if self.acting_for else self.name

    @property
    def number_of_whom(self) -> IdentityNumber:
        """The number of the same."""
        return self.acting_for.grantor.number if self.acting_for else self.number

    @property
    def account_of_whom(self) -> OwnerKind:
        """The kind of the same."""
        return self.acting_for.grantor.kind if self.acting_for else self.account

    @property
    def covers(self) -> frozenset[str]:
        """Every unit whose dossiers are the caller's business."""
        return self.units | self.inherited


class Actor(BaseModel):
    """Who did it, as it is kept for ever in an event and told to the portal as the person in charge of a step.

    ``acting_for``: the name of the grantor in whose place it was done, under ``delegation``.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    subject: str
    kind: PrincipalKind
    name: str
    role: Role
    position: str = ""
    unit: str = ""
    acting_for: str = ""
    delegation: str = ""
