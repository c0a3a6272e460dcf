"""What a sandboxed child can be asked to do, and how it asks back for pages, time and room."""

import math
import resource
import socket
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import Any

from pydantic import TypeAdapter

from chalicelib.digitization import copy_makers, runner, wire
from chalicelib.digitization.archive import ArchiveMetadata
from chalicelib.digitization.job import Asked, Job, Limits
from chalicelib.digitization.model import PageResult
from chalicelib.digitization.photos import join
from chalicelib.digitization.reasons import Rejected
from chalicelib.digitization.sidecar import DIGITIZED
from chalicelib.digitization.wire import Frame

ASKED = TypeAdapter(Asked)
PAGE = TypeAdapter(PageResult)


def serve(channel: socket.socket) -> None:
    """Do the one thing asked, answer, and end."""
    request = wire.receive(channel)
    OPERATIONS[request.kind](channel, request)


def _digitize(channel: socket.socket, request: Frame) -> None:
    asked = ASKED.validate_python(request.value["asked"])
    parent = _Parent(channel)
    _allow_cpu(asked.limits.open_seconds)
    job = Job(
        data=request.blob,
        asked=asked,
        cache=_ParentsCache(parent, asked.limits.page_seconds),
        progress=(lambda done, total: parent.tell("progress", [done, total]))
        if request.value["progress"]
        else None,
        time_left=(lambda: float(parent.ask("time-left").value)) if request.value["time_left"] else None,
    )
    result = runner.run(job)
    pages = [page.number for page in result.pages]
    parent.tell("result", pages, DIGITIZED.dump_json(replace(result, pages=())))


def _copy(make: Callable[[Any, bytes], tuple[Any, bytes]]) -> Callable[[socket.socket, Frame], None]:
    """An operation that answers one question with one copy, or with the reason why there is none."""

    def operation(channel: socket.socket, request: Frame) -> None:
        _allow_cpu(float(request.value["seconds"]))
        try:
            answer = Frame("copy", *make(request.value, request.blob))
        except Rejected as rejected:
            answer = Frame("rejected", rejected.code)
        except MemoryError:
            answer = Frame("rejected", "too-costly")
        except Exception:  # arbitrary bytes: whatever a decoder raises, the file is damaged
            answer = Frame("rejected", "damaged")
        wire.send(channel, answer)

    return operation


def _searchable(value: Any, data: bytes) -> tuple[Any, bytes]:
    metadata = None if value["metadata"] is None else ArchiveMetadata(**value["metadata"])
    copy = copy_makers.make_searchable(data, DIGITIZED.validate_python(value["digitized"]), metadata)
    if copy is None:
        return None, b""
    return {"is_pdfa": copy.is_pdfa, "failed_checks": list(copy.failed_checks)}, copy.pdf


def _preview(value: Any, data: bytes) -> tuple[Any, bytes]:
    return {}, copy_makers.make_preview(data, value["page"], value["side"], value["rotation"])


def _join(value: Any, data: bytes) -> tuple[Any, bytes]:
    ends = list(accumulate(value["lengths"]))
    photos = [data[end - length : end] for end, length in zip(ends, value["lengths"], strict=True)]
    return {}, join(photos, Limits())


OPERATIONS = {
    "digitize": _digitize,
    "searchable": _copy(_searchable),
    "preview": _copy(_preview),
    "join": _copy(_join),
}


class _Parent:
    """The other end of the channel."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel

    def tell(self, kind: str, value: Any = None, blob: bytes = b"") -> None:
        wire.send(self._channel, Frame(kind, value, blob))

    def ask(self, kind: str, value: Any = None) -> Frame:
        self.tell(kind, value)
        return wire.receive(self._channel)


class _ParentsCache:
    """The caller's page cache, asked over the channel. Every page gets its own allowance of processor time."""

    def __init__(self, parent: _Parent, page_seconds: float) -> None:
        self._parent = parent
        self._page_seconds = page_seconds

    def get(self, number: int) -> PageResult | None:
        known = self._parent.ask("get", number).blob
        _allow_cpu(self._page_seconds)
        return PAGE.validate_json(known) if known else None

    def put(self, number: int, page: PageResult) -> None:
        self._parent.tell("put", blob=PAGE.dump_json(page))
        _allow_cpu(self._page_seconds)


def _allow_cpu(seconds: float) -> None:
    """From now on this many seconds of processor time; the kernel ends the process after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), resource.RLIM_INFINITY)
    )
