"""The smaller addresses beside the session dialect: the repository and the national databases."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request

from local.portal.portal import Portal
from local.portal.rules import refuse
from local.portal.services import national, repository


def kho(portal: Portal, request: Request, body: dict[str, Any]) -> dict[str, Any]:
    """One address for both questions: with ``DuongDan`` a file, else the list; GET in camelCase too.

    The session of log-in comes as Bearer or in the body; how the real one wants it is not public.
    """
    portal.unit_of(_session(request, body))
    asked = body or {name[0].upper() + name[1:]: value for name, value in request.args.items()}
    if "DuongDan" in asked:
        return {"errorCode": portal.config.code_ok, "message": "", "result": repository.fetch(portal, asked)}
    return repository.list_papers(portal, asked)


def register(portal: Portal, request: Request, name: str, body: dict[str, Any]) -> dict[str, Any]:
    """``POST /csdl/<population|enterprise>`` with ``{"number": …}`` and a session."""
    portal.unit_of(_session(request, body))
    if name not in national.REGISTERS:
        raise refuse("service", value=name)
    return national.look_up(portal, name, str(body.get("number") or ""))


def _session(request: Request, body: dict[str, Any]) -> str:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bearer or str(body.get("session") or "")
