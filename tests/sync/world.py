"""Everything the sync needs of the world, in memory: a store with conditions, a clock, and a worker that may die."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from chalicelib.adapters.items import summary_of
from chalicelib.application.sync_batch import SyncBatch
from chalicelib.domain.errors import DossierNotFound
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.ledger import Ledger
from chalicelib.domain.ports import DossierSummary, Page
from chalicelib.domain.ports_sync import Account, Standing
from chalicelib.domain.states import State
from chalicelib.domain.stating import House
from chalicelib.portal.client import PortalClient
from chalicelib.portal.session_dialect import SessionDialect
from tests.sync.lives import START, Life
from tests.sync.strict_portal import StrictPortal
from tests.unit.portal.samples import settings


class Killed(BaseException):
    """The worker is dead; nothing in it may catch this."""


class Watch:
    """A clock that people move."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


class World:
    """Implements ``Ledgers`` and the part of ``Dossiers`` that the sync uses. ``strike`` runs before each call."""

    def __init__(
        self, portal: StrictPortal, seed: int = 1, strike: Callable[[], None] = lambda: None
    ) -> None:
        self.lives: dict[str, Life] = {}
        self.ledgers: dict[str, Ledger] = {}
        self.heard: dict[str, int] = {}
        self.watch = Watch()
        self.portal = portal
        portal.now = self.watch.now
        self.strike = strike
        self.calls: Counter[str] = Counter()
        self.events_read = 0
        connection = settings()
        self.client = PortalClient(connection, SessionDialect(connection), portal, self.watch.now)
        self.luck = Random(seed)
        self.sync = SyncBatch(
            ledgers=self,
            dossiers=self,
            portal=self.client,
            house=House(
                link=lambda dossier, component, file: f"https://files.example/{dossier}/{component}/{file}"
            ),
            clock=self.watch,
            luck=self.luck.random,
        )

    def add(self, life: Life) -> Life:
        self.lives[life.head.id] = life
        return life

    def account(self, dossier_id: str) -> Account:
        self._called("account")
        if dossier_id not in self.lives:
            raise DossierNotFound
        life = self.lives[dossier_id]
        return Account(life.head, tuple(life.files), self.ledger(dossier_id), self.has_news(life))

    def has_news(self, life: Life) -> bool:
        """Saving a dossier leaves a note in the same transaction; taking note of it takes it off."""
        return life.head.state != "draft" and life.head.version > self.heard.get(life.head.id, 0)

    def ledger(self, dossier_id: str) -> Ledger:
        return self.ledgers.get(dossier_id, Ledger(dossier_id=dossier_id))

    def write(self, ledger: Ledger, heard: int = 0) -> Ledger | None:
        self._called("write")
        if self.ledger(ledger.dossier_id).revision != ledger.revision:
            return None
        text = ledger.model_copy(update={"revision": ledger.revision + 1}).model_dump_json()
        self.ledgers[ledger.dossier_id] = Ledger.model_validate_json(text)
        self.heard[ledger.dossier_id] = max(heard, self.heard.get(ledger.dossier_id, 0))
        return self.ledgers[ledger.dossier_id]

    def events(self, dossier_id: str, after: int = 0) -> tuple[AnyEvent, ...]:
        self._called("events")
        found = tuple(event for event in self.lives[dossier_id].events if event.seq > after)
        self.events_read += len(found)
        return found

    def standing(self, standing: Standing, until: datetime, limit: int, cursor: str = "") -> Page[str]:
        self._called("standing")
        stands = {dossier_id: Standing.of(ledger) for dossier_id, ledger in self.ledgers.items()}
        due = sorted(
            (at[1], each) for each, at in stands.items() if at and at[0] is standing and at[1] <= until
        )
        return Page(tuple(dossier_id for _, dossier_id in due[:limit]))

    def unheard(self, until: datetime, limit: int) -> tuple[str, ...]:
        self._called("unheard")
        lives = [life for life in self.lives.values() if self.has_news(life) and life.events[-1].at <= until]
        return tuple(life.head.id for life in sorted(lives, key=lambda life: life.events[-1].at))[:limit]

    def work_queue(self, unit: str, state: State, limit: int, cursor: str = "") -> Page[DossierSummary]:
        self._called("work_queue")
        heads = [
            life.head for life in self.lives.values() if (life.head.unit, life.head.state) == (unit, state)
        ]
        start = int(cursor or 0)
        rest = str(start + limit) if len(heads) > start + limit else ""
        return Page(tuple(summary_of(head) for head in heads[start : start + limit]), rest)

    def _called(self, name: str) -> None:
        self.strike()
        self.calls[name] += 1

    def differences(self) -> list[str]:
        """Where the portal's view is not ours, field by field and row by row."""
        self.portal.look()
        found = []
        for life in self.lives.values():
            number = life.head.number
            header = self.portal.headers.get(number, {})
            expected = self._expected_header(life)
            found += [
                f"{number} {name}: {header.get(name)!r} instead of {value!r}"
                for name, value in expected.items()
                if header.get(name) != value
            ]
            rows = [(row["TrangThai"], row["ThoiDiemXuLy"]) for row in self.portal.rows[number]]
            ours = self.rows_of(life)
            if rows != ours:
                found.append(f"{number} rows: {rows} instead of {ours}")
        return found

    def _expected_header(self, life: Life) -> dict[str, object]:
        """Written down again from the facts, without the code under test."""
        head, clock, files = life.head, life.head.clock, life.files
        codes = {name: str(code) for code, name in enumerate(STATES, start=1)}
        handed_in = [file.file_id for file in files if file.component != "RESULT"]
        finished = "" if head.state == "refused" else stamp(clock.finished_at)
        return {
            "TrangThaiHoSo": codes[head.state],
            "NgayNopHoSo": stamp(clock.submitted_at),
            "NgayTiepNhan": stamp(clock.received_at),
            "NgayHenTra": stamp(clock.due),
            "NgayKetThucXuLy": finished,
            "NgayTra": stamp(clock.returned_at),
            "NgayTuChoi": stamp(clock.finished_at) if head.state == "refused" else "",
            "SoGiayToChuHoSo": head.owner.number,
            "DuocThanhToanTrucTuyen": "1" if head.payment and head.payment.paid_at else "0",
            "TaiLieuNop": [item for item in self._papers(life) if item["TepDinhKemId"] in handed_in],
            "DanhSachGiayToKetQua": self._results(life),
        }

    def _papers(self, life: Life) -> list[dict[str, str]]:
        return [
            {
                "TepDinhKemId": file.file_id,
                "TenTepDinhKem": "don.pdf",
                "IsDeleted": "False",
                "MaThanhPhanHoSo": file.component,
                "DuongDanTaiTepTin": f"https://files.example/{life.head.id}/{file.component}/{file.file_id}",
                "DuocSoHoa": "1",
                "DuocTaiSuDung": "0",
                "DuocLayTuKhoDMQG": "0",
                "MaKetQuaThayThe": "",
            }
            for file in life.files
        ]

    def _results(self, life: Life) -> list[dict[str, str]]:
        if life.head.result is None or life.head.result.paper is None:
            return []
        file_id = life.head.result.paper.file_id
        return [
            {
                "TenGiayTo": "Phiếu tiếp nhận 12/2026",
                "MaThanhPhanHoSo": "",
                "GiayToId": file_id,
                "DuongDanTepTinKetQua": f"https://files.example/{life.head.id}/RESULT/{file_id}",
                "MaGiayToKetQua": "KQ.G18.000001",
            }
        ]

    def rows_of(self, life: Life) -> list[tuple[str, str]]:
        codes = {name: str(code) for code, name in enumerate(STATES, start=1)}
        return [(codes[event.state], stamp(event.at)) for event in life.events if event.state != "draft"]


STATES = [
    "submitted",
    "received",
    "refused",
    "processing",
    "supplement-requested",
    "payment-requested",
    "withdrawal-asked",
    "stopped",
    "decided",
    "returned",
]


def stamp(at: datetime | None) -> str:
    """The wire's instant: seven hours later than UTC."""
    return f"{at + timedelta(hours=7):%Y%m%d%H%M%S}" if at else ""
