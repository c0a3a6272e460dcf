"""What every answer carries besides its body: release, safety, whose page may read it, and warnings of its end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as Day
from email.utils import format_datetime

Headers = dict[str, str | list[str]]

#: The full version of the API (semantic versioning); its first number is the one in every path.
API_VERSION = "1.1.0"

#: For an API that no page is ever rendered from (OWASP REST Security Cheat Sheet).
SAFETY: dict[str, str] = {
    "API-Version": API_VERSION,
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

ASKED_HEADERS = (
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Accept-Language, On-Behalf-Of,"
    " X-Request-Id, traceparent"
)
SHOWN_HEADERS = (
    "API-Version, Content-Language, Deprecation, ETag, Link, Location, RateLimit, Retry-After, Sunset,"
    " X-Request-Id"
)
#: Browsers keep a preflight's answer for two hours at most.
PREFLIGHT_LIFE_S = 7200


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A route on its way out: since when, until when, and what takes its place (RFC 9745 and RFC 8594)."""

    since: Day
    sunset: Day
    successor: str

    def headers(self) -> Headers:
        """``Deprecation`` in seconds since 1970, ``Sunset`` as an HTTP date, ``Link`` to what takes its place."""
        return {
            "Deprecation": f"@{int(_midnight(self.since).timestamp())}",
            "Sunset": format_datetime(_midnight(self.sunset), usegmt=True),
            "Link": f'<{self.successor}>; rel="successor-version"',
        }


def open_to(origin: str, allowed: Collection[str]) -> Headers:
    """What lets a page of an allowed origin read an answer. No cookies exist, so no credentials are allowed."""
    if origin not in allowed:
        return {"Vary": "Origin"} if allowed else {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": SHOWN_HEADERS,
        "Vary": "Origin",
    }


def preflight(origin: str, allowed: Collection[str], methods: Collection[str]) -> Headers:
    """The answer to a browser that asks before it sends; to other origins it says nothing."""
    if origin not in allowed:
        return {**SAFETY, "Vary": "Origin"}
    return {
        **SAFETY,
        **open_to(origin, allowed),
        "Access-Control-Allow-Methods": ", ".join(sorted(methods)),
        "Access-Control-Allow-Headers": ASKED_HEADERS,
        "Access-Control-Max-Age": str(PREFLIGHT_LIFE_S),
    }


def is_held(asked: str, tag: str) -> bool:
    """Whether ``If-None-Match`` names the answer's tag: alone, in a list, weakened by a proxy, or ``*`` (RFC 9110)."""
    return any(each.strip().removeprefix("W/") in (tag, "*") for each in asked.split(","))


def _midnight(day: Day) -> datetime:
    return datetime.combine(day, time.min, UTC)
