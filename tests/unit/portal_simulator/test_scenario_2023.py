"""The 2023 figures come out again of the old behaviour, and better ones of telling everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.portal.scenario_2023 import play, side_by_side

DOSSIERS = 250


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return play(tmp_path_factory.mktemp("old"), whole=False, dossiers=DOSSIERS)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return play(tmp_path_factory.mktemp("new"), whole=True, dossiers=DOSSIERS)


def indicator(shown: dict[str, Any], key: str) -> dict[str, Any]:
    (found,) = [each for group in shown["groups"] for each in group["indicators"] if each["key"] == key]
    return dict(found)


def test_the_old_way_leaves_95_to_100_percent_overdue(old: dict[str, Any]) -> None:
    found = indicator(old, "DOSSIER_ON_TIME")
    assert found["denominator"] == DOSSIERS
    assert 0.9522 <= 1 - found["numerator"] / DOSSIERS <= 0.9997
    assert 0.006 <= found["score"] <= 0.96


def test_the_old_way_scores_what_the_report_says(old: dict[str, Any]) -> None:
    assert indicator(old, "PUBLISH_ON_TIME")["score"] == 0
    assert indicator(old, "DOSSIER_SYNC")["score"] == 0
    assert indicator(old, "SYNCED_WITH_DVCQG_PERSONAL_STORAGE")["score"] == 0
    assert old["groups"][3]["score"] == 0
    assert old["groups"][4]["score"] == pytest.approx(12.4, abs=0.2)
    used = indicator(old, "SERVICES_USED")
    assert (used["numerator"], used["denominator"]) == (13, 148)


def test_telling_everything_scores_what_is_true(new: dict[str, Any]) -> None:
    assert indicator(new, "DOSSIER_ON_TIME")["score"] == pytest.approx(20 * 0.99, abs=0.4)
    assert indicator(new, "DOSSIER_SYNC")["score"] == 6
    assert new["groups"][4]["score"] > 17.5


def test_what_no_message_can_mend_stays_as_it_was(old: dict[str, Any], new: dict[str, Any]) -> None:
    for key in ("PUBLISH_ON_TIME", "PROCEDURES_PAYABLE", "SERVICES_USED"):
        assert indicator(new, key)["score"] == indicator(old, key)["score"]


def test_both_stand_side_by_side(old: dict[str, Any], new: dict[str, Any]) -> None:
    lines = side_by_side(old, new).splitlines()
    assert len(lines) == 8
    assert lines[-1].startswith("Tổng")


def test_the_scenario_repeats_itself(tmp_path: Path) -> None:
    first = play(tmp_path / "a", whole=True, dossiers=20)
    assert play(tmp_path / "b", whole=True, dossiers=20) == first
