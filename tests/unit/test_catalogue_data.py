"""The data of ``catalogue/`` itself: complete enough to work with, and honest about the rest."""

import csv
import re
from datetime import date

import pytest

from chalicelib.application.load_catalogue import read_catalogue
from chalicelib.domain.calendar import WorkingCalendar
from chalicelib.domain.dated import Confidence
from chalicelib.domain.procedures import Procedure
from chalicelib.domain.rules import LegalRules
from chalicelib.domain.units import Unit, UnitLevel
from tests.announced import CALENDAR, LAST_RULES
from tests.fakes_catalogue import CATALOGUE_FOLDER, real_catalogue

TODAY = date(2026, 11, 22)

ENTRIES, REFUSED = read_catalogue(CATALOGUE_FOLDER)
PROCEDURES = [entry.value for entry in ENTRIES if isinstance(entry.value, Procedure)]
UNITS = [entry.value for entry in ENTRIES if isinstance(entry.value, Unit)]
FILEABLE = [procedure for procedure in PROCEDURES if procedure.components and procedure.holds_on(TODAY)]

#: One procedure of each kind that the samples file, by what it is about.
FILED_BY_THE_SAMPLES = {
    "cosmetics": "1.002088",
    "pharmacy": "1.014076",
    "medical devices": "1.003029",
    "food safety": "1.013855",
    "licence to practise": "1.012289",
    "insecticides": "1.013874",
    "vaccination": "2.000655",
    "social assistance": "1.001731",
    "traditional medicine": "1.014045",
    "advertising": "1.002483",
}

KNOWN_COMPONENTS = {"1.012289": 8, "1.013874": 4, "1.001731": 3}


def ids(procedure: Procedure) -> str:
    return f"{procedure.code} {procedure.valid_from}"


def test_no_row_is_refused():
    assert REFUSED == ()


def test_there_are_at_least_forty_procedures_in_ten_fields():
    assert len({procedure.code for procedure in PROCEDURES}) >= 40
    assert len({procedure.field_code for procedure in PROCEDURES}) >= 10


def test_the_calendar_is_the_one_announced():
    (calendar,) = [entry.value for entry in ENTRIES if isinstance(entry.value, WorkingCalendar)]
    assert calendar == CALENDAR


def test_every_day_of_the_calendar_has_a_source_and_a_confidence():
    with (CATALOGUE_FOLDER / "calendar.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["source"], row
            assert Confidence(row["confidence"]), row


def test_the_limits_in_force_are_those_of_the_decree():
    (rules,) = [
        entry.value
        for entry in ENTRIES
        if isinstance(entry.value, LegalRules) and entry.value.holds_on(TODAY)
    ]
    about_sources = {"decrees", "sources", "sources_read_on", "confidence"}
    assert rules.model_dump(exclude=about_sources) == LAST_RULES.model_dump(exclude=about_sources)


def test_it_is_told_when_the_sources_were_read():
    for entry in ENTRIES:
        if isinstance(entry.value, Procedure | LegalRules):
            assert entry.value.sources_read_on is not None


def test_the_limits_name_only_fields_they_have():
    for entry in ENTRIES:
        if isinstance(entry.value, LegalRules):
            assert entry.value.confidence.keys() <= LegalRules.model_fields.keys()


@pytest.mark.parametrize("code", FILED_BY_THE_SAMPLES.values(), ids=FILED_BY_THE_SAMPLES)
def test_what_the_samples_file_can_be_filed_and_promised(code):
    procedure = real_catalogue().procedure(code, TODAY)
    assert procedure.required_components()
    assert procedure.max_processing()


@pytest.mark.parametrize(("code", "count"), KNOWN_COMPONENTS.items())
def test_published_lists_of_papers_are_complete(code, count):
    components = real_catalogue().procedure(code, TODAY).fileable_components()
    assert len(components) == count
    assert {component.confidence for component in components} == {Confidence.FOUND}


@pytest.mark.parametrize("procedure", FILEABLE, ids=ids)
def test_components_carry_codes_of_our_own(procedure):
    for number, component in enumerate(procedure.components, 1):
        assert component.code == f"{procedure.code}-TP{number:02d}"
        assert component.originals + component.copies > 0
        assert component.accepts


def test_the_identity_card_is_never_asked_for():
    for procedure in FILEABLE:
        for component in procedure.components:
            assert not re.search(r"căn cước|CCCD|chứng minh nhân dân", component.name, re.IGNORECASE)


def test_no_result_code_is_made_up():
    assert {result.code for procedure in PROCEDURES for result in procedure.results} == {None}


def test_local_codes_are_told_from_national_ones():
    assert all(procedure.field_code.startswith("L-") for procedure in PROCEDURES)
    databases = {
        by for procedure in FILEABLE for component in procedure.components for by in component.replaceable_by
    }
    assert databases
    assert all(database.startswith("L-") for database in databases)
    for unit in UNITS:
        assert unit.has_our_own_code == (
            unit.level in {UnitLevel.DEPARTMENT, UnitLevel.PROVINCIAL_DEPARTMENT}
        )


def test_every_procedure_of_the_ministry_has_a_department():
    units = real_catalogue().units()
    for procedure in PROCEDURES:
        assert ("ministry" in procedure.levels) == bool(procedure.handled_by), procedure.code
        if procedure.holds_on(TODAY):
            assert all(units.has(code, TODAY) for code in procedure.handled_by), procedure.code


def test_business_registration_is_taken_from_its_database():
    names = [
        component
        for procedure in FILEABLE
        for component in procedure.components
        if "đăng ký doanh nghiệp" in component.name
    ]
    assert names
    assert all(component.replaceable_by for component in names)


def test_old_procedures_ended_and_new_ones_have_not():
    repealed = {"1.001111", "1.002425", "2.000008", "1.001927", "1.003616"}
    assert {procedure.code for procedure in PROCEDURES if not procedure.holds_on(TODAY)} - {
        "1.001731"
    } == repealed


def test_the_same_procedure_exists_in_two_versions():
    catalogue = real_catalogue()
    before, after = (catalogue.procedure("1.001731", day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert before.version < after.version
