"""The pages for people: complete, in two languages, without anything from elsewhere."""

import pytest

from chalicelib.api.contract import openapi
from chalicelib.api.pages import docs_page, problems
from chalicelib.api.problems import STATUS_OF
from tests.app.world import World


def page(world: World, path: str, status: int = 200) -> str:
    answer = world._gateway.handle_request("GET", path, {}, b"")
    assert answer["statusCode"] == status
    assert answer["headers"]["Content-Type"].startswith("text/html")
    return answer["body"]


@pytest.mark.parametrize("code", STATUS_OF)
def test_every_problem_has_a_page_that_says_what_to_do_in_both_languages(world, code):
    text = page(world, f"/problems/{code}")
    assert problems()[code].code == code
    assert "Cách xử lý" in text
    assert "What to do" in text
    assert f"HTTP {STATUS_OF[code]}" in text


def test_an_unknown_problem_is_not_found_and_is_not_repeated_on_the_page(world):
    assert "script" not in page(world, "/problems/<script>", 404)


def test_every_operation_and_every_schema_stands_in_the_documentation(world):
    text = page(world, "/docs")
    contract = openapi()
    for methods in contract["paths"].values():
        for told in methods.values():
            assert f"id='{told['operationId']}'" in text
    for name in contract["components"]["schemas"]:
        assert f"id='{name}'" in text


def test_pages_fetch_nothing_from_anywhere_and_run_nothing():
    for word in ("<script", "<link", "src=", "@import", "url("):
        assert word not in docs_page()
    assert len(docs_page().encode()) < 200_000
