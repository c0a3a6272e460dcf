"""Make what a request cannot wait for: marked copies, certified copies, exports of everything held on somebody.

Idempotency key: the item that awaits it, which is read again; what is there already is not made twice.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.adapters import keys
from chalicelib.bootstrap import container
from chalicelib.domain.making import Made
from chalicelib.observability import LogEvent, log
from chalicelib.workers.batches import Event, each_message


def handle(event: Event) -> Event:
    """``event``: SQS messages ``{"make", "pk", "sk"}``, each naming an item that awaits something."""
    return each_message(event, _prepare)


def _prepare(order: Mapping[str, Any]) -> None:
    what = Made(order["make"])
    made = _MAKERS[what]([*keys.parts_of(order["pk"]), *keys.parts_of(order["sk"])])
    log(LogEvent.THING_PREPARED, what=what, made_now=made)


def _marked_copy(parts: list[str]) -> bool:
    return container().mark_shared(parts[0]) is not None


def _certified_copy(parts: list[str]) -> bool:
    return container().certify_copy(*parts)


def _export(parts: list[str]) -> bool:
    return container().pack_export(*parts)


_MAKERS: Mapping[Made, Callable[[list[str]], bool]] = {
    Made.MARKED_COPY: _marked_copy,
    Made.CERTIFIED_COPY: _certified_copy,
    Made.EXPORT: _export,
}
