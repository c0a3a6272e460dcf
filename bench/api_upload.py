"""An upload over a link that breaks again and again: what has arrived is never sent twice."""

import contextlib
import hashlib
import os
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import urllib3

from bench.harness import Figure, Watch, benchmark, figure

WHOLE = 200_000_000
DROPS_EVERY = 5_000_000


@benchmark("api_upload")
def api_upload(watch: Watch) -> Iterator[Figure]:
    """200 MB to the emulated store, through a proxy that cuts each connection after five megabytes."""
    import tests.conftest  # noqa: F401 - an AWS that cannot be the real one
    from chalicelib.adapters.pieces import S3Pieces
    from chalicelib.domain.pieces import PIECE_BYTES, Cut
    from tests.app.world import an_open_world
    from tests.factories import a_file

    data = os.urandom(1_000_000) * (WHOLE // 1_000_000)
    file = a_file().model_copy(update={"declared": a_file().declared.model_copy(update=_declared(data))})
    with an_open_world() as world:
        client, bucket = world.container.s3, world.container.settings.files_bucket
        pieces = S3Pieces(client, bucket)
        cut = Cut(WHOLE)
        with _bad_link(urlsplit(client.meta.endpoint_url).port or 0) as link:
            rounds, again, done = 0, 0, set[int]()
            while missing := sorted(set(range(1, cut.total + 1)) - set(cut.arrived(pieces.held(file)))):
                rounds += 1
                http = urllib3.PoolManager(
                    maxsize=1, retries=False, timeout=urllib3.Timeout(connect=5, read=20)
                )
                with contextlib.suppress(urllib3.exceptions.HTTPError):
                    for number in watch.track(missing, len(missing), f"connection {rounds}"):
                        start = (number - 1) * PIECE_BYTES
                        content = data[start : start + cut.length(number)]
                        sha256 = hashlib.sha256(content).hexdigest()
                        address = urlsplit(pieces.address(file, number, len(content), sha256))
                        url = address._replace(netloc=f"127.0.0.1:{link.port}").geturl()
                        sent_as = {"x-amz-checksum-sha256": _base64(sha256), "Host": address.netloc}
                        again += number in done
                        answer = http.request("PUT", url, body=content, headers=sent_as)
                        assert answer.status == 200, answer.data[:300]
                        done.add(number)
            sent = link.carried
        joined = pieces.join(file, cut.total)
        stored = client.get_object(Bucket=bucket, Key=file.key)["Body"].read()
    how = f"{rounds} connections, each cut after {DROPS_EVERY / 1e6:g} MB; emulated store, real presigned addresses"
    yield figure(
        "200 MB over a link that drops", float(joined and stored == data), "arrived whole", how, at_least=1
    )
    yield figure("pieces that had arrived and were sent again", again, "pieces", how, at_most=0)
    yield figure("bytes carried for each byte of the file", sent / WHOLE, "ratio", how, at_most=1.25)


def _declared(data: bytes) -> dict[str, object]:
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _base64(sha256: str) -> str:
    import base64

    return base64.b64encode(bytes.fromhex(sha256)).decode()


class _Link:
    """A proxy of one port that cuts every connection after so many bytes from the client."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.carried = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        far = socket.create_connection(("127.0.0.1", self._target))
        threading.Thread(target=_pump, args=(far, near), daemon=True).start()
        left = DROPS_EVERY
        with contextlib.suppress(OSError):
            while left > 0 and (chunk := near.recv(min(65_536, left))):
                far.sendall(chunk)
                left -= len(chunk)
                self.carried += len(chunk)
        for end in (near, far):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _pump(far: socket.socket, near: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := far.recv(65_536):
            near.sendall(chunk)


@contextlib.contextmanager
def _bad_link(port: int) -> Iterator[_Link]:
    link = _Link(port)
    yield link
    link.close()
