"""Laws of the entry point and of the tables that must be complete, read from the code itself."""

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from openapi_spec_validator import validate

import app as entry
import chalicelib
from chalicelib.adapters import keys
from chalicelib.api.contract import openapi
from chalicelib.api.http import operations
from chalicelib.api.problems import STATUS_OF
from chalicelib.domain.errors import DomainError
from chalicelib.domain.events import AnyEvent, DossierEvent
from chalicelib.domain.states import Command
from chalicelib.workers.relay import REACTIONS

OPERATIONS = operations()

ROOT = Path(chalicelib.__file__).parent
SOURCES = {path.relative_to(ROOT.parent).as_posix(): path.read_text() for path in ROOT.rglob("*.py")}

#: Who may read the environment.
READERS = {"chalicelib/names.py", "chalicelib/settings.py"}

#: Errors that no caller of the API can meet: the operator's command line and the wire of the portal show them.
NOT_OVER_HTTP = {"chalicelib.application.load_catalogue", "chalicelib.portal", "chalicelib.workers"}

#: The contract itself, its pages for people, and bytes under a sealed address for the national portal.
NO_OPERATIONS = {
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/problems"),
    ("GET", "/problems/{code}"),
    ("GET", "/v1/portal/files/{dossier_id}/{component}/{file_id}/{seal}"),
}


def every_error() -> set[type[DomainError]]:
    """All subclasses in the code base, after every module was imported."""
    for module in pkgutil.walk_packages([str(ROOT)], "chalicelib."):
        importlib.import_module(module.name)
    found, waiting = set(), [DomainError]
    while waiting:
        below = waiting.pop().__subclasses__()
        found |= set(below)
        waiting += below
    return {error for error in found if error.__module__.startswith("chalicelib.")}


def test_every_event_source_lives_in_app_py():
    sources = entry.app.event_sources
    assert {source.name for source in sources} >= {"digitize", "relay", "archive", "sync", "catch_up"}
    assert all(source.handler_string.startswith("app.") for source in sources)
    assert all(hasattr(entry, source.name) for source in sources)


def test_every_error_has_a_status_and_no_status_is_left_over():
    errors = every_error()
    over_http = {e for e in errors if not any(e.__module__.startswith(module) for module in NOT_OVER_HTTP)}
    assert {error.code for error in over_http} - STATUS_OF.keys() == set()
    assert STATUS_OF.keys() - {error.code for error in errors} == set()
    assert set(STATUS_OF.values()) <= set(range(400, 504))


def test_no_two_errors_share_a_code_and_each_speaks_both_languages():
    errors = every_error()
    assert [code for code, count in Counter(error.code for error in errors).items() if count > 1] == []
    for error in errors:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code), error
        slots = [set(re.findall(r"{(\w+)}", text)) for text in (error.vi, error.en)]
        assert error.vi != error.en
        assert slots[0] ^ slots[1] <= {"problem_vi", "problem_en"}, error


def test_every_event_is_known_to_the_relay():
    union = set(get_args(get_args(AnyEvent)[0]))
    assert set(REACTIONS) == union == set(DossierEvent.__subclasses__())


def test_every_command_has_exactly_one_address():
    by_last_part = Counter(operation.path.rsplit("/", 1)[1] for operation in OPERATIONS if operation.writes)
    own_names = {Command.SUPPLEMENT: "supplement", Command.ASK_WITHDRAWAL: "withdrawal"}
    assert all(by_last_part[own_names.get(command, command.value)] == 1 for command in Command)


def test_operations_have_names_and_addresses_of_their_own():
    assert len({operation.name for operation in OPERATIONS}) == len(OPERATIONS)
    assert len({(operation.method, operation.path) for operation in OPERATIONS}) == len(OPERATIONS)
    assert all(operation.summary.endswith(".") for operation in OPERATIONS)


def test_every_route_is_an_operation():
    routes = {(method, path) for path, methods in entry.app.routes.items() for method in methods}
    routes = {
        (method, path) for method, path in routes if method != "OPTIONS"
    }  # what browsers ask beforehand
    operations = {(operation.method, operation.path) for operation in OPERATIONS}
    assert routes - operations == NO_OPERATIONS
    assert operations <= routes


def test_the_contract_is_valid_and_tells_of_every_operation():
    document = openapi()
    validate(document)
    told = [described["operationId"] for path in document["paths"].values() for described in path.values()]
    assert sorted(told) == sorted(operation.name for operation in OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_contract_says_who_needs_a_token(operation):
    described = openapi()["paths"][operation.path][operation.method.lower()]
    assert described["security"] == ([] if operation.public else [{"bearer": []}])
    assert ("401" in described["responses"]) is not operation.public


PREFIXES = "|".join(prefix.value for prefix in keys.Prefix)
SPELLED_KEY = re.compile(rf"[\"'](?:{PREFIXES})#")
KEY_ATTRIBUTE = re.compile(r"[\"'](?:GSI\d..|[PS]K)[\"']")


def test_only_adapters_know_keys_and_indexes():
    outside = {name: text for name, text in SOURCES.items() if not name.startswith("chalicelib/adapters/")}
    assert [name for name, text in outside.items() if KEY_ATTRIBUTE.search(text)] == []


def test_keys_are_made_by_their_grammar_and_spelled_nowhere():
    assert [name for name, text in SOURCES.items() if SPELLED_KEY.search(text)] == []


def test_only_settings_read_the_environment():
    reads = re.compile(r"os\.environ(?!\[[^]]+\] = )|os\.getenv|from os import .*(environ|getenv)")
    assert {name for name, text in SOURCES.items() if reads.search(text)} == READERS


def loaded_with_app(**environment: str) -> set[str]:
    """The modules that a fresh process has after ``import app``."""
    told = subprocess.run(
        [sys.executable, "-c", "import app, sys; print(*sys.modules)"],
        cwd=ROOT.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


def test_the_entry_point_loads_nothing_that_a_function_may_not_need():
    assert loaded_with_app() & {"pydantic", "boto3", "chalicelib.api.http", "chalicelib.settings"} == set()


def test_the_function_of_the_api_loads_what_every_request_needs_while_it_starts():
    assert "chalicelib.api.http" in loaded_with_app(AWS_LAMBDA_FUNCTION_NAME=f"motcua-{os.environ['STAGE']}")


def test_the_entry_point_stays_a_page():
    assert len(Path(entry.__file__).read_text().splitlines()) <= 150
