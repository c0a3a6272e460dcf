"""The service index: worked examples of the regulation, and which dossiers cost the points."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.dossier import Channel
from chalicelib.domain.index import ELSEWHERE, QD766_2022, SYNCED_POINTS, Case, Span, scores
from chalicelib.domain.states import State
from chalicelib.domain.told import Told

START = datetime(2023, 1, 1, tzinfo=UTC)
YEAR = Span(START, START + timedelta(days=365))
DAY = timedelta(days=1)
GOOD = Told(
    channel=Channel.ONLINE,
    received_at=START + DAY,
    due=START + 20 * DAY,
    has_papers=True,
    has_result=True,
    digitized=True,
    ends={State.DECIDED: START + 10 * DAY},
)


def score_of(code, *told):
    cases = [Case(str(number), each, yields_paper=True) for number, each in enumerate(told)]
    return next(score for score in scores(cases, YEAR) if score.code == code)


def changed(**values):
    return GOOD.model_copy(update=values)


@pytest.mark.parametrize(
    ("code", "good", "bad", "counts", "expected"),
    [
        ("dossier-on-time", GOOD, changed(ends={}), (95, 5), 19.0),
        ("papers-reused", changed(reused=True), GOOD, (30, 60), 0.83),
        ("papers-digitized", GOOD, changed(digitized=False), (60, 40), 3.0),
        ("dossier-online", GOOD, changed(channel=Channel.COUNTER), (25, 75), 3.0),
        ("dossier-online", GOOD, changed(channel=Channel.COUNTER), (90, 10), 6.0),
    ],
)
def test_the_worked_examples_of_the_regulation(code, good, bad, counts, expected):
    assert score_of(code, *[good] * counts[0], *[bad] * counts[1]).score == expected


@pytest.mark.parametrize(
    ("told", "is_on_time"),
    [
        (GOOD, True),
        (changed(ends={State.RETURNED: START + 30 * DAY}), False),
        (changed(ends={State.DECIDED: START + 10 * DAY, State.RETURNED: START + 30 * DAY}), True),
        (changed(ends={State.STOPPED: START + 10 * DAY}), True),
        (changed(ends={}), False),
        (changed(ends={}, due=START + 400 * DAY), None),
        (changed(ends={}, asked=(START + 5 * DAY,)), True),
        (changed(ends={}, asked=(START + 5 * DAY, START + 6 * DAY)), False),
        (changed(ends={State.DECIDED: START + 25 * DAY}, waited=6 * DAY), True),
        (changed(due=None), None),
    ],
)
def test_on_time_is_what_the_portal_finds_in_the_rows(told, is_on_time):
    score = score_of("dossier-on-time", told)
    assert (score.good, score.of) == {True: (1, 1), False: (0, 1), None: (0, 0)}[is_on_time]


def test_a_dossier_that_was_never_told_costs_the_sync_its_points():
    score = score_of("dossier-synced", GOOD, None, None)
    assert (score.score, score.lost) == (2.0, ("1", "2"))


def test_a_dossier_without_reception_date_is_in_no_indicator():
    assert score_of("dossier-on-time", changed(received_at=None)).of == 0


def test_the_points_of_all_groups_add_up_to_those_of_the_law():
    points = dict.fromkeys(range(1, 7), 0.0)
    for indicator in QD766_2022:
        points[indicator.group] += indicator.points
    points[1] += SYNCED_POINTS
    for group, elsewhere in ELSEWHERE.items():
        points[group] += elsewhere
    assert points == {1: 18, 2: 20, 3: 12, 4: 10, 5: 18, 6: 22}
