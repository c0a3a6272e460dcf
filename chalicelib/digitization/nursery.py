"""The process that forks one child per file: ``python -m chalicelib.digitization.nursery SOCKET``.

It loads the decoding libraries once and never touches a file itself; see ``sandbox``.
"""

import os
import resource
import signal
import socket
import sys

from chalicelib.digitization import wire
from chalicelib.digitization.wire import Frame


def main(channel: socket.socket) -> None:
    """Start and end children on request until the parent goes away."""
    _load_libraries()
    while True:
        try:
            request = wire.receive(channel)
            if request.kind == "start":
                _, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
                answer = Frame("started", _fork(channel, descriptors[0], int(request.value)))
            else:
                answer = Frame("ended", _end(int(request.value)))
            wire.send(channel, answer)
        except wire.ChannelClosed:
            return


def _load_libraries() -> None:
    """Everything a child may need, so that forking is all it costs; the reader's model included."""
    import pikepdf  # noqa: F401
    import PIL.Image
    import pypdfium2
    import zxingcpp  # noqa: F401

    import chalicelib.digitization.operations  # noqa: F401
    from chalicelib.digitization.job import PACKAGED_MODELS
    from chalicelib.digitization.ocr import reader

    PIL.Image.init()
    pypdfium2.PdfDocument.new().close()
    reader(PACKAGED_MODELS)


def _fork(channel: socket.socket, descriptor: int, memory: int) -> int:
    number = os.fork()
    if number:
        os.close(descriptor)
        return number
    try:
        channel.close()
        _limit(memory)
        from chalicelib.digitization.operations import serve

        with socket.socket(fileno=descriptor) as own:
            serve(own)
    finally:
        os._exit(0)  # never back into the nursery's loop


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _end(number: int) -> int:
    """Kill and reap; the wait status of the child."""
    os.kill(number, signal.SIGKILL)
    return os.waitpid(number, 0)[1]


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
