"""Pictures of identity papers: officers need a purpose, are counted, and the owner sees each look."""

import re
from datetime import timedelta

import pytest

from chalicelib.adapters import keys
from chalicelib.adapters.items import wire
from chalicelib.domain.sensitive import LINK_LIFE, VIEWS_A_DAY, is_sensitive
from chalicelib.domain.states import Role
from local.papers.facts import invent_facts
from local.papers.make import make_paper
from tests.app.test_authorisation_matrix import CHI
from tests.app.test_papers import person
from tests.app.world import AN, BINH, OFFICE_MORNING, UNIT, officer

LIMIT = VIEWS_A_DAY[Role.LEADER]


def an_officer(name, role="specialist", unit=UNIT):
    return {**officer(role, unit), "sub": name}


@pytest.fixture
def card(world):
    """A filed dossier with a picture of its owner's card: where it is fetched."""
    filed = world.filed()
    component = world.call("GET", f"/v1/dossiers/{filed['id']}", AN).body["components"][0]["code"]
    (file_id,) = world.put_ready(filed["id"], component, kind="citizen-card", copies=("preview.jpg",))
    return f"/v1/dossiers/{filed['id']}/files/{component}/{file_id}/copies/preview.jpg"


def uses(world, who):
    return world.call("GET", "/v1/paper-uses?limit=100", who).body["items"]


def journalled(world):
    journal = world.container.journal
    return {line for day in journal.days() for line in journal.lines(day)}


def test_the_owner_sees_each_look_and_the_link_is_short(world, card):
    reply = world.call("GET", card, an_officer("seen-1"))
    assert reply.status == 200
    assert re.search(rf"Expires={int(LINK_LIFE.total_seconds())}\b", reply.body["url"])
    latest = uses(world, AN)[0]
    assert (latest["what"], latest["dossier_id"]) == ("identity-seen", card.split("/")[3])
    assert latest["by"] == "Cán bộ specialist"


def test_a_look_costs_two_calls_and_reaches_the_journal_through_the_stream(world, card):
    who = an_officer("seen-2")
    world.call("GET", card, who)
    with world.counted() as calls:
        assert world.call("GET", card, who).status == 200
    assert calls == {"BatchGetItem": 1, "TransactWriteItems": 1}
    pages = world.container.dynamodb.get_paginator("query").paginate(
        TableName=world.container.settings.table,
        KeyConditionExpression="PK = :pk AND begins_with(SK, :use)",
        ExpressionAttributeValues=wire(
            {":pk": keys.owner(world.container.refs.ref(AN["SoDinhDanh"])), ":use": "USE#"}
        ),
    )
    item = [item for page in pages for item in page["Items"] if "look" in item][-1]
    from chalicelib.workers import relay

    relay.handle({"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": item}}]})
    assert item["look"]["S"] in journalled(world)
    assert item["look"]["S"].startswith("view ")
    assert AN["SoDinhDanh"] not in item["look"]["S"]


def test_owner_and_filer_look_at_their_own_and_are_not_counted(world, card):
    before = len(uses(world, AN))
    assert world.call("GET", card, AN).status == 200
    assert len(uses(world, AN)) == before
    assert world.call("GET", card, CHI).status == 404


@pytest.mark.parametrize("role", ["clerk", "auditor"])
def test_who_reads_dossiers_without_working_on_them_sees_no_cards(world, card, role):
    assert world.call("GET", card, an_officer("x", role)).body["code"] == "not-allowed"


def test_once_a_dossier_is_over_there_is_no_purpose_any_more(world, card):
    dossier = {"id": card.split("/")[3]}
    assert world.call("GET", card, an_officer("y")).status == 200
    assert world.order(dossier, "refuse", "reception", reason="thiếu").status == 200
    assert world.call("GET", card, an_officer("y")).body["code"] == "not-allowed"


