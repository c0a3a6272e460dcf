"""The handbook tells the rules and faults that are there."""

from __future__ import annotations

from dataclasses import fields

from local.portal.config import ALLOWED, Config
from local.portal.control import HANDLERS
from local.portal.document import TARGET, portal_simulator
from local.portal.mapi import SERVICES


def test_the_document_is_the_one_that_is_generated() -> None:
    assert TARGET.read_text(encoding="utf-8") == portal_simulator(), "run python -m local.portal.document"


def test_every_open_question_stands_in_the_document() -> None:
    assert set(ALLOWED) <= {each.name for each in fields(Config)}
    for question in ALLOWED:
        assert f"`{question}`" in portal_simulator()


def test_every_service_and_every_control_call_stands_in_the_document() -> None:
    for service in SERVICES:
        assert service in portal_simulator()
    for method, name in HANDLERS:
        assert f"/control/{name}" in portal_simulator()
        assert method in portal_simulator()
