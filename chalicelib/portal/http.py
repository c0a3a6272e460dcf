"""One call to the portal over HTTP: a pool per process, time-outs always, no repetition of its own."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from chalicelib.correlation import HEADER, current
from chalicelib.portal_settings import PortalSettings

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

#: Nothing that the portal answers is longer, papers in base64 included.
LONGEST = 128 * 1024 * 1024
_PART = 64 * 1024


@dataclass(frozen=True, slots=True)
class Call:
    """What to post. ``path`` is joined to the base URL; ``body`` goes as JSON in UTF-8."""

    path: str
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """Status and bytes, not yet judged."""

    status: int
    body: bytes


class NeverSent(Exception):
    """The connection could not be made, so the portal has certainly heard nothing."""


class NoAnswer(Exception):
    """It was sent, and no answer came back: it may have been taken in."""


class Transport(Protocol):
    """Posts a call. Raises ``NeverSent`` or ``NoAnswer``."""

    def post(self, call: Call) -> RawAnswer:
        """One POST, once."""
        ...


class HttpTransport:
    """``Transport`` by urllib3. Safe to share between threads."""

    def __init__(self, settings: PortalSettings) -> None:
        import urllib3

        self._base = settings.base_url.rstrip("/")
        self._whole_seconds = settings.answer_seconds
        self._pool = urllib3.PoolManager(
            maxsize=settings.parallel,
            block=True,
            retries=False,
            timeout=urllib3.Timeout(connect=settings.connect_seconds, read=settings.read_seconds),
        )

    def post(self, call: Call) -> RawAnswer:
        """One POST of JSON; redirects are not followed, and an answer that trickles is given up."""
        from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

        if not self._base:
            raise NeverSent("no address is configured")
        url = self._base + call.path
        if call.query:
            url = f"{url}?{urlencode(call.query)}"
        headers = {"Accept": "application/json", "Charset": "utf-8", **call.headers}
        if trace := current():
            headers[HEADER] = trace
        try:
            answer = self._pool.request(
                "POST", url, json=call.body, headers=headers, redirect=False, preload_content=False
            )
            return RawAnswer(answer.status, self._read(answer))
        except (NewConnectionError, ConnectTimeoutError) as problem:
            raise NeverSent(type(problem).__name__) from problem
        except HTTPError as problem:
            raise NoAnswer(type(problem).__name__) from problem

    def _read(self, answer: "BaseHTTPResponse") -> bytes:
        """All of it, in time; the read time-out of the pool only bounds the pauses between two parts."""
        until = time.monotonic() + self._whole_seconds
        whole = bytearray()
        for part in answer.stream(_PART):
            whole += part
            if len(whole) > LONGEST or time.monotonic() > until:
                answer.close()
                raise NoAnswer("too long" if len(whole) > LONGEST else "too slow")
        answer.release_conn()
        return bytes(whole)
