"""One id from a request through event, stream, queue and worker to the portal: whoever has it finds every line.

A caller may bring it (``X-Request-Id``, or the trace of a ``traceparent``, W3C Trace Context); otherwise it is made.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-Id"
#: Nothing that could be a number or a name of somebody: the id stands in logs, messages and events.
_ID = re.compile(r"^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_current: ContextVar[str] = ContextVar("correlation", default="")


def current() -> str:
    """The id of what is being done; several joined by commas for a batch; empty outside of everything."""
    return _current.get()


@contextmanager
def following(correlation: str) -> Iterator[None]:
    """Within this, lines, events, messages and calls bear that id."""
    token = _current.set(correlation)
    try:
        yield
    finally:
        _current.reset(token)


def brought(headers: Mapping[str, str], otherwise: str = "") -> str:
    """The id that a request brings; what does not look like one is not taken. ``otherwise``: the gateway's own id."""
    traced = _TRACEPARENT.match(str(headers.get("traceparent", "")).lower())
    offered = (str(headers.get(HEADER.lower(), "")).lower(), traced[1] if traced else "", otherwise.lower())
    return next(filter(_ID.match, offered), "") or os.urandom(16).hex()


def taken(correlation: object, otherwise: str) -> str:
    """The id in a message or an item, or ``otherwise``: messages from elsewhere bear none."""
    return correlation if isinstance(correlation, str) and _ID.match(correlation) else otherwise


def together(correlations: Iterable[str]) -> str:
    """The ids of a batch, each once."""
    return ",".join(dict.fromkeys(filter(None, correlations)))
