"""The repository over HTTP: what is held is suggested and reused, with consent, within a budget of calls."""

from datetime import date

import pytest

from chalicelib.adapters.identity import TimeSortedIds
from chalicelib.adapters.paper_items import Kind, kind_item, paper_item
from chalicelib.domain.papers import Change, Validity
from chalicelib.domain.qualifying import shortlist
from chalicelib.domain.reliance import PaperChange
from tests.app.world import AN, BINH, PROCEDURE, UNIT, officer
from tests.factories import a_filed_paper, a_paper

LEGAL_STATUS, KIND = "1.013874-TP02", "L-GT-DKDN"


def person(number: int) -> dict[str, str]:
    """Somebody whom no other test has."""
    return {**AN, "sub": f"p{number}", "TechID": f"t{number}", "SoDinhDanh": f"0011859{number:05d}"}


@pytest.fixture
def owner(request, world):
    """A person of their own for each test."""
    serial = sum(request.node.name.encode()) * 7 % 99_999
    return person(serial)


def held(world, claims, count=1, **values):
    """Papers of one kind in the repository of that person, written as they would stand after ``count`` dossiers."""
    ref = world.container.refs.ref(claims["SoDinhDanh"])
    papers = [
        a_paper(
            TimeSortedIds().new(), KIND, owner_ref=ref, code=f"{KIND}.{number:02d}", dossier_id=f"old-{ref[:6]}",
            number=f"{number}/GCN", words="giay chung nhan so ke hoach", **values,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    kind = Kind(kind=KIND, latest=count, revision=count, shortlist=shortlist(p.line for p in papers))
    world.put_items([*map(paper_item, papers), kind_item(ref, kind)])
    return papers


def reuse(world, dossier, claims, **wish):
    asked = {"component": LEGAL_STATUS, "code": f"{KIND}.01", "consent": True, **wish}
    return world.call("POST", f"/v1/dossiers/{dossier['id']}/reuse", claims, asked)


def suggestion(world, dossier, claims):
    reply = world.call("GET", f"/v1/dossiers/{dossier['id']}/suggestions", claims)
    assert reply.status == 200, reply.body
    return next(each for each in reply.body["items"] if each["component"] == LEGAL_STATUS)


def test_what_is_held_is_offered_and_used_without_a_copy(world, owner):
    (paper,) = held(world, owner)
    draft = world.draft(owner)
    (offer,) = suggestion(world, draft, owner)["offers"]
    assert (offer["source"], offer["code"], offer["number"]) == ("reused", paper.code, "1/GCN")
    with world.counted() as calls:
        reply = reuse(world, draft, owner, code=offer["code"])
    assert (reply.status, reply.body["state"], reply.body["origin"]) == (201, "ready", "reused")
    assert not [name for name in calls if name in {"PutObject", "CopyObject"}]
    stored = world.container.dossiers.get_file(draft["id"], LEGAL_STATUS, reply.body["file_id"])
    assert stored.key == paper.key
    assert suggestion(world, draft, owner)["handed_in"]


@pytest.mark.parametrize(
    ("values", "obstacle"),
    [
        ({"expires_on": date(2026, 10, 4)}, "expired"),
        ({"validity": Validity.REVOKED}, "revoked"),
        ({"validity": Validity.REPLACED}, "replaced"),
        ({"visible": False}, "not-visible"),
        ({"file": a_filed_paper(KIND).model_copy(update={"bytes": 0})}, "no-file"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_the_reason_why_a_paper_does_not_qualify_is_told(world, values, obstacle):
    claims = person(80_000 + len(obstacle))
    held(world, claims, **values)
    draft = world.draft(claims)
    told = suggestion(world, draft, claims)
    assert told["offers"] == []
    assert obstacle in [each["obstacle"] for each in told["unfit"]]
    refused = reuse(world, draft, claims)
    assert (refused.status, refused.body["code"]) == (422, "paper-does-not-qualify")


def test_sources_that_are_away_take_nothing_of_ours_away_and_are_named(world, owner):
    """No portal stands in this world: the answer is 200 all the same, in both languages."""
    held(world, owner)
    draft = world.draft(owner)
    told = world.call("GET", f"/v1/dossiers/{draft['id']}/suggestions", owner)
    assert told.status == 200
    assert {each["code"]: each["standing"] for each in told.body["sources"]} == {
        "": "not-answering",
        "L-CSDL-DKDN": "not-connected",
    }
    assert all(each["vi"] and each["en"] and each["name"] for each in told.body["sources"])
    assert suggestion(world, draft, owner)["offers"]


def test_a_new_draft_says_what_is_held_and_whom_nobody_has_asked(world, owner):
    held(world, owner)
    told = world.draft(owner)["suggestions"]
    by_component = {each["component"]: each for each in told["items"]}
    assert [offer["code"] for offer in by_component[LEGAL_STATUS]["offers"]] == [f"{KIND}.01"]
    assert {each["standing"] for each in told["sources"]} == {"not-asked"}
    for_another = world.draft(BINH, owner={"number": owner["SoDinhDanh"], "name": "Ai Đó"})
    assert for_another["suggestions"] is None


def test_a_paper_made_for_one_dossier_is_never_offered_again(world, owner):
    draft = world.draft(owner)
    items = world.call("GET", f"/v1/dossiers/{draft['id']}/suggestions", owner).body["items"]
    application = next(each for each in items if each["component"] == "1.013874-TP01")
    assert [each["obstacle"] for each in application["unfit"]] == ["made-for-one-dossier"]


def test_a_paper_of_another_kind_or_that_one_does_not_have_is_refused(world, owner):
    held(world, owner)
    draft = world.draft(owner)
    other_kind = reuse(world, draft, owner, component="1.013874-TP01")
    assert (other_kind.status, other_kind.body["code"]) == (422, "paper-does-not-qualify")
    unknown = reuse(world, draft, owner, code=f"{KIND}.77")
    assert (unknown.status, unknown.body["code"]) == (404, "paper-not-found")


def test_without_consent_nothing_is_reused(world, owner):
    held(world, owner)
    draft = world.draft(owner)
    assert reuse(world, draft, owner, consent=False).status == 422
    assert world.call("GET", "/v1/consents", owner).body["items"] == []


def test_every_use_leaves_a_receipt_and_a_line_in_the_owners_log(world, owner):
    held(world, owner)
    draft = world.draft(owner)
    assert world.call("GET", f"/v1/papers/{KIND}.01/preview", owner).status == 200
    reuse(world, draft, owner)
    (consent,) = world.call("GET", "/v1/consents", owner).body["items"]
    assert (consent["paper"], consent["dossier_id"], consent["revoked_at"]) == (
        f"{KIND}.01",
        draft["id"],
        None,
    )
    assert "1.013874" in consent["purpose"]
    uses = world.call("GET", "/v1/paper-uses", owner).body["items"]
    assert [use["what"] for use in uses] == ["reused", "previewed"]


def test_a_consent_taken_back_takes_the_paper_out_of_a_draft_at_once(world, owner):
    held(world, owner)
    draft = world.draft(owner)
    reuse(world, draft, owner)
    (consent,) = world.call("GET", "/v1/consents", owner).body["items"]
    for _ in range(2):
        reply = world.call("POST", f"/v1/consents/{consent['id']}/revocation", owner)
        assert (reply.status, bool(reply.body["revoked_at"])) == (200, True)
    assert not suggestion(world, draft, owner)["handed_in"]


def filed_with_reuse(world, claims):
    """A draft whose legal status comes from the repository, everything else uploaded."""
    held(world, claims)
    draft = world.draft(claims)
    for component in draft["components"]:
        if component["required"] and component["code"] != LEGAL_STATUS:
            world.put_ready(draft["id"], component["code"])
    assert reuse(world, draft, claims).status == 201
    return draft


def test_a_consent_cannot_be_taken_back_once_the_dossier_was_filed(world, owner):
    draft = filed_with_reuse(world, owner)
    assert world.call("POST", f"/v1/dossiers/{draft['id']}/submit", owner).status == 200
    (consent,) = world.call("GET", "/v1/consents", owner).body["items"]
    reply = world.call("POST", f"/v1/consents/{consent['id']}/revocation", owner)
    assert (reply.status, reply.body["code"]) == (409, "consent-already-used")


def test_a_paper_revoked_between_reuse_and_filing_stops_the_filing(world, owner):
    draft = filed_with_reuse(world, owner)
    ref = world.container.refs.ref(owner["SoDinhDanh"])
    paper = world.container.papers.get(ref, f"{KIND}.01")
    now = world.container.clock.now()
    world.container.papers.change(
        [PaperChange(paper, paper.changed(Change.REVOKED, now, validity=Validity.REVOKED))]
    )
    reply = world.call("POST", f"/v1/dossiers/{draft['id']}/submit", owner)
    assert (reply.status, reply.body["code"]) == (409, "paper-no-longer-stands")
    assert LEGAL_STATUS in reply.body["detail"]


def test_a_reused_paper_is_not_stored_a_second_time(world, owner):
    draft = filed_with_reuse(world, owner)
    world.call("POST", f"/v1/dossiers/{draft['id']}/submit", owner)
    world.order(draft, "receive", "reception")
    assert world.container.archive_papers(draft["id"]) == 3
    papers = world.call("GET", "/v1/papers?limit=100", owner).body["items"]
    assert sorted(paper["kind"] for paper in papers) == [
        "1.013874-TP01", "1.013874-TP03", "1.013874-TP04", KIND,
    ]  # fmt: skip
    assert papers[0]["full_code"] == f"{owner['SoDinhDanh']}.{papers[0]['code']}"


def decided(world, claims, procedure=PROCEDURE, unit=UNIT):
    """A decided dossier whose result is in the repository but not in its owner's hands."""
    dossier = world.filed(claims, procedure=procedure, unit=unit)
    for command, role in (("receive", "reception"), ("start-processing", "specialist")):
        assert world.order(dossier, command, role, unit).status == 200
    (result,) = world.put_ready(dossier["id"], "RESULT")
    decision = {"result_file": result, "result_number": "12/QĐ", "result_issued_on": "2026-10-05"}
    assert world.order(dossier, "decide", "leader", unit, **decision).status == 200
    world.container.archive_papers(dossier["id"])
    return dossier


def test_a_result_is_shown_when_it_is_returned_and_not_before(world, owner):
    dossier = decided(world, owner)

    def results():
        papers = world.call("GET", "/v1/papers?limit=100", owner).body["items"]
        return [paper["number"] for paper in papers if paper["source"] == "result"]

    assert results() == []
    assert world.order(dossier, "return", "reception").status == 200
    world.container.archive_papers(dossier["id"])
    assert results() == ["12/QĐ"]


def test_a_revoked_result_says_so_at_once_and_keeps_its_decision(world, owner):
    dossier = decided(world, owner)
    world.order(dossier, "return", "reception")
    world.container.archive_papers(dossier["id"])
    decision = {"number": "99/QĐ-TH", "decided_on": "2026-10-05", "reason": "Cấp không đúng đối tượng."}
    path = f"/v1/dossiers/{dossier['id']}/result/revocation"
    assert world.call("POST", path, officer("leader", "L-QLD"), decision).status == 404
    assert world.call("POST", path, officer("specialist"), decision).status == 403
    assert world.call("POST", path, officer("leader"), decision).status == 200
    assert world.call("POST", path, officer("leader"), decision).body["code"] == "result-not-revocable"
    paper = next(
        p for p in world.call("GET", "/v1/papers?limit=100", owner).body["items"] if p["source"] == "result"
    )
    assert paper["validity"] == "revoked"
    versions = world.call("GET", f"/v1/papers/{paper['code']}/versions", owner).body["items"]
    assert [version["change"] for version in versions] == ["shown", "revoked"]
    assert versions[-1]["decision"]["number"] == "99/QĐ-TH"
    kinds = [
        event["kind"]
        for event in world.call("GET", f"/v1/dossiers/{dossier['id']}/events", owner).body["items"]
    ]
    assert kinds[-1] == "result-revoked"


def test_an_officer_sees_an_owners_papers_only_with_an_open_dossier_and_the_owner_is_told(world, owner):
    held(world, owner)
    dossier = world.filed(owner)
    path = f"/v1/dossiers/{dossier['id']}/owner-papers"
    assert world.call("GET", path, officer("specialist", "L-QLD")).status == 404
    assert world.call("GET", path, officer("auditor")).status == 403
    shown = world.call("GET", path, officer("specialist")).body["items"]
    assert [paper["code"] for paper in shown] == [f"{KIND}.01"]
    assert shown[0]["full_code"] == ""
    assert world.call("GET", f"{path}/{KIND}.01", officer("specialist")).status == 200
    uses = world.call("GET", "/v1/paper-uses", owner).body["items"]
    assert [(use["what"], use["unit"]) for use in uses] == [
        ("viewed-by-officer", UNIT),
        ("listed-for-officer", UNIT),
    ]
    world.order(dossier, "refuse", "reception", reason="Sai thẩm quyền.")
    assert world.call("GET", path, officer("specialist")).status == 403


def test_an_officer_certifies_what_came_with_the_dossier(world, owner):
    dossier = world.filed(owner)
    world.order(dossier, "receive", "reception")
    world.container.archive_papers(dossier["id"])
    path = f"/v1/dossiers/{dossier['id']}/owner-papers/1.013874-TP01.01/certification"
    for _ in range(2):
        reply = world.call("POST", path, officer("reception"))
        assert (reply.status, reply.body["trust"], reply.body["version"]) == (200, "certified-copy", 2)


def test_nobody_reaches_into_another_repository_by_filing_for_its_owner(world, owner):
    held(world, owner)
    filer = person(55_501)
    stated = {"kind": "citizen", "number": owner["SoDinhDanh"], "name": "Ai đó"}
    draft = world.draft(filer, owner=stated)
    assert world.call("GET", f"/v1/dossiers/{draft['id']}/suggestions", filer).status == 403
    assert reuse(world, draft, filer).status == 403
    assert world.call("GET", f"/v1/papers/{KIND}.01/preview", filer).status == 404


AGENCY = {"sub": "another-ministry", "scope": "paper.read", "units": ["G99"]}


def fetched_by_agency(world, dossier, claims, purpose):
    return world.call("GET", f"/v1/results/{dossier['number']}/file?purpose={purpose}", claims)


def test_an_agency_fetches_a_result_only_for_a_procedure_that_asks_for_it_and_the_owner_is_told(world, owner):
    dossier = decided(world, owner, "1.002088", "L-QLD")
    needs_it, needs_it_not = "1.002483", "1.012289"
    assert fetched_by_agency(world, dossier, AGENCY, needs_it).body["code"] == "paper-not-found"
    world.order(dossier, "return", "reception", "L-QLD")
    assert fetched_by_agency(world, dossier, {**AGENCY, "scope": "dossier.read"}, needs_it).status == 403
    assert fetched_by_agency(world, dossier, owner, needs_it).status == 403
    refused = fetched_by_agency(world, dossier, AGENCY, needs_it_not)
    assert (refused.status, refused.body["code"]) == (403, "purpose-does-not-fit")
    assert fetched_by_agency(world, dossier, AGENCY, needs_it).status == 200
    (use,) = world.call("GET", "/v1/paper-uses", owner).body["items"]
    assert (use["what"], use["by"], use["unit"]) == ("fetched-by-agency", "another-ministry", "G99")
    assert needs_it in use["purpose"]
    decision = {"number": "99/QĐ-TH", "decided_on": "2026-10-05", "reason": "Cấp không đúng đối tượng."}
    world.call(
        "POST", f"/v1/dossiers/{dossier['id']}/result/revocation", officer("leader", "L-QLD"), decision
    )
    assert fetched_by_agency(world, dossier, AGENCY, needs_it).body["code"] == "paper-not-found"
