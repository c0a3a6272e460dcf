"""Personal numbers and tax codes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.identity_numbers import PersonalNumber, Sex, TaxCode, is_identity_number

BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(place=st.integers(1, 96), born=BIRTHS, sex=st.sampled_from(Sex), serial=st.integers(0, 999_999))
def test_a_personal_number_says_century_year_and_sex(place: int, born: date, sex: Sex, serial: int) -> None:
    digit = 2 * ((born.year - 1900) // 100) + (sex is Sex.FEMALE)
    number = PersonalNumber.parse(f"{place:03}{digit}{born.year % 100:02}{serial:06}")
    assert number is not None
    assert (number.place, number.birth_year, number.sex) == (place, born.year, sex)
    assert number.fits_birth_date(born)
    assert not number.fits_birth_date(date(born.year - 1, 1, 1))
    assert number.fits_sex(sex)


@pytest.mark.parametrize(
    "text", ["", "00109001234", "0010900123456", "00109001234a", "000090012345", "097090012345"]
)
def test_an_impossible_personal_number_is_none(text: str) -> None:
    assert PersonalNumber.parse(text) is None


def test_a_personal_number_may_be_written_in_groups() -> None:
    assert str(PersonalNumber.parse("001 090 012 345")) == "001090012345"


@pytest.mark.parametrize(
    "text", ["0100109106", "0315459414", "0315459414-001", "0315459414001", "001090012345"]
)
def test_a_tax_code_with_its_check_digit_is_accepted(text: str) -> None:
    assert TaxCode.parse(text) is not None


@given(digits=st.from_regex(r"[0-9]{10}", fullmatch=True), place=st.integers(0, 9), other=st.integers(1, 9))
def test_no_tax_code_stays_right_when_its_check_digit_changes(digits: str, place: int, other: int) -> None:
    code = TaxCode.parse(digits)
    changed = digits[:9] + str((int(digits[9]) + other) % 10)
    assert code is None or TaxCode.parse(changed) is None


def test_a_branch_is_kept_apart_from_the_code() -> None:
    code = TaxCode.parse("0315459414-001")
    assert code is not None
    assert (code.digits, code.branch, str(code)) == ("0315459414", "001", "0315459414-001")


def test_branch_zero_does_not_exist() -> None:
    assert TaxCode.parse("0315459414-000") is None


def test_either_number_identifies() -> None:
    assert is_identity_number("001090012345")
    assert is_identity_number("0100109106")
    assert not is_identity_number("0100109107")


@given(st.text())
def test_any_text_is_parsed_without_an_error(text: str) -> None:
    assert PersonalNumber.parse(text) is None or TaxCode.parse(text) is not None
