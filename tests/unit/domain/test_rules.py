"""The limits in force on the day of receipt."""

from datetime import date

import pytest

from chalicelib.domain.rules import RulesNotLoaded
from tests.fakes_catalogue import real_catalogue


@pytest.mark.parametrize(
    ("day", "decree", "check"),
    [
        (date(2018, 6, 21), "Nghị định 61/2018/NĐ-CP", "3 working days"),
        (date(2021, 12, 5), "Nghị định 61/2018/NĐ-CP", "3 working days"),
        (date(2021, 12, 6), "Nghị định 107/2021/NĐ-CP", "2 working days"),
        (date(2025, 6, 30), "Nghị định 107/2021/NĐ-CP", "2 working days"),
        (date(2025, 7, 1), "Nghị định 118/2025/NĐ-CP", "2 working days"),
        (date(2026, 11, 22), "Nghị định 118/2025/NĐ-CP", "2 working days"),
    ],
)
def test_the_decree_of_the_day_of_receipt_decides(day, decree, check):
    rules = real_catalogue().rules_on(day)
    assert decree in rules.decrees
    assert str(rules.specialist_check_within) == check


def test_before_the_one_stop_decree_there_are_no_limits():
    with pytest.raises(RulesNotLoaded, match="2018-06-20"):
        real_catalogue().rules_on(date(2018, 6, 20))
