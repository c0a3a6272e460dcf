"""A code means a unit only together with a date."""

from datetime import date

import pytest

from chalicelib.domain.units import UnitLevel, UnitNotFound, UnitReplaced
from tests.fakes_catalogue import real_catalogue

LAST_DAY_OF_63 = date(2025, 6, 30)
FIRST_DAY_OF_34 = date(2025, 7, 1)
TODAY = date(2026, 11, 22)

MOVED_CODES = {
    "Gia Lai": ("64", "52"),
    "Lào Cai": ("10", "15"),
    "Bắc Ninh": ("27", "24"),
    "Quảng Trị": ("45", "44"),
    "An Giang": ("89", "91"),
    "Tây Ninh": ("72", "80"),
    "Đồng Tháp": ("87", "82"),
}


@pytest.fixture(scope="module")
def units():
    return real_catalogue().units()


def test_code_52_was_binh_dinh_and_is_gia_lai(units):
    assert units.get("52", LAST_DAY_OF_63).name == "Bình Định"
    assert units.get("52", FIRST_DAY_OF_34).name == "Gia Lai"


@pytest.mark.parametrize(("name", "codes"), MOVED_CODES.items(), ids=MOVED_CODES)
def test_a_kept_name_moved_to_another_code(units, name, codes):
    old, new = codes
    assert units.get(old, LAST_DAY_OF_63).name == name
    assert units.get(new, TODAY).name == name
    assert units.successor_of(old, LAST_DAY_OF_63, TODAY).code == new


def test_every_one_of_the_63_has_exactly_one_heir_among_the_34(units):
    before = [unit for unit in units.on(LAST_DAY_OF_63) if unit.level is UnitLevel.PROVINCE]
    after = {unit.code for unit in units.on(TODAY) if unit.level is UnitLevel.PROVINCE}
    assert (len(before), len(after)) == (63, 34)
    assert {units.successor_of(unit.code, LAST_DAY_OF_63, TODAY).code for unit in before} == after


def test_the_heir_of_an_heir_is_found(units):
    assert units.successor_of("70", LAST_DAY_OF_63, TODAY).name == "Thành phố Đồng Nai"
    assert units.successor_of("70", LAST_DAY_OF_63, date(2026, 4, 29)).name == "Đồng Nai"


def test_a_department_of_health_follows_its_province(units):
    assert units.get("L-SYT-52", LAST_DAY_OF_63).name == "Sở Y tế Bình Định"
    assert units.successor_of("L-SYT-52", LAST_DAY_OF_63, TODAY).name == "Sở Y tế Gia Lai"
    assert units.get("L-SYT-52", TODAY).has_our_own_code


def test_who_names_a_dissolved_unit_is_told_who_stands_in_its_place(units):
    with pytest.raises(UnitReplaced, match="64") as replaced:
        units.get("L-SYT-64", TODAY)
    assert (replaced.value.values["heir"], replaced.value.values["heir_code"]) == (
        "Sở Y tế Gia Lai",
        "L-SYT-52",
    )
    with pytest.raises(UnitNotFound) as unknown:
        units.get("L-SYT-00", TODAY)
    assert not isinstance(unknown.value, UnitReplaced)


def test_a_merged_department_of_the_ministry_has_an_heir(units):
    assert units.successor_of("L-YTDP", date(2024, 5, 1), TODAY).name == "Cục Phòng bệnh"


def test_numbers_carry_the_nearest_known_agency_code(units):
    assert units.agency_code_of("L-QLD", TODAY) == "G18"
    assert units.agency_code_of("L-SYT-52", TODAY) == "H21"
    assert units.agency_code_of("L-SYT-52", LAST_DAY_OF_63) == "H08"
    assert units.agency_code_of("00004", TODAY) == "H26"


def test_the_line_goes_up_to_the_top(units):
    assert [unit.code for unit in units.line_of("L-QLD", TODAY)] == ["L-QLD", "G18"]


def test_a_code_without_a_unit_is_refused(units):
    for code, day in (("64", TODAY), ("99", TODAY), ("00004", LAST_DAY_OF_63)):
        assert not units.has(code, day)
        with pytest.raises(UnitNotFound, match=code):
            units.get(code, day)
