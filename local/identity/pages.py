"""The provider's pages: discovery, keys, token and sign-in, below the path of each issuer."""

import base64
import binascii
import html
import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from local.environment import ISSUER_PATHS
from local.identity.personas import personas
from local.identity.provider import Provider, Refused

KIND_BY_PATH = {path: kind for kind, path in ISSUER_PATHS.items()}
LARGEST_REQUEST = 64 * 1024

Page = tuple[int, str, str]
"""Status, content type or (for 302) address, body."""


class Site:
    """A WSGI application around a provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def __call__(
        self, environ: Mapping[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]
    ) -> Iterable[bytes]:
        try:
            status, kind_or_place, body = self._page(environ)
        except Refused as error:
            told = {"error": error.code, "error_description": error.description}
            status, kind_or_place, body = 401 if error.code == "invalid_client" else 400, *_json(told)[1:]
        header = "Location" if status == HTTPStatus.FOUND else "Content-Type"
        headers = [
            (header, kind_or_place),
            ("Cache-Control", "no-store"),
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Headers", "Content-Type, Authorization"),
        ]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body.encode("utf-8")]

    def _page(self, environ: Mapping[str, Any]) -> Page:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        prefix = next((each for each in KIND_BY_PATH if path.startswith(f"{each}/")), "")
        kind, rest = KIND_BY_PATH.get(prefix), path.removeprefix(prefix)
        query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        if method == "OPTIONS":
            return _json({})
        if (method, rest) == ("POST", "/token"):
            return _json(self._provider.token(kind, _form(environ)))
        if (method, path) == ("GET", "/personas"):
            return _json({key: {"kind": one.kind, "label": one.label} for key, one in personas().items()})
        if method == "GET" and kind is not None:
            return self._issuer_page(kind, rest, query)
        return _json({"error": "not_found"}, 404)

    def _issuer_page(self, kind: str, rest: str, query: dict[str, str]) -> Page:
        if rest == "/authorize":
            if "login_hint" in query:
                return 302, self._provider.code_url(kind, query), ""
            return 200, "text/html; charset=utf-8", _chooser(kind, query)
        told = {"/.well-known/openid-configuration": self._provider.discovery, "/jwks": self._provider.jwks}
        return _json(told[rest](kind)) if rest in told else _json({"error": "not_found"}, 404)


def _form(environ: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a token request, sent as JSON or as a form, with client credentials from either place."""
    text = environ["wsgi.input"].read(LARGEST_REQUEST).decode("utf-8", "replace")
    try:
        is_json = environ.get("CONTENT_TYPE", "").startswith("application/json")
        fields = json.loads(text) if is_json else dict(parse_qsl(text))
        return {str(name): str(value) for name, value in fields.items()} | _basic(environ)
    except (ValueError, AttributeError) as error:
        raise Refused("invalid_request", "The body is neither a JSON object nor a form.") from error


def _basic(environ: Mapping[str, Any]) -> dict[str, str]:
    scheme, _, encoded = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refused("invalid_client", "The Authorization header is not readable.") from error
    return {"client_id": name, "client_secret": secret}


def _chooser(kind: str, query: Mapping[str, str]) -> str:
    """Who do you want to be? One link for each persona of this issuer."""
    choices = {
        urlencode({**query, "login_hint": key}): one.label
        for key, one in personas().items()
        if one.kind == kind
    }
    links = (f'<li><a href="?{html.escape(to)}">{html.escape(who)}</a></li>' for to, who in choices.items())
    return f"<!doctype html><title>Đăng nhập</title><h1>Đăng nhập với tư cách</h1><ul>{''.join(links)}</ul>"


def _json(value: object, status: int = 200) -> Page:
    return status, "application/json; charset=utf-8", json.dumps(value, ensure_ascii=False)
