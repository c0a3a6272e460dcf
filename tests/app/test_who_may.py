"""Who gets in: no token, somebody else's token, a forged token, another unit, another role."""

import base64
import hashlib
import hmac
import json
import re
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.api.http import operations
from tests.app.world import AN, BINH, CITIZEN_ISSUER, OFFICER_ISSUER, UNIT, announcement, officer

OPERATIONS = operations()

CLOSED = [operation for operation in OPERATIONS if not operation.public]
ABOUT_A_DOSSIER = [operation for operation in CLOSED if "{dossier_id}" in operation.path]


BODIES = {
    "register_webhook": {"name": "x", "url": "ftp://nowhere", "types": ["dossier.decided"], "units": [UNIT]},
    "replay_deliveries": {"delivery": "x"},
    "join_photos": {"followed_by": ["f2"]},
    "correct_reading": {"field": "signer", "value": "x"},
    "link_old_number": {"number": "123456789"},
    "ask_for_pieces": {"pieces": [{"number": 1, "sha256": "0" * 64}]},
    "reuse_paper": {"component": "A", "code": "p1", "consent": True},
    "revoke_result": {"number": "1/QĐ", "decided_on": "2026-10-05", "reason": "sai"},
    "allow_more_views": {"more": 1, "reason": "x"},
    "ask_rectification": {"field": "other", "value": "x", "reason": "x"},
    "answer_rectification": {"accepted": True, "answer": "x"},
    "give_delegation": {
        "delegate_number": "001099900104",
        "delegate_name": "Dung",
        "until": "2026-12-01T00:00:00Z",
    },
}

#: What some operations must be told beside texts of any kind.
SAID: dict[str, dict[str, object]] = {
    "reuse_paper": {"consent": True},
    "revoke_result": {"decided_on": "2026-10-05"},
}


def named(operation):
    return operation.name


def address(operation, dossier_id: str = "0" * 26) -> str:
    return re.sub(r"{(\w+)}", lambda part: dossier_id if part[1] == "dossier_id" else "x1", operation.path)


def body_for(operation, draft):
    """A body that would be accepted if the caller were."""
    if operation.body.__name__ == "Nothing":
        return None
    if operation.name == "attach_file":
        return announcement(draft["components"][0]["code"], b"%PDF")
    return BODIES.get(operation.name, {"reason": "vì lý do mẫu"})


def send(world, token: str):
    return world.call("GET", "/v1/dossiers", None, authorization=f"Bearer {token}")


def test_only_these_may_be_called_without_a_token():
    public = {operation.name for operation in OPERATIONS if operation.public}
    assert public == {"health", "list_procedures", "open_shared", "read_limits", "read_procedure", "track"}
    assert len(CLOSED) > 20


@pytest.mark.parametrize("operation", CLOSED, ids=named)
def test_without_a_token_nothing_else_answers(world, operation):
    reply = world.call(operation.method, address(operation), None, {} if operation.writes else None)
    assert (reply.status, reply.body["code"]) == (401, "not-authenticated")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert reply.headers["Content-Type"] == "application/problem+json"


# Tokens


HOUR_AGO, IN_AN_HOUR = int(time.time()) - 3600, int(time.time()) + 3600
WRONG_CLAIMS = {
    "expired": {"exp": HOUR_AGO},
    "issued in the future": {"iat": IN_AN_HOUR},
    "not valid yet": {"nbf": IN_AN_HOUR},
    "for another audience": {"aud": "somebody-else"},
    "for no audience": {"aud": None},
    "of another issuer": {"iss": "https://evil.test"},
    "of no issuer": {"iss": None},
    "of nobody": {"sub": None},
    "without end": {"exp": None},
    "of an unknown kind of account": {"LoaiTaiKhoan": "99"},
}


