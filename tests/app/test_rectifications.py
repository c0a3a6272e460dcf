"""The right to have data put right: asked by the person, answered by the unit that holds the original."""

from datetime import timedelta

import pytest

from tests.app.world import AN, BINH, OFFICE_MORNING, UNIT, officer
from tests.factories import a_paper

WISH = {"field": "number", "value": "34/GP-SYT", "reason": "Số trên giấy là 34, không phải 43"}


@pytest.fixture(scope="module")
def code(world):
    """A paper of An's that came with a dossier of the unit."""
    filed = world.filed()
    ref = world.container.refs.ref(AN["SoDinhDanh"])
    paper = a_paper("rectify", owner_ref=ref, dossier_id=filed["id"], number="43/GP-SYT")
    return world.container.papers.store(paper).code


def ask(world, code, **changes):
    return world.call("POST", f"/v1/papers/{code}/rectifications", AN, {**WISH, **changes})


def answer(world, asked, who, accepted=True):
    said = {"accepted": accepted, "answer": "Đã đối chiếu bản gốc"}
    return world.call("POST", f"/v1/rectifications/{asked['id']}/answer", who, said)


def held(world, code):
    papers = world.call("GET", "/v1/papers?limit=100", AN).body["items"]
    return next(paper for paper in papers if paper["code"] == code)


def test_a_person_asks_and_an_officer_puts_it_right(world, code):
    asked = ask(world, code)
    assert asked.status == 201, asked.body
    assert (asked.body["unit"], asked.body["state"]) == (UNIT, "asked")
    assert asked.body["answer_by"].startswith((OFFICE_MORNING + timedelta(hours=72)).strftime("%Y-%m-%dT%H"))
    queue = f"/v1/rectification-queue?unit={UNIT}&limit=100"
    lines = world.call("GET", queue, officer("specialist")).body["items"]
    line = next(line for line in lines if line["id"] == asked.body["id"])
    assert "34/GP-SYT" not in str(line)
    seen = world.call("GET", f"/v1/rectifications/{line['id']}", officer("specialist"))
    assert seen.body["value"] == "34/GP-SYT"
    accepted = answer(world, asked.body, officer("specialist"))
    assert (accepted.status, accepted.body["state"]) == (200, "accepted")
    assert answer(world, asked.body, officer("specialist")).body == accepted.body
    assert held(world, code)["number"] == "34/GP-SYT"
    versions = world.call("GET", f"/v1/papers/{code}/versions", AN).body["items"]
    assert (versions[-1]["change"], versions[-1]["by"]) == ("corrected", "Cán bộ specialist")
    own = world.call("GET", "/v1/rectifications", AN).body["items"]
    assert own[0]["answer"] == "Đã đối chiếu bản gốc"
    assert asked.body["id"] not in str(world.call("GET", queue, officer("specialist")).body)


def test_a_refusal_changes_nothing_and_says_why(world, code):
    asked, before = ask(world, code, value="99/X").body, held(world, code)
    declined = answer(world, asked, officer("reception"), accepted=False)
    assert (declined.body["state"], declined.body["answered_by"]) == ("declined", "Cán bộ reception")
    assert held(world, code) == before
    again = answer(world, asked, officer("specialist"))
    assert (again.status, again.body["code"]) == (409, "rectification-answered")
    assert held(world, code) == before


def test_an_officers_look_at_a_request_is_in_the_journal(world, code):
    asked = ask(world, code, field="other", value="Tên mẹ", reason="sai").body
    world.call("GET", f"/v1/rectifications/{asked['id']}", officer("specialist"))
    journal = world.container.journal
    lines = [line for day in journal.days() for line in journal.lines(day) if asked["id"] in line]
    assert [line.rsplit(" ", 1)[1] for line in lines] == ["rectification"]


def test_other_units_and_other_people_see_nothing_of_it(world, code):
    asked = ask(world, code, value="1").body
    elsewhere = officer("specialist", "L-QLD")
    assert world.call("GET", f"/v1/rectifications/{asked['id']}", elsewhere).body["code"] == (
        "rectification-not-found"
    )
    assert answer(world, asked, elsewhere).status == 404
    queue = f"/v1/rectification-queue?unit={UNIT}"
    assert world.call("GET", queue, elsewhere).body["code"] == "not-allowed"
    assert asked["id"] not in str(world.call("GET", "/v1/rectifications", BINH).body)
    assert world.call("POST", f"/v1/papers/{code}/rectifications", BINH, WISH).status == 404


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"field": "issued-on", "value": "hôm qua"}, "value-does-not-fit"),
        ({"field": "owner_ref", "value": "x"}, "request-invalid"),
        ({"value": ""}, "request-invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused(world, code, changes, expected):
    assert ask(world, code, **changes).body["code"] == expected


def test_a_paper_from_before_is_asked_of_the_unit_that_the_person_names(world):
    ref = world.container.refs.ref(AN["SoDinhDanh"])
    code = world.container.papers.store(a_paper("old", owner_ref=ref, dossier_id="imported")).code
    assert ask(world, code).body["code"] == "unit-not-found"
    assert ask(world, code, unit=UNIT).body["unit"] == UNIT


def test_the_same_request_twice_is_one(world, code):
    once = {"idempotency_key": "rectify-me-once"}
    first = world.call("POST", f"/v1/papers/{code}/rectifications", AN, WISH, **once)
    assert world.call("POST", f"/v1/papers/{code}/rectifications", AN, WISH, **once).body == first.body
