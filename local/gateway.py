"""API Gateway on one machine: Chalice's local gateway behind waitress, with AWS's limits and our errors."""

import base64
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LocalGateway, LocalGatewayException, RouteMatcher

from local.environment import HOST, ROOT

log = logging.getLogger(__name__)

#: API Gateway takes no larger request, Lambda gives no larger answer (bytes).
LARGEST_REQUEST = 10 * 1024 * 1024
LARGEST_ANSWER = 6 * 1024 * 1024
THREADS = 16

StartResponse = Callable[[str, list[tuple[str, str]]], object]

#: What the gateway itself answers, before or instead of the application: status to code, Vietnamese, English.
PROBLEMS = {
    400: ("bad-request", "Yêu cầu không đọc được. Kiểm tra lại.", "The request cannot be read. Check it."),
    401: ("sign-in-first", "Hãy đăng nhập rồi thử lại.", "Sign in, then try again."),
    403: ("not-allowed", "Tài khoản không được phép.", "Your account may not do this."),
    404: (
        "no-such-address",
        "Không có địa chỉ này. Xem /openapi.json.",
        "No such address. See /openapi.json.",
    ),
    413: (
        "request-too-large",
        "Yêu cầu lớn hơn 10 MB. Tải tệp lên bằng địa chỉ riêng của tệp.",
        "The request is larger than 10 MB. Send files to the address made for them.",
    ),
    500: ("gateway-failure", "Hệ thống có lỗi. Hãy thử lại.", "Something is wrong on our side. Try again."),
    502: ("answer-too-large", "Câu trả lời quá lớn. Lấy ít hơn.", "The answer is too large. Ask for less."),
}


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


class Gateway:
    """A WSGI application in front of a Chalice application."""

    def __init__(self, app: Chalice, config: Config) -> None:
        self._gateway = LocalGateway(thread_safe(app), config)
        self._routes = RouteMatcher(list(app.routes))

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        status, headers, body = self.answer(environ)
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(f"{status} {HTTPStatus(status).phrase}", [*kept, ("Content-Length", str(len(body)))])
        return [body]

    def answer(self, environ: Mapping[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body for one request."""
        if int(environ.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
            return problem(413)
        try:
            path, headers = raw_path(environ), request_headers(environ)
        except ValueError:
            return problem(400)
        if not self._knows(path):
            return problem(404)
        if not headers.get("authorization", "").isascii():
            return problem(401)
        body = environ["wsgi.input"].read() or None
        try:
            response = self._gateway.handle_request(environ["REQUEST_METHOD"], path, headers, body)
        except LocalGatewayException as error:
            return problem(error.CODE)
        return from_lambda(response)

    def _knows(self, path: str) -> bool:
        try:
            self._routes.match_route(path)
        except ValueError:
            return False
        return True


def raw_path(environ: Mapping[str, Any]) -> str:
    """Path and query as they came: API Gateway decodes no path parameters either. Raises ValueError."""
    parts = urlsplit(environ["REQUEST_URI"])
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def request_headers(environ: Mapping[str, Any]) -> dict[str, str]:
    """HTTP headers by their names in small letters, as LocalGateway expects them."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    return {name: value for name, value in headers.items() if value}


def from_lambda(response: Mapping[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    """A Lambda proxy response as HTTP."""
    headers = [(name, str(value)) for name, value in response["headers"].items()]
    many: Mapping[str, Iterable[object]] = response.get("multiValueHeaders") or {}
    headers += [(name, str(value)) for name, values in many.items() for value in values]
    content = response["body"] or ""
    body = base64.b64decode(content) if response.get("isBase64Encoded") else content.encode("utf-8")
    if len(body) > LARGEST_ANSWER:
        return problem(502)
    return response["statusCode"], headers, body


def problem(status: int) -> tuple[int, list[tuple[str, str]], bytes]:
    """An error of the gateway itself, in the words of RFC 9457 and in both languages."""
    code, vietnamese, english = PROBLEMS[status]
    body = {
        "type": f"urn:motcua:problem:{code}",
        "title": english,
        "status": status,
        "code": code,
        "vi": vietnamese,
        "en": english,
    }
    encoded = json.dumps(body, ensure_ascii=False).encode("utf-8")
    return status, [("Content-Type", "application/problem+json")], encoded


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
    serve(app, int(sys.argv[1]))


if __name__ == "__main__":
    main()
