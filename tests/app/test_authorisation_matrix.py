"""Every route tried by every kind of caller: what the tables allow is let through, everything else is refused.

Expectations come from the tables (api/rights.py, domain/access.py, domain/states.py) applied to the dossier as it is
stored; tests/unit/domain/test_access.py holds those tables to a matrix that was written by hand. A write says
``If-Match: "999"``: a caller who may is told 412 and one who may not 403 or 404, and the dossier stays as it is.
"""

from datetime import timedelta

import pytest

import app
from chalicelib.api.http import operations
from chalicelib.api.rights import PUBLIC, RIGHTS
from chalicelib.application.attach_file import RESULT
from chalicelib.domain.access import Action, actor_for, may
from chalicelib.domain.errors import DossierNotFound, NotAllowed
from chalicelib.domain.states import TRANSITIONS, Command, Role
from tests.app.world import AN, BINH, UNIT, announcement, officer

CHI = {**AN, "sub": "chi", "TechID": "tech-chi", "SoDinhDanh": "040192900103", "HoVaTen": "Lê Ngọc Thử Chi"}
COMPANY = {
    "sub": "thidu",
    "TechID": "tech-thidu",
    "LoaiTaiKhoan": "2",
    "MaSoThue": "0999000016",
    "TenDoanhNghiep": "Công ty Thí Dụ",
}
DUNG = {
    **AN,
    "sub": "dung",
    "TechID": "tech-dung",
    "SoDinhDanh": "001099900104",
    "HoVaTen": "Phạm Thử Dung",
    "acts_for": "somebody",
}
OFFICER_ROLES = [role.value for role in Role if role is not Role.APPLICANT]
CALLERS = (
    {"anonymous": None, "owner": AN, "submitter": BINH, "stranger": CHI, "company": COMPANY}
    | {role: officer(role) for role in OFFICER_ROLES}
    | {f"{role} elsewhere": officer(role, "L-QLD") for role in OFFICER_ROLES}
    | {"officer without a role": {**officer("clerk"), "roles": []}}
    | {"officer without a unit": {**officer("specialist"), "units": []}}
    | {"delegate": DUNG, "delegate of somebody else": {**DUNG, "sub": "elsewhere"}}
    | {
        "machine": {"sub": "m0", "scope": "", "units": [UNIT]},
        "machine that reads": {"sub": "m1", "scope": "dossier.read", "units": [UNIT]},
        "another agency": {"sub": "m4", "scope": "paper.read", "units": []},
        "the national portal": {"sub": "m3", "scope": "portal.push", "units": []},
        "machine that is told": {"sub": "m5", "scope": "webhook.keep", "units": [UNIT]},
        "a partner": {"sub": "m5", "scope": "partner.push", "units": [UNIT]},
        "machine that reads elsewhere": {"sub": "m2", "scope": "dossier.read", "units": ["L-QLD"]},
    }
)
OPERATIONS = operations()
CLOSED = [operation for operation in OPERATIONS if not operation.public]
NO_SUCH_VERSION = {"if_match": '"999"'}


def named(part):
    """Operations by their name, rights by their words."""
    return "+".join(part) if isinstance(part, tuple) else part.name


#: What is attached decides which right it takes, so that is tried for each.
BY_COMPONENT = {"attach_file", "read_pieces", "ask_for_pieces", "assemble_pieces"}
ASKED = [
    (operation, (right,))
    for operation in CLOSED
    for right in RIGHTS[operation.name]
    if operation.name in BY_COMPONENT
] + [(operation, RIGHTS[operation.name]) for operation in CLOSED if operation.name not in BY_COMPONENT]
#: Each closed address names no dossier or one of these.
FAR_ALONG = {"fetch_result": "returned", "revoke_result": "returned", "fetch_result_for_agency": "returned"}
#: The open documents of the API, and the sealed links of the national portal, which have tests of their own.
WITHOUT_OPERATION = {
    "/openapi.json",
    "/docs",
    "/problems",
    "/problems/{code}",
    "/v1/portal/files/{dossier_id}/{component}/{file_id}/{seal}",
}


