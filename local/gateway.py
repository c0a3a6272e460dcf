"""API Gateway on one machine: Chalice's local gateway behind waitress, with AWS's limits and our errors."""

import base64
import logging
import re
import sys
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LambdaEventConverter, LocalGateway, LocalGatewayException, RouteMatcher

from chalicelib.adapters.tokens import NotAuthenticated
from chalicelib.api.problems import (
    PROBLEM_JSON,
    PageNotFound,
    RequestTooLarge,
    ServerFault,
    problem_of,
)
from chalicelib.domain.errors import DomainError, NotAllowed
from infra.gateway_errors import headers_of
from local.calls import note_calls
from local.environment import HOST, ROOT, Place

#: API Gateway takes no larger request, Lambda gives no larger answer (bytes).
LARGEST_REQUEST = 10 * 1024 * 1024
LARGEST_ANSWER = 6 * 1024 * 1024
THREADS = 16

Answer = tuple[int, list[tuple[str, str]], bytes]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

#: What the gateway itself answers, instead of the application.
NOT_SIGNED_IN, NOT_ALLOWED, NO_SUCH_PAGE = NotAuthenticated(), NotAllowed(action="access"), PageNotFound()
REQUEST_TOO_LARGE, FAULT = RequestTooLarge(), ServerFault()

PROBLEM_BY_STATUS: dict[int, DomainError] = {401: NOT_SIGNED_IN, 403: NOT_ALLOWED, 500: FAULT}


class _ThreadLocal:
    """A data descriptor whose value each thread has for itself."""

    def __init__(self) -> None:
        self._values = threading.local()

    def __get__(self, instance: object, owner: type) -> Any:
        return getattr(self._values, "value", None)

    def __set__(self, instance: object, value: object) -> None:
        self._values.value = value


def thread_safe(app: Chalice) -> Chalice:
    """Let every thread see its own request. Lambda serves one at a time, so Chalice keeps them on the app."""
    app.__dict__.pop("current_request", None)
    app.__dict__.pop("lambda_context", None)
    own = {"current_request": _ThreadLocal(), "lambda_context": _ThreadLocal()}
    app.__class__ = type(f"ThreadSafe{type(app).__name__}", (type(app),), own)
    return app


#: Under this name a request's id travels to the event, and back to the caller as on AWS.
REQUEST_ID = "x-amzn-requestid"


class Numbered(LambdaEventConverter):
    """Every event has the id of its request, which stands in problems and logs."""

    def create_lambda_event(self, *args: Any, **values: Any) -> dict[str, Any]:
        """As Chalice makes it."""
        event: dict[str, Any] = super().create_lambda_event(*args, **values)
        event["requestContext"]["requestId"] = event["headers"].pop(REQUEST_ID, "") or str(uuid.uuid4())
        return event


def local_gateway(app: Chalice, config: Config) -> LocalGateway:
    """Chalice's own, whose events have ids."""
    gateway = LocalGateway(app, config)
    gateway.event_converter = Numbered(RouteMatcher(list(app.routes)), app.api.binary_types)
    return gateway


class Gateway:
    """A WSGI application in front of a Chalice application."""

    def __init__(self, app: Chalice, config: Config) -> None:
        self._gateway = local_gateway(thread_safe(app), config)
        self._routes = RouteMatcher(list(app.routes))
        self._methods = {path: set(methods) for path, methods in app.routes.items()}

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        status, headers, body = self.answer(environ)
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(f"{status} {HTTPStatus(status).phrase}", [*kept, ("Content-Length", str(len(body)))])
        return [body]

    def answer(self, environ: Mapping[str, Any]) -> Answer:
        """Status, headers and body for one request."""
        headers = request_headers(environ)
        language = "en" if headers.get("accept-language", "").startswith("en") else "vi"
        path = raw_path(environ)
        if int(headers.get("content-length", 0)) > LARGEST_REQUEST:
            return problem(REQUEST_TOO_LARGE, language)
        if not self._knows(environ["REQUEST_METHOD"], path):
            return problem(NO_SUCH_PAGE, language)
        if not headers.get("authorization", "").isascii():
            return problem(NOT_SIGNED_IN, language)
        body = environ["wsgi.input"].read() or None
        request_id = str(uuid.uuid4())
        numbered = {**headers, REQUEST_ID: request_id}
        try:
            response = self._gateway.handle_request(environ["REQUEST_METHOD"], path, numbered, body)
        except LocalGatewayException as error:
            return problem(PROBLEM_BY_STATUS[error.CODE], language)
        status, told, content = from_lambda(response)
        if len(content) > LARGEST_ANSWER:
            return problem(FAULT, language)
        return status, [*told, (REQUEST_ID, request_id)], content

    def _knows(self, method: str, path: str) -> bool:
        """API Gateway has a route for each method, so another method of a known path is no address either."""
        try:
            found = self._routes.match_route(path).route
        except ValueError:
            return False
        return method == "OPTIONS" or method in self._methods[found]


def raw_path(environ: Mapping[str, Any]) -> str:
    """Path and query as they came over the wire: API Gateway decodes no path parameters either."""
    target = re.sub(r"^https?://[^/]*", "", environ["REQUEST_URI"])
    return "/" + target.lstrip("/")


def request_headers(environ: Mapping[str, Any]) -> dict[str, str]:
    """HTTP headers by their names in small letters, as LocalGateway expects them."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    return {name: value for name, value in headers.items() if value}


def from_lambda(response: Mapping[str, Any]) -> Answer:
    """A Lambda proxy response as HTTP."""
    headers = [(name, str(value)) for name, value in response["headers"].items()]
    many: Mapping[str, Iterable[object]] = response.get("multiValueHeaders") or {}
    headers += [(name, str(value)) for name, values in many.items() for value in values]
    content = response["body"] or ""
    body = base64.b64decode(content) if response.get("isBase64Encoded") else content.encode("utf-8")
    return response["statusCode"], headers, body


def problem(error: DomainError, language: str) -> Answer:
    """An error of the gateway itself, in the same words as those of the application."""
    request_id = str(uuid.uuid4())
    told = problem_of(error, language, request_id)
    headers = {**headers_of(told.status), "Content-Language": language}
    headers |= {REQUEST_ID: request_id, "X-Request-Id": request_id}
    body = told.model_dump_json(exclude_none=True).encode("utf-8")
    return told.status, [("Content-Type", PROBLEM_JSON), *headers.items()], body


def serve(app: Chalice, port: int, stage: str = "local") -> None:
    """Answer on 127.0.0.1 until the process ends."""
    import waitress

    gateway = Gateway(app, Config.create(project_dir=str(ROOT), chalice_stage=stage))
    # Waitress lets more through than the gateway takes, so that the refusal reads like all others.
    waitress.serve(
        gateway,
        host=HOST,
        port=port,
        threads=THREADS,
        max_request_body_size=4 * LARGEST_REQUEST,
        ident="motcua",
        clear_untrusted_proxy_headers=True,
    )


def main() -> None:
    """``python -m local.gateway PORT``: serve app.py."""
    from app import app

    logging.basicConfig(level=logging.INFO)
    note_calls(Place.from_environ().folder("calls"), lambda: "api_handler")
    serve(app, int(sys.argv[1]))


if __name__ == "__main__":
    main()
