"""One acts for another over the API: granted, accepted, bounded, seen by both, and over at once."""

from datetime import timedelta

import pytest

from chalicelib.adapters import keys, keys_of_people
from chalicelib.adapters.items import wire
from tests.app.test_authorisation_matrix import CHI, COMPANY, DUNG
from tests.app.world import AN, BINH, OFFICE_MORNING, PROCEDURE, UNIT, announcement, officer

NEXT_MONTH = (OFFICE_MORNING + timedelta(days=30)).isoformat()


def grant(world, giver=AN, taker=BINH, *, accepted=True, until=NEXT_MONTH, **scope):
    """A delegation, accepted unless said otherwise: the header that names it."""
    wish = {
        "delegate_number": taker["SoDinhDanh"],
        "delegate_name": taker["HoVaTen"],
        "scope": scope,
        "until": until,
    }
    reply = world.call("POST", "/v1/delegations", giver, wish)
    assert reply.status == 201, reply.body
    if accepted:
        assert world.call("POST", f"/v1/delegations/{reply.body['id']}/acceptance", taker).status == 200
    return {"on_behalf_of": reply.body["id"]}


def refused(reply):
    return reply.status, reply.body["code"]


def read(world, dossier, who=BINH, **headers):
    return world.call("GET", f"/v1/dossiers/{dossier['id']}", who, **headers)


def noted(world, header):
    """What the stream would deliver of a delegation, handed to the relay; the acts that are listed then."""
    item = world.container.dynamodb.get_item(
        TableName=world.container.settings.table,
        Key=wire({"PK": keys_of_people.delegation(header["on_behalf_of"]), "SK": keys.TERMS}),
    )["Item"]
    from chalicelib.workers import relay

    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": item, "OldImage": {}}}
    relay.handle({"Records": [record, record]})
    return acts(world, header)


def acts(world, header, who=AN):
    reply = world.call("GET", f"/v1/delegations/{header['on_behalf_of']}/acts", who)
    assert reply.status == 200, reply.body
    return [(act["operation"], act["dossier_id"]) for act in reply.body["items"]]


def test_a_delegate_files_for_the_grantor_from_draft_to_number(world):
    header = grant(world, procedures=[PROCEDURE])
    opened = world.call(
        "POST", "/v1/dossiers", BINH, {"procedure": PROCEDURE, "unit": UNIT, "phone": "0912"}, **header
    )
    assert opened.status == 201, opened.body
    assert opened.body["owner"]["number"] == AN["SoDinhDanh"]
    assert opened.body["owner"]["name"] == AN["HoVaTen"]
    path, codes = f"/v1/dossiers/{opened.body['id']}", [c["code"] for c in opened.body["components"]]
    attached = world.call("POST", f"{path}/files", BINH, announcement(codes[0], b"%PDF"), **header)
    assert attached.status == 201, attached.body
    file = attached.body["file"]
    removed = world.call("DELETE", f"{path}/files/{file['component']}/{file['file_id']}", BINH, **header)
    assert removed.status == 200
    for component in opened.body["components"]:
        if component["required"]:
            world.put_ready(opened.body["id"], component["code"])
    filed = world.call("POST", f"{path}/submit", BINH, **header)
    assert filed.status == 200, filed.body
    assert filed.body["number"]
    history = world.call("GET", f"{path}/events", AN).body["items"]
    assert [(e["by"], e["acting_for"]) for e in history] == [(BINH["HoVaTen"], AN["HoVaTen"])] * 2
    stored = world.container.dossiers.get(opened.body["id"])
    assert (stored.submitter_number, stored.filed_under) == (BINH["SoDinhDanh"], header["on_behalf_of"])


def test_without_a_delegation_nothing_and_without_saying_so_nothing(world):
    dossier = world.draft()
    assert refused(read(world, dossier)) == (404, "dossier-not-found")
    header = grant(world)
    assert refused(read(world, dossier)) == (404, "dossier-not-found")
    assert read(world, dossier, **header).status == 200


def test_an_offer_that_nobody_accepted_is_no_power(world):
    dossier = world.draft()
    header = grant(world, accepted=False)
    assert refused(read(world, dossier, **header)) == (403, "delegation-not-in-force")


def test_a_delegation_of_others_is_unknown_to_everybody_else(world):
    header = grant(world)
    path = f"/v1/delegations/{header['on_behalf_of']}"
    assert refused(read(world, world.draft(), CHI, **header)) == (404, "delegation-not-found")
    assert refused(world.call("POST", f"{path}/acceptance", CHI)) == (404, "delegation-not-found")
    assert refused(world.call("POST", f"{path}/acceptance", AN)) == (404, "delegation-not-found")
    assert refused(world.call("POST", f"{path}/revocation", CHI)) == (404, "delegation-not-found")
    assert refused(world.call("GET", f"{path}/acts", CHI)) == (404, "delegation-not-found")
    assert header["on_behalf_of"] not in str(world.call("GET", "/v1/delegations", CHI).body)


