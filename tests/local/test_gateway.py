"""The local gateway: one request never sees another, and AWS's limits hold."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chalice.app import AuthResponse, Chalice, Response
from chalice.config import Config

from chalicelib.api.manners import API_VERSION
from local.gateway import LARGEST_REQUEST, Answer, Gateway

THREADS = 16
REQUESTS = 400


def small_app() -> Chalice:
    app = Chalice(app_name="small", configure_logs=False)

    @app.route("/echo/{name}", methods=["GET"])
    def echo(name: str) -> dict[str, Any]:
        before = app.current_request.query_params
        for _ in range(200):
            json.dumps({"work": "that lets other threads in"})
        after = app.current_request.query_params
        context = app.lambda_context.aws_request_id, app.current_request.lambda_context.aws_request_id
        return {
            "name": name,
            "before": before,
            "after": after,
            "context": context,
            "request_id": app.current_request.context["requestId"],
        }

    @app.route("/bytes", methods=["GET"])
    def binary() -> Response:
        return Response(b"\x00\xff", headers={"Content-Type": "application/octet-stream"})

    @app.authorizer()
    def gate(request: Any) -> AuthResponse:
        return AuthResponse(routes=["*"] if request.token == "open" else [], principal_id="somebody")

    @app.route("/inside", methods=["GET"], authorizer=gate)
    def inside() -> dict[str, str]:
        return {"in": "yes"}

    return app


@pytest.fixture(scope="module")
def gateway() -> Gateway:
    return Gateway(small_app(), Config.create(chalice_stage="test"))


def get(gateway: Gateway, target: str, **more: Any) -> Answer:
    environ = {"REQUEST_METHOD": "GET", "REQUEST_URI": target, "wsgi.input": io.BytesIO(), **more}
    return gateway.answer(environ)


def test_parallel_requests_never_see_each_other(gateway: Gateway) -> None:
    def ask(number: int) -> dict[str, Any]:
        status, _, body = get(gateway, f"/echo/n{number}?q={number}")
        assert status == 200
        answer: dict[str, Any] = json.loads(body)
        return answer

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(ask, range(REQUESTS)))
    for number, answer in enumerate(answers):
        assert answer["name"] == f"n{number}"
        assert answer["before"] == answer["after"] == {"q": str(number)}
        assert answer["context"][0] == answer["context"][1]


@pytest.mark.parametrize(
    ("target", "more", "status", "code"),
    [
        ("/nowhere", {}, 404, "page-not-found"),
        ("/nowhere", {"HTTP_AUTHORIZATION": "Bearer ế".encode().decode("latin-1")}, 404, "page-not-found"),
        ("//[", {}, 404, "page-not-found"),
        ("/bytes", {"REQUEST_METHOD": "PUT"}, 404, "page-not-found"),
        ("/inside", {}, 401, "not-authenticated"),
        ("/inside", {"HTTP_AUTHORIZATION": "shut"}, 403, "not-allowed"),
        ("/inside", {"HTTP_AUTHORIZATION": "ế".encode().decode("latin-1")}, 401, "not-authenticated"),
        ("/bytes", {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}, 413, "request-too-large"),
    ],
)
def test_what_the_gateway_refuses_reads_like_every_other_problem(
    gateway: Gateway, target: str, more: dict[str, str], status: int, code: str
) -> None:
    found, headers, body = get(gateway, target, **more)
    problem = json.loads(body)
    assert (found, problem["status"], problem["code"]) == (status, status, code)
    told = dict(headers)
    assert told["Content-Type"] == "application/problem+json"
    assert told["API-Version"] == API_VERSION
    assert (told["Access-Control-Allow-Origin"], told["Cache-Control"]) == ("*", "no-store")
    assert told["x-amzn-requestid"] == told["X-Request-Id"] == problem["request_id"]
    assert told.get("WWW-Authenticate") == ("Bearer" if status == 401 else None)
    assert problem["detail_vi"] != problem["detail_en"]


def test_the_id_of_a_request_reaches_the_function_and_comes_back(gateway: Gateway) -> None:
    ids = set()
    for _ in range(2):
        _, headers, body = get(gateway, "/echo/x")
        ids.add(json.loads(body)["request_id"])
        assert dict(headers)["x-amzn-requestid"] in ids
    assert len(ids) == 2


def test_an_open_door_is_open(gateway: Gateway) -> None:
    assert get(gateway, "/inside", HTTP_AUTHORIZATION="open")[0] == 200


def test_path_parameters_arrive_undecoded_as_on_aws(gateway: Gateway) -> None:
    assert json.loads(get(gateway, "/echo/a%2Fb%20c")[2])["name"] == "a%2Fb%20c"


def test_bytes_arrive_as_bytes(gateway: Gateway) -> None:
    status, _, body = get(gateway, "/bytes", HTTP_ACCEPT="application/octet-stream")
    assert (status, body) == (200, b"\x00\xff")