def test_every_route_has_a_rule_and_every_rule_a_route():
    public = {operation.name for operation in OPERATIONS if operation.public}
    assert public == PUBLIC
    assert {operation.name for operation in CLOSED} == set(RIGHTS)


def test_no_route_stands_outside_the_declared_operations():
    declared = {(operation.path, operation.method) for operation in OPERATIONS}
    served = {(path, method) for path, methods in app.app.routes.items() for method in methods}
    extra = {(path, method) for path, method in served - declared if method != "OPTIONS"}
    assert {path for path, _ in extra} <= WITHOUT_OPERATION
    assert {method for _, method in extra} == {"GET"}


def test_every_command_and_every_action_is_asked_for_somewhere():
    asked = {right for rights in RIGHTS.values() for right in rights}
    assert asked == {*Action, *(row.command for row in TRANSITIONS)}


@pytest.fixture(scope="module")
def dossiers(world):
    """One filed by somebody else for its owner, and one that has come to its end; no test may change them."""
    owner = {"kind": "citizen", "number": AN["SoDinhDanh"], "name": AN["HoVaTen"]}
    filed = world.filed(BINH, owner=owner)
    returned = world.filed(BINH, owner=owner)
    for command, role in (("receive", "reception"), ("start-processing", "specialist")):
        assert world.order(returned, command, role).status == 200
    (result,) = world.put_ready(returned["id"], "RESULT")
    decision = {"result_file": result, "result_number": "12/QĐ", "result_issued_on": "2026-10-05"}
    assert world.order(returned, "decide", "leader", **decision).status == 200
    assert world.order(returned, "return", "reception").status == 200
    return {"filed": filed["id"], "returned": returned["id"]}


@pytest.fixture(scope="module")
def powers(world):
    """What the callers who act for somebody may: for the owner in everything, papers included, and for another."""
    until = (world.container.clock.now() + timedelta(days=1)).isoformat()
    wish = {"delegate_number": DUNG["SoDinhDanh"], "delegate_name": "Dung", "until": until}
    found = {}
    for subject, grantor in (("dung", AN), ("elsewhere", COMPANY)):
        given = world.call("POST", "/v1/delegations", grantor, {**wish, "scope": {"with_papers": True}})
        assert world.call("POST", f"/v1/delegations/{given.body['id']}/acceptance", DUNG).status == 200
        found[subject] = world.container.delegations.get(given.body["id"])
    return found


@pytest.mark.parametrize(("operation", "rights"), ASKED, ids=named)
def test_callers_get_through_exactly_where_the_tables_say_so(world, dossiers, powers, operation, rights):
    dossier_id = dossiers[FAR_ALONG.get(operation.name, "filed")]
    before = world.container.dossiers.get(dossier_id)
    expected, answered = {}, {}
    for caller, claims in CALLERS.items():
        power = powers[claims["sub"]] if claims and "acts_for" in claims else None
        reply = attempt(world, operation, rights, claims, before, power)
        expected[caller] = expectation(world, operation, rights, claims, before, power)
        answered[caller] = refusal_in(reply)
        if answered[caller]:
            assert AN["SoDinhDanh"] not in str(reply.body), caller
            assert AN["HoVaTen"] not in str(reply.body), caller
    assert answered == expected
    assert world.container.dossiers.get(dossier_id) == before


