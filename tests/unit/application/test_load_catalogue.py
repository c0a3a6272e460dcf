"""Loading the catalogue: what is new, what changed, what is refused and why."""

import shutil
from datetime import date

import pytest

from chalicelib.application.load_catalogue import CatalogueFilesMissing, Outcome, load_catalogue
from chalicelib.domain.ports_catalogue import CatalogueNotLoaded, EntryKind
from tests.fakes_catalogue import CATALOGUE_FOLDER, InMemoryCatalogue

COSMETICS = "procedures/my-pham.toml"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(CATALOGUE_FOLDER, tmp_path / "catalogue")


@pytest.fixture
def catalogue():
    return InMemoryCatalogue()


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder, file, text):
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_second_load_changes_nothing(folder, catalogue):
    first = load_catalogue(folder, catalogue)
    written = catalogue.writes
    second = load_catalogue(folder, catalogue)
    assert first.total(Outcome.NEW) == written
    assert second.total(Outcome.UNCHANGED) == written
    assert catalogue.writes == written


def test_a_changed_row_is_the_only_one_written(folder, catalogue):
    load_catalogue(folder, catalogue)
    written = catalogue.writes
    edit(folder, COSMETICS, '"3 working days"', '"5 working days"')
    report = load_catalogue(folder, catalogue)
    assert report.counts[EntryKind.PROCEDURE][Outcome.CHANGED] == 1
    assert catalogue.writes == written + 1
    assert str(catalogue.procedure("1.002088", TODAY).processing_time()) == "5 working days"


def test_a_removed_row_is_told_but_not_deleted(folder, catalogue):
    load_catalogue(folder, catalogue)
    (folder / COSMETICS).unlink()
    report = load_catalogue(folder, catalogue)
    assert ("PROCEDURE", "1.002088", "2024-01-01") in report.left_over
    assert catalogue.procedure("1.002088", TODAY)


def test_progress_counts_what_is_written(folder, catalogue):
    steps = []
    load_catalogue(folder, catalogue, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (catalogue.writes, catalogue.writes)
    assert steps == sorted(steps)


BAD_ROWS = {
    "a value that cannot be": (COSMETICS, '"3 working days"', '"3 moons"', "'3 moons' is no duration"),
    "a field nobody knows": (COSMETICS, "levels =", "level =", "levels: Field required"),
    "a row without a source": (COSMETICS, "sources = [", "sources = [] # [", "sources"),
    "a department that is not": (COSMETICS, '"L-QLD"', '"L-XYZ"', "handled_by: no unit L-XYZ"),
    "a double": (COSMETICS, '"1.002238"', '"1.002088"', "already in force on 2024-01-01"),
    "a parent that is not": (
        "units.csv",
        "L-QLD,Cục Quản lý Dược,department,G18",
        "L-QLD,Cục,department,G99",
        "G99",
    ),
    "a level that is not": ("units.csv", "Phường Ba Đình,commune", "Phường Ba Đình,district", "level"),
    "a predecessor that is not": ("units.csv", ",64 52,", ",65 52,", "predecessors: no unit 65"),
    "a limit left out": ("rules.toml", "reschedules_max = 1\n", "", "reschedules_max: Field required"),
}


@pytest.mark.parametrize(("file", "old", "new", "complaint"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_refused_with_its_place_and_the_rest_is_loaded(
    folder, catalogue, file, old, new, complaint
):
    edit(folder, file, old, new)
    report = load_catalogue(folder, catalogue)
    assert report.refused
    assert all(refusal.place.file == file for refusal in report.refused if complaint in refusal.reason)
    assert any(complaint in refusal.reason for refusal in report.refused)
    assert catalogue.procedure("1.012289", TODAY)


def test_the_line_told_is_the_line_to_mend(folder, catalogue):
    edit(folder, COSMETICS, 'code = "1.002238"', 'code = "1002238"')
    edit(folder, "units.csv", "Phường Ba Đình,commune", "Phường Ba Đình,district")
    report = load_catalogue(folder, catalogue)
    assert [str(refusal.place) for refusal in report.refused] == [
        f"{COSMETICS}:{line_of(folder, COSMETICS, '1002238') - 1}",
        f"units.csv:{line_of(folder, 'units.csv', 'Phường Ba Đình')}",
    ]


def test_a_broken_block_does_not_take_its_neighbours_along(folder, catalogue):
    edit(folder, COSMETICS, 'code = "1.002238"', 'code = "1.002238')
    report = load_catalogue(folder, catalogue)
    assert [str(refusal.place) for refusal in report.refused] == [
        f"{COSMETICS}:{line_of(folder, COSMETICS, '1.002238')}"
    ]
    assert catalogue.procedure("1.002088", TODAY)
    assert catalogue.procedure("1.002257", TODAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-11-24,off", "2026-11-24,holiday"),
        ("2026-11-24,off", "24/11/2026,off"),
        ("2026-08-22,worked", "2026-08-23,worked"),
        ("Nghị quyết 28/2026/QH16 (từ 1/7/2026)", ""),
    ],
)
def test_a_calendar_with_one_bad_row_is_not_loaded_at_all(folder, catalogue, old, new):
    edit(folder, "calendar.csv", old, new)
    report = load_catalogue(folder, catalogue)
    assert [refusal.place.file for refusal in report.refused] == ["calendar.csv"]
    with pytest.raises(CatalogueNotLoaded):
        catalogue.calendar()


def test_a_folder_without_a_catalogue_is_refused(tmp_path, catalogue):
    with pytest.raises(CatalogueFilesMissing, match=r"procedures|rules"):
        load_catalogue(tmp_path, catalogue)