@pytest.mark.parametrize("changes", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
def test_a_token_with_a_wrong_claim_is_refused(world, changes):
    token = world.token({**AN, **changes}) if None not in changes.values() else ""
    if None in changes.values():
        dropped = next(key for key, value in changes.items() if value is None)
        kept = jwt.decode(world.token(AN), options={"verify_signature": False})
        del kept[dropped]
        token = world.sign(kept)
    assert send(world, token).status == 401


def test_an_officers_token_with_an_unknown_role_is_refused(world):
    assert send(world, world.token({**officer("reception"), "roles": ["emperor"]})).status == 401


def test_an_officers_token_cannot_make_an_applicant(world, dossier):
    token = world.token({**officer("clerk"), "roles": ["clerk", "applicant"]})
    path = f"/v1/dossiers/{dossier['id']}/withdrawal"
    reply = world.call("POST", path, None, {"reason": "x"}, authorization=f"Bearer {token}")
    assert (reply.status, reply.body["code"]) == (403, "not-allowed")


def test_a_citizens_token_cannot_make_an_officer(world, dossier):
    claims = {**BINH, "iss": CITIZEN_ISSUER, "roles": ["reception"], "units": [UNIT]}
    path = f"/v1/dossiers/{dossier['id']}/commands/receive"
    token = world.token(claims)
    reply = world.call("POST", path, None, {}, authorization=f"Bearer {token}")
    assert (reply.status, reply.body["code"]) == (404, "dossier-not-found")


def test_a_token_signed_by_somebody_else_is_refused(world):
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(world.token(AN), options={"verify_signature": False})
    assert send(world, jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": "test"})).status == 401


def test_a_token_without_signature_is_refused(world):
    claims = jwt.decode(world.token(AN), options={"verify_signature": False})
    assert send(world, jwt.encode(claims, None, algorithm="none", headers={"kid": "test"})).status == 401
    header, payload, _ = world.token(AN).split(".")
    assert send(world, f"{header}.{payload}.").status == 401


def test_the_public_key_is_not_taken_for_a_shared_secret(world):
    """The classic confusion: HS256 with the published key as the secret. Built by hand, as PyJWT will not."""

    def part(value) -> bytes:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    claims = jwt.decode(world.token(AN), options={"verify_signature": False})
    for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER):
        public = world.public_key.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
        signed = part({"alg": "HS256", "typ": "JWT", "kid": "test"}) + b"." + part(claims)
        forged = signed + b"." + part(hmac.digest(public, signed, hashlib.sha256))
        assert send(world, forged.decode()).status == 401


@pytest.mark.parametrize(
    "headers", [{"kid": "unknown"}, {"typ": "JWT"}, {"kid": "test", "alg": "PS256"}], ids=str
)
def test_a_token_with_an_unknown_key_or_algorithm_is_refused(world, headers):
    claims = jwt.decode(world.token(AN), options={"verify_signature": False})
    assert send(world, world.sign(claims, **headers)).status == 401


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Bearer é.é.é"]
)
def test_what_is_no_bearer_token_is_refused(world, authorization):
    reply = world.call("GET", "/v1/dossiers", None, authorization=authorization)
    assert (reply.status, reply.body["code"]) == (401, "not-authenticated")


def test_a_changed_claim_breaks_the_signature(world):
    header, _, signature = world.token(AN).split(".")
    _, payload, _ = world.token(BINH).split(".")
    assert send(world, f"{header}.{payload}.{signature}").status == 401


def test_an_issuer_makes_only_its_own_kind_of_caller(world):
    as_officer = {**AN, "iss": OFFICER_ISSUER}
    reply = send(world, world.token(as_officer))
    assert (reply.status, reply.body["code"]) == (403, "not-allowed")


# Strangers


@pytest.fixture(scope="module")
def draft(world):
    return world.draft()


@pytest.fixture(scope="module")
def dossier(world):
    """Filed; the tests below are refused, so it stays as it is."""
    return world.filed()


@pytest.mark.parametrize("operation", ABOUT_A_DOSSIER, ids=named)
def test_strangers_never_learn_whether_a_dossier_exists(world, draft, operation):
    body = body_for(operation, draft)
    strangers = (
        BINH,
        officer("reception", "L-QLD"),
        officer("leader", "L-QLD"),
        officer("administrator"),
    )
    for stranger in strangers:
        there = world.call(operation.method, address(operation, draft["id"]), stranger, body)
        nowhere = world.call(operation.method, address(operation), stranger, body)
        assert (there.status, there.body["code"]) == (404, "dossier-not-found")
        told = [{**reply.body, "request_id": ""} for reply in (there, nowhere)]
        assert told[0] == told[1], "each request has an id of its own, and nothing else differs"
        assert set(there.headers) == set(nowhere.headers)


@pytest.mark.parametrize("operation", [o for o in ABOUT_A_DOSSIER if "/commands/" in o.path], ids=named)
def test_a_wrong_role_is_told_so(world, dossier, operation):
    auditor = world.call("POST", address(operation, dossier["id"]), officer("auditor"), {"reason": "x"})
    assert (auditor.status, auditor.body["code"]) == (403, "not-allowed")
    owner = world.call("POST", address(operation, dossier["id"]), AN, {"reason": "x"})
    assert (owner.status, owner.body["code"]) == (403, "not-allowed")


def test_an_officer_orders_nothing_that_is_the_applicants(world, dossier):
    reply = world.call("POST", f"/v1/dossiers/{dossier['id']}/withdrawal", officer("leader"), {"reason": "x"})
    assert (reply.status, reply.body["code"]) == (403, "not-allowed")


def test_a_queue_is_read_only_by_officers_of_its_unit(world):
    path = f"/v1/work-queue?unit={UNIT}"
    assert world.call("GET", path, officer("auditor")).status == 200
    for caller in (AN, officer("leader", "L-QLD"), officer("administrator")):
        assert world.call("GET", path, caller).status == 403


def test_lists_show_only_ones_own(world, dossier):
    assert dossier["id"] in {line["id"] for line in world.call("GET", "/v1/dossiers", AN).body["items"]}
    assert dossier["id"] not in {line["id"] for line in world.call("GET", "/v1/dossiers", BINH).body["items"]}
    assert world.call("GET", "/v1/dossiers", officer("leader")).status == 403
    assert world.call("GET", "/v1/papers", officer("leader")).status == 403


def test_a_view_offers_only_what_its_reader_may_order(world, dossier):
    path = f"/v1/dossiers/{dossier['id']}"
    possible = {
        name: world.call("GET", path, caller).body["possible"]
        for name, caller in {
            "owner": AN, "reception": officer("reception"), "auditor": officer("auditor")
        }.items()
    }  # fmt: skip
    assert possible == {
        "owner": ["ask-withdrawal"],
        "reception": ["receive", "refuse", "request-supplement"],
        "auditor": [],
    }