def attempt(world, operation, rights, claims, dossier, power):
    path = operation.path.format(
        dossier_id=dossier.id,
        component=RESULT if rights == (Action.ATTACH_RESULT,) else "A",
        file_id="f1",
        copy="original",
        code="p1",
        consent_id="c1",
        share_id="s1",
        delegation_id="g1",
        officer="o1",
        rectification_id="r1",
        webhook_id="w1",
        export_id="e1",
        number=dossier.number,
    )
    path += QUERIES.get(operation.name, "")
    headers = dict(NO_SUCH_VERSION) if operation.writes else {}
    if power:
        headers["on_behalf_of"] = power.id
    body = BODIES.get(operation.name, {"reason": "vì lý do mẫu"}) if operation.method == "POST" else None
    if operation.name == "attach_file" and rights == (Action.ATTACH_RESULT,):
        body = {**body, "component": RESULT}
    return world.call(operation.method, path, claims, body, **headers)


QUERIES = {
    "read_rectification_queue": f"?unit={UNIT}",
    "read_work_queue": f"?unit={UNIT}",
    "read_owed": f"?unit={UNIT}",
    "read_partner_debts": f"?unit={UNIT}",
    "fetch_result_for_agency": "?purpose=1.013874",
}
#: What an officer reads of the own unit only.
OF_ONES_UNIT = {"read_rectification_queue", "read_work_queue", "read_partner_debts"}
BODIES = {
    "allow_more_views": {"more": 1, "reason": "x"},
    "ask_rectification": {"field": "other", "value": "x", "reason": "x"},
    "answer_rectification": {"accepted": True, "answer": "x"},
    "register_webhook": {"name": "x", "url": "ftp://nowhere", "types": ["dossier.decided"], "units": [UNIT]},
    "replay_deliveries": {"delivery": "x"},
    "join_photos": {"followed_by": ["f2"]},
    "correct_reading": {"field": "person_name", "value": "x"},
    "ask_for_pieces": {"pieces": [{"number": 1, "sha256": "0" * 64}]},
    "take_from_portal": {"data": {}},
    "tell_dossiers": {"dossiers": [{}]},
    "tell_progress": {"unit": "L-X", "steps": [{}]},
    "answer_portal": {"masohoso": "G22-261005-000001"},
    "open_draft": {"procedure": "no-such", "unit": UNIT},
    "give_delegation": {
        "delegate_number": "not-a-number",
        "delegate_name": "x",
        "until": "2026-12-01T00:00:00Z",
    },
    "attach_file": announcement("A", b"%PDF"),
    "link_old_number": {"number": "not-a-number"},
    "share_paper": {"recipient": "Ai đó", "purpose": "thử"},
    "reuse_paper": {"component": "A", "code": "p1", "consent": True},
    "revoke_result": {"number": "1/QĐ", "decided_on": "2026-10-05", "reason": "sai"},
}


def expectation(world, operation, rights, claims, dossier, power):
    """``None`` for who may, otherwise status and code of the refusal."""
    if claims is None:
        return 401, "not-authenticated"
    principal = world.container.tokens.principal(f"Bearer {world.token(claims)}")
    principal = principal.model_copy(update={"acting_for": power})
    about = dossier if "{dossier_id}" in operation.path else None
    refusals = [refusal_of(principal, right, about) for right in rights]
    if operation.name in OF_ONES_UNIT and UNIT not in principal.units:
        return 403, "not-allowed"
    return None if None in refusals else refusals[0]


def refusal_of(principal, right, dossier):
    if isinstance(right, Command):
        try:
            actor_for(principal, dossier, right)
        except DossierNotFound:
            return 404, "dossier-not-found"
        except NotAllowed:
            return 403, "not-allowed"
        return None
    if may(principal, right, dossier):
        return None
    if dossier is not None and not may(principal, Action.READ_DOSSIER, dossier):
        return 404, "dossier-not-found"
    return 403, "not-allowed"


def refusal_in(reply):
    """Status and code; ``None`` past authorisation, whatever stops the request then."""
    assert reply.status < 500, reply.body
    code = reply.body.get("code", "") if isinstance(reply.body, dict) else ""
    is_refused = code in {"not-authenticated", "not-allowed", "dossier-not-found"}
    return (reply.status, code) if is_refused else None
