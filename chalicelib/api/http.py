"""The route layer: typed requests in, typed answers out, problems for everything that goes wrong."""

import functools
import json
import re
import time
from collections.abc import Callable
from typing import Any

from chalice.app import Response
from pydantic import BaseModel, ValidationError

from chalicelib.api import manners
from chalicelib.api.calls import Answer, Call, Nothing, Operation
from chalicelib.api.doors import door, load_all
from chalicelib.api.manners import Deprecation, Headers
from chalicelib.api.problems import (
    PROBLEM_JSON,
    PageNotFound,
    PreconditionFailed,
    RequestInvalid,
    ServerFault,
    UnsupportedMediaType,
    field_problems,
    problem_of,
)
from chalicelib.api.requests import in_whose_name, language_of, once_of, query_of, version_of
from chalicelib.bootstrap import container
from chalicelib.correlation import HEADER, brought, current, following
from chalicelib.domain.errors import DomainError, DossierChangedMeanwhile
from chalicelib.domain.ports import AlreadyDone, Outcome
from chalicelib.domain.principals import Principal
from chalicelib.domain.rates import ANONYMOUS
from chalicelib.observability import LogEvent, log, place_of

JSON = "application/json"
PREFIX = "/v1"
#: What may stand between two slashes: nothing of ours is longer, and ``#`` separates the parts of keys.
PATH_VALUE = r"^[^/#]{1,64}$"
_PATH_VALUE = re.compile(PATH_VALUE)
#: After how many seconds to try again, unless the refusal itself knows.
RETRY_AFTER_S = {429: 1, 503: 5}


#: Every operation whose module was loaded, in the order of declaration.
_LOADED: list[Operation] = []


def operations() -> tuple[Operation, ...]:
    """Every operation of the API, after loading what is behind every address."""
    load_all()
    return tuple(_LOADED)


View = Callable[[Call[Any]], Answer | Outcome]
Present = Callable[[Outcome, Call[Any]], Answer]


class Routes:
    """Doors declared with their types. Reads answer; writes lead to an outcome to present."""

    def __init__(self, audience: str) -> None:
        self._audience = audience

    def read(
        self,
        path: str,
        *,
        out: type[BaseModel],
        query: type[BaseModel] = Nothing,
        public: bool = False,
        tagged: bool = False,
        deprecation: Deprecation | None = None,
    ) -> Callable[[View], View]:
        """A GET. Only ``public`` routes may be called without a token; ``tagged`` ones answer 304 to who holds it."""
        return self._route("GET", path, Nothing, query, out, 200, public, None, deprecation, tagged)

    def write(
        self,
        method: str,
        path: str,
        *,
        out: type[BaseModel],
        present: Present | None = None,
        body: type[BaseModel] = Nothing,
        status: int = 200,
        deprecation: Deprecation | None = None,
    ) -> Callable[[View], View]:
        """A write: takes Idempotency-Key and If-Match, and answers a repetition as it answered the first time.

        Without ``present`` the view answers itself, and must do the same however often it is asked.
        """
        return self._route(method, path, body, Nothing, out, status, False, present, deprecation)

    def _route(
        self,
        method: str,
        path: str,
        body: type[BaseModel],
        query: type[BaseModel],
        out: type[BaseModel],
        status: int,
        public: bool,
        present: Present | None,
        deprecation: Deprecation | None,
        tagged: bool = False,
    ) -> Callable[[View], View]:
        def declare(view: View) -> View:
            full = PREFIX + path
            summary = (view.__doc__ or "").strip().split("\n")[0]
            operation = Operation(
                method, full, view.__name__, summary, self._audience, public, body, query, out, status,
                method != "GET", deprecation, tagged,
            )  # fmt: skip
            _LOADED.append(operation)

            @door(method, full, view.__name__)
            @functools.wraps(view)
            def serve(request: Any, **path_values: str) -> Response:
                gateways_own = str(request.context.get("requestId", ""))
                with following(brought(request.headers, gateways_own)):
                    response = _serve(operation, view, present, request, path_values)
                    response.headers |= _common(request)
                return response

            return view

        return declare


