"""The contract of the API: OpenAPI 3.1 made from the very models that validate."""

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from chalice.app import Response

from chalicelib.api.calls import Nothing, Operation
from chalicelib.api.doors import door
from chalicelib.api.http import PATH_VALUE, operations
from chalicelib.api.manners import API_VERSION, SAFETY
from chalicelib.api.problems import PROBLEM_JSON, Problem
from chalicelib.api.requests import BEHALF_PATTERN, KEY_PATTERN, MATCH_PATTERN
from chalicelib.api.rights import RIGHTS
from chalicelib.domain.access import is_for_delegates

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaMode


_REF = "#/components/schemas/{model}"
_LONG_NAME = re.compile(r"chalicelib__(?:[a-z_]+?__)*?([a-z]+(?:_[a-z]+)*)__([A-Z]\w*)")


#: The contract is for pages of any origin, and may be kept for some minutes.
_OPEN = {
    "Content-Type": "application/json",
    "Cache-Control": "max-age=300",
    "Access-Control-Allow-Origin": "*",
}


@door("GET", "/openapi.json", "openapi")
def serve_openapi(_request: Any) -> Response:
    """The contract, for anybody."""
    body = json.dumps(openapi(), ensure_ascii=False)
    return Response(body, headers={**SAFETY, **_OPEN})


@cache
def openapi() -> dict[str, Any]:
    """The whole document, made once in a process; nobody changes it."""
    from pydantic.json_schema import models_json_schema

    refs, definitions = _named(*models_json_schema(_models(), ref_template=_REF))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Motcua",
            "version": API_VERSION,
            "description": "Dossiers and papers of the Ministry of Health's public services.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _named(*schemas: Any) -> Any:
    """Two models of one name are told apart by their module; callers need not know where it stands."""

    def short(text: Any) -> Any:
        if isinstance(text, dict):
            return {short(key) if isinstance(key, str) else key: short(value) for key, value in text.items()}
        if isinstance(text, list):
            return [short(part) for part in text]
        return (
            _LONG_NAME.sub(lambda m: m[1].title().replace("_", "") + m[2], text)
            if isinstance(text, str)
            else text
        )

    return tuple(map(short, schemas))


def _models() -> "list[tuple[Any, JsonSchemaMode]]":
    models: list[tuple[Any, JsonSchemaMode]] = [(Problem, "serialization")]
    for operation in operations():
        models.append((operation.out, "serialization"))
        if operation.body is not Nothing:
            models.append((operation.body, "validation"))
    return list(dict.fromkeys(models))


def _described(operation: Operation, refs: Any) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.audience],
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation), *_headers(operation)],
        "responses": _responses(operation, refs),
        "deprecated": operation.deprecation is not None,
        "security": [] if operation.public else [{"bearer": []}],
    }
    if operation.body is not Nothing:
        schema = refs[(operation.body, "validation")]
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    schema = {"type": "string", "pattern": PATH_VALUE}
    names = re.findall(r"{(\w+)}", operation.path)
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    schema = operation.query.model_json_schema(ref_template=_REF)
    required = schema.get("required", [])
    definitions = schema.get("$defs", {})
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _inlined(value, definitions)}
        for name, value in schema.get("properties", {}).items()
    ]


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """A schema without references, because those of a query have no home in the document."""
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        rest = {name: value for name, value in schema.items() if name != "$ref"}
        return {**_inlined(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions), **rest}
    return {name: _inlined(value, definitions) for name, value in schema.items()}


_WRITE_HEADERS = (
    (
        "Idempotency-Key",
        "Names this request for two days: repeating it gives the same answer.",
        KEY_PATTERN,
    ),
    (
        "If-Match",
        "The ETag you last saw; 412 if the dossier changed since.",
        MATCH_PATTERN,
    ),
)


_BEHALF_HEADER = (
    "On-Behalf-Of",
    "The delegation under which you act for its grantor; each such request is shown to them.",
    BEHALF_PATTERN,
)


#: Any text may be sent: what is not the present tag is just another one.
_HELD_HEADER = (
    "If-None-Match",
    "The ETag you hold; 304 if it still is the present one.",
    "",
)


def _headers(operation: Operation) -> list[dict[str, Any]]:
    told = [*(_WRITE_HEADERS if operation.writes else ())]
    if any(map(is_for_delegates, RIGHTS.get(operation.name, ()))):
        told.append(_BEHALF_HEADER)
    if operation.tagged:
        told.append(_HELD_HEADER)
    return [
        {
            "name": name,
            "in": "header",
            "required": False,
            "description": text,
            "schema": {"type": "string", "pattern": p} if p else {"type": "string"},
        }
        for name, text, p in told
    ]


def _responses(operation: Operation, refs: Any) -> dict[str, Any]:
    problem = {"content": {PROBLEM_JSON: {"schema": refs[(Problem, "serialization")]}}}
    codes = {422: "The request breaks a rule", 429: "Too many requests", 503: "Try again in a few seconds"}
    if not operation.public:
        codes |= {401: "Not signed in", 403: "Not allowed", 404: "Not found", 409: "Not possible now"}
    if "{" in operation.path:
        codes[404] = "Not found"
    if "cursor" in operation.query.model_fields:
        codes[400] = "The cursor is not valid"
    if operation.writes:
        codes |= {400: "Malformed", 412: "Changed meanwhile", 415: "Not JSON"}
    answers = {str(code): {"description": text, **problem} for code, text in sorted(codes.items())}
    schema = refs[(operation.out, "serialization")]
    good = {"description": "Done", "content": {"application/json": {"schema": schema}}}
    if operation.tagged:
        answers["304"] = {"description": "What you hold is the present one"}
    return {str(operation.status): good, **answers}
