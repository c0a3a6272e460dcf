"""What happens to the sample dossiers, as data: who does what, when, on the calendar of October 2026.

Times are Vietnamese. Procedures, units and components are those of catalogue/, people those of local/personas.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.calendar import VIETNAM
from local.papers.forms import Form


@dataclass(frozen=True)
class Step:
    """At ``at`` somebody does ``what``. ``who``: ``applicant``, or the role of an officer of the unit."""

    at: datetime
    who: str
    what: str
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """One dossier. ``forms``: how its papers arrive, in turn; ``brings``: components handed in with the supplement.

    ``opens``: when it is opened, if not with the others. ``reuses``: components that nobody uploads, with the source
    that holds them already. ``result``: the kind of paper that comes of it. ``ends`` is the state in which the story
    leaves it; ``late`` whether its legal time was missed.
    """

    key: str
    persona: str
    procedure: str
    unit: str
    office: str
    forms: tuple[Form, ...]
    steps: tuple[Step, ...]
    ends: str
    result: str = "letter"
    owner: dict[str, str] | None = None
    brings: tuple[str, ...] = ()
    late: bool = False
    opens: datetime | None = None
    reuses: Mapping[str, str] = field(default_factory=dict)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in October 2026."""
    return datetime(2026, 10, day, hour, minute, tzinfo=VIETNAM)


BEGIN = at(5, 7, 55)
PDF, SCAN, PHOTO = Form.BORN_DIGITAL, Form.SCAN_200, Form.PHOTO


def _decided(decide: datetime, give: datetime) -> tuple[Step, ...]:
    """The usual end: the specialist drafts the result, the leader signs, the desk hands it over."""
    return (Step(decide, "leader", "decide"), Step(give, "reception", "return"))


