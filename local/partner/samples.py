"""The older system's dossiers, on the calendar of October 2026: invented people, real procedures."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.calendar import VIETNAM
from local.identity.personas import personas
from local.partner.system import Entry, OldDossier

UNIT, CLIENT = "L-SYT-01", "hanoi-motcua"
RESULT_PATH = "2026/10/ket-qua-0002.pdf"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in October 2026."""
    return datetime(2026, 10, day, hour, minute, tzinfo=VIETNAM)


def _owner(persona: str) -> Mapping[str, str]:
    claims = personas()[persona].claims
    return {"number": claims["SoDinhDanh"], "name": claims["HoVaTen"], "phone": claims["SoDienThoai"]}


#: Withdrawn by its owner: needs no paper, so its whole life can be told at once.
WITHDRAWN = OldDossier(
    number="H26-261007-0001",
    unit=UNIT,
    procedure="1.014101",
    owner=_owner("khoa"),
    filed_at=at(7, 8, 10),
    journal=(
        Entry(at(7, 8, 40), "DA_TIEP_NHAN", "Đặng Thị Một Cửa"),
        Entry(at(7, 10), "DANG_XU_LY", "Đặng Văn Thụ Lý"),
        Entry(at(8, 9), "XIN_RUT", "Đặng Minh Thử Khoa", "Tôi đổi nơi hành nghề."),
        Entry(at(8, 14), "DUNG_XU_LY", "Đặng Văn Thụ Lý", "Đồng ý cho rút hồ sơ."),
    ),
)

#: With a result, which Motcua fetches from the older system before it takes the decision.
DECIDED = OldDossier(
    number="H26-261007-0002",
    unit=UNIT,
    procedure="1.014101",
    owner=_owner("khoa"),
    filed_at=at(7, 8, 20),
    journal=(
        Entry(at(7, 8, 50), "DA_TIEP_NHAN", "Đặng Thị Một Cửa"),
        Entry(at(7, 10, 30), "DANG_XU_LY", "Đặng Văn Thụ Lý"),
        Entry(
            at(9, 15),
            "CO_KET_QUA",
            "Đặng Thị Giám Đốc",
            more={
                "result_number": "02/CCHN",
                "result_issued_on": "2026-10-09",
                "result_path": RESULT_PATH,
            },
        ),
        Entry(at(12, 9), "DA_TRA", "Đặng Thị Một Cửa"),
    ),
)
