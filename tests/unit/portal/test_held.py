"""What a portal shows of a dossier, in the many ways in which portals show it."""

import pytest

from chalicelib.domain.ports_portal import Held
from chalicelib.domain.shown import arrived
from chalicelib.portal.held import find_header, find_rows, held_from, step_from
from chalicelib.portal.mapping import ho_so, tien_do
from tests.unit.portal.samples import NUMBER, settings, statement, step

HEADER = ho_so(statement(), settings()).on_the_wire()
ROW = tien_do(step()).on_the_wire()
OURS = step_from(ROW)


@pytest.mark.parametrize(
    "body",
    [
        {"result": [HEADER]},
        {"result": HEADER},
        {"data": [{"HoSo": HEADER}]},
        {"result": {"data": [{name.upper(): value for name, value in HEADER.items()}]}},
    ],
)
def test_a_header_is_found_wherever_it_stands_and_however_its_names_are_written(body):
    header = find_header(body, NUMBER)
    assert header is not None
    assert held_from(header, None).fields["state"] == "9"


def test_a_progress_row_is_no_header_and_an_echo_of_the_number_is_none_either():
    assert find_header({"result": [ROW]}, NUMBER) is None
    assert find_header({"mahoso": NUMBER}, NUMBER) is None
    assert find_header({"result": [HEADER]}, "another") is None


def test_the_provider_that_puts_the_code_beside_the_states_name_is_understood():
    told = held_from({"MaHoSo": NUMBER, "MaTrangThai": 4, "TrangThaiHoSo": "Đang xử lý"}, None)
    assert told.fields["state"] == "4"


def test_dates_and_numbers_are_the_same_in_every_writing():
    told = held_from({**HEADER, "NgayTiepNhan": "15/01/2026 08:15:00", "TrangThaiHoSo": 9}, None)
    assert told.fields == held_from(HEADER, None).fields


@pytest.mark.parametrize("name", ["DanhSachTienDo", "TienTrinhXuLy", "QuaTrinhXuLy"])
def test_rows_are_found_by_what_they_are_and_an_empty_list_by_its_name(name):
    assert find_rows({"result": [{**HEADER, name: [ROW]}]}, NUMBER) == [ROW]
    assert find_rows({"result": [{**HEADER, name: []}]}, NUMBER) == []
    assert find_rows({"result": [HEADER]}, NUMBER) is None


@pytest.mark.parametrize(
    "shown",
    [
        ROW,
        {**ROW, "TrangThai": 4, "ThoiDiemXuLy": "15/01/2026 10:15:00"},
        {"TrangThai": "4", "ThoiDiemXuLy": "20260115101500"},
    ],
)
def test_a_row_of_ours_is_known_again_in_every_writing(shown):
    assert arrived([OURS], Held(NUMBER, {}, (step_from(shown),))) == [0]


def test_another_row_is_not_taken_for_ours_and_a_doubled_one_not_for_the_next():
    other = step_from({**ROW, "NoiDungXuLy": "Khác"})
    later = step_from(tien_do(step(3)).on_the_wire())
    assert arrived([OURS], Held(NUMBER, {}, (other,))) == []
    assert arrived([OURS, later], Held(NUMBER, {}, (OURS, OURS))) == [0]
    assert arrived([OURS, later], Held(NUMBER, {}, (OURS, OURS, later))) == [0, 1]
