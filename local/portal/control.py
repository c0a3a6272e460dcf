"""The control endpoint: what the portal holds, and how it shall behave. Loopback only, with a token."""

from __future__ import annotations

import hmac
import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from werkzeug.exceptions import BadRequest, Forbidden, NotFound
from werkzeug.wrappers import Request, Response

from local.portal.answers import reply
from local.portal.catalogue import KEYS
from local.portal.clock import VIETNAM
from local.portal.index.compute import breakdown, index
from local.portal.portal import Portal
from local.portal.published import load_catalogue
from local.portal.rules import Refused
from local.portal.services import national, portal_born, push, repository
from local.portal.store import ProgressRow

LOOPBACK = {"127.0.0.1", "::1"}


def respond(portal: Portal, request: Request) -> Response:
    """``/control/<name>/<rest>`` by method; the token is the Bearer of the Authorization header."""
    if request.remote_addr not in LOOPBACK:
        raise Forbidden("The control endpoint answers on the loopback address only.")
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(token.encode(), portal.config.control_token.encode()):
        raise Forbidden("The control endpoint needs its token as Bearer.")
    name, _, rest = request.path.removeprefix("/control/").partition("/")
    handler = HANDLERS.get((request.method, name))
    if handler is None:
        raise NotFound(f"No {request.method} /control/{name}.")
    try:
        return reply(handler(portal, request, rest))
    except Refused as refused:
        raise NotFound(str(refused)) from refused
    except (ValueError, TypeError, KeyError) as problem:
        raise BadRequest(f"{type(problem).__name__}: {problem}") from problem


def dossiers(portal: Portal, request: Request, number: str) -> Any:
    """All dossiers in short, or one with its versions, progress rows and duplicates."""
    if not number:
        rows = Counter(each.number for each in portal.store.progress())
        return [
            {
                "MaHoSo": each.number,
                "MaTTHC": each.header.get("MaTTHC"),
                "TrangThaiHoSo": each.header.get("TrangThaiHoSo"),
                "version": each.version,
                "received_at": each.received_at,
                "progress": rows[each.number],
            }
            for each in portal.store.dossiers()
        ]
    known = portal.store.dossier(number)
    if known is None:
        raise NotFound(f"No dossier {number}.")
    rows_of_it = portal.store.progress(number)
    return {
        "header": known.header,
        "unit": known.unit,
        "version": known.version,
        "versions": portal.store.versions(number),
        "progress": [{"arrival": each.arrival, **each.row} for each in rows_of_it],
        "duplicates": _duplicates(rows_of_it),
    }


def _duplicates(rows: list[ProgressRow]) -> list[dict[str, Any]]:
    """Rows that came more than once, with how often."""
    counted = Counter(json.dumps(each.row, sort_keys=True, ensure_ascii=False) for each in rows)
    return [{**json.loads(row), "times": times} for row, times in counted.items() if times > 1]


def calls(portal: Portal, request: Request, _rest: str) -> Any:
    """The newest calls first; ``limit`` and ``service`` narrow it."""
    return portal.store.calls(int(request.args.get("limit", "100")), request.args.get("service"))


def show_config(portal: Portal, _request: Request, _rest: str) -> Any:
    """The behaviour in force, without secrets."""
    return portal.config.shown()


def change_config(portal: Portal, request: Request, _rest: str) -> Any:
    """Change any behaviour; what is not named stays."""
    portal.change(_object(request))
    return portal.config.shown()


def show_faults(portal: Portal, _request: Request, _rest: str) -> Any:
    """The plan in force."""
    return portal.faults.shown()


def plan_faults(portal: Portal, request: Request, _rest: str) -> Any:
    """Replace the plan; an empty object ends all faults."""
    portal.faults.plan(_object(request))
    return portal.faults.shown()


def show_clock(portal: Portal, _request: Request, _rest: str) -> Any:
    """The simulated present."""
    return {"now": portal.clock.now().isoformat()}


def set_clock(portal: Portal, request: Request, rest: str) -> Any:
    """``{"now": ISO instant or null, "frozen": bool}``; without a zone it is Vietnam's."""
    told = _object(request)
    now = datetime.fromisoformat(told["now"]) if told.get("now") else None
    if now is not None and now.tzinfo is None:
        now = now.replace(tzinfo=VIETNAM)
    portal.clock.tell(now, frozen=bool(told.get("frozen", False)))
    return show_clock(portal, request, rest)


