"""Dossier numbers: written and read again, ours and those of other systems."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.numbers import MAX_LENGTH, DossierNumber

UNITS = st.from_regex(r"[A-Z0-9][A-Z0-9.]{1,19}", fullmatch=True).filter(str.isascii)
DAYS = st.dates(date(2000, 1, 1), date(2068, 12, 31))
ORDERS = st.integers(1, 9_999_999)


@given(UNITS, DAYS, ORDERS)
def test_a_number_is_read_as_it_was_written(unit, day, order):
    number = DossierNumber(unit=unit, day=day, order=order)
    assert len(str(number)) <= MAX_LENGTH
    assert DossierNumber.parse(str(number)) == number


@given(UNITS, DAYS, ORDERS, UNITS, DAYS, ORDERS)
def test_different_numbers_are_written_differently(unit, day, order, unit2, day2, order2):
    one, two = (
        DossierNumber(unit=unit, day=day, order=order),
        DossierNumber(unit=unit2, day=day2, order=order2),
    )
    assert (str(one) == str(two)) is (one == two)


@pytest.mark.parametrize(
    ("text", "day", "order"),
    [
        ("G18-261005-0001", date(2026, 10, 5), 1),
        ("G18-20261005-0001", date(2026, 10, 5), 1),
        ("H26.31-261005-1234567", date(2026, 10, 5), 1234567),
        (" g18-261005-0042 ", date(2026, 10, 5), 42),
    ],
)
def test_eight_digit_days_and_longer_orders_are_read(text, day, order):
    number = DossierNumber.parse(text)
    assert (number.day, number.order) == (day, order)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "G18",
        "G18-261005",
        "G18-261005-001",
        "G18-261305-0001",
        "G18-20260230-0001",
        "G18-261005-12345678",
        "G18-2610051-0001",
        "G18#261005-0001",
        "G18-٢٦١٠٠٥-0001",
        "G18-261005-0001\nG18",
        "A" * 30 + "-261005-0001",
    ],
)
def test_anything_else_is_no_number(text):
    assert DossierNumber.parse(text) is None


@given(st.text(max_size=60))
def test_reading_never_fails(text):
    number = DossierNumber.parse(text)
    assert number is None or DossierNumber.parse(str(number)) == number
