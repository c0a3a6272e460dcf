"""When a dossier ended in the eyes of the index, and whether that was in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from local.portal.clock import read, written
from local.portal.index.evidence import Case, Evidence, Period
from local.portal.index.working_time import latest_end

SUPPLEMENT_REQUESTED = "5"
GOES_ON = ("2", "4")


@dataclass(frozen=True)
class Verdict:
    """``counted``: solved in the period, or due and not solved. ``why`` explains a point lost."""

    counted: bool
    on_time: bool
    why: str = ""


LEFT_OUT = Verdict(counted=False, on_time=False)


def verdict(case: Case, evidence: Evidence) -> Verdict:
    """Judge one dossier at the end of the period; a dossier without NgayTiepNhan is left out."""
    period, parameters = evidence.period, evidence.profile.parameters
    received = case["NgayTiepNhan"]
    if not received or received > period.closes:
        return LEFT_OUT
    rows = sorted((row for row in case.rows if row["ThoiDiemXuLy"] <= period.closes), key=_instant)
    requests = {row["ThoiDiemXuLy"] for row in rows if row["TrangThai"] == SUPPLEMENT_REQUESTED}
    finish = _finish(case, rows, parameters)
    if len(requests) > 1 and (finish is None or parameters["two_requests_and_a_finish"] == "overdue"):
        return _in_period(finish, period, on_time=False, why="yêu cầu bổ sung từ hai lần trở lên")
    if finish is None and len(requests) == 1 and rows[-1]["TrangThai"] == SUPPLEMENT_REQUESTED:
        finish = next(iter(requests))
    latest = _latest(case, rows, finish or period.closes, evidence)
    if latest is None:
        return _without_a_limit(finish, evidence)
    if finish is None:
        overdue = written(latest) < period.closes
        return Verdict(overdue, on_time=False, why=f"chưa có trạng thái kết thúc, hạn {written(latest)}")
    why = f"kết thúc {finish} sau hạn {written(latest)}"
    return _in_period(finish, period, on_time=finish <= written(latest), why=why)


def finished_at(case: Case, evidence: Evidence) -> str:
    """The finish (yyyyMMddHHmmss) seen at the end of the period, "" when there is none."""
    rows = [row for row in case.rows if row["ThoiDiemXuLy"] <= evidence.period.closes]
    return _finish(case, rows, evidence.profile.parameters) or ""


def _finish(case: Case, rows: list[dict[str, Any]], parameters: dict[str, Any]) -> str | None:
    if parameters["end_source"] == "both" and not case["NgayKetThucXuLy"]:
        return None
    for statuses in parameters["end_order"]:
        instants = [row["ThoiDiemXuLy"] for row in rows if row["TrangThai"] in statuses]
        if instants:
            return str(min(instants))
    return None


def _latest(case: Case, rows: list[dict[str, Any]], end: str, evidence: Evidence) -> datetime | None:
    """NgayHenTra, or else reception plus the procedure's maximum time; later by the citizen's own time."""
    waited = _supplement_time(case, rows, end)
    if case["NgayHenTra"]:
        return read(case["NgayHenTra"]) + waited
    start = read(case["NgayTiepNhan"])
    times = case.procedure.maximum_times if case.procedure else []
    ends = [latest_end(start, amount, unit, evidence.working_days) for amount, unit in times]
    known = [each for each in ends if each is not None]
    return max(known) + waited if known else None


def _supplement_time(case: Case, rows: list[dict[str, Any]], end: str) -> timedelta:
    """From each request to its completion, where both were synced: in the header, else in the rows."""
    stated = [
        (str(row["NgayBoSung"]), str(row["NgayTiepNhanBoSung"]))
        for row in case.list("DanhSachHoSoBoSung")
        if row.get("NgayBoSung") and row.get("NgayTiepNhanBoSung")
    ]
    total, covered = timedelta(), ""
    for asked, done in sorted(stated or _pairs(rows)):
        begin, stop = max(asked, covered), min(done, end)
        if begin < stop:
            total += read(stop) - read(begin)
            covered = stop
    return total


def _pairs(rows: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    pairs, asked = [], ""
    for row in rows:
        if row["TrangThai"] == SUPPLEMENT_REQUESTED:
            asked = asked or row["ThoiDiemXuLy"]
        elif row["TrangThai"] in GOES_ON and asked:
            pairs.append((asked, row["ThoiDiemXuLy"]))
            asked = ""
    return pairs


def _in_period(finish: str | None, period: Period, *, on_time: bool, why: str) -> Verdict:
    """What ended before the period was counted then; what has not ended counts now."""
    counted = finish is None or period.holds(finish)
    return Verdict(counted, on_time, "" if on_time else why)


def _without_a_limit(finish: str | None, evidence: Evidence) -> Verdict:
    reading = evidence.profile.parameters["no_due_and_no_maximum"]
    if reading == "leave_out":
        return LEFT_OUT
    on_time = reading == "on_time"
    return _in_period(finish, evidence.period, on_time=on_time, why="không có hạn trả và thời hạn TTHC")


def _instant(row: dict[str, Any]) -> str:
    return str(row["ThoiDiemXuLy"])