@pytest.mark.parametrize("ender", [AN, BINH], ids=["taken back", "laid down"])
def test_what_is_ended_is_over_at_once_even_for_what_was_filed_under_it(world, ender):
    header = grant(world)
    opened = world.call("POST", "/v1/dossiers", BINH, {"procedure": PROCEDURE, "unit": UNIT}, **header).body
    assert read(world, opened, **header).status == 200
    path = f"/v1/delegations/{header['on_behalf_of']}/revocation"
    ended = world.call("POST", path, ender)
    assert (ended.status, ended.body["standing"]) == (200, "ended")
    assert world.call("POST", path, ender).body == ended.body
    assert refused(read(world, opened, **header)) == (403, "delegation-not-in-force")
    assert refused(read(world, opened)) == (404, "dossier-not-found")
    accepted = world.call("POST", f"/v1/delegations/{header['on_behalf_of']}/acceptance", BINH)
    assert refused(accepted) == (403, "delegation-not-in-force")


def test_a_repetition_of_a_request_is_not_answered_to_whom_the_power_was_taken(world):
    header = grant(world)
    request = ("POST", "/v1/dossiers", BINH, {"procedure": PROCEDURE, "unit": UNIT})
    once = {"idempotency_key": "delegated-once-1"}
    first = world.call(*request, **header, **once)
    assert world.call(*request, **header, **once).body == first.body
    assert refused(world.call(*request, **once)) == (409, "idempotency-key-reused")
    world.call("POST", f"/v1/delegations/{header['on_behalf_of']}/revocation", AN)
    assert refused(world.call(*request, **header, **once)) == (403, "delegation-not-in-force")


def test_time_ends_a_delegation(world):
    dossier = world.draft()
    header = grant(world, until=(OFFICE_MORNING + timedelta(hours=1)).isoformat())
    assert read(world, dossier, **header).status == 200
    world.set_clock(OFFICE_MORNING + timedelta(hours=1, minutes=1))
    assert refused(read(world, dossier, **header)) == (403, "delegation-not-in-force")


def test_one_dossier_means_that_dossier_alone(world):
    one, other = world.draft(), world.draft()
    header = grant(world, dossier_id=one["id"])
    assert read(world, one, **header).status == 200
    assert refused(read(world, other, **header)) == (404, "dossier-not-found")
    wish = {"procedure": PROCEDURE, "unit": UNIT}
    assert refused(world.call("POST", "/v1/dossiers", BINH, wish, **header)) == (403, "not-allowed")
    assert refused(world.call("GET", "/v1/dossiers", BINH, **header)) == (403, "not-allowed")


def test_some_procedures_mean_no_others_and_no_list_of_everything(world):
    dossier = world.draft()
    header = grant(world, procedures=["1.000000"])
    assert refused(read(world, dossier, **header)) == (404, "dossier-not-found")
    wish = {"procedure": PROCEDURE, "unit": UNIT}
    assert refused(world.call("POST", "/v1/dossiers", BINH, wish, **header)) == (403, "not-allowed")
    assert refused(world.call("GET", "/v1/dossiers", BINH, **header)) == (403, "not-allowed")
    assert world.call("GET", "/v1/dossiers", BINH, **grant(world)).status == 200


def test_the_grantors_papers_are_offered_only_where_the_scope_says_so(world):
    plain, generous = grant(world), grant(world, with_papers=True)
    wish = {"procedure": PROCEDURE, "unit": UNIT}
    dossier = world.call("POST", "/v1/dossiers", BINH, wish, **plain).body
    path = f"/v1/dossiers/{dossier['id']}/suggestions"
    assert refused(world.call("GET", path, BINH, **plain)) == (403, "not-allowed")
    assert world.call("GET", path, BINH, **generous).status == 200
    assert refused(world.call("GET", "/v1/papers", BINH, **generous)) == (403, "not-allowed")
    filed_by_a_stranger = world.draft(CHI, owner={"number": AN["SoDinhDanh"], "name": AN["HoVaTen"]})
    path = f"/v1/dossiers/{filed_by_a_stranger['id']}/suggestions"
    assert refused(world.call("GET", path, BINH, **generous)) == (403, "not-allowed")


def test_who_acts_for_another_does_not_act_for_themselves_in_the_same_request(world):
    own = world.draft(BINH)
    assert read(world, own).status == 200
    assert refused(read(world, own, **grant(world))) == (404, "dossier-not-found")


def test_what_was_granted_is_not_passed_on_and_is_for_no_third_owner(world):
    header = grant(world)
    wish = {"delegate_number": CHI["SoDinhDanh"], "delegate_name": "Chi", "until": NEXT_MONTH}
    assert refused(world.call("POST", "/v1/delegations", BINH, wish, **header)) == (403, "not-allowed")
    other = {"number": CHI["SoDinhDanh"], "name": CHI["HoVaTen"]}
    opening = {"procedure": PROCEDURE, "unit": UNIT, "owner": other}
    assert refused(world.call("POST", "/v1/dossiers", BINH, opening, **header)) == (403, "not-allowed")


