"""The JSON that is stored beside the original: everything found, under a schema with a version."""

from typing import Any

from pydantic import TypeAdapter

from chalicelib.digitization.model import SCHEMA_VERSION, Digitized

DIGITIZED = TypeAdapter(Digitized)


def to_json(digitized: Digitized) -> bytes:
    """UTF-8 JSON; ``from_json`` gives an equal value back."""
    return DIGITIZED.dump_json(digitized)


def from_json(text: bytes) -> Digitized:
    """Raises ``pydantic.ValidationError`` for JSON that is not a sidecar."""
    return DIGITIZED.validate_json(text)


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the sidecar."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Digitized paper, version {SCHEMA_VERSION}",
        **DIGITIZED.json_schema(),
    }
