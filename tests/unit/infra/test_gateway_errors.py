"""What API Gateway answers by itself: shaped, headed and readable like every answer of ours."""

import json

import pytest

from chalicelib.api.manners import API_VERSION, SAFETY
from infra.gateway_errors import ANSWERS, headers_of, quoted_headers, templates


@pytest.mark.parametrize(("kind", "status", "body"), list(templates()), ids=lambda part: str(part)[:40])
def test_an_answer_of_the_gateway_is_a_problem_that_pages_may_read(kind, status, body):
    problem = json.loads(body)
    assert (problem["status"], problem["request_id"]) == (status, "$context.requestId")
    assert problem["type"] == f"/problems/{problem['code']}"
    headers = quoted_headers(status)
    assert headers["API-Version"] == f"'{API_VERSION}'"
    assert headers["Access-Control-Allow-Origin"] == "'*'"
    assert "Retry-After" in headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers
    assert ("Retry-After" in headers) is (status == 429)
    assert ("WWW-Authenticate" in headers) is (status == 401)


def test_constants_are_quoted_once():
    for status, _ in ANSWERS.values():
        constants = {name: value for name, value in quoted_headers(status).items() if name != "X-Request-Id"}
        assert all(value.count("'") == 2 for value in constants.values())
        assert quoted_headers(status)["X-Request-Id"] == "context.requestId"
        assert headers_of(status).items() >= SAFETY.items()


def test_nothing_is_left_to_the_words_of_the_gateway():
    ours = {"DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "REQUEST_TOO_LARGE", "MISSING_AUTHENTICATION_TOKEN"}
    assert ours <= set(ANSWERS)
