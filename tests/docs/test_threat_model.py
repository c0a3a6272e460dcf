"""The threat model is complete: every way in stands in it, and every proof that it names exists."""

import re
from pathlib import Path

import pytest

import app
from chalicelib.api.contract import openapi
from chalicelib.api.http import operations

OPERATIONS = operations()
ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^\| `([^`]+)` \| (routes|document|sealed link|event source) \|", TEXT, re.MULTILINE)
PROOFS = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", TEXT)))
#: Names of fields in which others were made to fetch addresses of the caller's choice.
ADDRESSES = re.compile(r"(^|_)(url|uri|link|href|callback|webhook)s?($|_)", re.IGNORECASE)


def entries(kind: str) -> set[str]:
    return {name for name, found in ENTRIES if found == kind}


def test_every_event_source_is_an_entry_point():
    assert entries("event source") == {source.name for source in app.app.event_sources}


def test_every_route_belongs_to_an_entry_point():
    assert entries("routes") == {operation.audience for operation in OPERATIONS}
    declared = {operation.path for operation in OPERATIONS}
    assert entries("document") | entries("sealed link") == set(app.app.routes) - declared


@pytest.mark.parametrize("proof", PROOFS)
def test_every_proof_exists(proof):
    file, _, name = proof.partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not name or f"def {name}(" in text


def test_every_threat_names_a_proof():
    threats = TEXT.split("## OWASP")[1].split("## What is not covered")[0]
    rows = [
        line for line in threats.splitlines() if line.startswith("| ") and not line.startswith("| threat")
    ]
    assert len(rows) >= 25
    assert [row for row in rows if "`tests/" not in row.split("|")[3]] == []


def test_no_request_names_an_address_that_we_would_fetch_but_that_of_a_webhook():
    contract = openapi()
    named = {
        (told["operationId"], name)
        for methods in contract["paths"].values()
        for told in methods.values()
        for schema in asked(told, contract["components"]["schemas"])
        for name in schema.get("properties", {})
        if ADDRESSES.search(name)
    }
    assert named == {("register_webhook", "url")}


def asked(told, schemas):
    """The schemas of a request body."""
    for content in told.get("requestBody", {}).get("content", {}).values():
        yield schemas[content["schema"]["$ref"].rsplit("/", 1)[1]]
