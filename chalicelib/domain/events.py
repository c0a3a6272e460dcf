"""What happened to a dossier: immutable, numbered without gaps, each chained to the one before by a hash."""

import hashlib
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from chalicelib.domain.files import FiledPaper
from chalicelib.domain.papers import Decision
from chalicelib.domain.principals import Actor
from chalicelib.domain.states import State

GENESIS = "0" * 64


class DossierEvent(BaseModel):
    """The part that all events share. ``at`` is UTC; ``state`` is where the dossier stands after it."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    dossier_id: str
    seq: int = Field(ge=1)
    at: datetime
    actor: Actor
    state: State
    previous_hash: str
    reason: str = ""

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the event, which includes the hash before it: the link of the chain."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class DraftOpened(DossierEvent):
    """A draft exists; nothing is filed yet."""

    kind: Literal["draft-opened"] = "draft-opened"


class Submitted(DossierEvent):
    """Filed: has a number, and lists every paper that was handed in."""

    kind: Literal["submitted"] = "submitted"
    number: str
    papers: tuple[FiledPaper, ...]


class Received(DossierEvent):
    """Officially received (tiếp nhận); ``due`` is the legal due instant, ``None`` where no time is set."""

    kind: Literal["received"] = "received"
    due: datetime | None


class Refused(DossierEvent):
    """Not received (không tiếp nhận), with the reason."""

    kind: Literal["refused"] = "refused"


class SupplementRequested(DossierEvent):
    """The applicant is asked, once and completely, for what is missing."""

    kind: Literal["supplement-requested"] = "supplement-requested"
    answer_by: datetime | None


class Supplemented(DossierEvent):
    """The applicant handed in more; the legal clock started again."""

    kind: Literal["supplemented"] = "supplemented"
    papers: tuple[FiledPaper, ...]
    due: datetime | None


class ProcessingStarted(DossierEvent):
    """Handed over to the unit that examines it."""

    kind: Literal["processing-started"] = "processing-started"


class PaymentRequested(DossierEvent):
    """A fee is due. ``amount`` in VND."""

    kind: Literal["payment-requested"] = "payment-requested"
    amount: int


class PaymentRecorded(DossierEvent):
    """The fee was paid. ``online`` only if it went through a payment platform."""

    kind: Literal["payment-recorded"] = "payment-recorded"
    amount: int
    online: bool
    due: datetime | None


class WithdrawalAsked(DossierEvent):
    """The applicant wants the dossier back; an officer must answer."""

    kind: Literal["withdrawal-asked"] = "withdrawal-asked"


class WithdrawalConfirmed(DossierEvent):
    """Withdrawn: no decision existed yet, so processing stopped (NĐ 118/2025 Đ.21)."""

    kind: Literal["withdrawal-confirmed"] = "withdrawal-confirmed"


class WithdrawalDeclined(DossierEvent):
    """The dossier goes on where it stood."""

    kind: Literal["withdrawal-declined"] = "withdrawal-declined"


class Rescheduled(DossierEvent):
    """An apology and a new appointment; at most once. The legal due instant does not move."""

    kind: Literal["rescheduled"] = "rescheduled"
    promised: datetime


class Stopped(DossierEvent):
    """Processing stopped (dừng xử lý), with the reason."""

    kind: Literal["stopped"] = "stopped"


class Closed(DossierEvent):
    """Closed because the supplement never came (đóng hồ sơ)."""

    kind: Literal["closed"] = "closed"


class Decided(DossierEvent):
    """The result is signed. ``result_*`` describe the paper that came of it."""

    kind: Literal["decided"] = "decided"
    result_number: str
    result_issued_on: date
    result: FiledPaper | None


class Returned(DossierEvent):
    """The result is in the applicant's hands."""

    kind: Literal["returned"] = "returned"


class ResultRevoked(DossierEvent):
    """The result no longer stands, by ``decision``; ``replaced_by`` is the code of the paper that took its place."""

    kind: Literal["result-revoked"] = "result-revoked"
    decision: Decision
    replaced_by: str = ""


#: What of a dossier may change without its state: its holder's knowledge of the owner, its subject.
AMENDABLE = ("owner", "summary")


class Amended(DossierEvent):
    """A partner told of its dossier anew, or its papers have come. ``changed`` names parts, never their content."""

    kind: Literal["amended"] = "amended"
    changed: tuple[str, ...]
    papers: tuple[FiledPaper, ...] = ()


AnyEvent = Annotated[
    DraftOpened
    | Submitted
    | Received
    | Refused
    | SupplementRequested
    | Supplemented
    | ProcessingStarted
    | PaymentRequested
    | PaymentRecorded
    | WithdrawalAsked
    | WithdrawalConfirmed
    | WithdrawalDeclined
    | Rescheduled
    | Stopped
    | Closed
    | Decided
    | Returned
    | ResultRevoked
    | Amended,
    Field(discriminator="kind"),
]

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent, config=ConfigDict(defer_build=True))
