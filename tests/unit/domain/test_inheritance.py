"""Dossiers of a dissolved unit are the business of the unit in its place, and of no other."""

from datetime import date

import pytest

from chalicelib.application.load_catalogue import load_catalogue
from chalicelib.domain.access import Action, acting_as, actor_for, may
from chalicelib.domain.states import Command, Role, State
from chalicelib.domain.units import Unit, UnitLevel, Units
from tests.factories import a_dossier_in, an_officer
from tests.fakes_catalogue import CATALOGUE_FOLDER, InMemoryCatalogue

MERGED = date(2025, 7, 1)
TODAY = date(2026, 10, 5)


def unit(code, *predecessors, since=date(2000, 1, 1), until=None):
    named = {"code": code, "name": code, "level": UnitLevel.PROVINCE, "source": "-"}
    return Unit(**named, predecessors=predecessors, valid_from=since, valid_to=until)


#: 52 and 64 became the new 52; before, 70 had become 64; 79 stayed what it was.
UNITS = Units(
    versions=(
        unit("70", until=date(2010, 12, 31)),
        unit("64", "70", since=date(2011, 1, 1), until=date(2025, 6, 30)),
        unit("52", until=date(2025, 6, 30)),
        unit("52", "52", "64", since=MERGED),
        unit("79"),
    )
)


def test_near_and_far_predecessors_are_inherited():
    assert UNITS.inherited_by(["52"], TODAY) == {"64", "70"}
    assert UNITS.inherited_by(["52"], date(2025, 6, 30)) == set()
    assert UNITS.inherited_by(["64"], date(2020, 1, 1)) == {"70"}
    assert UNITS.inherited_by(["79", "unknown"], TODAY) == set()


def test_what_is_inherited_agrees_with_who_answers_for_an_old_code():
    for code, meant_on in (("64", date(2020, 1, 1)), ("70", date(2005, 1, 1))):
        heir = UNITS.successor_of(code, meant_on, TODAY).code
        assert code in UNITS.inherited_by([heir], TODAY)


@pytest.fixture
def old_dossier():
    dossier, _, _ = a_dossier_in(State.SUBMITTED, unit="64", received_at_unit="64")
    return dossier


def heir(*roles, inherited=("64",)):
    return an_officer(*roles, units=("52",)).model_copy(update={"inherited": frozenset(inherited)})


def test_an_officer_of_the_heir_works_on_it_in_the_name_of_the_unit_that_lives(old_dossier):
    officer = heir(Role.RECEPTION)
    assert may(officer, Action.READ_DOSSIER, old_dossier)
    assert actor_for(officer, old_dossier, Command.RECEIVE) == acting_as(officer, Role.RECEPTION, "52")


def test_an_officer_of_another_unit_does_not(old_dossier):
    assert not may(heir(Role.RECEPTION, inherited=()), Action.READ_DOSSIER, old_dossier)


def test_in_the_catalogue_who_bears_a_code_again_has_inherited_it():
    catalogue = InMemoryCatalogue()
    load_catalogue(CATALOGUE_FOLDER, catalogue)
    by_code = {}
    for each in catalogue.units().versions:
        by_code.setdefault(each.code, []).append(each)
    for code, versions in by_code.items():
        for later in sorted(versions, key=lambda found: found.valid_from)[1:]:
            assert code in later.predecessors, code
