"""One call over a real socket: what left us, what did not, and what came back."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from chalicelib.portal.http import Call, HttpTransport, NeverSent, NoAnswer
from tests.unit.portal.samples import settings

CALL = Call("/mapi/g", {"service": "TraCuuHoSo", "tên": "Ví Dụ"}, {"dstcode": "VN"}, {"dstcode": "VN:GOV"})


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[bytes]]]:
    """Takes one connection, reads the request, and does what the test wants."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                heard.append(whole_request(connection))
                answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", heard
        thread.join(5)


def whole_request(connection: socket.socket) -> bytes:
    """Head and body, however they arrive."""
    data = connection.recv(65536)
    length = int(data.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(data.partition(b"\r\n\r\n")[2]) < length:
        data += connection.recv(65536)
    return data


def transport(url: str, **changes: float) -> HttpTransport:
    return HttpTransport(settings(base_url=url, **changes))


def test_a_call_goes_out_as_utf8_json_once_and_comes_back():
    body = '{"error_code": "0", "message": "Thành công"}'.encode()

    def answer(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body
        )

    with server(answer) as (url, heard):
        got = transport(url).post(CALL)
    head, _, sent = heard[0].partition(b"\r\n\r\n")
    assert (got.status, got.body) == (200, body)
    assert json.loads(sent) == CALL.body
    assert head.startswith(b"POST /mapi/g?dstcode=VN%3AGOV HTTP/1.1")
    assert b"dstcode: VN\r\n" in head
    assert len(heard) == 1


def test_nobody_there_means_never_sent():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(NeverSent):
        transport(f"http://127.0.0.1:{port}").post(CALL)


def test_no_address_at_all_means_never_sent():
    with pytest.raises(NeverSent):
        transport("").post(CALL)


def test_silence_means_no_answer():
    done = threading.Event()
    with server(lambda connection: done.wait(5) and None) as (url, _):
        with pytest.raises(NoAnswer):
            transport(url, read_seconds=0.05).post(CALL)
        done.set()


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"], ids=["nothing", "half"]
)
def test_a_connection_that_breaks_after_sending_means_no_answer(said):
    with server(lambda connection: connection.sendall(said)) as (url, _), pytest.raises(NoAnswer):
        transport(url).post(CALL)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"


def test_an_answer_in_pieces_is_put_together():
    def answer(connection: socket.socket) -> None:
        for part in (CHUNKED, b'8\r\n{"error_\r\n', b'9\r\ncode": 0}\r\n', b"0\r\n\r\n"):
            connection.sendall(part)

    with server(answer) as (url, _):
        assert json.loads(transport(url).post(CALL).body) == {"error_code": 0}


def test_pieces_that_end_too_early_are_no_answer():
    def answer(connection: socket.socket) -> None:
        connection.sendall(CHUNKED + b'8\r\n{"error_\r\n')

    with server(answer) as (url, _), pytest.raises(NoAnswer):
        transport(url).post(CALL)


def test_an_answer_that_trickles_for_too_long_is_given_up():
    def answer(connection: socket.socket) -> None:
        connection.sendall(CHUNKED + b"1\r\n{\r\n")

    with server(answer) as (url, _), pytest.raises(NoAnswer, match="too slow"):
        transport(url, answer_seconds=1e-9).post(CALL)


def test_nobody_is_followed_to_another_address():
    def answer(connection: socket.socket) -> None:
        elsewhere = b"Location: http://127.0.0.1:1/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        connection.sendall(b"HTTP/1.1 302 Found\r\n" + elsewhere)

    with server(answer) as (url, _):
        assert transport(url).post(CALL).status == 302
