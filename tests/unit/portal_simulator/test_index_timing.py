"""When the index takes a dossier for ended, and for ended in time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.portal.catalogue import Procedure
from local.portal.clock import VIETNAM
from local.portal.index.evidence import Case, Evidence, Period
from local.portal.index.profile import load
from local.portal.index.timing import Verdict, verdict
from tests.unit.portal_simulator.conftest import PROCEDURE, dossier, row

PERIOD = Period(date(2026, 1, 1), date(2026, 3, 31), datetime(2026, 3, 31, 23, 59, 59, tzinfo=VIETNAM))
DUE = "20260214170000"


def evidence(period: Period = PERIOD, facts: dict[str, Any] | None = None, **parameters: Any) -> Evidence:
    profile = load("qd766-2022")
    profile.parameters.update(parameters)
    return Evidence(period, profile, [], [], [], facts or {})


def judged(*rows: dict[str, Any], seen: Evidence | None = None, **header: Any) -> Verdict:
    case = Case("N", dossier(NgayHenTra=header.pop("due", DUE), **header), list(rows), Procedure(PROCEDURE))
    return verdict(case, seen or evidence())


def test_finished_before_the_due_instant_is_on_time() -> None:
    assert judged(row("2"), row("9", "20260210100000")) == Verdict(counted=True, on_time=True)


def test_finished_at_the_due_instant_is_on_time_and_a_second_later_is_not() -> None:
    assert judged(row("9", DUE)).on_time
    assert not judged(row("9", "20260214170001")).on_time


def test_without_a_finishing_row_it_is_overdue_however_the_header_reads() -> None:
    verdict_of_it = judged(
        row("2"), row("4", "20260116080000"), TrangThaiHoSo="9", NgayKetThucXuLy="20260210100000"
    )
    assert verdict_of_it.counted
    assert not verdict_of_it.on_time
    assert "chưa có trạng thái kết thúc" in verdict_of_it.why


def test_where_both_are_asked_for_no_ngayketthucxuly_is_overdue() -> None:
    both = evidence(end_source="both")
    assert not judged(row("9", "20260210100000"), seen=both).on_time
    assert judged(row("9", "20260210100000"), seen=both, NgayKetThucXuLy="20260210100000").on_time


def test_unfinished_and_not_yet_due_is_not_counted() -> None:
    assert not judged(row("2"), due="20260501170000").counted


def test_a_period_that_is_not_over_ends_now() -> None:
    now = datetime(2026, 2, 1, 8, 0, tzinfo=VIETNAM)
    assert Period.of(date(2026, 1, 1), date(2026, 12, 31), now).until == now
    assert not judged(row("2"), seen=evidence(Period.of(date(2026, 1, 1), date(2026, 12, 31), now))).counted


def test_what_ended_before_the_period_is_not_counted_again() -> None:
    january = Period(date(2026, 1, 1), date(2026, 1, 31), datetime(2026, 1, 31, 23, 59, 59, tzinfo=VIETNAM))
    february = Period(date(2026, 2, 1), date(2026, 2, 28), datetime(2026, 2, 28, 23, 59, 59, tzinfo=VIETNAM))
    done = row("9", "20260120100000")
    assert judged(done, seen=evidence(january)).counted
    assert not judged(done, seen=evidence(february)).counted


def test_a_dossier_without_reception_date_is_left_out() -> None:
    assert not judged(row("3", "20260116080000"), NgayTiepNhan="").counted


@pytest.mark.parametrize(
    ("statuses", "on_time"),
    [
        ({"9": "20260220080000", "10": "20260210080000"}, False),
        ({"10": "20260210080000", "8": "20260220080000"}, True),
        ({"8": "20260210080000", "7": "20260220080000"}, True),
        ({"3": "20260220080000", "7": "20260210080000"}, False),
        ({"7": "20260210080000"}, True),
    ],
)
def test_the_end_is_looked_for_in_the_order_9_10_8_and_3_7(statuses: dict[str, str], on_time: bool) -> None:
    rows = [row(status, at) for status, at in statuses.items()]
    assert judged(*rows).on_time is on_time


def test_one_supplement_request_with_nothing_after_it_is_the_end() -> None:
    assert judged(row("2"), row("5", "20260120080000")) == Verdict(counted=True, on_time=True)
    assert not judged(row("2"), row("5", "20260220080000")).on_time


def test_the_same_request_sent_twice_is_one_request() -> None:
    assert judged(row("2"), row("5", "20260120080000"), row("5", "20260120080000")).on_time


def test_a_request_that_was_answered_is_no_end() -> None:
    assert not judged(row("5", "20260120080000"), row("4", "20260122080000")).on_time


def test_two_requests_and_no_finish_are_overdue() -> None:
    two = judged(row("5", "20260120080000"), row("4", "20260121080000"), row("5", "20260122080000"))
    assert two.counted
    assert not two.on_time


@pytest.mark.parametrize(("reading", "on_time"), [("finish", True), ("overdue", False)])
def test_two_requests_and_a_finish_are_configuration(reading: str, on_time: bool) -> None:
    rows = [
        row("5", "20260120080000"),
        row("4", "20260121080000"),
        row("5", "20260122080000"),
        row("4", "20260123080000"),
        row("9", "20260210080000"),
    ]
    assert judged(*rows, seen=evidence(two_requests_and_a_finish=reading)).on_time is on_time


def test_the_citizens_own_time_is_subtracted() -> None:
    supplement = {"NgayBoSung": "20260120080000", "NgayTiepNhanBoSung": "20260125080000"}
    late_by_four_days = row("9", "20260218170000")
    assert judged(late_by_four_days, DanhSachHoSoBoSung=[supplement]).on_time
    assert not judged(row("9", "20260219170001"), DanhSachHoSoBoSung=[supplement]).on_time


def test_without_the_instant_of_completion_nothing_is_subtracted() -> None:
    assert not judged(
        row("9", "20260218170000"), DanhSachHoSoBoSung=[{"NgayBoSung": "20260120080000"}]
    ).on_time


def test_the_citizens_own_time_is_read_from_the_rows_when_the_header_does_not_tell() -> None:
    rows = [row("5", "20260120080000"), row("4", "20260125080000"), row("9", "20260218170000")]
    assert judged(*rows).on_time


def test_no_due_date_takes_the_maximum_time_of_the_procedure() -> None:
    assert judged(row("9", "20260214230000"), due="").on_time
    assert not judged(row("9", "20260215000000"), due="").on_time


@pytest.mark.parametrize(
    ("amount", "unit", "last_good", "first_bad"),
    [
        ("20", "Ngày làm việc", "20260212235959", "20260213000000"),
        ("16", "Giờ làm việc", "20260119235959", "20260120000000"),
        ("1", "Tháng", "20260215235959", "20260216000000"),
        ("4", "Giờ", "20260115121500", "20260115121501"),
        ("Ngay sau khi nhận đủ hồ sơ", "", "20260115235959", "20260116000000"),
    ],
)
def test_maximum_times_in_every_unit(amount: str, unit: str, last_good: str, first_bad: str) -> None:
    time = {"THOIGIANGIAIQUYET": amount, "DONVITINH": unit}
    procedure = Procedure({**PROCEDURE, "CACHTHUCTHUCHIEN": [{"KENH": "2", "THOIGIAN": [time]}]})
    for at, on_time in ((last_good, True), (first_bad, False)):
        case = Case("N", dossier(NgayHenTra=""), [row("9", at)], procedure)
        assert verdict(case, evidence()).on_time is on_time


def test_days_off_lengthen_working_days() -> None:
    time = {"THOIGIANGIAIQUYET": "1", "DONVITINH": "Ngày làm việc"}
    procedure = Procedure({**PROCEDURE, "CACHTHUCTHUCHIEN": [{"KENH": "2", "THOIGIAN": [time]}]})
    case = Case("N", dossier(NgayHenTra=""), [row("9", "20260119160000")], procedure)
    assert not verdict(case, evidence()).on_time
    holiday = {"working_days": {"off": ["2026-01-16"], "worked": []}}
    assert verdict(case, evidence(facts=holiday)).on_time
    swapped = {"working_days": {"off": ["2026-01-16"], "worked": ["2026-01-17"]}}
    assert not verdict(case, evidence(facts=swapped)).on_time


@pytest.mark.parametrize(("reading", "counted"), [("leave_out", False), ("on_time", True), ("overdue", True)])
def test_no_due_date_and_no_maximum_time_is_configuration(reading: str, counted: bool) -> None:
    procedure = Procedure({**PROCEDURE, "CACHTHUCTHUCHIEN": []})
    case = Case("N", dossier(NgayHenTra=""), [row("9", "20260119160000")], procedure)
    read = verdict(case, evidence(no_due_and_no_maximum=reading))
    assert read.counted is counted
    assert read.on_time is (reading == "on_time")


@given(st.permutations(["2", "4", "5", "9"]))
def test_the_order_of_arrival_does_not_change_the_verdict(order: list[str]) -> None:
    at = {"2": "20260115081500", "4": "20260122080000", "5": "20260120080000", "9": "20260210080000"}
    assert judged(*(row(status, at[status]) for status in order)) == Verdict(counted=True, on_time=True)


@given(st.integers(0, 3), st.integers(1, 3))
def test_sending_rows_again_does_not_change_the_verdict(which: int, times: int) -> None:
    rows = [row("2"), row("5", "20260120080000"), row("4", "20260125080000"), row("9", "20260218170000")]
    assert judged(*rows, *[rows[which]] * times) == judged(*rows)
