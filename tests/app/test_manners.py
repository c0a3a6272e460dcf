"""What callers are told before it hurts: limits, shares, releases, ends; and whose pages may read an answer."""

from datetime import date, timedelta

import pytest

from chalicelib.api.http import operations
from chalicelib.api.manners import API_VERSION, Deprecation, open_to, preflight
from chalicelib.domain.principals import PrincipalKind
from chalicelib.domain.rates import ANONYMOUS, RATES, Rate, Shares
from tests.app.world import AN, BINH, OFFICE_MORNING, announcement, officer

OPERATIONS = operations()

ORIGIN = "https://motcua.example"


def test_limits_are_told_to_anybody_and_are_those_that_are_enforced(world):
    limits = world.call("GET", "/v1/limits").body
    draft = world.draft()
    code = draft["components"][0]["code"]
    path = f"/v1/dossiers/{draft['id']}/files"
    most = limits["upload"]["bytes"]
    assert world.call("POST", path, AN, announcement(code, b"%PDF", bytes=most)).status == 201
    refused = world.call("POST", path, AN, announcement(code, b"%PDF", bytes=most + 1))
    assert (refused.status, refused.body["code"]) == (422, "file-refused")
    for media_type in limits["upload"]["media_types"]:
        body = announcement(code, b"%PDF", media_type=media_type)
        assert world.call("POST", path, AN, body).body.get("code") != "request-invalid"
    assert world.call("GET", f"/v1/dossiers?limit={limits['page_items']}", AN).status == 200
    assert world.call("GET", f"/v1/dossiers?limit={limits['page_items'] + 1}", AN).status == 422
    assert {rate["caller"] for rate in limits["rates"]} == {ANONYMOUS, *PrincipalKind}


@pytest.fixture
def few(world):
    """Three requests at once and one in a hundred seconds, for everybody."""
    usual = world.container.shares
    world.container.shares = Shares(dict.fromkeys(RATES, Rate(0.01, 3)))
    yield
    world.container.shares = usual