def _serve(
    operation: Operation, view: View, present: Present | None, request: Any, path_values: dict[str, str]
) -> Response:
    """Parse, call, answer; whatever goes wrong becomes a problem, and faults of ours are logged with their trace."""
    language = language_of(request.headers)
    request_id = current()
    try:
        try:
            call = _parse(operation, request, path_values, language, request_id)
        except ValidationError as error:
            return _problem(RequestInvalid(), language, request_id, errors=field_problems(error))
        answer = _carry_out(view, present, call)
    except DomainError as error:
        stale = isinstance(error, DossierChangedMeanwhile) and "if-match" in request.headers
        told = PreconditionFailed(**error.values) if stale else error
        log(LogEvent.API_REFUSED, operation=operation.name, code=told.code)
        return _problem(told, language, request_id)
    except Exception as error:  # the last resort of the edge: log the trace, tell the caller something useful
        fault, where = type(error).__name__, place_of(error)
        log(LogEvent.API_BROKE, operation=operation.name, fault=fault, where=where)
        return _problem(ServerFault(), language, request_id)
    log(LogEvent.API_ANSWERED, operation=operation.name, status=operation.status)
    return _response(operation, answer, call)


def _parse(
    operation: Operation, request: Any, path_values: dict[str, str], language: str, request_id: str
) -> Call[Any]:
    """The request as the view wants it. Raises ``ValidationError`` for what the caller got wrong."""
    token = request.headers.get("authorization", "")
    principal = None if operation.public else container().caller(token)
    left = _draw(principal, request)
    if not all(map(_PATH_VALUE.fullmatch, path_values.values())):
        raise PageNotFound
    return Call(
        once=once_of(operation.method, request, principal) if operation.writes and principal else None,
        body=_body(operation, request),
        query=operation.query.model_validate(query_of(request)),
        path=path_values,
        version=version_of(request.headers) if operation.writes else None,
        if_none_match=request.headers.get("if-none-match", ""),
        language=language,
        request_id=request_id,
        left=left,
        principal=in_whose_name(principal, request.headers, operation.name, path_values),
    )


def _draw(principal: Principal | None, request: Any) -> int:
    """One request of the caller's share, and how many are left. Raises ``TooManyRequests``."""
    address = str(request.context.get("identity", {}).get("sourceIp", ""))
    kind, caller = (principal.kind, principal.subject) if principal else (ANONYMOUS, address)
    return container().shares.draw(kind, caller, time.monotonic())


def _carry_out(view: View, present: Present | None, call: Call[Any]) -> Answer:
    """Call the view. A repeated request is answered from its record, even if it could not be carried out now."""
    try:
        result = view(call)
    except AlreadyDone as done:
        result = done.outcome
    except DomainError:
        recorded = container().dossiers.outcome_of(call.once) if call.once else None
        if recorded is None:
            raise
        result = recorded
    if isinstance(result, Answer):
        return result
    assert present is not None
    return present(result, call)


def _body(operation: Operation, request: Any) -> BaseModel:
    if operation.body is Nothing:
        return Nothing()
    if not str(request.headers.get("content-type", "")).startswith(JSON):
        raise UnsupportedMediaType
    return operation.body.model_validate_json(request.raw_body or b"null")


def _common(request: Any) -> Headers:
    """What every answer carries, good or bad."""
    allowed = container().settings.allowed_origins
    return {
        **manners.SAFETY,
        HEADER: current(),
        **manners.open_to(request.headers.get("origin", ""), allowed),
    }


def _response(operation: Operation, answer: Answer, call: Call[Any]) -> Response:
    headers: Headers = {"Content-Type": JSON, "Cache-Control": "no-store", **answer.headers}
    headers["RateLimit"] = f'"caller";r={call.left}'
    if operation.deprecation:
        headers |= operation.deprecation.headers()
    if answer.etag:
        headers |= {"ETag": f'"{answer.etag}"', "Cache-Control": "private, no-cache"}
        if operation.tagged and manners.is_held(call.if_none_match, f'"{answer.etag}"'):
            return Response("", status_code=304, headers=headers)
    if answer.location:
        headers["Location"] = answer.location
    return Response(answer.body.model_dump_json(), status_code=operation.status, headers=headers)


def _problem(error: DomainError, language: str, request_id: str, **more: Any) -> Response:
    problem = problem_of(error, language, request_id, **more)
    headers: Headers = {
        "Content-Type": PROBLEM_JSON,
        "Content-Language": language,
        "Cache-Control": "no-store",
    }
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status == 429:
        headers["RateLimit"] = '"caller";r=0'
    if problem.status in RETRY_AFTER_S:
        headers["Retry-After"] = str(error.values.get("seconds", RETRY_AFTER_S[problem.status]))
    body = problem.model_dump(exclude_none=True)
    return Response(json.dumps(body, ensure_ascii=False), status_code=problem.status, headers=headers)
