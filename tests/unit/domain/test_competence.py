"""Which unit may decide on which procedure."""

from datetime import date

import pytest

from chalicelib.domain.competence import UnitNotCompetent, demand_competent, is_competent
from tests.fakes_catalogue import real_catalogue

TODAY = date(2026, 11, 22)
CATALOGUE = real_catalogue()


@pytest.mark.parametrize(
    ("procedure", "unit", "competent"),
    [
        ("1.002088", "L-QLD", True),
        ("1.002088", "L-ATTP", False),
        ("1.002088", "L-SYT-01", False),
        ("1.002600", "L-SYT-01", True),
        ("1.002600", "01", False),
        ("1.012289", "L-SYT-01", True),
        ("1.012289", "L-KCB", True),
        ("1.001731", "00004", True),
        ("1.001731", "L-SYT-01", False),
    ],
)
def test_the_level_and_the_department_decide(procedure, unit, competent):
    assert (
        is_competent(CATALOGUE.units().get(unit, TODAY), CATALOGUE.procedure(procedure, TODAY)) is competent
    )


def test_a_wrong_unit_is_told_the_right_ones():
    with pytest.raises(UnitNotCompetent, match="L-KCB, provincial department"):
        demand_competent(CATALOGUE.units().get("L-QLD", TODAY), CATALOGUE.procedure("1.012289", TODAY))
    demand_competent(CATALOGUE.units().get("L-KCB", TODAY), CATALOGUE.procedure("1.012289", TODAY))