@pytest.mark.usefixtures("few")
def test_who_asks_too_often_is_told_when_to_come_back_and_nobody_else_suffers(world):
    replies = [world.call("GET", "/v1/dossiers", AN) for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert [reply.headers["RateLimit"] for reply in replies[:3]] == [f'"caller";r={n}' for n in (2, 1, 0)]
    refused = world.call("GET", "/v1/dossiers", AN)
    assert (refused.body["code"], refused.headers["RateLimit"]) == ("too-many-requests", '"caller";r=0')
    assert 90 <= int(refused.headers["Retry-After"]) <= 101
    assert world.call("GET", "/v1/dossiers", BINH).status == 200
    assert world.call("GET", "/v1/work-queue?unit=L-PB", officer("clerk")).status == 200


@pytest.mark.usefixtures("few")
def test_a_refused_request_costs_no_call(world):
    for _ in range(3):
        world.call("GET", "/v1/dossiers", AN)
    with world.counted() as calls:
        assert world.call("GET", "/v1/dossiers", AN).status == 429
    assert calls == {}


def test_every_answer_carries_the_release_and_is_safe_in_a_browser(world):
    replies = [
        world.call("GET", "/v1/health"),
        world.call("GET", "/v1/dossiers", AN),
        world.call("GET", "/v1/dossiers"),
        world.call("GET", "/v1/dossiers/nothing", AN),
        world.call("POST", "/v1/dossiers", AN, []),
    ]
    assert {reply.status for reply in replies} == {200, 401, 404, 422}
    for reply in replies:
        assert reply.headers["API-Version"] == API_VERSION
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


def test_a_query_that_says_something_twice_is_refused(world):
    reply = world.call("GET", "/v1/dossiers?limit=5&limit=6", AN)
    assert (reply.status, reply.body["errors"][0]["pointer"]) == (422, "/limit")


@pytest.mark.parametrize("path", sorted({operation.path for operation in OPERATIONS}))
def test_every_address_answers_a_preflight_without_a_token(world, path):
    reply = world.call("OPTIONS", path.replace("{", "").replace("}", ""), origin=ORIGIN)
    assert reply.status == 204
    assert "Access-Control-Allow-Origin" not in reply.headers  # no origin is configured here


def test_only_configured_origins_are_let_in():
    answer = preflight(ORIGIN, [ORIGIN], {"GET", "POST"})
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert answer["Access-Control-Allow-Methods"] == "GET, POST"
    assert "If-Match" in answer["Access-Control-Allow-Headers"]
    assert open_to(ORIGIN, [ORIGIN])["Vary"] == "Origin"
    for other in ("https://evil.example", "null", "", ORIGIN + ".evil.example"):
        assert "Access-Control-Allow-Origin" not in open_to(other, [ORIGIN])
        assert "Access-Control-Allow-Origin" not in preflight(other, [ORIGIN], {"GET"})
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("asked", ["{}", "W/{}", '"other", {}', '"other" ,W/{}', "*"])
def test_what_a_caller_holds_already_is_not_sent_again(world, asked):
    path = f"/v1/dossiers/{world.draft()['id']}"
    tag = world.call("GET", path, AN).headers["ETag"]
    reply = world.call("GET", path, AN, if_none_match=asked.format(tag))
    assert (reply.status, reply.body, reply.headers["ETag"]) == (304, None, tag)
    for other in ("", '"other"', tag.strip('"'), f'"{tag}"'):
        assert world.call("GET", path, AN, if_none_match=other).status == 200


def test_a_reading_says_in_the_contract_that_it_has_a_tag(world):
    told = world.call("GET", "/openapi.json").body["paths"]
    tagged = {path for path, methods in told.items() if "304" in methods.get("get", {}).get("responses", {})}
    assert tagged == {"/v1/dossiers/{dossier_id}", "/v1/webhooks/{webhook_id}"}
    for path in tagged:
        named = [each["name"] for each in told[path]["get"]["parameters"]]
        assert "If-None-Match" in named


def test_the_list_of_procedures_goes_on_by_a_sealed_cursor_of_that_very_list(world):
    page = world.call("GET", "/v1/procedures?limit=2").body
    further = world.call("GET", f"/v1/procedures?limit=2&cursor={page['next_cursor']}").body
    codes = [each["code"] for each in (*page["items"], *further["items"])]
    assert codes == sorted(set(codes))
    assert len(codes) == 4
    assert codes[1] not in page["next_cursor"]
    for wrong in (f"level=commune&cursor={page['next_cursor']}", f"cursor={codes[1]}"):
        reply = world.call("GET", f"/v1/procedures?{wrong}")
        assert (reply.status, reply.body["code"]) == (400, "bad-cursor")


def test_a_route_on_its_way_out_says_since_when_until_when_and_where_to_go():
    told = Deprecation(date(2026, 1, 1), date(2026, 7, 1), "/v2/dossiers").headers()
    assert told == {
        "Deprecation": "@1767225600",
        "Sunset": "Wed, 01 Jul 2026 00:00:00 GMT",
        "Link": '</v2/dossiers>; rel="successor-version"',
    }


@pytest.mark.parametrize(
    ("years", "amount_vnd"), [(0, 3_000_000), (1, 6_000_000)], ids=["reduced", "in full"]
)
def test_a_procedure_says_what_it_costs_who_pays_today(world, years, amount_vnd):
    """TT 64/2025/TT-BTC halves the fee until the end of 2026; the working calendar of 2027 has only its January."""
    world.set_clock(OFFICE_MORNING + timedelta(days=100 * years))
    told = world.call("GET", "/v1/procedures/1.003925").body
    assert [fee["amount_vnd"] for fee in told["fees_today"]] == [amount_vnd]
    assert len(told["fees"]) == 3
