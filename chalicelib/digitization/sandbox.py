"""A child process for every file: limited in memory and time, without our environment, killed when over.

        this process ──socket──> nursery ──fork──> child (one file, then gone)
             └───────────────────socket──────────────┘

The nursery is a bare Python process that has loaded the decoding libraries once; forking it costs milliseconds.
It gets none of this process's environment, so a decoder that is taken over finds no credentials. Works where
there is no /dev/shm (AWS Lambda). The nursery reaps its children itself, so no process id is ever mistaken.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import TracebackType

from chalicelib.digitization import wire
from chalicelib.digitization.wire import Frame

START_SECONDS = 60.0  # a cold and busy machine


class ChildLost(Exception):
    """The child died or was killed; ``code`` is a key of ``reasons.REASONS``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Child:
    """One running child. Every call raises ``ChildLost`` when the child is dead or too slow."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel

    def send(self, frame: Frame) -> None:
        """Hand a frame over."""
        try:
            wire.send(self._channel, frame)
        except (wire.ChannelClosed, TimeoutError) as error:
            raise ChildLost("too-costly") from error

    def receive(self, seconds: float) -> Frame:
        """The child's next frame, waited for at most this long by the wall clock."""
        self._channel.settimeout(seconds)
        try:
            return wire.receive(self._channel)
        except (wire.ChannelClosed, TimeoutError) as error:
            raise ChildLost("too-costly") from error


class Nursery:
    """Starts children; thread-safe. Close it, or let the process end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "chalicelib.digitization.nursery", str(theirs.fileno())],
                env={
                    "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path),
                    "OMP_THREAD_LIMIT": "1",
                },
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._channel.settimeout(START_SECONDS)

    @contextmanager
    def child(self, memory: int) -> Iterator[Child]:
        """A fresh child with this many bytes of memory, killed at the end of the block whatever happened."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            number = self._ask(Frame("start", memory), theirs)
            theirs.close()  # so that a dead child is seen as the end of the channel
            try:
                yield Child(ours)
            finally:
                with suppress(ChildLost):  # a nursery that died has nothing left to end
                    self._ask(Frame("end", number))

    def _ask(self, request: Frame, handed_over: socket.socket | None = None) -> int:
        """One question to the nursery, with a socket for the child; raises ``ChildLost`` if the nursery is gone."""
        try:
            with self._lock:
                wire.send(self._channel, request)
                if handed_over is not None:
                    socket.send_fds(self._channel, [b"\0"], [handed_over.fileno()])
                return int(wire.receive(self._channel).value)
        except (wire.ChannelClosed, OSError) as error:
            raise ChildLost("too-costly") from error

    @property
    def process_id(self) -> int:
        """Of the nursery itself."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether children can still be started."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the nursery and wait for it."""
        self._channel.close()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()


_guard = threading.Lock()


@cache
def _kept() -> list[Nursery]:
    return []


def nursery() -> Nursery:
    """The nursery of this process, started on first use and again if it died."""
    with _guard:
        kept = _kept()
        if not kept or not kept[0].is_alive:
            kept[:] = [Nursery()]
        return kept[0]
