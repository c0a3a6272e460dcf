"""The model of scale: what it says moves the way it must, and its page is the one that is committed."""

import math
from dataclasses import replace

import pytest

from scripts.simulate import (
    BESIDES,
    COUNTS,
    DOCS,
    LIMITS,
    LOADS,
    PRICES,
    SOURCES,
    cost_per_dossier,
    peak_per_second,
    scale,
    use_of_limits,
    waiting_s,
)

FEW, *_, MANY = LOADS


def test_every_count_says_where_it_comes_from():
    assert SOURCES.keys() == COUNTS.__dataclass_fields__.keys()


def test_the_cost_of_a_dossier_does_not_depend_on_how_many_there_are():
    assert cost_per_dossier(FEW) == cost_per_dossier(MANY)


def test_more_papers_cost_more():
    more = replace(FEW, papers=2 * FEW.papers)
    assert sum(cost_per_dossier(more).values()) > sum(cost_per_dossier(FEW).values())


def test_a_day_of_four_hundred_brings_a_hundred_in_its_busiest_hour():
    assert peak_per_second(FEW) * 3600 == pytest.approx(100)


@pytest.mark.parametrize("limit", use_of_limits(FEW))
def test_the_use_of_a_limit_grows_with_the_dossiers(limit):
    twice = replace(FEW, per_year=2 * FEW.per_year)
    assert use_of_limits(twice)[limit] == pytest.approx(2 * use_of_limits(FEW)[limit])


def test_what_the_portal_cannot_follow_waits_for_ever():
    assert math.isinf(waiting_s(MANY))
    assert waiting_s(FEW) < 1


def test_the_page_is_the_one_that_the_model_writes():
    assert (DOCS / "scale.md").read_text(encoding="utf-8") == scale()


def test_everything_that_a_figure_rests_on_stands_on_the_page():
    told = scale()
    names = {*SOURCES, *PRICES, *LIMITS, *(name for name, *_ in BESIDES)}
    assert [name for name in names if f"| {name} |" not in told] == []
