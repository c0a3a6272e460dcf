"""The contract against the design rules of docs/api-design.md, one test for each rule that can be checked."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from chalicelib.api.contract import openapi
from chalicelib.api.http import PREFIX, operations
from chalicelib.api.manners import API_VERSION, Deprecation
from chalicelib.domain.states import Command
from tests.app.world import AN

OPERATIONS = operations()

DOCUMENT = Path(__file__).parents[2] / "docs/api-design.md"
SINGLE = {"health", "limits", "work-queue", "tracking"}
PORTALS_OWN = {"nhanhsdvcqg", "call"}
COMMANDS = {str(command) for command in Command} | {"reuse", "join", "certify"} | PORTALS_OWN
VERBS = {
    "add", "approve", "attach", "certify", "create", "delete", "do", "fetch", "get", "join", "list", "make", "remove",
    "send", "set", "update", "upload",
}  # fmt: skip
PARAMETER = re.compile(r"{\w+}")


@pytest.fixture(scope="module")
def contract():
    return openapi()


def segments(path):
    return [part for part in path.removeprefix(PREFIX).split("/") if part]


def test_every_rule_that_is_called_checked_has_its_test():
    rules = re.findall(r"^\| `/core/([\w-]+)` \| checked", DOCUMENT.read_text(), re.MULTILINE)
    tests = {name.removeprefix("test_").replace("_", "-") for name in globals() if name.startswith("test_")}
    assert len(rules) >= 14
    assert set(rules) <= tests


def test_http_methods():
    assert {operation.method for operation in OPERATIONS} <= {"GET", "POST", "DELETE"}


def test_http_safety(world, contract):
    dossier_id = world.draft()["id"]
    before = world.container.dossiers.get_with_files(dossier_id)
    for operation in OPERATIONS:
        if operation.method == "GET":
            assert not operation.writes
            path = operation.path.replace("{dossier_id}", dossier_id)
            world.call("GET", PARAMETER.sub("none", path), AN)
        if operation.method == "DELETE":
            assert "requestBody" not in contract["paths"][operation.path]["delete"]
    assert world.container.dossiers.get_with_files(dossier_id) == before


def test_stateless(world):
    reply = world.call("GET", "/v1/dossiers", AN, cookie="session=somebody")
    assert reply.status == 200
    assert "Set-Cookie" not in reply.headers
    assert world.call("GET", "/v1/dossiers", None, cookie="session=somebody").status == 401


def test_doc_openapi(contract):
    assert contract["openapi"].startswith("3.")
    for methods in contract["paths"].values():
        for told in methods.values():
            assert told["summary"].endswith(".")


def test_publish_openapi(world):
    reply = world.call("GET", "/openapi.json")
    assert (reply.status, reply.headers["Access-Control-Allow-Origin"]) == (200, "*")


def test_uri_version(contract):
    assert all(re.match(r"/v\d+/", path) for path in contract["paths"])


def test_semver(contract):
    version = contract["info"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert f"/v{version.split('.')[0]}" == PREFIX


def test_version_header(world):
    assert world.call("GET", "/v1/health").headers["API-Version"] == API_VERSION


def test_no_trailing_slash(contract):
    assert not [path for path in contract["paths"] if path.endswith("/")]


def test_naming_collections():
    for operation in OPERATIONS:
        parts = segments(operation.path)
        for name, following in pairwise(parts):
            if PARAMETER.fullmatch(following) and not PARAMETER.fullmatch(name) and name not in SINGLE:
                assert name.endswith("s"), operation.path


def test_naming_resources():
    for operation in OPERATIONS:
        for part in segments(operation.path):
            if not PARAMETER.fullmatch(part):
                assert re.fullmatch(r"[a-z]+(-[a-z]+)*", part), operation.path
                verb = part.split("-")[0] in {
                    "get",
                    "list",
                    "create",
                    "update",
                    "delete",
                    "set",
                    "do",
                    "fetch",
                }
                assert not verb, operation.path


def test_nested_child():
    for operation in OPERATIONS:
        if "{dossier_id}" in operation.path:
            assert operation.path.startswith(f"{PREFIX}/dossiers/{{dossier_id}}")


def test_resource_operations():
    """A POST names a collection, what comes of it, or one of the commands that docs/api-design.md lists."""
    for operation in OPERATIONS:
        if operation.method == "POST":
            assert operation.path.startswith(PREFIX + "/")
            last = segments(operation.path)[-1]
            assert not PARAMETER.fullmatch(last), operation.path
            assert last.split("-")[0] not in VERBS or last in COMMANDS, operation.path


def test_hide_implementation(contract):
    text = str(contract["paths"]) + str(contract["components"]["schemas"])
    for word in ("DOSSIER#", "GSI", "dynamodb", "motcua-", "s3://", "chalicelib", "owner_ref", "lambda"):
        assert word not in text, word


def test_deprecation_schedule():
    for operation in OPERATIONS:
        if operation.deprecation is not None:
            assert isinstance(operation.deprecation, Deprecation)
            assert (operation.deprecation.sunset - operation.deprecation.since).days >= 365
            assert operation.deprecation.successor
