"""Over HTTP too: whatever routes strangers call in whatever order, no byte and no field of another's paper comes back.

Everything about the victim's papers bears a mark. The attackers know every identifier there is: of papers, dossiers,
files, consents, shares and exports; only the victim's token and the secret of the shared link are missing.
"""

import json
from urllib.parse import quote, unquote, urlparse

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.api.http import operations
from chalicelib.domain.storage import copy_key
from tests.app.test_authorisation_matrix import BODIES, CHI, COMPANY, OFFICER_ROLES
from tests.app.test_papers import KIND, LEGAL_STATUS, held, person, reuse
from tests.app.world import AN, PROCEDURE, UNIT, officer

MARK = "cua-nan-nhan"
VICTIM = {**person(66_606), "HoVaTen": "Nạn Nhân Thử"}
ELSEWHERE = "L-QLD"
CITIZENS = {"an": AN, "chi": CHI, "company": COMPANY}
ATTACKERS = CITIZENS | {
    **{f"{role} elsewhere": officer(role, ELSEWHERE) for role in OFFICER_ROLES},
    "officer without a role": {**officer("clerk"), "roles": []},
    "machine that reads elsewhere": {"sub": "m2", "scope": "dossier.read", "units": [ELSEWHERE]},
    "anonymous": None,
}
SEARCHES = (
    "",
    f"?q={MARK}",
    f"?number={MARK}",
    f"?issuer={MARK}&limit=1",
    f"?kind={KIND}",
    "?cursor={cursor}",
)
ROUTES = [operation for operation in operations() if "webhook" not in operation.name]


@pytest.fixture(scope="module")
def loot(world):
    """What the victim did, and every name that this left behind."""
    (paper,) = held(world, VICTIM, name=f"Giấy {MARK}", issuer=MARK)
    world.container.blobs.write(paper.key, MARK.encode(), "application/pdf")
    draft = world.draft(VICTIM)
    file = reuse(world, draft, VICTIM).body
    share = world.call(
        "POST", f"/v1/papers/{paper.code}/shares", VICTIM, {"recipient": MARK, "purpose": MARK}
    ).body
    export = world.call("POST", "/v1/paper-exports", VICTIM).body
    assert MARK.encode() in world.container.blobs.read(copy_key(export["id"]))
    papers = world.call("GET", "/v1/papers?limit=1", VICTIM).body
    assert MARK in str(papers)
    (consent,) = world.call("GET", "/v1/consents", VICTIM).body["items"]
    return {
        "dossier_id": [draft["id"]],
        "component": [LEGAL_STATUS, "RESULT"],
        "file_id": [file["file_id"]],
        "code": [paper.code, f"{KIND}.02"],
        "consent_id": [consent["id"]],
        "share_id": [share["id"]],
        "token": [share["id"]],
        "export_id": [export["id"]],
        "copy": ["original", "searchable.pdf", "reading.json"],
        "cursor": [papers["next_cursor"]],
    }


steps = st.lists(
    st.tuples(
        st.sampled_from(ROUTES),
        st.sampled_from(sorted(ATTACKERS)),
        st.sampled_from(SEARCHES),
        st.integers(0, 7),
    ),
    min_size=5,
    max_size=16,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_no_sequence_of_calls_shows_anything_of_somebody_elses_paper(world, loot, steps):
    for operation, who, search, pick in steps:
        reply = tried(world, loot, operation, ATTACKERS[who], search, pick)
        told = json.dumps(reply.body, ensure_ascii=False)
        assert MARK not in told, (operation.name, who)
        assert MARK.encode() not in behind(world, reply.body), (operation.name, who)


def tried(world, loot, operation, claims, search, pick):
    """The route with what was got hold of; ``pick`` says which of it."""
    found = {name: values[pick % len(values)] for name, values in loot.items()}
    path = operation.path
    for part in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
        path = path.replace(f"{{{part}}}", quote(found.get(part, "x"), safe=""))
    if operation.method == "GET":
        path += search.format(cursor=quote(found["cursor"]))
    body = None
    if operation.method == "POST":
        body = {
            "reuse_paper": {"component": found["component"], "code": found["code"], "consent": True},
            "open_draft": wish_for(VICTIM if claims in CITIZENS.values() else None),
        }.get(operation.name, BODIES.get(operation.name, {"reason": "vì lý do mẫu"}))
    return world.call(operation.method, path, claims, body)


def wish_for(owner):
    """A draft for somebody else. A desk that opens one has a purpose, so officers open none here."""
    given = {"procedure": PROCEDURE if owner else "no-such", "unit": UNIT}
    return given | ({"owner": {"number": owner["SoDinhDanh"], "name": "Ai Đó"}} if owner else {})


def behind(world, body) -> bytes:
    """The bytes behind a link that was given."""
    url = body.get("url", "") if isinstance(body, dict) else ""
    if not url or "/v1/" in url:
        return b""
    key = unquote(urlparse(url).path).split("/", 2)[2]
    return world.container.blobs.read(key)


def test_the_mark_would_be_seen_if_it_were_shown(world, loot):
    """The victim calls the same routes with the same names."""
    seen = set()
    for operation in ROUTES:
        if operation.method == "GET":
            reply = tried(world, loot, operation, VICTIM, "", 0)
            if MARK in str(reply.body) or (
                reply.status == 200 and MARK.encode() in behind(world, reply.body)
            ):
                seen.add(operation.name)
    assert seen >= {
        "list_own_papers",
        "preview_paper",
        "suggest_papers",
        "list_uses",
        "read_export",
        "fetch_copy",
    }
