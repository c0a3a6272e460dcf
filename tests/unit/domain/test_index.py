"""The service index: worked examples of the regulation, all six groups, and what costs the points."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.dossier import Channel
from chalicelib.domain.durations import Duration
from chalicelib.domain.index.evidence import Case, Evidence, Lost, Span
from chalicelib.domain.index.profile import (
    GROUPS,
    QD766_2022,
    ProfileUnknown,
    profile_named,
    reachable,
    scores,
    total,
)
from chalicelib.domain.procedures import ServiceLevel
from chalicelib.domain.states import State
from chalicelib.domain.told import Told
from tests.announced import CALENDAR
from tests.sync.lives import PUBLISHED

START = datetime(2025, 1, 1, tzinfo=UTC)
YEAR = Span(START, START + timedelta(days=365))
DAY = timedelta(days=1)
CODE = PUBLISHED.code
GOOD = Told(
    procedure=CODE,
    channel=Channel.ONLINE,
    received_at=START + DAY,
    due=START + 20 * DAY,
    has_papers=True,
    has_result=True,
    has_result_file=True,
    digitized=True,
    ends={State.DECIDED: START + 10 * DAY},
)


def case(number, told, received_at=START + DAY, longest=None):
    return Case(str(number), told, True, received_at, CODE, longest)


def evidence(*told, procedures=(PUBLISHED,), **more):
    return Evidence([case(number, each) for number, each in enumerate(told)], YEAR, procedures, **more)


def found(seen):
    return {score.code: score for score in scores(seen)}


def score_of(code, *told, **more):
    return found(evidence(*told, **more))[code]


def changed(**values):
    return GOOD.model_copy(update=values)


@pytest.mark.parametrize(
    ("code", "good", "bad", "counts", "expected"),
    [
        ("dossier-on-time", GOOD, changed(ends={}), (95, 5), 19.0),
        ("papers-reused", changed(reused=True), GOOD, (30, 60), 0.83),
        ("papers-digitized", GOOD, changed(has_papers=False), (60, 40), 3.0),
        ("dossier-online", GOOD, changed(channel=Channel.COUNTER), (25, 75), 3.0),
        ("dossier-online", GOOD, changed(channel=Channel.COUNTER), (90, 10), 6.0),
        ("dossier-online", GOOD, None, (50, 50), 6.0),
        ("dossier-online", GOOD, changed(has_result=False), (25, 75), 3.0),
        ("dossier-synced", GOOD, None, (75, 25), 4.5),
        ("dossier-paid-online", changed(fee=1, paid_online=True), changed(fee=1), (1, 2), 2.0),
        ("dossier-paid-online", GOOD, GOOD, (1, 2), 0.0),
        ("result-available", GOOD, changed(has_result_file=False), (1, 1), 3.0),
        ("in-national-repository", GOOD, changed(has_result=False), (3, 1), 3.0),
        ("population-data", changed(databases=("L-CSDL-DANCU",)), GOOD, (1, 1), 1.0),
        ("population-procedures", changed(identity_verified=True), GOOD, (1, 9), 2.0),
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
        (changed(ends={State.REFUSED: START + 30 * DAY, State.STOPPED: START + 10 * DAY}), True),
        (changed(ends={}), False),
        (changed(ends={}, due=START + 400 * DAY), None),
        (changed(ends={}, asked=(START + 5 * DAY,)), True),
        (changed(ends={}, asked=(START + 5 * DAY,), went_on_at=START + 9 * DAY), False),
        (changed(ends={}, asked=(START + 5 * DAY,), went_on_at=START + 400 * DAY), True),
        (changed(ends={}, asked=(START + 5 * DAY, START + 6 * DAY)), False),
        (changed(ends={State.DECIDED: START + 25 * DAY}, waits=((START + 3 * DAY, START + 9 * DAY),)), True),
        (changed(ends={State.DECIDED: START + 400 * DAY}), False),
        (changed(received_at=START - DAY, ends={State.DECIDED: START - DAY}), None),
        (changed(received_at=START - DAY), True),
        (changed(due=None), None),
    ],
)
def test_on_time_is_what_the_portal_finds_in_the_rows(told, is_on_time):
    score = score_of("dossier-on-time", told)
    assert (score.good, score.of) == {True: (1, 1), False: (0, 1), None: (0, 0)}[is_on_time]


@pytest.mark.parametrize(("decided", "is_on_time"), [(34, True), (36, False)])
def test_a_dossier_without_a_promise_is_measured_by_the_longest_time_of_its_procedure(decided, is_on_time):
    told = changed(due=None, ends={State.DECIDED: START + decided * DAY})
    longest = Duration.model_validate("18 working days")
    seen = Evidence([case(1, told, longest=longest)], YEAR, (PUBLISHED,), CALENDAR)
    assert found(seen)["dossier-on-time"].good == is_on_time


def test_one_that_nobody_can_measure_is_left_out_and_counted_in_the_note():
    score = score_of("dossier-on-time", changed(due=None))
    assert (score.of, "1 hồ sơ" in score.note) == (0, True)


MONDAY = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)  # 8:00 in Vietnam


@pytest.mark.parametrize(
    ("answered", "decided", "is_on_time"),
    [
        # Asked on Friday at 16:00, answered on Monday at 9:00: two hours of office time, however long the weekend.
        (timedelta(days=7, hours=1), timedelta(days=7, hours=10), False),
        (timedelta(days=7, hours=1), timedelta(days=7, hours=9), True),
    ],
)
def test_what_the_applicant_took_is_counted_in_office_time(answered, decided, is_on_time):
    told = Told(
        received_at=MONDAY,
        due=MONDAY + timedelta(days=4, hours=9),
        waits=((MONDAY + timedelta(days=4, hours=8), MONDAY + answered),),
        ends={State.DECIDED: MONDAY + decided - timedelta(hours=7)},
    )
    seen = Evidence([case(1, told, MONDAY)], YEAR, (), CALENDAR)
    assert found(seen)["dossier-on-time"].good == is_on_time


def test_beyond_the_loaded_calendar_the_applicants_time_is_plain_and_the_note_says_so():
    early = datetime(2023, 1, 2, tzinfo=UTC)
    span = Span(early, early + 300 * DAY)
    told = changed(
        received_at=early,
        due=early + 9 * DAY,
        waits=((early + DAY, early + 3 * DAY),),
        ends={State.DECIDED: early + 10 * DAY},
    )
    score = found(Evidence([case(1, told, early)], span, (), CALENDAR))["dossier-on-time"]
    assert (score.good, "lịch thường" in score.note) == (1, True)


def test_a_dossier_that_was_never_told_costs_the_sync_its_points():
    score = score_of("dossier-synced", GOOD, None, None)
    assert (score.score, score.lost) == (2.0, (Lost("1", "chưa đồng bộ"), Lost("2", "chưa đồng bộ")))


def test_a_dossier_without_reception_date_is_in_no_indicator():
    assert score_of("dossier-on-time", changed(received_at=None)).of == 0


def test_procedures_count_by_what_the_catalogue_says_of_them_and_what_was_filed():
    other = PUBLISHED.model_copy(update={"code": "1.009999", "service_level": ServiceLevel.UNKNOWN})
    seen = found(evidence(changed(fee=1, paid_online=True), procedures=(PUBLISHED, other)))
    assert (seen["procedures-online"].good, seen["procedures-online"].of) == (1, 2)
    assert (seen["services-used"].good, seen["services-used"].of) == (1, 1)
    assert (seen["procedures-paid"].good, seen["procedures-paid"].of) == (1, 2)
    assert seen["procedures-paid"].lost == (Lost("1.009999", "không có giao dịch trực tuyến"),)


def test_what_nobody_here_knows_earns_nothing_and_stays_reachable():
    seen = found(evidence(GOOD))
    unknown = {code: score.reachable for code, score in seen.items() if not score.known}
    assert unknown == {
        "procedures-published-in-time": 6,
        "procedures-public-in-time": 4,
        "procedures-public-in-full": 2,
        "procedures-payable": 2,
        "petitions-in-time": 6,
        "petitions-satisfied": 6,
        "dossier-satisfied": 6,
        "certified-copies": 2,
    }
    assert all(seen[code].score == 0 and seen[code].note for code in unknown)


def test_satisfaction_is_at_most_what_the_overdue_leave_of_it():
    score = score_of("dossier-satisfied", GOOD, changed(ends={}))
    assert (score.known, score.score, score.reachable) == (False, 0.0, 3.33)


def test_the_certain_and_the_reachable_add_up():
    seen = scores(evidence(GOOD))
    assert total(seen) == sum(score.score for score in seen if score.known)
    assert reachable(seen) == total(seen) + 34


def test_the_points_of_all_groups_are_those_of_the_decision():
    points = dict.fromkeys(GROUPS, 0.0)
    for indicator in QD766_2022.indicators:
        points[indicator.group] += indicator.points
    assert points == {1: 18, 2: 20, 3: 12, 4: 10, 5: 18, 6: 22}


def test_a_version_is_found_by_its_name_and_the_latest_without_one():
    assert profile_named("qd766-2022") is profile_named("") is QD766_2022
    with pytest.raises(ProfileUnknown):
        profile_named("qd1-1999")
