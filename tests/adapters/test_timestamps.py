"""The timestamp authority over HTTP: one POST of a request, an answer that is one, or an error."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import algos, tsp

from chalicelib.adapters.timestamps import (
    LARGEST_ANSWER,
    QUERY,
    FileTimestampAuthority,
    HttpTimestampAuthority,
    NoTimestamp,
)
from local.pki import make_pki

REQUEST = tsp.TimeStampReq(
    {
        "version": 1,
        "message_imprint": {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "hashed_message": bytes(32),
        },
        "cert_req": True,
    }
).dump()


class Service(BaseHTTPRequestHandler):
    """Answers at /stamp, fails at /broken, talks too much at /long."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == QUERY
        answers = {
            "/stamp": (200, FileTimestampAuthority(make_pki().witness.as_pem()).answer(asked)),
            "/broken": (503, b""),
            "/long": (200, bytes(LARGEST_ANSWER + 9)),
        }
        status, body = answers[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_service_is_asked_and_its_answer_handed_on(service: str) -> None:
    answer = tsp.TimeStampResp.load(HttpTimestampAuthority(f"{service}/stamp").answer(REQUEST))
    assert answer["status"]["status"].native == "granted"
    stamped = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert stamped["message_imprint"]["hashed_message"].native == bytes(32)


@pytest.mark.parametrize("path", ["/broken", "/long"])
def test_what_is_no_answer_is_an_error_that_is_tried_again(service: str, path: str) -> None:
    with pytest.raises(NoTimestamp):
        HttpTimestampAuthority(service + path).answer(REQUEST)


def test_a_service_that_is_away_is_an_error_too() -> None:
    with pytest.raises(NoTimestamp):
        HttpTimestampAuthority("http://127.0.0.1:9/stamp").answer(REQUEST)