def test_a_companys_account_names_its_staff(world):
    header = grant(world, COMPANY, BINH)
    dossier = world.call("POST", "/v1/dossiers", BINH, {"procedure": PROCEDURE, "unit": UNIT}, **header).body
    assert dossier["owner"]["number"] == COMPANY["MaSoThue"]
    assert dossier["owner"]["kind"] == "enterprise"
    assert read(world, dossier, COMPANY).status == 200


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"delegate_number": AN["SoDinhDanh"]}, "delegation-not-possible"),
        ({"until": OFFICE_MORNING.isoformat()}, "delegation-not-possible"),
        ({"until": (OFFICE_MORNING + timedelta(days=400)).isoformat()}, "delegation-not-possible"),
        ({"until": "2026-11-05T00:00:00"}, "request-invalid"),
        ({"delegate_number": "not-a-number"}, "not-an-identity-number"),
        ({"scope": {"procedures": ["1"], "dossier_id": "d"}}, "request-invalid"),
        ({"scope": {"dossier_id": "nobodys"}}, "dossier-not-found"),
    ],
    ids=str,
)
def test_what_cannot_be_granted_is_refused(world, wish, expected):
    sound = {"delegate_number": BINH["SoDinhDanh"], "delegate_name": "Bình", "until": NEXT_MONTH}
    assert world.call("POST", "/v1/delegations", AN, {**sound, **wish}).body["code"] == expected


def test_a_dossier_of_others_cannot_be_granted(world):
    theirs = world.draft(CHI)
    wish = {
        "delegate_number": BINH["SoDinhDanh"],
        "delegate_name": "Bình",
        "until": NEXT_MONTH,
        "scope": {"dossier_id": theirs["id"]},
    }
    assert refused(world.call("POST", "/v1/delegations", AN, wish)) == (404, "dossier-not-found")


def test_the_same_grant_twice_is_one(world):
    wish = {"delegate_number": BINH["SoDinhDanh"], "delegate_name": "Bình", "until": NEXT_MONTH}
    once = {"idempotency_key": "one-grant-only"}
    first = world.call("POST", "/v1/delegations", AN, wish, **once)
    assert world.call("POST", "/v1/delegations", AN, wish, **once).body == first.body
    other = world.call("POST", "/v1/delegations", AN, {**wish, "delegate_name": "B"}, **once)
    assert refused(other) == (409, "idempotency-key-reused")


def test_both_sides_see_it_and_the_grantor_sees_every_act(world):
    dossier = world.draft()
    header = grant(world)
    id_ = header["on_behalf_of"]
    assert id_ in {each["id"] for each in world.call("GET", "/v1/delegations", AN).body["given"]}
    held = world.call("GET", "/v1/delegations", BINH).body["held"]
    assert next(each["standing"] for each in held if each["id"] == id_) == "in-force"
    assert read(world, dossier, **header).status == 200
    assert noted(world, header) == [("read_dossier", dossier["id"])]
    assert read(world, {"id": "somebody-elses"}, **header).status == 404
    assert noted(world, header) == [("read_dossier", "somebody-elses"), ("read_dossier", dossier["id"])]
    journal = world.container.journal
    lines = [line for day in journal.days() for line in journal.lines(day) if f" {id_} " in line]
    assert len({line for line in lines if line.startswith("act ")}) == 2
    assert BINH["SoDinhDanh"] not in "".join(lines)


def test_acting_for_another_costs_one_call_more_and_a_read_two(world):
    dossier = world.draft()
    header = grant(world)
    read(world, dossier, **header)
    with world.counted() as calls:
        assert read(world, dossier, **header).status == 200
    assert calls == {"UpdateItem": 1, "Query": 1}


def test_only_citizens_act_for_others_and_only_under_what_looks_like_a_delegation(world):
    header = grant(world)
    dossier = world.filed()
    assert refused(read(world, dossier, officer("clerk"), **header)) == (403, "not-allowed")
    assert refused(read(world, dossier, BINH, on_behalf_of="../x")) == (422, "request-invalid")


def test_an_export_tells_what_was_granted_without_the_numbers_of_others(world):
    given, held = grant(world, AN, DUNG), grant(world, CHI, AN)
    ref = world.container.refs.ref(AN["SoDinhDanh"])
    told = world.container.pack_export.besides(ref)
    assert given["on_behalf_of"] in {each["id"] for each in told["delegations_given"]}
    assert held["on_behalf_of"] in {each["id"] for each in told["delegations_held"]}
    assert DUNG["SoDinhDanh"] not in str(told)
    assert CHI["SoDinhDanh"] not in str(told)
