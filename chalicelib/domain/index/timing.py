"""Group 2: which dossiers ended in time, as the portal finds it in the progress rows (QĐ 766/QĐ-TTg)."""

from datetime import datetime, timedelta

from chalicelib.domain.calendar import CalendarNotLoaded
from chalicelib.domain.deadlines import due_at, shift_by_pause
from chalicelib.domain.index.evidence import Case, Evidence, Tally
from chalicelib.domain.told import Told

WITHOUT_LIMIT = "{count} hồ sơ không có ngày hẹn trả và thời hạn của thủ tục chưa rõ, không tính"
NO_CALENDAR = "chưa có lịch làm việc của kỳ này: thời gian chờ người nộp tính theo lịch thường"


def on_time(evidence: Evidence) -> Tally:
    """Ended in time among those that ended in the period or are overdue; no end told means the end of the period."""
    tally, without_limit = Tally(), 0
    for case, told in evidence.told():
        assert told.received_at is not None
        if told.received_at >= evidence.span.end:
            continue
        end = told.ended_until(evidence.span.end)
        if end is None and len(told.asked_until(evidence.span.end)) > 1:
            tally.count(False, case.number, "yêu cầu bổ sung từ hai lần trở lên, chưa có kết thúc")
            continue
        end = end or told.only_request_until(evidence.span.end)
        latest = _latest(case, told, end or evidence.span.end, evidence, tally)
        if latest is None:
            without_limit += 1
        elif end is None:
            if latest < evidence.span.end:
                tally.count(False, case.number, "đã quá hạn, chưa có trạng thái kết thúc")
        elif evidence.span.holds(end):
            tally.count(end <= latest, case.number, "kết thúc sau hạn")
    if without_limit:
        tally.note = "; ".join(filter(None, (tally.note, WITHOUT_LIMIT.format(count=without_limit))))
    return tally


def _latest(case: Case, told: Told, end: datetime, evidence: Evidence, tally: Tally) -> datetime | None:
    """The due instant, or reception and the procedure's longest time; later by the applicant's own office time."""
    limit = told.due or _without_a_promise(case, told, evidence)
    if limit is None:
        return None
    waits = [(asked, min(answered, end)) for asked, answered in told.waits if asked < end]
    try:
        return _shifted(limit, waits, evidence)
    except CalendarNotLoaded:
        tally.note = NO_CALENDAR
        return limit + sum((answered - asked for asked, answered in waits), timedelta())


def _shifted(limit: datetime, waits: list[tuple[datetime, datetime]], evidence: Evidence) -> datetime:
    for asked, answered in waits:
        if evidence.calendar is None:
            limit += answered - asked
        else:
            limit = shift_by_pause(limit, asked, answered, evidence.calendar)
    return limit


def _without_a_promise(case: Case, told: Told, evidence: Evidence) -> datetime | None:
    if case.longest is None or evidence.calendar is None or told.received_at is None:
        return None
    try:
        return due_at(told.received_at, case.longest, evidence.calendar)
    except CalendarNotLoaded:
        return None
