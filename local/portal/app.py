"""The WSGI application: which address is which dialect, the console and the control endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from local.portal import console, control, mapi, rest, side_doors
from local.portal.exchange import Exchange
from local.portal.portal import Call, Portal
from local.portal.rules import refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Door(Protocol):
    """A small address of its own."""

    def __call__(self, portal: Portal, request: Request, /, *, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question, before its codes are styled."""


class App:
    """``App(portal)`` is the WSGI callable; it has no state of its own."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """One request, one answer; an address nobody knows is a 404."""
        request = Request(environ)
        try:
            response = self.respond(request)
        except HTTPException as problem:
            response = Response(
                str(problem.description), problem.code, content_type="text/plain; charset=utf-8"
            )
        finally:
            request.close()
        return response(environ, start_response)

    def respond(self, request: Request) -> Response:
        """Find the dialect by the beginning of the path."""
        config = self.portal.config
        if request.path == "/":
            return console.page(self.portal)
        if request.path.startswith("/control/"):
            return control.respond(self.portal, request)
        if request.path == f"{config.prefix}/mapi/login":
            return self._session_dialect(request, "login")
        if request.path == f"{config.prefix}/mapi/g":
            return self._session_dialect(request, None)
        if request.path.startswith(f"{config.proxy_prefix}/"):
            return self._proxy(request, request.path.removeprefix(f"{config.proxy_prefix}/"))
        if request.path == f"{config.kho_path}/login":
            return self._session_dialect(request, "login")
        if request.path.startswith(f"{config.rest_prefix}/"):
            return self._rest(request, request.path.removeprefix(f"{config.rest_prefix}/"))
        if request.path.startswith(config.kho_path):
            return self._side_door(request, "kho", side_doors.kho)
        if request.path.startswith("/csdl/"):
            name = request.path.removeprefix("/csdl/")
            return self._side_door(request, name, partial(side_doors.register, name=name))
        return Response("Not found", 404)

    def _side_door(self, request: Request, service: str, door: Door) -> Response:
        body = _json(request)
        exchange = Exchange(self.portal, request, service, body)
        return exchange.run(lambda: door(self.portal, request, body=body), mapi.SPEECH)

    def _rest(self, request: Request, name: str) -> Response:
        body = _json(request)
        exchange = Exchange(self.portal, request, name, body)
        return exchange.run(lambda: rest.serve(self.portal, request, name, body), rest.SPEECH)

    def _session_dialect(self, request: Request, service: str | None) -> Response:
        body = _json(request)
        name = service or str(body.get("service") or "")

        def process() -> dict[str, Any]:
            self._know_the_address(request)
            if service == "login":
                return mapi.log_in(self.portal, body)
            return mapi.serve(self.portal, body, request.host_url)

        return Exchange(self.portal, request, name, body).run(process, mapi.SPEECH)

    def _proxy(self, request: Request, service: str) -> Response:
        body = _json(request)

        def process() -> dict[str, Any]:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            unit = self.portal.config.proxy_tokens.get(token)
            if unit is None:
                raise refuse("session")
            asked = {**request.args, **body}
            return mapi.perform(self.portal, Call(service, unit, asked, request.host_url))

        return Exchange(self.portal, request, service, body).run(process, mapi.PROXY_SPEECH)

    def _know_the_address(self, request: Request) -> None:
        named = request.headers.get("dstcode") or request.args.get("dstcode") or ""
        if (
            self.portal.config.dstcode
            and named != self.portal.config.dstcode
            and self.portal.enforces("dstcode")
        ):
            raise refuse("dstcode", value=named)


def _json(request: Request) -> dict[str, Any]:
    """The body as an object; a bare list is the ``data`` of the agency proxy; anything else is empty."""
    if request.mimetype == "multipart/form-data":
        return {}
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError:
        return {}
    if isinstance(body, list):
        return {"data": body}
    return body if isinstance(body, dict) else {}