def test_a_days_views_end_and_a_leader_of_the_unit_may_allow_more_once(world, card):
    who, path = an_officer("greedy", "leader"), "/v1/officers/greedy/identity-views"
    statuses = [world.call("GET", card, who).status for _ in range(LIMIT + 1)]
    assert statuses == [200] * LIMIT + [403]
    assert world.call("GET", card, who).body["code"] == "view-limit-reached"
    before = len(uses(world, AN))
    wish = {"more": 2, "reason": "Ngày cao điểm"}
    assert world.call("POST", path, officer("leader", "L-QLD"), wish).body["code"] == "no-views-today"
    once = {"idempotency_key": "two-more-please"}
    allowed = world.call("POST", path, officer("leader"), wish, **once)
    assert (allowed.status, allowed.body["seen"], allowed.body["allowed"]) == (200, LIMIT, LIMIT + 2)
    assert world.call("POST", path, officer("leader"), wish, **once).body == allowed.body
    assert [world.call("GET", card, who).status for _ in range(3)] == [200, 200, 403]
    assert len(uses(world, AN)) == min(100, before + 2)
    world.set_clock(OFFICE_MORNING + timedelta(days=1))
    assert world.call("GET", card, who).status == 200


def test_nobody_allows_more_for_who_never_looked_and_only_leaders_do(world):
    path, wish = "/v1/officers/never/identity-views", {"more": 1, "reason": "x"}
    assert world.call("POST", path, officer("leader"), wish).body["code"] == "no-views-today"
    assert world.call("POST", path, officer("specialist"), wish).body["code"] == "not-allowed"


def test_papers_are_sensitive_by_what_was_read_or_by_what_was_asked_for():
    assert is_sensitive("citizen-card")
    assert is_sensitive("", "Bản sao Căn cước công dân")
    assert not is_sensitive("", "Đơn đề nghị")


@pytest.mark.parametrize("what", ["history", "receipt"])
def test_an_officers_look_at_history_or_receipt_leaves_a_line_within_two_calls(world, what):
    filed = world.filed()
    path = f"/v1/dossiers/{filed['id']}/{'events' if what == 'history' else what}"
    before = journalled(world)
    assert world.call("GET", path, AN).status == 200
    assert journalled(world) == before
    with world.counted() as calls:
        assert world.call("GET", path, officer("clerk")).status == 200
    assert calls == {"Query": 1, "PutObject": 1}
    (line,) = journalled(world) - before
    assert line.endswith(f" {what}")
    assert world.call("GET", path, BINH).status == 404


def filed_with_a_card(world, who):
    """A dossier with a citizen card for a paper of another name; that component and the card's file."""
    draft, card = world.draft(who), make_paper("citizen_card", invent_facts(5), seed=5).data
    first, *others = [component for component in draft["components"] if component["required"]]
    assert not is_sensitive("", first["name"])
    file = world.upload(draft["id"], first["code"], who, card)
    for other in others:
        world.upload(draft["id"], other["code"], who)
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", who)
    assert reply.status == 200, reply.body
    return reply.body, first["code"], file["file_id"]


def test_a_card_is_known_by_what_was_read_whatever_it_was_sent_as(world):
    filed, component, file_id = filed_with_a_card(world, AN)
    path = f"/v1/dossiers/{filed['id']}/files/{component}/{file_id}/copies/preview.jpg"
    before = len(uses(world, AN))
    assert world.call("GET", path, an_officer("reader-1")).status == 200
    assert world.call("GET", path, an_officer("x", "clerk")).body["code"] == "not-allowed"
    assert [use["what"] for use in uses(world, AN)[: len(uses(world, AN)) - before]] == ["identity-seen"]


def test_a_card_that_is_held_is_counted_like_one_that_was_sent(world):
    owner = person(71_001)
    filed, component, _ = filed_with_a_card(world, owner)
    assert world.order(filed, "receive", "reception").status == 200
    world.container.archive_papers(filed["id"])
    (paper,) = [
        each
        for each in world.call("GET", "/v1/papers?limit=100", owner).body["items"]
        if each["kind"] == component
    ]
    path = f"/v1/dossiers/{filed['id']}/owner-papers/{paper['code']}"
    reply = world.call("GET", path, an_officer("reader-2"))
    assert reply.status == 200
    assert re.search(rf"Expires={int(LINK_LIFE.total_seconds())}\b", reply.body["url"])
    latest = uses(world, owner)[0]
    assert (latest["what"], latest["papers"]) == ("identity-seen", [paper["code"]])
