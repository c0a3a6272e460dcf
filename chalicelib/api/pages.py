"""The API for people: every operation and every problem as plain pages, readable on the cheapest telephone.

No script, no style sheet from elsewhere, no cookie. The pages are made from the contract and from the error classes
themselves, so they cannot say anything else than what is enforced.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any

from chalice.app import Response

from chalicelib.api.contract import openapi
from chalicelib.api.doors import door
from chalicelib.api.manners import SAFETY, Headers
from chalicelib.api.problems import STATUS_OF
from chalicelib.domain.errors import DomainError

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:46em;margin:auto;padding:1em}"
    "code{background:#eee}td,th{text-align:left;vertical-align:top;padding:.2em .6em .2em 0}"
    "h2{margin-top:2em;border-top:1px solid #ccc}"
)
_HEADERS: Headers = {
    **SAFETY,
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "max-age=300",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}

#: What helps against every problem of a status: Vietnamese, English.
ADVICE: dict[int, tuple[str, str]] = {
    400: (
        "Sửa yêu cầu theo tài liệu rồi gửi lại.",
        "Correct the request by the documentation and send it again.",
    ),
    401: ("Đăng nhập lại để có mã truy cập mới.", "Sign in again for a new token."),
    403: (
        "Dùng tài khoản có quyền, hoặc hỏi đơn vị thụ lý.",
        "Use an account that may, or ask the unit in charge.",
    ),
    404: ("Kiểm tra lại địa chỉ hoặc mã.", "Check the address or the code."),
    405: ("Xem phương thức được nhận tại /docs.", "See at /docs which methods are taken."),
    409: (
        "Tải lại hồ sơ, xem việc có thể làm ('possible').",
        "Reload the dossier; 'possible' lists what can be done.",
    ),
    410: (
        "Giấy tờ không còn hiệu lực: đừng dựa vào bản đã có, hãy hỏi chủ sở hữu.",
        "The paper no longer stands: do not rely on a copy you have, ask its owner.",
    ),
    412: ("Tải lại hồ sơ rồi gửi với ETag mới.", "Reload the dossier and repeat with its new ETag."),
    413: ("Xem giới hạn tại /v1/limits.", "See the limits at /v1/limits."),
    415: ("Gửi JSON với Content-Type: application/json.", "Send JSON with Content-Type: application/json."),
    422: ("Sửa dữ liệu theo chỉ dẫn rồi gửi lại.", "Correct the data as told and send it again."),
    429: ("Chờ số giây trong Retry-After.", "Wait for the seconds in Retry-After."),
    500: (
        "Thử lại sau ít phút; báo 'request_id' nếu còn lỗi.",
        "Try again later; quote 'request_id' if it persists.",
    ),
    502: ("Thử lại sau ít phút.", "Try again in a few minutes."),
    503: ("Thử lại sau số giây trong Retry-After.", "Try again after the seconds in Retry-After."),
}


@door("GET", "/docs", "docs")
def serve_docs(_request: Any) -> Response:
    """Every operation."""
    return Response(docs_page(), headers=_HEADERS)


@door("GET", "/problems", "problems")
def serve_problems(_request: Any) -> Response:
    """Every problem."""
    return Response(problems_page(), headers=_HEADERS)


@door("GET", "/problems/{code}", "problem")
def serve_problem(_request: Any, code: str) -> Response:
    """One problem: what it means and what to do."""
    if code not in problems():
        return Response(
            _page("?", "<p>Không có mã này. No such code.</p>"), status_code=404, headers=_HEADERS
        )
    return Response(problem_page(code), headers=_HEADERS)


@cache
def problems() -> dict[str, type[DomainError]]:
    """Every error that a caller can meet, by its code."""
    import chalicelib

    for part in ("domain", "adapters", "api", "application"):
        folder = f"{chalicelib.__path__[0]}/{part}"
        for module in pkgutil.iter_modules([folder]):
            importlib.import_module(f"chalicelib.{part}.{module.name}")
    return {kind.code: kind for kind in _kinds_of(DomainError) if kind.code in STATUS_OF}


def _kinds_of(error: type[DomainError]) -> Iterator[type[DomainError]]:
    for kind in error.__subclasses__():
        if "code" in vars(kind):
            yield kind
        yield from _kinds_of(kind)


def problem_page(code: str) -> str:
    """In both languages, the status, and what helps."""
    kind, status = problems()[code], STATUS_OF[code]
    vi, en = ADVICE[status]
    return _page(
        code,
        f"<p>HTTP {status}</p><h2>Tiếng Việt</h2><p>{escape(kind.vi)}</p><p><b>Cách xử lý:</b> {escape(vi)}</p>"
        f"<h2>English</h2><p>{escape(kind.en)}</p><p><b>What to do:</b> {escape(en)}</p>"
        "<p><a href='/problems'>Tất cả các mã · all codes</a></p>",
    )


def problems_page() -> str:
    """A table of all of them."""
    rows = "".join(
        f"<tr><td><a href='/problems/{code}'><code>{code}</code></a><td>{STATUS_OF[code]}<td>{escape(kind.vi)}"
        for code, kind in sorted(problems().items())
    )
    return _page("Mã lỗi · problems", f"<table><tr><th>Mã<th>HTTP<th>Nội dung{rows}</table>")


@cache
def docs_page() -> str:
    """Every operation with its parameters, its body and its answers."""
    contract = openapi()
    parts = [
        f"<p>{escape(contract['info']['description'])} <a href='/openapi.json'>OpenAPI 3.1</a>,"
        " <a href='/problems'>mã lỗi · problems</a>, <a href='/v1/limits'>giới hạn · limits</a>.</p>"
    ]
    for path, methods in contract["paths"].items():
        parts += [_operation(method.upper(), path, told) for method, told in methods.items()]
    parts.append("<h2 id='schemas'>Dữ liệu · schemas</h2>")
    parts += [_schema(name, schema) for name, schema in sorted(contract["components"]["schemas"].items())]
    return _page("Motcua API " + contract["info"]["version"], "".join(parts))


def _operation(method: str, path: str, told: dict[str, Any]) -> str:
    who = "ai cũng được · anybody" if not told["security"] else "cần đăng nhập · signed in"
    asked = "".join(
        f"<tr><td><code>{p['name']}</code><td>{p['in']}{' *' if p['required'] else ''}"
        f"<td>{escape(p.get('description', ''))}"
        for p in told["parameters"]
    )
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answers = "".join(
        f"<tr><td>{s}<td>{_link(_good(a))}<td>{a['description']}" for s, a in told["responses"].items()
    )
    return (
        f"<h2 id='{told['operationId']}'>{escape(told['summary'])}</h2><p><code>{method} {escape(path)}</code>"
        f" ({told['tags'][0]}, {who})</p><table>{asked}</table>"
        f"{'<p>Gửi · body: ' + _link(body) + '</p>' if body else ''}<table>{answers}</table>"
    )


def _good(answer: dict[str, Any]) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = answer.get("content", {})
    return next((kind["schema"] for kind in kinds.values()), {})


def _link(schema: dict[str, Any]) -> str:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return f"<a href='#{name}'>{name}</a>" if name else ""


def _schema(name: str, schema: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{field}</code>{' *' if field in schema.get('required', ()) else ''}<td>{_type(told)}"
        for field, told in schema.get("properties", {}).items()
    )
    values = " · ".join(f"<code>{escape(str(value))}</code>" for value in schema.get("enum", ()))
    about = escape(schema.get("description", ""))
    return (
        f"<h3 id='{name}'>{escape(schema.get('title', name))}</h3><p>{about}</p>{values}<table>{rows}</table>"
    )


def _type(told: dict[str, Any]) -> str:
    if "$ref" in told:
        return _link(told)
    if "anyOf" in told:
        return " | ".join(map(_type, told["anyOf"]))
    if told.get("type") == "array":
        return f"{_type(told.get('items', {}))}[]"
    return escape(str(told.get("format", told.get("type", told.get("const", "")))))


def _page(title: str, body: str) -> str:
    head = (
        f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escape(title)}</title>"
    )
    return f"<!doctype html><html lang=vi>{head}<style>{STYLE}</style><h1>{escape(title)}</h1>{body}</html>"
