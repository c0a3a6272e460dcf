"""Frames between the parent and its sandboxed child: a line of JSON and perhaps raw bytes, lengths in front."""

import json
import socket
import struct
from dataclasses import dataclass
from typing import Any

HEADER = struct.Struct(">II")  # length of the JSON, length of the bytes
MAX_JSON = 256 * 1024 * 1024  # a child that promises more is lying
MAX_BLOB = 1024 * 1024 * 1024


class ChannelClosed(Exception):
    """The other side is gone, or speaks nonsense."""


@dataclass(frozen=True)
class Frame:
    """``kind`` says what it is; ``value`` is plain JSON data."""

    kind: str
    value: Any = None
    blob: bytes = b""


def send(channel: socket.socket, frame: Frame) -> None:
    """Write one frame; raises ``ChannelClosed``."""
    text = json.dumps([frame.kind, frame.value], ensure_ascii=False).encode()
    try:
        channel.sendall(HEADER.pack(len(text), len(frame.blob)) + text)
        if frame.blob:  # nothing more to say must not fail because the other side has read enough
            channel.sendall(frame.blob)
    except TimeoutError:
        raise
    except OSError as error:
        raise ChannelClosed from error


def receive(channel: socket.socket) -> Frame:
    """Read one frame; raises ``ChannelClosed``, or ``TimeoutError`` if the channel has a time-out."""
    json_length, blob_length = HEADER.unpack(_exactly(channel, HEADER.size))
    if json_length > MAX_JSON or blob_length > MAX_BLOB:
        raise ChannelClosed
    text, blob = _exactly(channel, json_length), _exactly(channel, blob_length)
    try:
        kind, value = json.loads(text)
    except ValueError as error:
        raise ChannelClosed from error
    return Frame(str(kind), value, bytes(blob))


def _exactly(channel: socket.socket, length: int) -> bytearray:
    received = bytearray(length)
    view, filled = memoryview(received), 0
    while filled < length:
        try:
            count = channel.recv_into(view[filled:])
        except TimeoutError:
            raise
        except OSError as error:
            raise ChannelClosed from error
        if count == 0:
            raise ChannelClosed
        filled += count
    return received
