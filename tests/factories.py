"""Invented people, dossiers and orders for tests; every value may be overridden by name."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domain import lifecycle
from chalicelib.domain.clock import Law
from chalicelib.domain.delegation import Delegation, Party, Scope
from chalicelib.domain.dossier import Channel, Dossier, ProcedureSnapshot, Requirement
from chalicelib.domain.durations import working_days
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import Declaration, DossierFile, FiledPaper, FileOrigin, FileState
from chalicelib.domain.guards import Order
from chalicelib.domain.owners import Owner, OwnerKind
from chalicelib.domain.papers import Paper, Trust
from chalicelib.domain.principals import Actor, Principal, PrincipalKind
from chalicelib.domain.states import TRANSITIONS, Command, Role, State, Transition
from tests.announced import CALENDAR, LAST_RULES

MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 09:00 in Vietnam, no day off for seven weeks
LAW = Law(CALENDAR, LAST_RULES)
UNIT, DESK = "01.SYT", "01.MC"
OWNER_NUMBER, OTHER_NUMBER = "001185900101", "038078900102"

PROCEDURE = ProcedureSnapshot(
    code="1.999999",
    version=date(2025, 7, 1),
    name="Thủ tục mẫu",
    field_code="L-MAU",
    field_name="Mẫu",
    processing=working_days(10),
    requirements=(
        Requirement(code="DON", name="Đơn đề nghị", required=True),
        Requirement(code="BANG", name="Bằng chuyên môn", required=True),
        Requirement(code="ANH", name="Ảnh chân dung", required=False),
    ),
    yields_paper=True,
    result_code="GPHN",
    result_name="Giấy phép hành nghề",
)


def an_owner(**values: Any) -> Owner:
    number = values.get("number", OWNER_NUMBER)
    ref = hashlib.sha256(number.encode()).hexdigest()[:32]
    return Owner(
        **{"kind": OwnerKind.CITIZEN, "number": number, "name": "Nguyễn Thị Thử", "ref": ref} | values
    )


def a_dossier(**values: Any) -> Dossier:
    """A dossier of which nothing is recorded yet."""
    return Dossier(
        **{
            "id": "d1",
            "version": 0,
            "state": State.DRAFT,
            "procedure": PROCEDURE,
            "unit": UNIT,
            "unit_name": "Sở Y tế mẫu",
            "received_at_unit": DESK,
            "channel": Channel.ONLINE,
            "owner": an_owner(),
            "submitted_by": "citizen-1",
            "opened_at": MORNING,
        }
        | values
    )


def an_actor(role: Role = Role.APPLICANT) -> Actor:
    kind = PrincipalKind.CITIZEN if role is Role.APPLICANT else PrincipalKind.OFFICER
    return Actor(subject=f"a-{role}", kind=kind, name=f"Người {role}", role=role)


def a_citizen(subject: str = "citizen-1", number: str = OWNER_NUMBER) -> Principal:
    return Principal(subject=subject, kind=PrincipalKind.CITIZEN, name="Nguyễn Thị Thử", number=number)


def a_delegation(grantor: str = "", until: datetime | None = None, **scope: Any) -> Delegation:
    """Accepted, from the owner of ``a_dossier`` unless another hash says otherwise."""
    owner = an_owner()
    ref = grantor or owner.ref
    return Delegation(
        id="g1",
        grantor=Party(kind=owner.kind, number=owner.number, name=owner.name, ref=ref),
        delegate=Party(kind=owner.kind, number=OTHER_NUMBER, name="Trần Văn Mẫu", ref="delegate"),
        scope=Scope(**scope),
        given_at=MORNING,
        until=until or MORNING + timedelta(days=30),
        accepted_at=MORNING,
    )


def acting(delegation: Delegation, subject: str = "delegate") -> Principal:
    """Somebody who acts under it."""
    who = a_citizen(subject, number=delegation.delegate.number)
    return who.model_copy(update={"acting_for": delegation})


def an_officer(*roles: Role, units: tuple[str, ...] = (UNIT,)) -> Principal:
    return Principal(
        subject="officer-1", kind=PrincipalKind.OFFICER, roles=frozenset(roles), units=frozenset(units)
    )


def a_file(file_id: str = "f1", component: str = "DON", **values: Any) -> DossierFile:
    """A file that was read."""
    sha256 = hashlib.sha256(f"{component}/{file_id}".encode()).hexdigest()
    declared = Declaration(name="don.pdf", media_type="application/pdf", bytes=1234, sha256=sha256)
    return DossierFile(
        **{
            "dossier_id": "d1",
            "file_id": file_id,
            "component": component,
            "origin": FileOrigin.UPLOADED,
            "declared": declared,
            "state": FileState.READY,
            "announced_at": MORNING,
            "pages": 2,
        }
        | values
    )


def a_filed_paper(component: str = "DON", file_id: str = "f1") -> FiledPaper:
    return FiledPaper.of(a_file(file_id, component))


def a_paper(file_id: str = "f1", kind: str = "DON", **values: Any) -> Paper:
    return Paper(
        **{
            "owner_ref": an_owner().ref,
            "code": "",
            "kind": kind,
            "name": "Đơn đề nghị",
            "trust": Trust.DIGITIZED,
            "visible": True,
            "dossier_id": "d1",
            "dossier_number": "G18-260302-0001",
            "file": a_filed_paper(kind, file_id),
            "stored_at": MORNING,
        }
        | values
    )


ALL_PAPERS = (a_filed_paper("DON", "f1"), a_filed_paper("BANG", "f2"))

#: What has to be said along with each command, beside a reason.
DETAILS: dict[Command, dict[str, Any]] = {
    Command.SUBMIT: {"number": "G18-260302-0001", "papers": ALL_PAPERS},
    Command.SUPPLEMENT: {"papers": (a_filed_paper("ANH", "f3"),)},
    Command.REQUEST_PAYMENT: {"amount": 1_000_000},
    Command.RESCHEDULE: {"promised": MORNING + timedelta(days=200)},
    Command.DECIDE: {
        "result_number": "12/GP",
        "result_issued_on": date(2026, 3, 10),
        "result_paper": a_filed_paper("RESULT", "f9"),
    },
}


def an_order(command: Command, **values: Any) -> Order:
    """An order that its guards accept, with a reason only where the law wants one."""
    needs_reason = any(row.needs_reason for row in TRANSITIONS if row.command is command)
    return Order(
        command, **{"reason": "vì lý do mẫu" if needs_reason else ""} | DETAILS.get(command, {}) | values
    )


def a_draft(**values: Any) -> tuple[Dossier, AnyEvent]:
    return lifecycle.open_draft(a_dossier(**values), an_actor())


def step(dossier: Dossier, command: Command, at: datetime, **values: Any) -> tuple[Dossier, AnyEvent]:
    """Carry out one order in the first role that may give it."""
    rows = [row for row in TRANSITIONS if row.command is command]
    fitting = next((row for row in rows if row.origin is dossier.state), rows[0])
    return lifecycle.advance(dossier, an_order(command, **values), an_actor(min(fitting.roles)), at, LAW)


def way_to(state: State) -> tuple[Transition, ...]:
    """The shortest row of transitions from a draft to ``state``."""
    ways: dict[State, tuple[Transition, ...]] = {State.DRAFT: ()}
    reached = [State.DRAFT]
    for origin in reached:
        for row in TRANSITIONS:
            if row.origin is origin and row.to is not None and row.to not in ways:
                ways[row.to] = (*ways[origin], row)
                reached.append(row.to)
    return ways[state]


#: Long enough for the applicant's time to be over, and still in the same calendar.
UNTIL_CLOSED = timedelta(days=40)


def later(command: Command, at: datetime) -> datetime:
    """When ``command`` may come at the earliest after ``at``."""
    return at + (UNTIL_CLOSED if command is Command.CLOSE else timedelta(hours=1))


def a_dossier_in(state: State, **values: Any) -> tuple[Dossier, datetime, tuple[AnyEvent, ...]]:
    """A dossier that went the shortest way to ``state``, when it got there, and all of its events."""
    dossier, opened = a_draft(**values)
    events, at = [opened], MORNING
    for row in way_to(state):
        at = later(row.command, at)
        dossier, event = step(dossier, row.command, at)
        events.append(event)
    return dossier, at, tuple(events)
