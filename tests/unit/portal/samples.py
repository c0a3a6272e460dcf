"""Statements and connections that the portal's tests share; every person in them is invented."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from chalicelib.domain.dossier import Channel
from chalicelib.domain.owners import OwnerKind
from chalicelib.domain.statements import StatedOwner, StatedPaper, StatedResult, Statement, Step
from chalicelib.domain.states import State
from chalicelib.portal_settings import PortalSettings

FILED = datetime(2026, 1, 14, 14, 30, tzinfo=UTC)
RECEIVED = datetime(2026, 1, 15, 1, 15, tzinfo=UTC)
NUMBER = "000.00.01.G18-260115-0001"
PAPER = StatedPaper(
    file_id="d-1", name="don.pdf", component="TP1", link="https://f.example/d-1", digitized=True
)
RESULT = StatedResult(file_id="r-1", name="Phiếu 12/2026", code="KQ.G18.000001", link="https://f.example/r-1")


def statement(**changes: Any) -> Statement:
    """A decided dossier of a citizen, filed online, with one paper and its result."""
    decided = Statement(
        seq=4,
        number=NUMBER,
        procedure_code="1.002600",
        procedure_name="Cấp số tiếp nhận phiếu công bố",
        field_code="G18-MP",
        field_name="Mỹ phẩm",
        channel=Channel.ONLINE,
        owner=StatedOwner(
            kind=OwnerKind.CITIZEN, number="001099000001", name="NGUYỄN VĂN MẪU", tech_id="tech-0001"
        ),
        summary="Đề nghị cấp mới",
        unit_name="Cục Mẫu",
        state=State.DECIDED,
        filed_at=FILED,
        received_at=RECEIVED,
        due=RECEIVED + timedelta(days=7),
        finished_at=RECEIVED + timedelta(days=5),
        papers=(
            StatedPaper(
                file_id="d-1", name="don.pdf", component="TP1", link="https://f.example/d-1", digitized=True
            ),
        ),
        results=(
            StatedResult(
                file_id="r-1", name="Phiếu 12/2026", code="KQ.G18.000001", link="https://f.example/r-1"
            ),
        ),
        identity_verified=True,
    )
    return decided.model_copy(update=changes)


def step(seq: int = 2, **changes: Any) -> Step:
    """A progress row of the same dossier."""
    row = Step(
        seq=seq,
        number=NUMBER,
        at=RECEIVED + timedelta(hours=seq),
        state=State.PROCESSING,
        person="Trần Thị Ví Dụ",
        text="Thẩm định hồ sơ",
    )
    return row.model_copy(update=changes)


def settings(**changes: Any) -> PortalSettings:
    """A connection to nowhere."""
    values = {
        "base_url": "http://portal.example",
        "username": "000.00.00.G18",
        "password": SecretStr("local-only"),
        "unit_code": "000.00.00.G18",
    }
    return PortalSettings.model_validate({**values, **changes})
