"""A strict national portal in memory, speaking the session dialect, that fails in every way it is told to."""

import contextlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.portal.http import Call, NeverSent, NoAnswer, RawAnswer

OK = "Đồng bộ hồ sơ thành công"

#: What can go wrong with one call: whether the call is carried out nevertheless, and what comes back.
FAULTS: dict[str, tuple[bool, Any]] = {
    "lost before": (False, NoAnswer("lost")),
    "lost after": (True, NoAnswer("lost")),
    "no connection": (False, NeverSent("refused")),
    "500 before": (False, RawAnswer(500, b"<html>")),
    "500 after": (True, RawAnswer(500, b"<html>")),
    "503": (False, RawAnswer(503, b"")),
    "429": (False, RawAnswer(429, b"")),
    "html after": (True, RawAnswer(200, b"<html>")),
    "html before": (False, RawAnswer(200, b"<html>")),
    "busy": (False, {"error_code": "-1", "message": "Hệ thống đang quá tải, đề nghị thử lại"}),
    "duplicate after": (True, {"error_code": "3", "message": "Hồ sơ đã tồn tại"}),
    "duplicate with code 0": (False, {"error_code": "0", "message": "Hồ sơ đã tồn tại"}),
    "success with failing code": (False, {"error_code": -1, "message": OK}),
    "session over": (False, {"error_code": "-1", "message": "Phiên làm việc đã hết hạn"}),
}

#: No answer, and what was asked is carried out only after a while, when the axis gets round to it.
LATE = {
    "late by half a minute": timedelta(seconds=30),
    "late by ten minutes": timedelta(minutes=10),
    "late by an hour": timedelta(hours=1),
}
#: The axis delivers the call twice, and the second answer comes back.
TWICE = "delivered twice"

Fate = Callable[[Call], str]


class Refusal(Exception):
    """The portal says no, with a code and a sentence."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class StrictPortal:
    """A ``Transport``. ``fate`` names the fault that strikes a call, or nothing.

    ``keeps_parts``: a refused call may leave its good entries behind. ``shows``: header and rows, header, existence.
    """

    def __init__(
        self, fate: Fate = lambda call: "", *, keeps_parts: bool = False, shows: str = "rows"
    ) -> None:
        self.fate = fate
        self.keeps_parts = keeps_parts
        self.shows = shows
        self.headers: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.replies: dict[str, list[str]] = defaultdict(list)
        self.refuses: dict[str, str] = {}
        self.calls: Counter[str] = Counter()
        self.sizes: list[int] = []
        self._sessions = count(1)
        self._session = ""
        self.now: Callable[[], datetime] = lambda: datetime.min.replace(tzinfo=UTC)
        self._on_the_way: list[tuple[datetime, dict[str, Any]]] = []

    def look(self) -> None:
        """Bring ``headers`` and ``rows`` up to date: what was on the way and is due comes in."""
        due = [(at, body) for at, body in self._on_the_way if at <= self.now()]
        self._on_the_way = [each for each in self._on_the_way if each not in due]
        for _, body in due:
            with contextlib.suppress(Refusal):
                self._keep_all(body)

    def post(self, call: Call) -> RawAnswer:
        """One call, with the fault that strikes it."""
        body = json.loads(json.dumps(call.body))
        self.calls[body.get("service", "login")] += 1
        self.look()
        fate = self.fate(call)
        if fate in LATE:
            if "data" in body:
                self._on_the_way.append((self.now() + LATE[fate], body))
            raise NoAnswer("late")
        if fate == TWICE:
            self._serve(body)
        is_carried_out, answer = FAULTS.get(fate, (True, None))
        done = self._serve(body) if is_carried_out else {}
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, RawAnswer):
            return answer
        return RawAnswer(200, json.dumps(answer or done, ensure_ascii=False).encode())

    def _serve(self, body: dict[str, Any]) -> dict[str, Any]:
        if "username" in body:
            self._session = f"session-{next(self._sessions)}"
            return {"error_code": 0, "session": self._session, "result": ""}
        if body["session"] != self._session:
            return {"error_code": "-1", "message": "Phiên làm việc không tồn tại"}
        if body["service"] == "TraCuuHoSo":
            return self._look_up(body["mahoso"])
        if body["service"] == "DongBoTrangThaiHoSo":
            self.replies[body["data"]["MaHoSo"]].append(body["data"]["TrangThai"])
            return {"error_code": "0", "message": OK}
        self.sizes.append(len(body["data"]))
        try:
            self._keep_all(body)
        except Refusal as refusal:
            return {"error_code": refusal.code, "message": str(refusal)}
        return {"error_code": "0", "message": OK}

    def _keep_all(self, body: dict[str, Any]) -> None:
        refusals = []
        for check_only in (True, False):
            for entry in body["data"]:
                try:
                    self._keep(body, entry, check_only=check_only)
                except Refusal as refusal:
                    refusals.append(refusal)
            if refusals and not self.keeps_parts:
                break
        if refusals:
            raise refusals[0]

    def _keep(self, body: dict[str, Any], entry: dict[str, Any], *, check_only: bool) -> None:
        number = entry["MaHoSo"]
        if body["service"] == "CapNhatTienDoHoSoMC":
            if number not in self.headers:
                raise Refusal("-1", f"Hồ sơ {number} chưa được đồng bộ, không thể cập nhật tiến độ")
            if not check_only:
                self.rows[number].append(entry)
            return
        updating = body["isUpdating"] == "True"
        if updating and number not in self.headers:
            raise Refusal("-1", f"Hồ sơ {number} chưa tồn tại, không thể cập nhật")
        if check_only and not updating and number in self.headers:
            raise Refusal("3", f"Hồ sơ {number} đã tồn tại")
        if number in self.refuses:
            raise Refusal("-1", self.refuses[number])
        if not check_only:
            self.headers[number] = entry

    def _look_up(self, number: str) -> dict[str, Any]:
        if number not in self.headers:
            return {"error_code": "0", "message": "Không tìm thấy hồ sơ", "result": []}
        shown = dict(self.headers[number])
        if self.shows == "existence":
            shown = {name: shown[name] for name in ("MaHoSo", "MaTTHC", "TrangThaiHoSo")}
        if self.shows == "rows":
            shown["DanhSachTienDo"] = self.rows[number]
        return {"error_code": "0", "message": "Tra cứu thành công", "result": [shown]}
