"""One call and its answer: quotas, faults, the call log, and the codes in the installation's style."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from werkzeug.wrappers import Request, Response

from local.portal.answers import SUCCESS, reply, with_codes
from local.portal.faults import Fault
from local.portal.portal import Portal
from local.portal.rules import Refused, refuse

SECRET_FIELDS = {"password", "session", "client_secret", "access_token", "SecurityKey"}
Body = dict[str, Any]


def _as_it_is(body: Body) -> Body:
    return body


class Say(Protocol):
    """A sentence with the code of success or of failure."""

    def __call__(self, portal: Portal, text: str, /, *, well: bool) -> Body:
        """The answer."""


@dataclass(frozen=True)
class Speech:
    """How a dialect says no or anything else, what it puts around it, and with which HTTP status it refuses."""

    refusal: Callable[[Portal, Refused], Body]
    say: Say
    finish: Callable[[Body], Body] = _as_it_is
    status: Callable[[Refused], int] = lambda _refused: 200


class Exchange:
    """Runs one call to its answer, with the fault that strikes it, and keeps a record of both."""

    def __init__(self, portal: Portal, request: Request, service: str, body: Body) -> None:
        self._portal = portal
        self._request = request
        self._service = service
        self._body = body
        self._rules: list[str] = []
        self._status = 200

    def run(self, process: Callable[[], Body], speech: Speech) -> Response:
        """The response; whatever was accepted is kept before it leaves."""
        faults = self._portal.faults
        if faults.down():
            return Response("Service unavailable", 503)
        self._portal.accept_what_is_due()
        fault = faults.draw(self._service)
        time.sleep(faults.latency + (fault.seconds if fault else 0))
        answer = self._answer(process, speech, fault)
        response = self._response(answer, speech, fault)
        self._log(answer, fault)
        return response

    def _answer(self, process: Callable[[], Body], speech: Speech, fault: Fault | None) -> Body | None:
        kind = fault.kind if fault else ""
        answer: Body | None = None
        for _ in range(TIMES_PROCESSED.get(kind, 1)):
            answer = self._once(process, speech)
        if fault and kind == "timeout_late":
            self._portal.accept_later(fault.later, lambda: self._once(process, speech))
        if kind == "expired_session":
            self._portal.store.remove("session", str(self._body.get("session") or ""))
        if kind in REFUSALS:
            return self._refused(refuse(REFUSALS[kind], value=self._number()), speech)
        if kind in TEXTS:
            well, text = TEXTS[kind]
            return speech.say(self._portal, text, well=well)
        return answer

    def _once(self, process: Callable[[], Body], speech: Speech) -> Body:
        try:
            self._within_quota()
            return process()
        except Refused as refused:
            return self._refused(refused, speech)

    def _refused(self, refused: Refused, speech: Speech) -> Body:
        self._rules = refused.rules
        self._status = speech.status(refused)
        if "quota" in refused.rules and self._portal.config.quota_answer == "429":
            self._status = 429
        return speech.refusal(self._portal, refused)

    def _within_quota(self) -> None:
        portal, config = self._portal, self._portal.config
        size = self._request.content_length or 0
        if config.bytes_per_call and size > config.bytes_per_call and portal.enforces("bytes-per-call"):
            raise refuse("bytes-per-call", limit=config.bytes_per_call)
        for limit, span in (
            (config.calls_per_minute, timedelta(minutes=1)),
            (config.calls_per_day, timedelta(days=1)),
        ):
            since = (portal.clock.now() - span).isoformat(timespec="milliseconds")
            if limit and portal.enforces("quota") and portal.store.calls_since(since) >= limit:
                raise refuse("quota")

    def _response(self, answer: Body | None, speech: Speech, fault: Fault | None) -> Response:
        kind = fault.kind if fault else ""
        if kind.startswith("timeout"):
            return _cut_off()
        if kind.startswith("http_"):
            return Response("<html>Bad gateway</html>", int(kind.split("_")[1]), content_type="text/html")
        if kind in WRONG_JSON:
            return Response(WRONG_JSON[kind], 200, content_type="application/json")
        style = STYLES.get(kind, self._portal.config.codes)
        return reply(with_codes(speech.finish(with_codes(answer or {}, style)), style), self._status)

    def _number(self) -> str:
        data = self._body.get("data")
        first = data[0] if isinstance(data, list) and data else data
        return str(first.get("MaHoSo") or "") if isinstance(first, dict) else ""

    def _log(self, answer: Body | None, fault: Fault | None) -> None:
        entry = {
            "path": self._request.path,
            "request_id": self._request.headers.get("X-Request-Id", ""),
            "fault": fault.kind if fault else None,
            "status": self._status,
            "rules": self._rules,
            "request": without_secrets(self._body),
            "answer": without_secrets(answer),
        }
        self._portal.store.log_call(self._portal.stamp(), self._service, entry)


TIMES_PROCESSED = {
    "timeout_before": 0,
    "timeout_late": 0,
    "http_500": 0,
    "http_502": 0,
    "expired_session": 0,
    "wrong_json": 0,
    "failing_code_success_text": 0,
    "success_code_failing_text": 0,
    "quota_exceeded": 0,
    "processed_twice": 2,
}
REFUSALS = {"duplicate_answer": "duplicate", "expired_session": "session", "quota_exceeded": "quota"}
TEXTS = {
    "failing_code_success_text": (False, SUCCESS),
    "success_code_failing_text": (True, "Hồ sơ đã tồn tại"),
}
WRONG_JSON = {
    "wrong_json": "<html>Hệ thống đang bảo trì</html>",
    "wrong_json_after": '{"error_code": "0", "message": "Đồng bộ',
}
STYLES = {"string_codes": "string", "int_codes": "int"}


def without_secrets(body: Any) -> Any:
    """The same body with passwords, sessions and keys struck out, at any depth."""
    if isinstance(body, dict):
        return {
            name: "***" if name in SECRET_FIELDS and value else without_secrets(value)
            for name, value in body.items()
        }
    if isinstance(body, list):
        return [without_secrets(each) for each in body]
    return body


def _cut_off() -> Response:
    """Promises more bytes than come, so that the server closes the connection in the caller's face."""
    response = Response(b"", 200, content_type="application/json")
    response.headers["Content-Length"] = "1024"
    response.automatically_set_content_length = False
    return response
