"""Whatever is sent ends in an outcome that is right for it; nothing is raised, nothing hangs."""

import pytest

from chalicelib.digitization import digitize
from chalicelib.digitization.reasons import REASONS
from local.papers.hostile import HOSTILE, HostileFile

QUICK = [file for file in HOSTILE.values() if not file.slow]


@pytest.mark.parametrize("file", QUICK, ids=[file.name for file in QUICK])
def test_a_hostile_file_ends_in_a_listed_outcome(file: HostileFile) -> None:
    result = digitize(file.data, name=file.filename)
    ending = f"rejected:{result.reason}" if result.outcome == "rejected" else str(result.outcome)
    assert file.is_right(ending, result.text), ending


def test_there_are_many_kinds_of_hostile_files() -> None:
    assert len(HOSTILE) >= 60


def test_every_expected_reason_is_a_reason_the_citizen_can_be_told() -> None:
    reasons = {
        ending.partition(":")[2] for file in HOSTILE.values() for ending in file.expected if ":" in ending
    }
    assert reasons <= set(REASONS)


def test_a_file_that_can_only_be_refused_is_never_expected_to_be_ready_too() -> None:
    active = [file for file in HOSTILE.values() if file.name.startswith("script-")]
    assert active
    assert all(file.expected == {"rejected:active-content"} for file in active)