def reset(portal: Portal, _request: Request, _rest: str) -> Any:
    """Forget everything, then publish the catalogue of the start again."""
    portal.forget_everything()
    return {"catalogue": load_catalogue(portal)}


def tell_catalogue(portal: Portal, request: Request, kind: str) -> Any:
    """``POST /control/catalogue/<procedure|unit|field|online-service>`` with a list of UPPER CASE rows."""
    if kind not in KEYS:
        raise BadRequest(f"kind is one of {', '.join(KEYS)}")
    return {"kept": portal.catalogue.tell(kind, _list(request))}


def index_of_a_period(portal: Portal, request: Request, _rest: str) -> Any:
    """``?from=&to=`` (ISO days, both included); ``unit``, ``procedure``, ``profile`` and ``by`` narrow it."""
    asked = request.args
    first, last = date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])
    profile = asked.get("profile", "")
    if "by" in asked:
        return breakdown(portal, first, last, asked["by"], profile)
    return index(
        portal, first, last, unit=asked.get("unit", ""), procedure=asked.get("procedure", ""), profile=profile
    )


def tell_fact(portal: Portal, request: Request, name: str) -> Any:
    """``PUT /control/facts/<name>``: what no wire carries and the index needs."""
    portal.store.put("fact", name, json.loads(request.get_data()))
    return {"kept": name}


def show_facts(portal: Portal, _request: Request, _rest: str) -> Any:
    """Every fact that was told."""
    return portal.store.all("fact")


def portal_born_dossiers(portal: Portal, _request: Request, number: str) -> Any:
    """Every dossier filed at the portal, or one."""
    return portal_born.known(portal, number) if number else portal.store.all(portal_born.KIND)


def act_at_portal(portal: Portal, request: Request, rest: str) -> Any:
    """``POST /control/portal-born`` files; ``…/<MaHoSo>/supplement``, ``withdraw`` and ``push`` follow."""
    number, _, act = rest.partition("/")
    if not number:
        number = portal_born.file_at_portal(portal, _object(request))["MaHoSo"]
    elif act in ACTS:
        ACTS[act](portal, number, _object(request))
    elif act != "push":
        raise NotFound(f"No act {act!r}; known: {', '.join(ACTS)}, push.")
    return push.push(portal, number)


ACTS = {"supplement": portal_born.supplement, "withdraw": portal_born.withdraw}


def put_into_repository(portal: Portal, request: Request, _rest: str) -> Any:
    """Give a person a paper in the national repository."""
    return repository.put_paper(portal, _object(request))


def tell_register(portal: Portal, request: Request, rest: str) -> Any:
    """``PUT /control/registers/<population|enterprise>/<number>``: one entry of a national database."""
    register, _, number = rest.partition("/")
    national.tell(portal, register, number, _object(request))
    return {"kept": register}


Handler = Callable[[Portal, Request, str], Any]
HANDLERS: dict[tuple[str, str], Handler] = {
    ("GET", "dossiers"): dossiers,
    ("GET", "index"): index_of_a_period,
    ("GET", "calls"): calls,
    ("GET", "config"): show_config,
    ("PATCH", "config"): change_config,
    ("GET", "faults"): show_faults,
    ("POST", "faults"): plan_faults,
    ("GET", "clock"): show_clock,
    ("POST", "clock"): set_clock,
    ("POST", "reset"): reset,
    ("POST", "catalogue"): tell_catalogue,
    ("PUT", "facts"): tell_fact,
    ("GET", "facts"): show_facts,
    ("GET", "portal-born"): portal_born_dossiers,
    ("POST", "portal-born"): act_at_portal,
    ("POST", "repository"): put_into_repository,
    ("PUT", "registers"): tell_register,
}


def _object(request: Request) -> dict[str, Any]:
    body = json.loads(request.get_data() or b"{}")
    if not isinstance(body, dict):
        raise ValueError("the body is a JSON object")
    return body


def _list(request: Request) -> list[dict[str, Any]]:
    body = json.loads(request.get_data() or b"[]")
    if not isinstance(body, list):
        raise ValueError("the body is a JSON list")
    return body
