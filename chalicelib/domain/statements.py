"""What we state to the national portal about a dossier, in our words; each dialect has its own."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.dossier import Channel
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.states import State

#: What the portal knows of its own dossiers before we do, because it happened there.
KNOWN_THERE = frozenset({State.SUBMITTED, State.WITHDRAWAL_ASKED})


class Reuse(StrEnum):
    """Whether a paper was handed in anew, or taken from what the state already holds."""

    NONE = "none"
    COMPONENT = "component"
    RESULT = "result"


class OnlinePayment(StrEnum):
    """Where the fee was paid. ``NONE`` covers both "nothing due" and "paid at the counter"."""

    NONE = "none"
    NATIONAL_PLATFORM = "national-platform"
    OWN_PLATFORM = "own-platform"


class _Statement(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class StatedOwner(_Statement):
    """The owner (chủ hồ sơ). ``tech_id``: the portal's account, known only if they signed in with it."""

    kind: OwnerKind
    number: str
    name: str
    tech_id: str = ""
    email: str = ""
    phone: str = ""


class StatedFiler(_Statement):
    """Who files for the owner (người nộp), where it is somebody else."""

    name: str
    number: str


class StatedPaper(_Statement):
    """A paper that was handed in, with a link from which the portal can fetch it."""

    file_id: str
    name: str
    component: str
    link: str
    digitized: bool
    reuse: Reuse = Reuse.NONE
    from_national_repository: bool = False
    stands_in_for: str = ""


class StatedFee(_Statement):
    """A fee in VND."""

    name: str
    amount: int
    code: str = ""


class StatedSupplement(_Statement):
    """One round of asking for more. ``answered_at`` is ``None`` while the applicant has not answered."""

    seq: int
    asked_by: str
    asked_for: str
    asked_at: datetime
    due_before: datetime | None = None
    answered_by: str = ""
    answered_at: datetime | None = None
    due_after: datetime | None = None
    papers: tuple[StatedPaper, ...] = ()


class StatedResult(_Statement):
    """The paper that came of it, under its national result code."""

    file_id: str
    name: str
    code: str
    link: str


class Statement(_Statement):
    """A dossier as it stands after event ``seq``. Instants are UTC; ``None`` where it did not happen."""

    seq: int
    number: str
    procedure_code: str
    procedure_name: str
    field_code: str
    field_name: str
    channel: Channel
    owner: StatedOwner
    filer: StatedFiler | None = None
    summary: str
    unit_name: str
    state: State
    filed_at: datetime
    received_at: datetime | None = None
    due: datetime | None = None
    refused_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    papers: tuple[StatedPaper, ...] = ()
    fees: tuple[StatedFee, ...] = ()
    supplements: tuple[StatedSupplement, ...] = ()
    results: tuple[StatedResult, ...] = ()
    identity_verified: bool = False
    online_payment: OnlinePayment = OnlinePayment.NONE
    databases: tuple[str, ...] = ()


class Step(_Statement):
    """One progress row: what event ``seq`` of the dossier was, who did it and where it left the dossier."""

    seq: int
    number: str
    at: datetime
    state: State
    person: str
    position: str = ""
    unit: str = ""
    text: str
    since: datetime | None = None
    due: datetime | None = None


class Reply(_Statement):
    """Our answer about a dossier that was filed at the portal: its number there and ours here."""

    seq: int
    number: str
    own_number: str
    tech_id: str = ""
    at: datetime
    state: State
    text: str
