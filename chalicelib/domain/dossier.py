"""The dossier (hồ sơ): one request of one owner under one procedure, from draft to the hand-over of its result."""

from datetime import date, datetime, timedelta
from enum import IntEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.durations import Duration
from chalicelib.domain.events import GENESIS
from chalicelib.domain.files import FiledPaper
from chalicelib.domain.identity_numbers import IdentityNumber
from chalicelib.domain.owners import Owner
from chalicelib.domain.papers import Decision
from chalicelib.domain.states import DEGREE_OF_COMPLETION, State

#: Partners' numbers that begin so are of contract tests: nobody outside is told of them, and they stand on no list.
REHEARSAL = "TEST-"


class Channel(IntEnum):
    """How it was filed; the numbers are the national ones (KenhThucHien)."""

    COUNTER = 1
    ONLINE = 2
    POSTAL = 3


class Requirement(BaseModel):
    """One paper that the procedure asks for, as it stood in the version the dossier was filed under.

    ``paper``: its kind if it outlives the dossier; ``replaceable_by``: national databases that make it unnecessary.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    code: str
    name: str
    required: bool
    accepts: tuple[str, ...] = ()
    paper: str = ""
    replaceable_by: tuple[str, ...] = ()


class ProcedureSnapshot(BaseModel):
    """What a dossier keeps of its procedure for life: open dossiers stay under the version they were filed under.

    ``processing`` is the time for this dossier's case, ``None`` where the catalogue does not know one.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    code: str
    version: date
    name: str
    field_code: str
    field_name: str
    case: str = ""
    processing: Duration | None
    supplement_window: Duration | None = None
    requirements: tuple[Requirement, ...]
    yields_paper: bool
    result_code: str = ""
    result_name: str = ""
    result_paper: str = ""


class LegalClock(BaseModel):
    """Both answers about time: ``due`` by law (reset after a supplement) and what the index subtracts.

    Instants are UTC. ``answer_by``: until when reception must answer, or the applicant must supplement.
    ``with_applicant``: office time during which the applicant had to act, already over.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    submitted_at: datetime | None = None
    received_at: datetime | None = None
    counted_from: datetime | None = None
    due: datetime | None = None
    promised: datetime | None = None
    answer_by: datetime | None = None
    paused_at: datetime | None = None
    with_applicant: timedelta = timedelta()
    finished_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def next_due(self) -> datetime | None:
        """What an officer's queue is ordered by: the answer awaited, else the legal due instant."""
        return self.answer_by or self.due


class Payment(BaseModel):
    """A fee asked for. ``amount`` in VND; ``online`` only once it was paid through a payment platform."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    amount: int
    requested_at: datetime
    paid_at: datetime | None = None
    online: bool = False


class Result(BaseModel):
    """The outcome: number and date of the decision, its file where there is one, and what revoked it since."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    number: str
    issued_on: date
    paper: FiledPaper | None = None
    revoked_by: Decision | None = None


class Dossier(BaseModel):
    """The head of a dossier. Its size does not depend on how many files or events hang on it.

    ``version`` is the number of its events. ``came_from`` is where states 5, 6 and 7 lead back to, innermost last.
    ``unit`` decides it (cơ quan có thẩm quyền); ``received_at_unit`` took it in.
    ``submitted_by`` is the subject of the account that files, ``submitter_*`` what the portal is told of it;
    ``filed_under``: the delegation under which that account files for the owner, if there is one;
    ``presented_by`` names the person who brought the papers to a counter. ``partner_number``: what it is
    called in the system of a partner that holds it (docs/partners.md); empty for ours.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    version: int = Field(ge=0)
    state: State
    number: str = ""
    partner_number: str = ""
    procedure: ProcedureSnapshot
    unit: str
    unit_name: str
    received_at_unit: str
    channel: Channel
    owner: Owner
    submitted_by: str
    presented_by: str = ""
    submitter_tech_id: str = ""
    submitter_verified: bool = False
    submitter_name: str = ""
    submitter_number: IdentityNumber = ""
    filed_under: str = ""
    summary: str = ""
    opened_at: datetime
    clock: LegalClock = LegalClock()
    came_from: tuple[State, ...] = ()
    supplement_requests: int = 0
    reschedules: int = 0
    payment: Payment | None = None
    result: Result | None = None
    last_hash: str = GENESIS

    @property
    def degree_of_completion(self) -> int:
        """Percent, the only thing besides the number that the public may see (TT 01/2018 Đ.16)."""
        return DEGREE_OF_COMPLETION[self.state]

    @property
    def is_held_elsewhere(self) -> bool:
        """Whether a partner's own system carries it on, and nobody here."""
        return bool(self.partner_number)

    @property
    def is_rehearsal(self) -> bool:
        """Whether it only tries out a partner's connection: no person asked for anything."""
        return self.partner_number.startswith(REHEARSAL)

    @property
    def was_received(self) -> bool:
        """Whether the dossier was officially received at any time."""
        return self.clock.received_at is not None