STORY: tuple[Sample, ...] = (
    Sample(
        key="practice licence",
        persona="an",
        procedure="1.012289",
        unit="L-KCB",
        office="kcb",
        forms=(PDF, SCAN, PDF, PHOTO, PDF),
        steps=(
            Step(at(5, 9), "applicant", "submit"),
            Step(at(5, 10), "reception", "receive"),
            Step(at(5, 14), "specialist", "start-processing"),
            *_decided(at(22, 10), at(23, 9)),
        ),
        ends="returned",
        result="practice_licence",
    ),
    Sample(
        key="with a fee",
        persona="thidu",
        procedure="1.002088",
        unit="L-QLD",
        office="qld",
        forms=(PDF, SCAN, PDF, PDF),
        steps=(
            Step(at(5, 9, 10), "applicant", "submit"),
            Step(at(5, 10, 10), "reception", "receive"),
            Step(at(5, 10, 30), "reception", "request-payment", {"amount": 500_000}),
            Step(at(6, 9), "reception", "record-payment"),
            Step(at(6, 9, 30), "specialist", "start-processing"),
            *_decided(at(8, 15), at(9, 9)),
        ),
        ends="returned",
        result="notification_receipt",
    ),
    Sample(
        key="supplemented once",
        persona="maudon",
        procedure="1.013874",
        unit="L-PB",
        office="pb",
        forms=(PDF, SCAN, PHOTO, PDF),
        brings=("1.013874-TP04",),
        steps=(
            Step(at(5, 9, 20), "applicant", "submit"),
            Step(at(5, 10, 20), "reception", "receive"),
            Step(at(6, 9), "specialist", "start-processing"),
            Step(
                at(7, 15), "specialist", "request-supplement",
                {"reason": "Báo cáo lưu hành còn thiếu số liệu của năm 2025."},
            ),
            Step(at(12, 9), "applicant", "supplement"),
            *_decided(at(28, 10), at(29, 9)),
        ),
        ends="returned",
    ),
    Sample(
        key="pharmacy",
        persona="binh",
        procedure="1.014076",
        unit="L-SYT-01",
        office="hanoi",
        forms=(PDF, SCAN, PDF, PDF),
        steps=(
            Step(at(5, 9, 30), "applicant", "submit"),
            Step(at(5, 10, 30), "reception", "receive"),
            Step(at(6, 9, 10), "specialist", "start-processing"),
            *_decided(at(27, 10), at(28, 9)),
        ),
        ends="returned",
        result="pharmacy_certificate",
    ),
    Sample(
        key="vaccination",
        persona="maudon",
        procedure="2.000655",
        unit="L-SYT-01",
        office="hanoi",
        forms=(PDF, SCAN),
        steps=(
            Step(at(5, 9, 40), "applicant", "submit"),
            Step(at(5, 10, 40), "reception", "receive"),
            Step(at(5, 10, 45), "specialist", "start-processing"),
            *_decided(at(5, 15, 30), at(5, 16)),
        ),
        ends="returned",
    ),
    Sample(
        key="refused",
        persona="chi",
        procedure="1.012289",
        unit="L-KCB",
        office="kcb",
        forms=(PDF,),
        steps=(
            Step(at(5, 9, 50), "applicant", "submit"),
            Step(
                at(5, 11), "reception", "refuse",
                {"reason": "Thủ tục thuộc thẩm quyền của Sở Y tế nơi hành nghề; đề nghị nộp tại Sở Y tế."},
            ),
        ),
        ends="refused",
    ),
    Sample(
        key="withdrawn",
        persona="dung",
        procedure="1.014101",
        unit="L-SYT-01",
        office="hanoi",
        forms=(PDF,),
        steps=(
            Step(at(6, 9, 20), "applicant", "submit"),
            Step(at(6, 10), "reception", "receive"),
            Step(at(7, 9), "specialist", "start-processing"),
            Step(at(7, 10), "applicant", "withdrawal", {"reason": "Tôi chuyển nơi hành nghề."}),
            Step(at(7, 14), "specialist", "confirm-withdrawal"),
        ),
        ends="stopped",
    ),
    Sample(
        key="late, apology",
        persona="hai",
        procedure="1.014101",
        unit="L-SYT-01",
        office="hanoi",
        forms=(PDF,),
        steps=(
            Step(at(5, 10), "applicant", "submit"),
            Step(at(5, 11, 10), "reception", "receive"),
            Step(at(6, 9, 30), "specialist", "start-processing"),
            Step(
                at(9, 9), "leader", "reschedule",
                {
                    "reason": "Cơ sở dữ liệu hành nghề gián đoạn; Sở Y tế xin lỗi và hẹn lại ngày trả kết quả.",
                    "promised": at(16, 17).isoformat(),
                },
            ),
            *_decided(at(15, 10), at(16, 9)),
        ),
        ends="returned",
        late=True,
    ),
    Sample(
        key="nothing asked twice",
        persona="thidu",
        procedure="1.002088",
        unit="L-QLD",
        office="qld",
        forms=(PDF,),
        opens=at(12, 8, 30),
        reuses={
            "1.002088-TP02": "database",
            "1.002088-TP03": "reused",
            "1.002088-TP04": "national-repository",
        },
        steps=(
            Step(at(12, 9, 5), "applicant", "submit"),
            Step(at(12, 9, 40), "reception", "receive"),
            Step(at(12, 10, 10), "specialist", "start-processing"),
            *_decided(at(14, 15), at(15, 9)),
        ),
        ends="returned",
        result="notification_receipt",
    ),
    Sample(
        key="at the counter",
        persona="hanoi.reception",
        procedure="1.014101",
        unit="L-SYT-01",
        office="hanoi",
        forms=(SCAN, SCAN, PHOTO),
        owner={"kind": "citizen", "number": "042301900105", "name": "Hoàng Thúy Thử Giang", "phone": "0900000105"},
        steps=(
            Step(at(6, 14), "reception", "submit"),
            Step(at(6, 15), "specialist", "start-processing"),
            *_decided(at(12, 10), at(13, 9)),
        ),
        ends="returned",
    ),
)  # fmt: skip
