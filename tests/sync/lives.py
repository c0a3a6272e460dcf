"""Dossiers with full lives: walks through the table of states by the real lifecycle, seeded."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from chalicelib.domain import lifecycle
from chalicelib.domain.clock import Law
from chalicelib.domain.dossier import Channel, Dossier, ProcedureSnapshot, Requirement
from chalicelib.domain.durations import Duration
from chalicelib.domain.errors import DomainError
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.files import Declaration, DossierFile, FiledPaper, FileOrigin, FileState
from chalicelib.domain.guards import Order
from chalicelib.domain.owners import Owner, OwnerKind
from chalicelib.domain.principals import Actor, PrincipalKind
from chalicelib.domain.procedures import Procedure
from chalicelib.domain.states import Command, Role, commands_from
from tests.announced import CALENDAR, LAST_RULES

LAW = Law(CALENDAR, LAST_RULES)
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PROCEDURE = ProcedureSnapshot(
    code="1.002600",
    version=date(2026, 1, 1),
    name="Cấp số tiếp nhận phiếu công bố",
    field_code="G18-MP",
    field_name="Mỹ phẩm",
    processing=Duration.model_validate("20 working days"),
    requirements=(Requirement(code="TP1", name="Đơn", required=True),),
    yields_paper=True,
    result_code="KQ.G18.000001",
    result_name="Phiếu tiếp nhận",
)
PUBLISHED = Procedure.model_validate(
    {
        "code": PROCEDURE.code,
        "name": PROCEDURE.name,
        "field_code": PROCEDURE.field_code,
        "field_name": PROCEDURE.field_name,
        "levels": ["ministry"],
        "service_level": "whole-process",
        "handled_by": ["G18.01"],
        "processing": [{"duration": "20 working days"}],
        "fees": [{"amount_vnd": 50_000}],
        "components": [{"code": "TP1", "name": "Đơn"}],
        "results": [{"code": PROCEDURE.result_code, "name": PROCEDURE.result_name}],
        "valid_from": "2026-01-01",
        "sources": ["a test"],
    }
)


@dataclass
class Life:
    """A dossier while it lives: head, all its events, its files."""

    head: Dossier
    events: list[AnyEvent]
    files: list[DossierFile] = field(default_factory=list)


def born(position: int, at: datetime = START, **changes: object) -> Life:
    """A draft with one paper in it. ``position`` makes it unlike all others."""
    draft = Dossier(
        id=f"dossier{position:06d}",
        version=0,
        state="draft",
        procedure=PROCEDURE,
        unit="G18.01",
        unit_name="Cục Mẫu",
        received_at_unit="G18.01",
        channel=Channel.ONLINE,
        owner=Owner(kind=OwnerKind.CITIZEN, number=f"0010990{position:05d}", name="NGUYỄN VĂN MẪU", ref="r"),
        submitted_by="citizen-1",
        submitter_tech_id="tech-1",
        submitter_verified=True,
        summary="Đề nghị cấp mới",
        opened_at=at,
    ).model_copy(update=changes)
    head, opened = lifecycle.open_draft(draft, actor(Role.APPLICANT))
    life = Life(head, [opened])
    add_paper(life, at)
    return life


def actor(role: Role) -> Actor:
    """Somebody invented in that role."""
    person = "Trần Thị Ví Dụ" if role is not Role.APPLICANT else "NGUYỄN VĂN MẪU"
    return Actor(subject=f"{role}-1", kind=PrincipalKind.OFFICER, name=person, role=role, unit="Phòng Mẫu")


def add_paper(
    life: Life, at: datetime, component: str = "TP1", origin: FileOrigin = FileOrigin.UPLOADED
) -> None:
    """A file that has been read."""
    life.files.append(
        DossierFile(
            dossier_id=life.head.id,
            file_id=f"file{len(life.files)}",
            component=component,
            origin=origin,
            declared=Declaration(name="don.pdf", media_type="application/pdf", bytes=9, sha256="0" * 64),
            state=FileState.READY,
            announced_at=at,
            pages=1,
        )
    )


def live(life: Life, command: Command, at: datetime) -> bool:
    """Carry out a command at ``at``; false if a guard or the table forbids it now."""
    row = next((row for row in commands_from(life.head.state) if row.command is command), None)
    if row is None:
        return False
    if command is Command.DECIDE:
        add_paper(life, at, "RESULT", FileOrigin.RESULT)
    if command is Command.SUPPLEMENT:
        add_paper(life, at)
    papers = tuple(FiledPaper.of(file) for file in life.files if file.origin is not FileOrigin.RESULT)
    order = Order(
        command=command,
        reason="lý do bằng văn bản" if row.needs_reason else "",
        number=f"G18.01-{at:%y%m%d}-{int(life.head.id[-6:]):04d}",
        papers=papers[-1:] if command is Command.SUPPLEMENT else papers,
        amount=50_000,
        online=True,
        promised=max(at, life.head.clock.due or at) + timedelta(days=3),
        result_number="12/2026",
        result_issued_on=at.date(),
        result_paper=FiledPaper.of(life.files[-1]) if command is Command.DECIDE else None,
    )
    try:
        life.head, event = lifecycle.advance(life.head, order, actor(sorted(row.roles)[0]), at, LAW)
    except DomainError:
        return False
    life.events.append(event)
    return True


def wander(life: Life, luck: Random, at: datetime) -> bool:
    """One step of a life chosen by luck; false at its end."""
    rows = list(commands_from(life.head.state))
    luck.shuffle(rows)
    return any(live(life, row.command, at) for row in rows)
