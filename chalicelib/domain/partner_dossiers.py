"""What a partner's own system tells us of a dossier that it holds: the dossier, its papers, its steps in order."""

import hashlib
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from chalicelib.domain.dossier import Channel
from chalicelib.domain.identity_numbers import IdentityNumber
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.states import State

#: What may stand in a number: it becomes part of an address. At most as long as the portal's field.
NUMBER_PATTERN = r"^[A-Z0-9][A-Z0-9._-]{2,49}$"
#: Below the address that is registered for the unit: no scheme, no host; ``_below`` refuses every way up.
PATH_PATTERN = r"^[A-Za-z0-9_-][A-Za-z0-9._~/=&?%-]{0,399}$"
#: Far more than any dossier has; a bound for what one partner can make us keep.
MOST_STEPS = 300


def tidy(text: object) -> object:
    """One spelling of a number: capitals, no spaces around it."""
    return text.strip().upper() if isinstance(text, str) else text


def _below(path: str) -> str:
    if ".." in path or "//" in path:
        raise ValueError("a path leads down from the registered address, never up or elsewhere")
    return path


def _to_the_second(at: datetime) -> datetime:
    """In UTC and without fractions: the portal knows no finer time, and the same word must read the same."""
    return at.astimezone(UTC).replace(microsecond=0)


PartnerNumber = Annotated[str, BeforeValidator(tidy), Field(pattern=NUMBER_PATTERN)]
Path = Annotated[str, Field(pattern=PATH_PATTERN), AfterValidator(_below)]
Instant = Annotated[AwareDatetime, AfterValidator(_to_the_second)]


class _Told(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    @property
    def digest(self) -> str:
        """The whole of it as one value: the same word twice has the same digest."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()


class ToldOwner(_Told):
    """The owner as the partner knows them."""

    kind: OwnerKind = OwnerKind.CITIZEN
    number: IdentityNumber = Field(min_length=9, max_length=24)
    name: str = Field(min_length=1, max_length=200)
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)


class ToldPaper(_Told):
    """A paper that the partner keeps; ``path`` is joined to the address registered for the unit."""

    component: str = Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")
    name: str = Field(min_length=1, max_length=255)
    path: Path


class PartnerDossier(_Told):
    """A dossier under its partner's number. Of two tellings the one with the later ``changed_at`` holds.

    ``received_at``, ``finished_at`` and ``returned_at`` are only compared with the steps, which alone move a dossier.
    ``due``: what the applicant's slip says.
    """

    number: PartnerNumber
    unit: str = Field(min_length=1, max_length=40)
    procedure: str = Field(min_length=1, max_length=40)
    case: str = Field(default="", max_length=40)
    owner: ToldOwner
    channel: Channel = Channel.COUNTER
    summary: str = Field(default="", max_length=1000)
    tech_id: str = Field(default="", max_length=100)
    identity_verified: bool = False
    filed_at: Instant
    received_at: Instant | None = None
    due: Instant | None = None
    finished_at: Instant | None = None
    returned_at: Instant | None = None
    papers: tuple[ToldPaper, ...] = Field(default=(), max_length=30)
    changed_at: Instant


class PartnerStep(_Told):
    """Step number ``step`` of a dossier, counted from 1 without gaps: to which state, when, by whom.

    ``amount`` in VND. ``due``: a new slip's. ``void``: the number is used up and nothing happened; so a partner takes
    back a step that was refused.
    """

    step: int = Field(ge=1, le=MOST_STEPS)
    state: State
    at: Instant
    person: str = Field(min_length=1, max_length=200)
    position: str = Field(default="", max_length=200)
    department: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=2000)
    amount: int = Field(default=0, ge=0, le=10_000_000_000)
    online: bool = False
    due: Instant | None = None
    promised: Instant | None = None
    result_number: str = Field(default="", max_length=100)
    result_issued_on: date | None = None
    result_path: Path | None = None
    void: bool = False
